use gradus::grad;

#[grad]
fn f(x: f64, n: i32) -> f64 {
    match n {
        0 => x,
        _ => x * x,
    }
}

#[grad]
fn g(x: f64, n: Option<f64>) -> f64 {
    if let Some(n) = n { x * n } else { x }
}

fn main() {}
