use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let a: Vec<f64> = (0..).map(|i| x * i as f64).collect();
    a[0]
}

fn main() {}
