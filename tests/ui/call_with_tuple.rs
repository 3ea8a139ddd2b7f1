use gradus::grad;

#[grad]
fn g(p: (f64, f64)) -> f64 {
    p.0 * p.1
}

#[grad]
fn f(x: f64) -> f64 {
    g((x, x))
}

fn main() {}
