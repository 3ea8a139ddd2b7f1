use gradus::grad;

#[grad(constant(p), constant(p))]
fn f(x: f64, p: f64) -> f64 {
    x * p
}

fn main() {}
