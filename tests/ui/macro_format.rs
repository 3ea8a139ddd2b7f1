use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let s = format!("{x}");
    s.len() as f64 * x
}

fn main() {}
