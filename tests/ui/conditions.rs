use gradus::grad;

struct P {
    a: f64,
    b: f64,
}

#[grad]
fn f(x: f64) -> f64 {
    let p = P {
        a: x,
        #[cfg(any())]
        b: 2.0,
        #[cfg(not(any()))]
        b: 3.0,
    };
    p.a * p.b
}

#[grad]
fn g(x: f64) -> f64 {
    let y = [x, #[cfg(any())] 2.0, 3.0];
    y[1]
}

#[grad]
mod m {
    #[cfg(any())]
    pub fn h(x: f64) -> f64 {
        unsafe { x }
    }
}

fn main() {}
