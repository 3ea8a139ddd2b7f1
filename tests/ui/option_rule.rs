use gradus::grad;

#[grad(rule = 2.0)]
fn f(x: f64) -> f64 {
    x
}

fn main() {}
