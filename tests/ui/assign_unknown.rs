use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    y = x;
    x
}

fn main() {}
