use gradus::grad;

#[grad(no_alloc)]
fn f(x: &[f64], w: &[f64]) -> Option<f64> {
    let mut s = 0.0;
    for (a, b) in x.iter().zip(w) {
        s += a * b;
    }
    if s > 3.0 {
        return None;
    }
    Some(s)
}

fn main() {}
