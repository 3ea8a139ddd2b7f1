use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let h = async || x;
    let _ = h;
    x
}

fn main() {}
