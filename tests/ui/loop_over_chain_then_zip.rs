use gradus::grad;

#[grad]
fn f(x: f64, w: &[f64]) -> f64 {
    let mut s = 0.0;
    for (a, b) in w.iter().chain(w).zip(w) {
        s += a * b * x;
    }
    s
}

fn main() {}
