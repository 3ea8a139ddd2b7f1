use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let n = x as i32;
    let y = x as f32;
    x * n as f64 + f64::from(y)
}

fn main() {}
