use gradus::grad;

fn g() -> Vec<f64> {
    vec![0.0]
}

#[grad]
fn f(x: f64) -> f64 {
    let mut v = g();
    v[0] = x;
    v[0]
}

fn main() {}
