use gradus::grad;

#[grad]
fn rows(x: &[f64]) -> f64 {
    let mut v = vec![[x[0], x[1]], [x[0], x[1]]];
    v.dedup();
    v[0][1]
}

#[grad]
fn parameter(v: &mut Vec<f64>, x: f64) -> f64 {
    v.truncate(2);
    v.push(x);
    v[0] * x
}

fn main() {}
