//! First light.
use gradus::grad;

/// Doc.
#[grad]
fn neuron(w0: f64, x0: f64, w1: f64, x1: f64, w2: f64) -> f64 {
    let mut z = w2;
    z += w0 * x0;
    z += w1 * x1;
    1.0 / (1.0 + (-z).exp())
}

#[grad]
fn kinks(x: f64, n: usize, flag: bool) -> f64 {
    let k = n as f64;
    let (s, c) = x.sin_cos();
    let mut y = x.max(0.0) * s;
    if flag && x > 1.0 {
        y = y * k;
    } else if n > 2 {
        y -= c;
    }
    y.abs()
}

#[test]
fn works() {
    let (value, (dw0, dx0, dw1, dx1, dw2)) = neuron_grad(2.0, -1.0, -3.0, -2.0, -3.0);
    println!("{value} {dw0} {dx0} {dw1} {dx1} {dw2}");
    assert_eq!(value, neuron(2.0, -1.0, -3.0, -2.0, -3.0));
    println!("{:?}", kinks_grad(1.5, 3, true));
    println!("{:?}", kinks_grad(0.5, 3, true));
}
