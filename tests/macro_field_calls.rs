//! Functions of fields among others: composed, with results of every kind, and with a pullback by hand.

mod support;

use gradus::grad;
use support::written::check;

#[derive(Clone)]
struct Layer {
    weights: [f64; 2],
    bias: f64,
    active: bool,
}

#[grad]
fn dot(a: [f64; 2], b: &[f64; 2]) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

#[grad]
fn squash(z: f64, on: bool) -> f64 {
    if on { z.tanh() } else { z }
}

fn is_large(layer: &Layer, x: f64) -> bool {
    layer.bias * x > 10.0
}

impl Layer {
    fn width(&self) -> usize {
        self.weights.iter().filter(|w| **w != 0.0).count()
    }

    fn len(&self) -> usize {
        self.weights.len()
    }

    #[grad(wrt(self.weights: [f64; 2], self.bias: f64))]
    fn forward(&self, x: [f64; 2]) -> f64 {
        let width: usize = self.width();
        let mut sum = 0.0;
        for i in 0..self.len() {
            sum += self.weights[i];
        }
        if is_large(self, x[0]) {
            sum += 1.0;
        }
        let z = dot(self.weights, &x) + dot(x, &self.weights) * width as f64;
        squash(z + self.bias, self.active) + sum
    }
}

/// The layer is a constant here.
#[grad(constant(layer))]
fn by_input(layer: &Layer, x: [f64; 2], scale: f64) -> f64 {
    layer.forward([x[0] * scale, x[1]]) + layer.bias
}

#[test]
fn of_marked_functions() {
    let layer = |p: &[f64]| Layer { weights: [p[0], p[1]], bias: p[2], active: true };
    check(
        &[0.3, -0.2, 0.1],
        |p| layer(p).forward([0.5, 0.25]),
        |p| {
            let (value, (d_weights, d_bias)) = layer(p).forward_grad([0.5, 0.25]);
            (value, vec![d_weights[0], d_weights[1], d_bias])
        },
    );
    let layer = layer(&[0.3, -0.2, 0.1]);
    check(
        &[0.5, 0.25, 2.0],
        |p| by_input(&layer, [p[0], p[1]], p[2]),
        |p| {
            let (value, (d_x, d_scale)) = by_input_grad(&layer, [p[0], p[1]], p[2]);
            (value, vec![d_x[0], d_x[1], d_scale])
        },
    );
}

#[test]
fn results_that_are_no_number() {
    struct Throw {
        speed: [f64; 2],
    }
    impl Throw {
        #[grad(wrt(self.speed: [f64; 2]))]
        fn at(&self, t: f64) -> [f64; 2] {
            [self.speed[0] * t, self.speed[1] * t - 4.9 * t * t]
        }

        #[grad(wrt(self.speed: [f64; 2]))]
        fn range(&self, t: f64) -> Option<f64> {
            if t < 0.0 {
                return None;
            }
            Some(self.speed[0] * t + self.speed[1].powi(2))
        }
    }
    let throw = Throw { speed: [3.0, 4.0] };
    let (mut d_speed, mut d_t) = ([0.0; 2], 0.0);
    assert_eq!(throw.at_vjp(0.5, &[1.0, 10.0], Some(&mut d_speed), Some(&mut d_t)), throw.at(0.5));
    assert_eq!(d_speed, [0.5, 5.0]);
    assert!((d_t - (3.0 + 10.0 * (4.0 - 4.9))).abs() < 1e-12);
    assert_eq!(throw.range_grad(0.5), Some((17.5, [0.5, 8.0])));
    assert_eq!(throw.range_grad(-0.5), None);
}

#[test]
fn a_pullback_by_hand() {
    struct Scale {
        by: f64,
        shift: [f64; 2],
    }
    #[grad(rule = by_hand, wrt(s.by: f64, s.shift: [f64; 2]))]
    fn f(s: &Scale, x: f64) -> f64 {
        s.by * x + s.shift[0] - s.shift[1]
    }
    fn by_hand(s: &Scale, x: f64, seed: f64, slots: Option<(&mut f64, &mut [f64; 2])>, d_x: Option<&mut f64>) -> f64 {
        if let Some((d_by, d_shift)) = slots {
            *d_by += seed * x;
            d_shift[0] += seed;
            d_shift[1] -= seed;
        }
        if let Some(d_x) = d_x {
            *d_x += seed * s.by;
        }
        f(s, x)
    }
    let scale = Scale { by: 2.0, shift: [1.0, 0.5] };
    assert_eq!(f_grad(&scale, 3.0), (6.5, (3.0, [1.0, -1.0])));
    let (mut d_by, mut d_shift) = (5.0, [5.0; 2]);
    f_grad_into(&scale, 3.0, &mut d_by, &mut d_shift);
    assert_eq!((d_by, d_shift), (3.0, [1.0, -1.0]));
}
