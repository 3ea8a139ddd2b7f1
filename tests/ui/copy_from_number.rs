use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut a = [x, x];
    a.copy_from_slice(x);
    a[0]
}

fn main() {}
