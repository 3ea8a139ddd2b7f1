use gradus::grad;

struct P {
    a: f64,
}

#[grad]
fn f(x: f64) -> f64 {
    let p = P { a: x };
    p.b
}

fn main() {}
