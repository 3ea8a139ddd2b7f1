use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut y = (x, x);
    y.0.re = x;
    y.0
}

fn main() {}
