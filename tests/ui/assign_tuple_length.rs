use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let (mut a, mut b) = (x, x);
    (a, b) = (x, x, x);
    a * b
}

fn main() {}
