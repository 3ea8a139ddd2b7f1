use gradus::grad;

// The functions that are not generated are called all the same: only the one error is shown.
#[grad(wrt(x))]
pub fn f(x: f64, n: usize, y: f64) -> f64 {
    let z = g(x);
    let w = z.sin() * y;
    w + z * 2.0 + n as f64
}

fn g(x: f64) -> f64 {
    x
}

struct Model {
    k: f64,
}

impl Model {
    #[grad(name = slope)]
    fn apply(&self, x: f64) -> f64 {
        g(self.k) * x
    }
}

fn main() {
    let (value, d_x) = f_grad(1.0, 2, 3.0);
    let mut slot = value + d_x;
    slot += f_grad_into(1.0, 2, 3.0, &mut slot);
    let _ = f_vjp(1.0, 2, 3.0, 1.0, Some(&mut slot), None, None);
    let model = Model { k: 1.0 };
    let (_, _) = model.slope(1.0);
    let _ = model.apply_vjp(2.0, 1.0, None, Some(&mut slot));
}
