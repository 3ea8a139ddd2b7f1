use gradus::grad;

fn g() -> fn(f64) -> f64 {
    f64::sin
}

#[grad]
fn f(x: f64) -> f64 {
    (g())(x)
}

fn main() {}
