use gradus::grad;

#[grad]
fn f(x: f64, n: i32) -> f64 {
    let _ = x;
    n
}

fn main() {}
