use gradus::grad;

fn h(x: f64) -> f64 {
    x
}

fn h_grad(x: f64) -> (f64, f64) {
    (x, 1.0)
}

#[grad(rule(h = h_grad))]
fn not_called(x: f64) -> f64 {
    x * h(2.0)
}

#[grad(rule(h => h_grad))]
fn arrow(x: f64) -> f64 {
    h(x)
}

#[grad(rule = |x| x)]
fn closure(x: f64) -> f64 {
    h(x)
}

fn main() {}
