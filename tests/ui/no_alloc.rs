use gradus::grad;

// The way back needs what `s` was in each iteration.
#[grad(no_alloc)]
fn recurrence(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in x {
        s = (s + v).tanh();
    }
    s
}

fn main() {
    let _ = recurrence_grad_into(&[1.0], &mut [0.0]);
}
