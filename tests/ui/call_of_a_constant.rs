use gradus::grad;

#[grad(constant(h))]
fn f(x: f64, h: fn(f64) -> f64) -> f64 {
    h(x)
}

fn main() {}
