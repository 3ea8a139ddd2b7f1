use gradus::grad;

#[grad(rule(h = h_grad))]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
