use gradus::grad;

#[grad]
fn f(w: &[f64]) -> f64 {
    w.iter().filter(|v| **v > 0.0).max_by(|a, b| a.total_cmp(b)).unwrap() * 2.0
}

fn main() {}
