use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    Some(x).unwrap()
}

fn main() {}
