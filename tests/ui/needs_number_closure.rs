use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let h = |y: f64| x * y;
    h
}

fn main() {}
