use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let _ = async { x };
    x
}

fn main() {}
