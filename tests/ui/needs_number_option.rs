use gradus::grad;

#[grad]
fn f(w: &[f64]) -> f64 {
    w.iter().copied().reduce(f64::max)
}

fn main() {}
