//! Functions of numbers of a type parameter: as `f64` the value bit for bit and the gradient against central differences, as `f32` the value bit
//! for bit, as dual numbers the second derivatives.

// Functions stand as their authors write them, not as clippy would.
#![allow(clippy::all)]

mod support;

use std::iter::Sum;

use gradus::grad;
use num_traits::{Float, FloatConst};
use support::dual::{self, Dual, HyperDual, Real};
use support::written::{check, check_two};

#[grad]
fn neuron<T: Float>(w: &[T], x: &[T], b: T) -> T {
    let mut z = b;
    for i in 0..w.len() {
        z = z + w[i] * x[i];
    }
    T::one() / (T::one() + (-z).exp())
}

#[test]
fn loops_over_slices() {
    check(
        &[2.0, -3.0, -1.0, -2.0, -3.0],
        |p| neuron(&p[..2], &p[2..4], p[4]),
        |p| {
            let (value, (d_w, d_x, d_b)) = neuron_grad(&p[..2], &p[2..4], p[4]);
            (value, [d_w, d_x, vec![d_b]].concat())
        },
    );
    let (w, x) = ([2.0f32, -3.0], [-1.0f32, -2.0]);
    let (value, (d_w, _, d_b)) = neuron_grad(&w, &x, -3.0);
    assert_eq!(value.to_bits(), neuron(&w, &x, -3.0).to_bits());
    assert!((d_w[1] - d_b * x[1]).abs() < 1e-7);
}

#[test]
fn chains_sums_and_const_generics() {
    #[grad]
    fn rosenbrock<T, const N: usize>(x: &[T; N]) -> T
    where
        T: Float + Sum,
    {
        let hundred = T::from(100.0).unwrap();
        x.windows(2).map(|w| hundred * (w[1] - w[0].powi(2)).powi(2) + (T::one() - w[0]).powi(2)).sum()
    }
    #[grad]
    fn entropy<T: Float + for<'a> Sum<&'a T>>(x: &[T]) -> T {
        let top = x.iter().copied().fold(T::neg_infinity(), T::max);
        let e: Vec<T> = x.iter().map(|v| (*v - top).exp()).collect();
        let total: T = e.iter().sum();
        -e.iter().map(|v| *v / total * (*v / total).ln()).fold(T::zero(), |a, b| a + b)
    }
    let gradient = |p: &[f64]| {
        let (value, d_x) = rosenbrock_grad(<&[f64; 4]>::try_from(p).unwrap());
        (value, d_x.to_vec())
    };
    check(&[1.2, 1.0, 0.3, -0.4], |p| rosenbrock(<&[f64; 4]>::try_from(p).unwrap()), gradient);
    check(&[1.2, 1.0, 2.3, -0.4], |p| entropy(p), |p| entropy_grad(p));
    for n in [0, 1] {
        assert_eq!(
            rosenbrock_grad(&[0.5f32; 2][..n].to_vec().try_into().unwrap_or([0.0; 2])).0,
            rosenbrock(&[0.5f32; 2][..n].to_vec().try_into().unwrap_or([0.0; 2]))
        );
    }
}

#[test]
fn constants_of_other_types() {
    const STEPS: usize = 10;
    const DECAY: f64 = 0.75;
    #[grad]
    fn steps<T: Float + FloatConst>(x: T, h: f64, start: f32) -> T {
        let mut y = x;
        let mut all = vec![T::zero(); STEPS];
        for k in 0..STEPS {
            let weight = T::from(k as f64 * 0.5).unwrap();
            y = y + T::from(h).unwrap() * (y * weight + T::PI()).sin().abs();
            if y > T::from(2).unwrap() {
                y = y - T::epsilon();
            }
            all[k] = y * T::from(DECAY).unwrap().powi(k as i32);
        }
        all.iter().fold(T::from(start).unwrap(), |a, b| a + *b).hypot(T::from(-1.5).expect("a number"))
    }
    let gradient = |p: &[f64]| {
        let (value, d_x) = steps_grad(p[0], 0.1, 0.5);
        (value, vec![d_x])
    };
    check(&[1.2], |p| steps(p[0], 0.1, 0.5), gradient);
    assert_eq!(steps_grad(1.2f32, 0.1, 0.5).0.to_bits(), steps(1.2f32, 0.1, 0.5).to_bits());
}

#[test]
fn what_is_kept_on_the_way() {
    #[grad]
    fn recurrence<T: Float>(a: T, x: &[T]) -> T {
        let mut s = T::zero();
        for v in x {
            s = (a * s + *v).tanh();
        }
        s
    }
    #[grad]
    fn determinant<T: Float>(m: &[[T; 3]; 3]) -> T {
        let mut a = *m;
        let mut product = T::one();
        for i in 0..3 {
            let pivot = a[i][i];
            for j in i + 1..3 {
                let factor = a[j][i] / pivot;
                for k in i..3 {
                    a[j][k] = a[j][k] - factor * a[i][k];
                }
            }
            product = product * pivot;
        }
        product
    }
    #[grad]
    fn power<T: Float>(x: T, n: i32) -> T {
        let mut total = T::zero();
        for k in 0..n {
            total = total + Float::powi(x, k) / T::from(k + 1).unwrap();
        }
        Float::min(total, T::max_value())
    }
    check(
        &[0.9, 0.3, -0.2, 0.7, 0.1],
        |p| recurrence(p[0], &p[1..]),
        |p| {
            let (value, (d_a, d_x)) = recurrence_grad(p[0], &p[1..]);
            (value, [vec![d_a], d_x].concat())
        },
    );
    let matrix = |p: &[f64]| [0, 3, 6].map(|at| <[f64; 3]>::try_from(&p[at..at + 3]).unwrap());
    check(
        &[2.0, 0.5, 0.1, 0.4, 1.5, -0.3, 0.2, 0.6, 1.1],
        |p| determinant(&matrix(p)),
        |p| {
            let (value, d_m) = determinant_grad(&matrix(p));
            (value, d_m.concat())
        },
    );
    for n in [0, 1, 5] {
        check(
            &[0.8],
            |p| power(p[0], n),
            |p| {
                let (value, d_x) = power_grad(p[0], n);
                (value, vec![d_x])
            },
        );
    }
}

mod geometry {
    use super::*;

    /// The distance of two points.
    #[grad]
    pub fn distance<T: Float>(a: [T; 2], b: [T; 2]) -> T {
        (a[0] - b[0]).hypot(a[1] - b[1])
    }

    /// Moves a point.
    #[grad]
    pub fn moved<T>(a: &[T; 2], by: T, out: &mut [T; 2])
    where
        T: Float,
    {
        for k in 0..2 {
            out[k] = a[k] + by * T::from(k).unwrap();
        }
    }
}

#[test]
fn calls() {
    use geometry::*;
    #[grad]
    fn generic<T: Float>(x: T, y: T) -> T {
        let mut moved_on = [T::zero(); 2];
        moved(&[x, y], x * y, &mut moved_on);
        distance::<T>(moved_on, [y, T::one()]) * x
    }
    #[grad]
    fn plain(x: f64, y: f64) -> f64 {
        distance([x, y], [0.25, 2.0]) + generic(x, y) * 0.5
    }
    check_two([0.4, -0.7], generic, generic_grad);
    check_two([0.4, -0.7], plain, plain_grad);
}

#[derive(Clone, Copy)]
struct Line<T> {
    slope: T,
    offset: T,
}

#[grad]
impl<T: Float> Line<T> {
    /// The height above `x`.
    fn at(&self, x: T) -> T {
        self.slope * x + self.offset
    }

    fn bump(&self, x: T, width: T) -> T {
        let y = self.at(x);
        if y > T::zero() { (-(y * y) / width).exp() } else { y }
    }
}

#[grad]
mod many {
    use num_traits::Float;

    pub fn soft<T: Float>(x: T, k: T) -> T {
        (x * k).exp().ln_1p() / k
    }

    pub fn scaled(x: f64) -> f64 {
        soft(x, 2.0) * helper(x)
    }

    fn helper<T: Float>(x: T) -> T {
        x.signum() * x.abs().sqrt()
    }
}

#[test]
fn blocks_and_modules() {
    let line = Line { slope: 0.5, offset: 0.1 };
    for x in [0.8, -0.8] {
        check_two([x, 1.5], |x, width| line.bump(x, width), |x, width| line.bump_grad(x, width));
    }
    check_two([0.8, 1.5], many::soft, many::soft_grad);
    check(
        &[0.8],
        |p| many::scaled(p[0]),
        |p| {
            let (value, d_x) = many::scaled_grad(p[0]);
            (value, vec![d_x])
        },
    );
}

#[test]
fn numbers_of_nalgebra() {
    use nalgebra::{RealField, convert};
    /// The period of a pendulum by the first terms of a series.
    #[grad]
    fn period<T: RealField + Copy>(length: T, swing: T) -> T {
        let round = T::two_pi() * (length / convert(9.81)).sqrt();
        let half = (swing * convert::<f64, T>(0.5)).sin();
        round * (T::one() + half.powi(2) / T::from_f64(4.0).unwrap() + half.powf(convert(4.0)) * convert(9.0 / 64.0))
    }
    check_two([1.2, 0.4], period, period_grad);
}

impl From<f64> for Dual {
    fn from(value: f64) -> Self {
        Dual::of(value)
    }
}

impl From<f64> for HyperDual {
    fn from(value: f64) -> Self {
        HyperDual::of(value)
    }
}

/// The potential of a pendulum with a spring, on whatever numbers have a trait of the author's own.
#[grad]
fn potential<T: Real + From<f64>>(q: &[T; 2], k: T) -> T {
    let stretch = q[0] - 1.0;
    let height = q[0] * (q[1].cos() - 1.0);
    let barrier = if q[1] > 2.0 { q[1].powi(3) } else { T::from(0.0) };
    k * stretch * stretch * 0.5 - height * 9.81 + barrier
}

#[test]
fn gradients_of_gradients() {
    // forward over reverse: each column of the Hessian is the derivative of the gradient along one axis
    for point in [[1.3, 0.4, 2.5], [0.7, 2.2, 1.5]] {
        let f = |v: &[HyperDual]| potential(&[v[0], v[1]], v[2]);
        for column in 0..3 {
            let along = |at: usize| Dual { value: point[at], first: f64::from(u8::from(at == column)) };
            let (value, (d_q, d_k)) = potential_grad(&[along(0), along(1)], along(2));
            assert_eq!(value.value.to_bits(), potential(&[point[0], point[1]], point[2]).to_bits());
            for (row, entry) in [d_q[0], d_q[1], d_k].into_iter().enumerate() {
                let hyper = |at: usize| HyperDual {
                    value: point[at],
                    a: f64::from(u8::from(at == row)),
                    b: f64::from(u8::from(at == column)),
                    ab: 0.0,
                };
                let want = f(&[hyper(0), hyper(1), hyper(2)]);
                assert!((entry.value - want.a).abs() <= 1e-14 * (1.0 + want.a.abs()), "{row}: {entry:?}, {want:?}");
                assert!(
                    (entry.first - want.ab).abs() <= 1e-14 * (1.0 + want.ab.abs()),
                    "{row}, {column}: {entry:?}, {want:?}"
                );
            }
        }
    }
    let _ = dual::call::<f64>;
}

#[derive(Clone)]
struct Layer<T> {
    weights: Vec<T>,
    bias: T,
    rows: [[T; 2]; 2],
    inputs: usize,
    gain: f64,
}

#[grad(wrt(p.weights: Vec<T>, p.bias: T, p.rows: [[T; 2]; 2], x))]
fn forward<T: Real + From<f64>>(p: &Layer<T>, x: T) -> T {
    let mut z = p.bias;
    for i in 0..p.inputs {
        z = z + p.weights[i] * x;
    }
    for row in &p.rows {
        z = z * (row[0] * row[1] + T::from(1.0));
    }
    assert!(p.weights.len() == 3);
    z.tanh() * T::from(p.gain)
}

#[grad(wrt(p.weights: Vec<T>, p.bias: T, p.rows: [[T; 2]; 2], x))]
fn changed<T: Real + From<f64>>(mut p: Layer<T>, x: T) -> T {
    p.bias = p.bias * x;
    p.weights[0] = p.weights[1] * p.bias;
    let Layer { weights, bias, rows, .. } = p;
    weights[0] * weights[2] * bias + rows[1][0] * x
}

#[test]
fn fields_of_structs() {
    fn layer<T: Copy>(p: &[T]) -> Layer<T> {
        Layer { weights: p[..3].to_vec(), bias: p[3], rows: [[p[4], p[5]], [p[6], p[7]]], inputs: 3, gain: 2.0 }
    }
    type Partials = (f64, (Vec<f64>, f64, [[f64; 2]; 2], f64));
    let all = |(value, (d_weights, d_bias, d_rows, d_x)): Partials| {
        (value, [&d_weights[..], &[d_bias], &d_rows.concat(), &[d_x]].concat())
    };
    let point = [0.3, 0.5, -0.25, 0.75, 0.1, 0.2, 0.3, 0.4, 1.5];
    check(&point, |p| forward(&layer(p), p[8]), |p| all(forward_grad(&layer(p), p[8])));
    check(&point, |p| changed(layer(p), p[8]), |p| all(changed_grad(layer(p), p[8])));
    // the functions themselves on dual numbers
    let of_forward = dual::gradient(|v: &[Dual]| forward(&layer(v), v[8]), &point);
    let of_changed = dual::gradient(|v: &[Dual]| changed(layer(v), v[8]), &point);
    let got = [all(forward_grad(&layer(&point), point[8])), all(changed_grad(layer(&point), point[8]))];
    for ((_, want), (_, got)) in [of_forward, of_changed].iter().zip(&got) {
        assert!(want.iter().zip(got).all(|(want, got)| (want - got).abs() <= 1e-14), "{got:?}, not {want:?}");
    }
}
#[test]
fn helpers_with_parameters_of_their_own() {
    #[grad]
    fn f<T: Float>(x: T, y: T) -> T {
        fn square<S: Float>(v: S) -> S {
            v * v
        }
        fn both<T: Float>(a: T, b: T) -> T {
            square(a) + square::<T>(b) * T::from(0.5).unwrap()
        }
        both(x, y) * square(x)
    }
    check_two([0.4, -0.7], f, f_grad);
}

#[grad]
mod vectors {
    use num_traits::Float;
    use std::ops::{Add, Mul};

    #[derive(Clone, Copy)]
    pub struct Pair<T> {
        x: T,
        y: T,
    }

    impl<T: Float> Pair<T> {
        fn new(x: T, y: T) -> Self {
            Self { x, y }
        }

        fn norm(&self) -> T {
            self.x.hypot(self.y)
        }

        fn turn(&mut self) {
            std::mem::swap(&mut self.x, &mut self.y);
            self.x = -self.x;
        }
    }

    impl<T: Float> Add for Pair<T> {
        type Output = Self;
        fn add(self, other: Self) -> Self {
            Pair::new(self.x + other.x, self.y + other.y)
        }
    }

    impl<T: Float> Mul<T> for Pair<T> {
        type Output = Pair<T>;
        fn mul(self, k: T) -> Pair<T> {
            Pair::<T> { x: self.x * k, y: self.y * k }
        }
    }

    fn between<S: Float>(a: Pair<S>, b: Pair<S>, t: S) -> Pair<S> {
        a * (S::one() - t) + b * t
    }

    fn largest<T: Float>(x: &[T]) -> (T, usize) {
        let (mut value, mut at) = (x[0], 0);
        for i in 1..x.len() {
            if x[i] > value {
                (value, at) = (x[i], i);
            }
        }
        (value, at)
    }

    pub fn f<T: Float>(x: &[T]) -> T {
        let mut a = Pair::new(x[0], x[1]);
        a.turn();
        let (value, at) = largest(x);
        between(a, Pair::new(x[2], T::one()), value).norm() * x[at]
    }
}

#[test]
fn types_and_helpers_of_a_module() {
    check(&[0.4, 1.3, -0.7], vectors::f, vectors::f_grad);
}

#[test]
fn what_may_be_missing() {
    #[grad]
    fn root<T: Float>(x: T) -> Option<T> {
        let half = T::from(0.5)?;
        if x > T::zero() { Some(x.powf(half)) } else { None }
    }
    #[grad]
    fn f<T: Float>(x: T, y: T) -> T {
        let first = match root(x) {
            Some(root) => root * y,
            None => y,
        };
        root(y).unwrap_or(x) * first
    }
    for point in [[0.4, 0.7], [0.4, -0.7], [-0.4, 0.7], [-0.4, -0.7]] {
        check_two(point, f, f_grad);
    }
}

#[test]
fn numbers_and_integers() {
    #[grad]
    fn f<T: Float>(x: T, table: &[f64]) -> T {
        let pair = (x, 3);
        let at = x.floor().to_usize().unwrap().min(table.len() - 1);
        let power = Float::powi(x, table.len() as i32 - 1);
        pair.0 * T::from(pair.1).unwrap() + power * T::from(table[at]).unwrap() + <T as Float>::exp(x)
    }
    for x in [0.4, 1.7] {
        let gradient = |p: &[f64]| {
            let (value, d_x) = f_grad(p[0], &[0.5, 3.0]);
            (value, vec![d_x])
        };
        check(&[x], |p| f(p[0], &[0.5, 3.0]), gradient);
    }
}

/// What is computed of `f64` and `f32` is not computed in another precision.
#[test]
fn floats_beside_numbers() {
    const WEIGHTS: [f64; 2] = [0.3, -1.1];
    #[grad]
    fn f<T: Float>(x: T, low: f64, scale: f32, n: usize) -> T {
        let h = (1.0 - low) / n as f64;
        let double: f32 = scale * 1.1;
        let third = 0.1;
        let list = [0.7, third * 3.0];
        let mut decay = 1.0;
        let mut sum = T::from(0.1f32).unwrap() * T::from(list[1]).unwrap();
        for k in 0..n {
            decay *= 0.7;
            let t = low + (k as f64 + 0.5) * h;
            sum = sum + (x * T::from(t).unwrap()).sin() * T::from(decay).unwrap() * T::from(WEIGHTS[k % 2]).unwrap();
        }
        sum * T::from(double).unwrap() + x * T::from(low.sqrt() + third).unwrap()
    }
    let gradient = |p: &[f64]| {
        let (value, d_x) = f_grad(p[0], 0.2, 0.3, 5);
        (value, vec![d_x])
    };
    check(&[0.7], |p| f(p[0], 0.2, 0.3, 5), gradient);
    assert_eq!(f_grad(0.7f32, 0.2, 0.3, 5).0.to_bits(), f(0.7f32, 0.2, 0.3, 5).to_bits());
}

mod units {
    use super::*;

    /// Degrees Celsius as kelvins.
    #[grad]
    pub fn convert<T: Float>(celsius: T) -> T {
        celsius + T::from(273.15).unwrap()
    }

    /// A number of its own kind.
    pub fn cast<T: Float>(x: f64) -> Option<T> {
        T::from(2.0 * x)
    }
}

/// Functions of an author's own have names of functions of crates.
#[test]
fn own_functions_called_like_others() {
    use units::*;
    #[grad]
    fn f<T: Float>(x: T, y: T) -> T {
        let scale: T = cast(0.5).unwrap();
        let half: T = num_traits::cast(0.5).unwrap();
        convert(x) * scale * y + units::convert::<T>(y) * half * x * convert(T::one())
    }
    check_two([0.4, -0.7], f, f_grad);
}

/// Operators of the author's own trait take an `f64`.
#[grad]
fn damped<T: Real + From<f64>>(x: T, dt: f64) -> T {
    let half = dt * 0.5;
    (x * half).sin() * dt + x * x * (0.25 + half)
}

#[test]
fn floats_beside_numbers_of_an_own_trait() {
    let gradient = |p: &[f64]| {
        let (value, d_x) = damped_grad(p[0], 0.3);
        (value, vec![d_x])
    };
    check(&[0.7], |p| damped(p[0], 0.3), gradient);
}
