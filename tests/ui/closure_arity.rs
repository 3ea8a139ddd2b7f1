use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let h = |a: f64, b: f64| a * b;
    h(x)
}

fn main() {}
