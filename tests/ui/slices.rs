use gradus::grad;

#[grad]
fn f(w: &[f64], x: &[f64], b: f64) -> f64 {
    w[0] * x[0] + b
}

fn main() {}
