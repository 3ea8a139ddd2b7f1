use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let a = [vec![x], vec![x, x]];
    a[0][0]
}

fn main() {}
