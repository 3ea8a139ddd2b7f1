use gradus::grad;

struct P {
    a: f64,
}

impl P {
    fn double(&self) -> f64 {
        2.0 * self.a
    }
}

#[grad]
fn f(x: f64) -> f64 {
    let p = P { a: x };
    p.double()
}

fn main() {}
