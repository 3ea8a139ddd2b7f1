use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    if matches!(x, v if v > 0.0) { x } else { 2.0 * x }
}

fn main() {}
