use gradus::grad;

#[grad(rule(h = 2))]
fn f(x: f64) -> f64 {
    x
}

fn main() {}
