use gradus::grad;

struct P {
    a: f64,
}

#[grad]
fn f(x: f64) -> f64 {
    let P { b, .. } = P { a: x };
    b
}

fn main() {}
