//! Gradients in the shape of every kind of parameter.
#![allow(clippy::needless_range_loop)]

use gradus::grad;

/// A weighted sum of squares.
#[grad]
#[must_use]
pub fn weighted(w: &[f64], x: &[f64], offset: f64) -> f64 {
    let mut sum = offset;
    for i in 0..w.len() {
        sum += w[i] * x[i] * x[i];
    }
    sum
}

/// The same by the weights and the offset only.
#[grad(wrt(w, offset), name = weighted_by_w)]
#[must_use]
pub fn weighted_partly(w: &[f64], x: &[f64], offset: f64) -> f64 {
    let mut sum = offset;
    for i in 0..w.len() {
        sum += w[i] * x[i] * x[i];
    }
    sum
}

/// A norm of fixed length, with an array by value and one by reference.
#[grad]
#[must_use]
pub fn distance<const N: usize>(a: [f64; N], b: &[f64; N]) -> f64 {
    let mut sum = 0.0;
    for i in 0..N {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    sum.sqrt()
}

/// A quadratic form, its matrix in three representations.
#[grad]
#[must_use]
pub fn forms(x: [f64; 2], fixed: [[f64; 2]; 2], rows: &[[f64; 2]], ragged: &[Vec<f64>]) -> f64 {
    let mut sum = 0.0;
    for i in 0..2 {
        for j in 0..2 {
            sum += x[i] * x[j] * (fixed[i][j] + 2.0 * rows[i][j] + 3.0 * ragged[i][j]);
        }
    }
    sum
}

/// Owned and borrowed `Vec`s, a number by reference, a tuple.
#[grad]
#[allow(clippy::ptr_arg)]
#[must_use]
pub fn owned(mut v: Vec<f64>, w: &Vec<f64>, scale: &f64, pair: (f64, [f64; 2])) -> f64 {
    v[0] *= 2.0;
    (v[0] * w[0] + v[1] * w[1]) * *scale + pair.0 * pair.1[1]
}

/// Writes to a slice.
#[grad]
pub fn scaled(x: &[f64], factor: f64, out: &mut [f64]) {
    for i in 0..x.len() {
        out[i] = factor * x[i];
    }
}

/// Returns an array.
#[grad]
#[must_use]
pub fn rotated(p: [f64; 2], angle: f64) -> [f64; 2] {
    let (s, c) = angle.sin_cos();
    [c * p[0] - s * p[1], s * p[0] + c * p[1]]
}

/// Returns several things.
#[grad]
#[must_use]
pub fn several(x: f64, y: f64) -> (f64, [f64; 2]) {
    (x * y, [x + y, x - y])
}

/// Carries lifetimes and bounds over, and takes constants of any type.
#[grad(constant(label))]
#[must_use]
pub fn labelled<'a, L>(x: &'a [f64], label: &'a L) -> f64
where
    L: AsRef<str> + ?Sized,
{
    let n = label.as_ref().len();
    x[0] * x[0] + x[n]
}

/// A number that is declared a constant.
#[grad(constant(p))]
#[must_use]
pub fn declared(x: f64, p: f64) -> f64 {
    x * x * p
}

/// Calls functions of this module, of others and of a type.
#[grad]
#[must_use]
pub fn composed(x: &[f64], scales: [f64; 2], k: f64) -> f64 {
    let turned: [f64; 2] = rotated([x[0], x[1]], k);
    let d = distance::<2>(turned, &scales);
    let product = marked::product(x, &scales);
    d + product * declared(d, k) + Scales::plain(x)
}

/// Weights with a method.
#[derive(Clone, Debug)]
pub struct Scales {
    /// By position.
    pub scales: Vec<f64>,
}

impl Scales {
    /// A scaled sum.
    #[grad]
    #[must_use]
    pub fn sum(&self, x: &[f64]) -> f64 {
        let mut sum = 0.0;
        for i in 0..x.len() {
            sum += self.scales[i] * x[i] * x[i];
        }
        sum
    }

    /// A product, without `self`.
    #[grad]
    #[must_use]
    pub fn plain(x: &[f64]) -> f64 {
        x[0] * x[1]
    }
}

/// Functions that are marked all at once.
#[grad]
pub mod marked {
    /// A product of sums.
    #[must_use]
    pub fn product(x: &[f64], y: &[f64]) -> f64 {
        sum(x) * sum(y)
    }

    fn sum(x: &[f64]) -> f64 {
        let mut sum = 0.0;
        for v in x {
            sum += v;
        }
        sum
    }

    /// Takes no numbers.
    #[must_use]
    pub fn count(x: &str) -> usize {
        x.len()
    }

    /// A side.
    #[derive(Clone, Copy, Debug)]
    pub struct Square(
        /// Its length.
        pub f64,
    );

    impl Square {
        /// The square of a side.
        #[must_use]
        pub const fn new(side: f64) -> Self {
            Self(side)
        }

        /// The area, enlarged.
        #[must_use]
        pub fn area(&self, factor: f64) -> f64 {
            self.0 * self.0 * factor * factor
        }
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn slices() {
        let (w, x) = (vec![1.0, 2.0], [3.0, 4.0]);
        let (value, (d_w, d_x, d_offset)) = weighted_grad(&w, &x, 0.5);
        assert!(close(value, 41.5));
        assert_eq!((d_w, d_x, d_offset), (vec![9.0, 16.0], vec![6.0, 16.0], 1.0));
        let (mut d_w, mut d_offset) = ([7.0; 2], 7.0);
        let value = weighted_by_w_into(&w, &x, 0.5, &mut d_w, &mut d_offset);
        assert!(close(value, 41.5));
        assert_eq!((d_w, d_offset), ([9.0, 16.0], 1.0));
        let mut d_x = [1.0; 2];
        let _ = weighted_vjp(&w, &x, 0.5, 2.0, None, Some(&mut d_x), None);
        assert_eq!(d_x, [13.0, 33.0]);
    }

    #[test]
    #[should_panic(expected = "the lengths of `d_w` and `w` differ")]
    fn lengths() {
        let _ = weighted_by_w_into(&[1.0, 2.0], &[3.0, 4.0], 0.5, &mut [0.0], &mut 0.0);
    }

    #[test]
    fn arrays() {
        let (value, (d_a, d_b)) = distance_grad([3.0, 4.0], &[0.0, 0.0]);
        assert!(close(value, 5.0) && close(d_a[0], 0.6) && close(d_a[1], 0.8) && close(d_b[1], -0.8));
        let rows = [[1.0, 2.0], [3.0, 4.0]];
        let ragged = [vec![1.0, 2.0], vec![3.0, 4.0]];
        let (value, (d_x, d_fixed, d_rows, d_ragged)) = forms_grad([1.0, 2.0], rows, &rows, &ragged);
        assert!(close(value, 6.0 * 27.0) && close(d_x[0], 6.0 * 12.0));
        assert_eq!(d_fixed, [[1.0, 2.0], [2.0, 4.0]]);
        assert_eq!(d_rows, vec![[2.0, 4.0], [4.0, 8.0]]);
        assert_eq!(d_ragged, vec![vec![3.0, 6.0], vec![6.0, 12.0]]);
        let (value, (d_v, d_w, d_scale, d_pair)) = owned_grad(vec![1.0, 2.0], &vec![3.0, 4.0], &0.5, (2.0, [0.0, 5.0]));
        assert!(close(value, 17.0));
        assert_eq!((d_v, d_w, d_scale, d_pair), (vec![3.0, 2.0], vec![1.0, 1.0], 14.0, (5.0, [0.0, 2.0])));
    }

    #[test]
    fn pullbacks() {
        let (mut out, mut d_out, mut d_x, mut d_factor) = ([0.0; 2], [1.0, 2.0], [0.0; 2], 0.0);
        scaled_vjp(&[3.0, 4.0], 5.0, &mut out, Some(&mut d_x), Some(&mut d_factor), Some(&mut d_out));
        assert_eq!((out, d_out, d_x, d_factor), ([15.0, 20.0], [0.0; 2], [5.0, 10.0], 11.0));
        let mut d_p = [0.0; 2];
        let value = rotated_vjp([1.0, 2.0], 0.0, &[3.0, 4.0], Some(&mut d_p), None);
        assert_eq!((value, d_p), ([1.0, 2.0], [3.0, 4.0]));
        let (mut d_x, mut d_y) = (0.0, 0.0);
        let value = several_vjp(2.0, 3.0, (1.0, &[10.0, 100.0]), Some(&mut d_x), Some(&mut d_y));
        assert_eq!((value, d_x, d_y), ((6.0, [5.0, -1.0]), 113.0, -88.0));
    }

    #[test]
    fn calls() {
        let (x, scales, k) = ([0.3, 0.7], [1.5, -0.5], 0.4);
        let (value, (d_x, d_scales, d_k)) = composed_grad(&x, scales, k);
        assert_eq!(value, composed(&x, scales, k));
        let h = 1e-6;
        for i in 0..2 {
            let at = |h: f64| {
                let mut x = x;
                x[i] += h;
                composed(&x, scales, k)
            };
            assert!((d_x[i] - (at(h) - at(-h)) / (2.0 * h)).abs() < 1e-8, "{d_x:?}");
            let at = |h: f64| {
                let mut scales = scales;
                scales[i] += h;
                composed(&x, scales, k)
            };
            assert!((d_scales[i] - (at(h) - at(-h)) / (2.0 * h)).abs() < 1e-8, "{d_scales:?}");
        }
        // of `k` as a factor of `declared` it is a constant
        let d_rotated = |h: f64| {
            let d = distance(rotated(x, k + h), &scales);
            d + marked::product(&x, &scales) * declared(d, k)
        };
        assert!((d_k - (d_rotated(h) - d_rotated(-h)) / (2.0 * h)).abs() < 1e-8, "{d_k}");
    }

    #[test]
    fn places() {
        let (value, d_x) = labelled_grad(&[3.0, 4.0], "a");
        assert_eq!((value, d_x), (13.0, vec![6.0, 1.0]));
        let mut slots = (1.0, 5.0);
        assert_eq!(declared_vjp(3.0, 2.0, 10.0, Some(&mut slots.0), Some(&mut slots.1)), 18.0);
        assert_eq!(slots, (121.0, 5.0));
        assert_eq!(declared_grad(3.0, 2.0), (18.0, 12.0));
        let scales = Scales { scales: vec![1.0, 2.0] };
        assert_eq!(scales.sum_grad(&[3.0, 4.0]), (41.0, vec![6.0, 16.0]));
        assert_eq!(Scales::plain_grad(&[3.0, 4.0]), (12.0, vec![4.0, 3.0]));
        let (value, (d_x, d_y)) = marked::product_grad(&[1.0, 2.0], &[3.0]);
        assert_eq!((value, d_x, d_y), (9.0, vec![3.0, 3.0], vec![3.0]));
        assert_eq!(marked::count("abc"), 3);
        assert_eq!(marked::Square::new(2.0).area_grad(3.0), (36.0, 24.0));
    }
}
