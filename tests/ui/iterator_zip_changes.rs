use gradus::grad;

#[grad]
fn unequal(x: &[f64], y: &[f64]) -> f64 {
    let mut n = 0.0;
    let mut s = 0.0;
    for (a, b) in x.iter().map(|v| { n += v; v * 2.0 }).zip(y) {
        s += a * b;
    }
    s * n
}

fn main() {}
