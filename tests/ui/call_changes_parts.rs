use gradus::grad;

#[grad]
fn step(x: &mut [f64], v: &mut [f64], t: f64) {
    x[0] += v[0] * t;
    v[0] -= x[0] * t;
}

#[grad]
fn f(start: &[f64], t: f64) -> f64 {
    let mut state = start.to_vec();
    let (x, v) = state.split_at_mut(1);
    step(x, v, t);
    state[0]
}

fn main() {
    let _ = f_grad(&[1.0, 2.0], 0.5);
}
