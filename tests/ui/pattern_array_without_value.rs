use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let y: [f64; 2];
    y = [x, x];
    y[0]
}

fn main() {}
