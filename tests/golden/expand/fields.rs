#[grad(wrt(self.weights: Vec<f64>, self.bias: f64))]
fn predict(&self, x: &[f64]) -> f64 {
    let mut z = self.bias;
    for i in 0..self.inputs {
        z += self.weights[i] * x[i];
    }
    z.tanh()
}

// ----

/// The value of `predict` and its partials by `self.weights`, `self.bias`.
///
/// The sweep allocates nothing.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn predict_grad(&self, x: &[f64]) -> (f64, (Vec<f64>, f64)) {
    let self_weights: &Vec<f64> = &self.weights;
    let self_bias: f64 = self.bias;
    let mut d_weights: Vec<f64> = vec![0.0; self_weights.len()];
    let mut d_bias: f64 = 0.0;
    let value = Self::predict_grad_into(self, x, &mut d_weights, &mut d_bias);
    (value, (d_weights, d_bias))
}
/// The value of `predict`; overwrites the last arguments with its partials by `self.weights`, `self.bias`.
///
/// The sweep allocates nothing.
#[track_caller]
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn predict_grad_into(&self, x: &[f64], d_weights: &mut [f64], d_bias: &mut f64) -> f64 {
    let self_weights: &Vec<f64> = &self.weights;
    let self_bias: f64 = self.bias;
    let Self { bias: _, inputs: _, weights: _, .. } = self;
    ::core::assert_eq!(
        d_weights.len(), self_weights.len(),
        "the lengths of `d_weights` and `self.weights` differ"
    );
    d_weights.fill(0.0);
    let d_weights = &mut d_weights[..self_weights.len()];
    let mut z = self_bias;
    for i in 0..self.inputs {
        z += self_weights[i] * x[i];
    }
    let t1 = z.tanh();
    let d_z = 1.0 - t1 * t1;
    let x_row = &x[..self.inputs];
    let d_weights_row = &mut d_weights[..self.inputs];
    for i in 0..self.inputs {
        d_weights_row[i] += x_row[i] * d_z;
    }
    *d_bias = d_z;
    t1
}
/// The value of `predict`; adds `seed` times each partial to its slot, where one is given.
///
/// There is one slot for each parameter; those of constants take `None`.
/// That of `self` is a tuple of those of `self.weights`, `self.bias`.
///
/// The sweep allocates nothing.
#[track_caller]
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn predict_vjp(
    &self,
    x: &[f64],
    seed: f64,
    d_self: ::core::option::Option<(&mut [f64], &mut f64)>,
    d_x: ::core::option::Option<&mut [f64]>,
) -> f64 {
    let self_weights: &Vec<f64> = &self.weights;
    let self_bias: f64 = self.bias;
    let Self { bias: _, inputs: _, weights: _, .. } = self;
    let (d_weights, d_bias) = match d_self {
        ::core::option::Option::Some((d_weights, d_bias)) => {
            (
                ::core::option::Option::Some(d_weights),
                ::core::option::Option::Some(d_bias),
            )
        }
        ::core::option::Option::None => {
            (::core::option::Option::None, ::core::option::Option::None)
        }
    };
    if let ::core::option::Option::Some(d_x) = &d_x {
        ::core::assert_eq!(d_x.len(), x.len(), "the lengths of `d_x` and `x` differ");
    }
    let mut d_x = d_x.map(|d_x| &mut d_x[..x.len()]);
    if let ::core::option::Option::Some(d_weights) = &d_weights {
        ::core::assert_eq!(
            d_weights.len(), self_weights.len(),
            "the lengths of `d_weights` and `self.weights` differ"
        );
    }
    let mut d_weights = d_weights.map(|d_weights| &mut d_weights[..self_weights.len()]);
    let mut z = self_bias;
    for i in 0..self.inputs {
        z += self_weights[i] * x[i];
    }
    let t1 = z.tanh();
    let d_z = seed * (1.0 - t1 * t1);
    for i in 0..self.inputs {
        if let ::core::option::Option::Some(d_x) = d_x.as_deref_mut() {
            d_x[i] += self_weights[i] * d_z;
        }
        if let ::core::option::Option::Some(d_weights) = d_weights.as_deref_mut() {
            d_weights[i] += x[i] * d_z;
        }
    }
    if let ::core::option::Option::Some(d_bias) = d_bias {
        *d_bias += d_z;
    }
    t1
}
