use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let _ = x;
    2
}

fn main() {}
