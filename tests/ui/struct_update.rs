use gradus::grad;

struct P {
    a: f64,
    _b: f64,
}

fn q() -> P {
    P { a: 1.0, _b: 2.0 }
}

#[grad]
fn f(x: f64) -> f64 {
    let p = P { a: x, ..q() };
    p.a
}

fn main() {}
