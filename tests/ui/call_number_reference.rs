use gradus::grad;

#[grad]
fn g(x: f64) -> f64 {
    x
}

#[grad]
fn f(x: f64) -> f64 {
    g(&x)
}

fn main() {}
