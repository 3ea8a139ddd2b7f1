use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let r = 0.0..x;
    r.end
}

fn main() {}
