use gradus::grad;

#[grad]
fn f(x: f64, w: &[f64]) -> f64 {
    let a = [&w[..1], w];
    a[0][0] * x
}

fn main() {}
