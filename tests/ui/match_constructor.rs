use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    match (x, [x, 1.0]) {
        (y, [0.0, _]) => y,
        (y, _) => 2.0 * y,
    }
}

fn main() {}
