use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut a = [x, x];
    let b = std::mem::replace(&mut a, [1.0, x]);
    a[1] * b[0]
}

fn main() {}
