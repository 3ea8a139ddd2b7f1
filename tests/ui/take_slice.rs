use gradus::grad;

#[grad]
fn f(x: &[f64]) -> f64 {
    let mut rest = x;
    let all = std::mem::take(&mut rest);
    all[0]
}

#[grad]
fn g(x: f64) -> f64 {
    let mut pair = (x, 1.0);
    let was = std::mem::take(&mut pair);
    was.0
}

fn main() {}
