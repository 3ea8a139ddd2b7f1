use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let a = [x, x];
    a
}

fn main() {}
