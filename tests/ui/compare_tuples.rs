use gradus::grad;

#[grad]
fn f(x: f64, y: f64) -> f64 {
    if (x, y) == (y, x) { x } else { y }
}

fn main() {}
