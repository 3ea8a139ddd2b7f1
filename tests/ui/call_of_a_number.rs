use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let y = x;
    y(x)
}

fn main() {}
