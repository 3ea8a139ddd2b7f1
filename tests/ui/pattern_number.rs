use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    match x {
        0.0..=1.0 => x,
        _ => 2.0 * x,
    }
}

fn main() {}
