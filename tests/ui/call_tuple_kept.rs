use gradus::grad;

#[grad]
fn both(x: f64) -> (f64, f64) {
    (x, x * x)
}

#[grad]
fn f(x: f64) -> f64 {
    let pair = both(x);
    pair.0 * pair.1
}

fn main() {
    let _ = f_grad(1.0);
}
