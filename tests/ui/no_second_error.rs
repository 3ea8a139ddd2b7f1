use gradus::grad;

// The functions that are not generated are called all the same: only the one error of each is shown.
#[grad(wrt(x))]
pub fn f(x: f64, n: usize, y: f64) -> f64 {
    let z = dbg!(x);
    let w = z.sin() * y;
    w + z * 2.0 + n as f64
}

#[grad]
fn arrays<const N: usize>(w: &[f64], x: [f64; N], p: (f64, f64), out: &mut [f64], rows: &[Vec<f64>]) -> f64 {
    out[0] = p.0 * w[0];
    dbg!(x[0]) + rows[0][0]
}

#[grad]
fn several(x: f64) -> (f64, [f64; 2]) {
    let y = dbg!(x);
    (y, [y, x])
}

struct Model {
    k: f64,
}

impl Model {
    #[grad(name = slope)]
    fn apply(&self, x: f64) -> f64 {
        self.k * dbg!(x)
    }
}

fn main() {
    let (value, d_x) = f_grad(1.0, 2, 3.0);
    let mut slot = value + d_x;
    slot += f_grad_into(1.0, 2, 3.0, &mut slot);
    let _ = f_vjp(1.0, 2, 3.0, 1.0, Some(&mut slot), None, None);

    let (w, rows) = ([1.0, 2.0], [vec![1.0]]);
    let (_, (d_w, d_x, d_p, d_out, d_rows)) = arrays_grad(&w, [1.0], (1.0, 2.0), &mut [0.0], &rows);
    let _: (Vec<f64>, [f64; 1], (f64, f64), Vec<f64>, Vec<Vec<f64>>) = (d_w, d_x, d_p, d_out, d_rows);
    let _ = arrays_vjp(&w, [1.0], (1.0, 2.0), &mut [0.0], &rows, 1.0, Some(&mut [0.0; 2]), None, None, None, None);

    let _: (f64, [f64; 2]) = several_vjp(1.0, (1.0, &[1.0, 2.0]), Some(&mut slot));

    let model = Model { k: 1.0 };
    let (_, _) = model.slope(1.0);
    let _ = model.apply_vjp(2.0, 1.0, None, Some(&mut slot));
}
