use gradus::grad;

mod libm {
    pub fn sin(x: f64) -> f64 {
        x
    }
    pub fn j0(x: f64) -> f64 {
        x
    }
}

#[grad]
fn f(x: f64) -> f64 {
    x.sin() * libm::sin(x)
}

#[grad]
fn g(x: f64) -> f64 {
    libm::j0(x)
}

fn main() {}
