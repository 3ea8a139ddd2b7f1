use gradus::grad;

struct P {
    a: f64,
}

#[grad]
fn f(x: f64) -> f64 {
    let mut b = x;
    P { a: b } = P { a: 2.0 * x };
    b
}

fn main() {}
