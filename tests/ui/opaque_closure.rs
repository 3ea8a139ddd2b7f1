use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let h = |y: f64| y * x;
    let n = [h].len();
    n as f64 * x
}

fn main() {}
