use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let r = &mut (2.0 * x);
    *r *= 2.0;
    *r
}

fn main() {}
