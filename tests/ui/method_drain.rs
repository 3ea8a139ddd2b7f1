use gradus::grad;

#[grad]
fn f(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let first: f64 = v.drain(..1).sum();
    first + v.len() as f64
}

fn main() {
    let _ = f_grad(&[1.0]);
}
