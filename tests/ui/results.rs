use gradus::grad;

// An array has no gradient, so there is nothing to name or to choose.
#[grad(name = df)]
fn named(x: f64) -> [f64; 2] {
    [x, x]
}

#[grad(wrt(x))]
fn chosen(x: f64, out: &mut [f64]) {
    out[0] = x;
}

fn main() {
    let mut d_x = 0.0;
    let _ = named_vjp(1.0, &[1.0, 2.0], Some(&mut d_x));
    chosen_vjp(1.0, &mut [0.0], Some(&mut d_x), None);
}
