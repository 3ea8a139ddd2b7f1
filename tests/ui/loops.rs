use gradus::grad;

#[grad]
fn f(x: f64, n: usize) -> f64 {
    let mut y = x;
    for _ in 0..n {
        y *= x;
    }
    while y > 100.0 {
        y /= 2.0;
    }
    loop {
        break;
    }
    y
}

fn main() {
    let (_value, _d_x): (f64, f64) = f_grad(1.0, 3);
}
