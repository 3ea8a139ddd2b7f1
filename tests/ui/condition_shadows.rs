use gradus::grad;

#[grad]
fn f(x: &[f64]) -> f64 {
    let b = x[0];
    if let Some(b) = x.get(1) && *b > 0.6 { b * b } else { b * 3.0 }
}

fn main() {}
