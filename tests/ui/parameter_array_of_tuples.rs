use gradus::grad;

#[grad]
fn f(x: &[(f64, [f64; 2])]) -> f64 {
    x[0].0
}

#[grad]
fn g(x: &[(usize, f64)]) -> f64 {
    x[0].1
}

#[grad]
fn h(x: &(f64, [f64; 2])) -> f64 {
    x.0
}

fn main() {}
