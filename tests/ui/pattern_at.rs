use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let p @ (a, b) = (x, x);
    a * b * p.0
}

fn main() {}
