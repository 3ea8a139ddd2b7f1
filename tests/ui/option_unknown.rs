use gradus::grad;

#[grad(reverse)]
fn f(x: f64) -> f64 {
    x
}

fn main() {}
