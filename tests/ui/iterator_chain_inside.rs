use gradus::grad;

#[grad]
fn f(x: f64, w: &[f64]) -> f64 {
    w.iter().chain(w).rev().sum::<f64>() * x
}

fn main() {}
