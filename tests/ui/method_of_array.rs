use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut a = [x, 2.0];
    a.fill_with(|| 1.0);
    a[0]
}

fn main() {}
