use gradus::grad;

#[grad]
fn f(x: f64, y: f64) -> f64 {
    let a = [x, y];
    let b = [y, x];
    if a == b { x } else { y }
}

fn main() {}
