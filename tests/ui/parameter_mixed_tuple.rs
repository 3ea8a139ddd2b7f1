use gradus::grad;

#[grad]
fn f(p: (f64, i32)) -> f64 {
    p.0 * p.1 as f64
}

fn main() {}
