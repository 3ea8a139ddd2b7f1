use gradus::grad;

#[grad]
fn f(x: f64, w: &[f64]) -> f64 {
    w.iter().partition::<Vec<f64>, _>(|v| **v > 0.0).0[0] * x
}

fn main() {}
