use gradus::grad;

struct Parameters {
    mass: f64,
}

#[grad]
fn no_result(x: f64) {
    let _ = x;
}

#[grad]
fn wrong_result(x: f64) -> [f64; 2] {
    [x, x]
}

#[grad]
fn no_number(n: usize) -> f64 {
    n as f64
}

#[grad]
fn mixed(x: f64, y: f32) -> f64 {
    x * y as f64
}

#[grad]
fn structured(p: Parameters, x: f64) -> f64 {
    p.mass * x
}

#[grad]
fn generic<T: Into<f64>>(x: T) -> f64 {
    x.into()
}

#[grad]
fn pattern((x, y): (f64, f64)) -> f64 {
    x * y
}

#[grad]
async fn later(x: f64) -> f64 {
    x
}

#[grad]
unsafe fn dangerous(x: f64) -> f64 {
    x
}

fn main() {}
