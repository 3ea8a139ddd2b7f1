use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let p = (x, x);
    p[0]
}

fn main() {}
