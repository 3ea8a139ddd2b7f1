use gradus::grad;

#[grad]
fn f(x: f64, w: &[f64]) -> f64 {
    let row = w.to_vec();
    let a = [row];
    a[0][0] * x
}

fn main() {}
