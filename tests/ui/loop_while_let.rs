use gradus::grad;

#[grad]
fn f(x: f64, w: &[f64]) -> f64 {
    let mut y = x;
    let mut v = w.iter();
    while let Some(a) = v.next() {
        y *= a;
    }
    y
}

fn main() {}
