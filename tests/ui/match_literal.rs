use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    match (x, x) {
        (0.0, y) => y,
        (y, _) => 2.0 * y,
    }
}

fn main() {}
