use gradus::grad;

#[grad]
fn f(x: f64, n: Option<u32>) -> f64 {
    if x > 0.0 && let Some(y) = n { x * y as f64 } else { x }
}

fn main() {}
