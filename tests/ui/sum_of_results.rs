use gradus::grad;

#[grad]
fn f(x: &[f64]) -> Result<f64, String> {
    let roots = x.iter().map(|v| if *v > 0.0 { Ok(v.sqrt()) } else { Err("negative".to_owned()) });
    let sum = roots.sum::<Result<f64, String>>()?;
    Ok(sum * x[0])
}

fn main() {}
