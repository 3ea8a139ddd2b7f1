use gradus::grad;

#[grad]
fn f(p: (&[f64], &[f64])) -> f64 {
    p.0[0] * p.1[0]
}

fn main() {}
