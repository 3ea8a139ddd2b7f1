use gradus::grad;

#[grad]
fn f(x: f64, y: &f64) -> f64 {
    let z = &x;
    *z * 2.0 + *y
}

#[grad]
fn g(x: &mut f64) -> f64 {
    *x *= 2.0;
    *x
}

fn main() {}
