use gradus::grad;

#[grad]
fn f(x: &[f64], y: &[f64], n: usize) -> f64 {
    let mut t = (x, y);
    for _ in 0..n {
        t = (t.1, t.0);
    }
    t.0[0] * 2.0 + t.1[0]
}

fn main() {}
