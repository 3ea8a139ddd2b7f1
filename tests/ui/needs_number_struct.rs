use gradus::grad;

struct P {
    a: f64,
}

impl std::ops::Mul<P> for f64 {
    type Output = f64;
    fn mul(self, p: P) -> f64 {
        self * p.a
    }
}

#[grad]
fn f(x: f64) -> f64 {
    let p = P { a: x };
    x * p
}

fn main() {}
