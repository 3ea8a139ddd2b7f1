use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let y = Some(x)?;
    y * x
}

fn main() {}
