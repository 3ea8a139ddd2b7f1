use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut a: Vec<f64> = Vec::with_capacity(x);
    a.push(x);
    a[0]
}

fn main() {}
