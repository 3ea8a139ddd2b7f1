use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut a = vec![x, x];
    let b = std::mem::take(&mut a);
    b[0]
}

fn main() {}
