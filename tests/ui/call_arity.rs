use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    f64::sin(x, x)
}

fn main() {}
