use gradus::grad;

type Real = f64;

#[grad]
fn f(x: f64, n: usize) -> f64 {
    (x as Real) * n as Real
}

fn main() {
    let _ = f_grad(1.0, 2);
}
