use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut a: Vec<Vec<f64>> = Vec::new();
    a.push(vec![x]);
    a[0][0]
}

fn main() {}
