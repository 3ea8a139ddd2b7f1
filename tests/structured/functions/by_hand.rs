//! Forms in the hands of a careless author, to test the tests with.

/// A sum of products with some power, and its forms in the hands of a careless author.
pub mod weighted {
    macro_rules! forms {
        ($name:ident, $grad:ident, $into:ident, $vjp:ident, $value:expr, $d_a:expr, $slot:tt, $given:expr, $capacity:expr) => {
            pub fn $name(x: &[f64], a: f64, _n: usize) -> f64 {
                let mut sum = 0.1 * a;
                for v in x {
                    sum += a * v * v;
                }
                sum
            }

            pub fn $grad(x: &[f64], a: f64, n: usize) -> (f64, (Vec<f64>, f64)) {
                let (mut d_x, mut d_a) = (vec![0.0; x.len()], 0.0);
                let value = $into(x, a, n, &mut d_x, &mut d_a);
                (value, (d_x, d_a))
            }

            pub fn $into(x: &[f64], a: f64, n: usize, d_x: &mut [f64], d_a: &mut f64) -> f64 {
                let _ = Vec::<f64>::with_capacity($capacity);
                d_x.fill(0.0);
                *d_a = 0.0;
                $vjp(x, a, n, 1.0, Some(d_x), Some(d_a), None)
            }

            pub fn $vjp(
                x: &[f64],
                a: f64,
                n: usize,
                seed: f64,
                d_x: Option<&mut [f64]>,
                d_a: Option<&mut f64>,
                _: Option<std::convert::Infallible>,
            ) -> f64 {
                let squares: f64 = x.iter().map(|v| v * v).sum();
                if let Some(d_a) = d_a {
                    *d_a += seed * (0.1 + squares) * $d_a;
                }
                let slots: &mut [f64] = match d_x {
                    Some(d_x) => d_x,
                    None => $given,
                };
                for (d_x, x) in slots.iter_mut().zip(x) {
                    *d_x $slot seed * 2.0 * a * x;
                }
                $name(x, a, n) * $value
            }
        };
    }

    forms!(right, right_grad, right_grad_into, right_vjp, 1.0, 1.0, +=, &mut [], 0);
    forms!(value, value_grad, value_grad_into, value_vjp, 1.0 + f64::EPSILON, 1.0, +=, &mut [], 0);
    forms!(partial, partial_grad, partial_grad_into, partial_vjp, 1.0, 1.0 + 1e-11, +=, &mut [], 0);
    forms!(sign, sign_grad, sign_grad_into, sign_vjp, 1.0, -1.0, +=, &mut [], 0);
    forms!(overwrite, overwrite_grad, overwrite_grad_into, overwrite_vjp, 1.0, 1.0, =, &mut [], 0);
    forms!(demand, demand_grad, demand_grad_into, demand_vjp, 1.0, 1.0, +=, panic!("a slot"), 0);
    forms!(waste, waste_grad, waste_grad_into, waste_vjp, 1.0, 1.0, +=, &mut [], 1);
}

/// Writes each number times the one before it over itself, from behind.
pub mod written {
    pub fn shifted(x: &mut [f64]) {
        for i in (1..x.len()).rev() {
            x[i] *= x[i - 1];
        }
    }

    pub fn shifted_vjp(x: &mut [f64], d_x: Option<&mut [f64]>) {
        let content = x.to_vec();
        shifted(x);
        let Some(d_x) = d_x else { return };
        for i in 1..x.len() {
            d_x[i - 1] += d_x[i] * content[i];
            d_x[i] *= content[i - 1];
        }
    }
}
