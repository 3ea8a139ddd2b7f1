use gradus::grad;

#[grad]
fn f(x: f64, w: &[f64], n: usize) -> f64 {
    let a: Vec<Vec<f64>> = w.iter().map(|v| vec![v * x; n]).collect();
    a[0][0]
}

fn main() {}
