use gradus::grad;

#[grad]
fn f(x: f64, w: &[f64]) -> f64 {
    w.iter().zip(w.iter().filter(|v| **v > 0.0)).map(|(a, b)| a * b).sum::<f64>() * x
}

fn main() {}
