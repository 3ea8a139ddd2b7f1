use gradus::grad;

// What is said of one function stands above that function.
#[grad(name = df, wrt(x), rule = v)]
mod named {
    pub fn f(x: f64) -> f64 {
        x
    }
}

#[grad(constant(q))]
mod constants {
    pub struct P(pub f64);

    pub fn f(x: f64, p: &P) -> f64 {
        x * p.0
    }

    // These take no numbers to numbers, so they are left alone.
    pub fn new(p: f64) -> P {
        P(p)
    }

    pub fn checked(x: f64) -> Option<f64> {
        x.is_finite().then_some(x)
    }
}

struct S;

trait Area {
    fn area(&self, x: f64) -> f64;
}

#[grad]
impl Area for S {
    fn area(&self, x: f64) -> f64 {
        x * x
    }
}

#[grad]
impl S {
    fn unread(&self, x: f64) -> f64 {
        dbg!(x)
    }
}

fn main() {
    let _ = (named::f_grad(1.0), constants::new(1.0), S.unread_grad(1.0), S.area(1.0));
}
