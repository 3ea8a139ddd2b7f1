use gradus::grad;

#[grad]
fn f(x: f64) -> Result<f64, String> {
    let y = if x > 0.0 { Ok(x.sqrt()) } else { Err("negative".to_string()) };
    Ok(y? * x)
}

fn main() {}
