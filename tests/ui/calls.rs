use gradus::grad;

fn helper(x: f64) -> f64 {
    x * x
}

mod other {
    pub fn sin(x: f64) -> f64 {
        x
    }
}

#[grad]
fn f(x: f64) -> f64 {
    helper(x) + other::sin(x) + f64::max(x, helper(2.0))
}

fn main() {}
