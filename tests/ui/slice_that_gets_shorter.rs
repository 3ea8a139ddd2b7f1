use gradus::grad;

#[grad]
fn sum(x: &[f64]) -> f64 {
    let mut rest = x;
    let mut s = 0.0;
    while let [h, t @ ..] = rest {
        s += h;
        rest = t;
    }
    s
}

fn main() {}
