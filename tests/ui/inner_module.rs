use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    mod m {}
    x
}

fn main() {}
