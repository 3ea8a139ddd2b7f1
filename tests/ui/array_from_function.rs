use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let a = std::array::from_fn(|i| x * i as f64);
    let b: [f64; 2] = a;
    b[0]
}

fn main() {}
