use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let y = (x > 0.0) as u8 as f32;
    x * f64::from(y)
}

fn main() {}
