use gradus::grad;

#[grad(constant(q))]
fn f(x: f64) -> f64 {
    x
}

fn main() {}
