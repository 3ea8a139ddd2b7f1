use gradus::grad;

#[grad]
fn f(x: f64, w: &[f64]) -> f64 {
    w.iter().copied().filter(|v| *v > 0.0).reduce(f64::max).unwrap() * x
}

fn main() {}
