use gradus::grad;

#[grad]
fn f(x: f64, p: f64) -> (f64, f64) {
    p
}

fn main() {}
