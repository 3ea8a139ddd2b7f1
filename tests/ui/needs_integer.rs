use gradus::grad;

#[grad]
fn f(x: f64, w: &[f64]) -> f64 {
    w[x]
}

fn main() {}
