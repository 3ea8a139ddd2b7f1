use gradus::grad;

#[grad]
fn f(x: f64, w: &[f64]) -> f64 {
    let a: Vec<(usize, f64)> = w.iter().enumerate().map(|(i, v)| (i, v * x)).collect();
    a[0].1
}

fn main() {}
