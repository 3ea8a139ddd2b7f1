use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    (0..).map(|i| x * i as f64).sum::<f64>()
}

fn main() {}
