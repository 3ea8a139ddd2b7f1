use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let y = Some(x)?;
    y * x
}

#[grad]
fn g(x: &[f64]) -> Option<f64> {
    let roots: Vec<f64> = x.iter().map(|v| Some(v.sqrt())?).collect();
    Some(roots[0])
}

fn main() {}
