use gradus::grad;

#[grad]
fn f(x: f64, n: i32) -> f64 {
    let a = if x.is_nan() { 0.0 } else { x };
    let b = a.to_bits();
    a.powi(n) + x.clone() + n.pow(2) as f64
}

fn main() {}
