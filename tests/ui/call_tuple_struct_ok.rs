use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    Ok::<f64, ()>(x).unwrap()
}

fn main() {}
