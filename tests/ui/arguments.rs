use gradus::grad;

#[grad(with_respect_to(x))]
fn unknown(x: f64) -> f64 {
    x
}

#[grad(wrt(y))]
fn missing(x: f64) -> f64 {
    x
}

#[grad(wrt(n))]
fn integer(x: f64, n: i32) -> f64 {
    x * n as f64
}

#[grad(name = "df")]
fn text(x: f64) -> f64 {
    x
}

#[grad(wrt())]
fn empty(x: f64) -> f64 {
    x
}

fn main() {}
