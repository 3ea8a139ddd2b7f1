//! References are not swapped.

use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut a = [x, 1.0];
    let mut b = [2.0, x];
    let (mut p, mut q) = (&mut a, &mut b);
    std::mem::swap(&mut p, &mut q);
    p[0] *= 3.0;
    let _ = q;
    a[0]
}

fn main() {
    f(1.0);
}
