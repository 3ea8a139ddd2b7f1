use gradus::grad;

#[grad]
fn f(x: &[f64], y: f64) -> f64 {
    let double = |v: f64| v * 2.0;
    let n = x.iter().filter(|v| double(**v) > y).count();
    n as f64 * y
}

fn main() {
    let _ = f_grad(&[1.0], 2.0);
}
