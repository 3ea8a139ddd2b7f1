use gradus::grad;

#[grad]
fn f(x: f64, n: usize) -> f64 {
    let (mut a, mut b) = (x, x * x);
    let mut r = &mut a;
    for i in 0..n {
        *r += 1.0;
        if i == 1 {
            r = &mut b;
        }
    }
    a + b
}

#[grad]
fn g(x: f64) -> f64 {
    let mut pair = (x, 1.0);
    let ref mut r = pair;
    r.0 *= 2.0;
    pair.0
}

fn main() {}
