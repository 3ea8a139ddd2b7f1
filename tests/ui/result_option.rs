use gradus::grad;

#[grad]
fn f(x: f64) -> Option<f64> {
    panic!("{x}")
}

fn main() {}
