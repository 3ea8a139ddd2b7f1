//! A reference stands for one array throughout a loop.

use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let a = [x, 1.0];
    let b = [2.0, x];
    let mut p = &a;
    let mut s = 0.0;
    for _ in 0..3 {
        s += p[0];
        p = &b;
    }
    s
}

#[grad]
fn g(x: f64) -> f64 {
    let a = [[x, 1.0], [2.0, x]];
    let mut p = &a[0];
    let mut s = 0.0;
    for i in 0..2 {
        s += p[0];
        p = &a[i];
    }
    s + p[1]
}

fn main() {
    f(1.0);
    g(1.0);
}
