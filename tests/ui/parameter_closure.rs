use gradus::grad;

#[grad]
fn f(x: f64, h: impl Fn(f64) -> f64) -> f64 {
    let _ = h;
    x * x
}

fn main() {}
