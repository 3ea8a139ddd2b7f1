use gradus::grad;

#[grad]
fn f(x: f64, w: &[f64]) -> f64 {
    w.iter().filter(|v| **v > 0.0).skip(1).sum::<f64>() * x
}

fn main() {}
