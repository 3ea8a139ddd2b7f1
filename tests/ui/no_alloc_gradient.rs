use gradus::grad;

// Nothing returns the gradient by a slice.
#[grad(no_alloc)]
fn sum(x: &[f64], y: f64) -> f64 {
    x[0] * y
}

fn main() {
    let (mut d_x, mut d_y) = ([0.0], 0.0);
    let _ = sum_grad_into(&[1.0], 2.0, &mut d_x, &mut d_y);
    let _ = sum_grad(&[1.0], 2.0);
}
