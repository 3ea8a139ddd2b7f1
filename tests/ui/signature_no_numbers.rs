use gradus::grad;

#[grad]
fn f(n: i32) -> f64 {
    2.0 * n as f64
}

fn main() {}
