use gradus::grad;

#[grad(print, print)]
fn twice(x: f64) -> f64 {
    x
}

#[grad(wrt(x), wrt(y))]
fn two_lists(x: f64, y: f64) -> f64 {
    x * y
}

#[grad(constant(x))]
fn nothing_left(x: f64) -> f64 {
    x
}

#[grad(constant(p))]
fn unknown(x: f64) -> f64 {
    x
}

#[grad(wrt(p), constant(p))]
fn both(x: f64, p: f64) -> f64 {
    x * p
}

fn main() {}
