//! Signatures that are seldom written.
#![allow(clippy::needless_range_loop, clippy::trivially_copy_pass_by_ref, clippy::needless_pass_by_value)]
#![allow(clippy::needless_arbitrary_self_type, clippy::cast_precision_loss)]

use gradus::grad;

/// Nested tuples, one taken apart by its pattern.
#[grad]
#[must_use]
pub fn nested((a, (b, c)): (f64, (f64, [f64; 2])), _: f64, _ignored: &[f64], q: ([f64; 2], f64)) -> f64 {
    a * b + c[0] * c[1] + q.0[1] * q.1
}

/// Arrays and `Vec`s that are changed in place, owned and lent.
#[grad]
#[must_use]
pub fn changed(mut a: [f64; 3], mut v: Vec<Vec<f64>>, m: &mut [[f64; 2]], mut p: (f64, [f64; 2])) -> f64 {
    a[0] *= a[1];
    v[1][0] += a[0] * v[0][0];
    m[0][1] *= v[1][0];
    p.1[0] *= p.0;
    p.0 += 1.0;
    a[0] * a[2] + m[0][1] * m[1][0] + p.1[0] * p.0
}

/// Moves an array to another name before it is changed.
#[grad]
#[must_use]
pub fn moved(a: [f64; 2], v: Vec<f64>) -> f64 {
    let mut b = a;
    let mut w = v;
    b[0] *= 2.0;
    w[0] *= b[0];
    w[0] * a[0] + b[1]
}

/// Fixed numbers of `Vec`s, references to nested arrays.
#[grad]
#[must_use]
pub fn mixed(rows: &[Vec<f64>; 2], grid: &[[[f64; 2]; 2]; 1], owned: [Vec<f64>; 1]) -> f64 {
    rows[0][1] * grid[0][1][0] * owned[0][0]
}

/// Single precision, with a length that is computed.
#[grad]
#[must_use]
pub fn single<const N: usize>(x: &[f32; N], y: &[f32], out: &mut [f32; 2]) -> f32 {
    out[0] = x[N - 1];
    out[0] * y[0] + out[1]
}

/// What it returns is the parameter that it has changed.
#[grad]
#[must_use]
pub fn returned(mut v: Vec<f64>, k: f64) -> Vec<f64> {
    for i in 1..v.len() {
        v[i] += k * v[i - 1];
    }
    v
}

/// A pair of type parameters on the type, and more on its method.
#[derive(Clone, Debug)]
pub struct Holder<T, const N: usize> {
    /// What it holds.
    pub held: [T; N],
}

impl<T: Copy + Into<f64>, const N: usize> Holder<T, N> {
    /// A sum over what is held, from a position on.
    #[grad]
    pub fn from<const M: usize>(self: &Self, x: [f64; M], start: usize) -> f64 {
        let mut sum = 0.0;
        for i in start..M {
            let held: f64 = self.held[i].into();
            sum += x[i] * x[i] * held;
        }
        sum
    }

    /// Takes itself.
    #[grad(wrt(x), constant(other))]
    pub fn consumed(self, other: Self, x: &[f64], y: &f64) -> f64
    where
        T: Clone,
    {
        x[0] * self.held.len() as f64 * other.held.len() as f64 * y
    }
}

macro_rules! of_fields {
    ($name:ident, $owner:ident, $field:ident, $ty:ty) => {
        #[grad(wrt($owner.$field: $ty, factor))]
        fn $name($owner: &Spring, factor: f64) -> f64 {
            let length = $owner.$field;
            length * length * factor * f64::from($owner.turns)
        }

        impl Spring {
            #[grad(wrt(self.$field: $ty))]
            fn $name(&self, factor: f64) -> f64 {
                self.$field * factor
            }
        }
    };
}

/// A spring with so many turns.
#[derive(Debug)]
pub struct Spring {
    length: f64,
    turns: u8,
}

of_fields!(by_field, spring, length, f64);

macro_rules! marked {
    ($name:ident, $array:ident, $at:expr) => {
        #[grad]
        fn $name($array: &[f64], factor: f64) -> f64 {
            let index = $at;
            let mut sum = factor;
            for element in $array {
                sum += element * $array[index];
            }
            sum
        }
    };
}
marked!(by_macro, numbers, 1);

#[cfg(test)]
#[allow(clippy::float_cmp)]
mod tests {
    use super::*;

    #[test]
    fn tuples() {
        let (value, (d_first, d_unnamed, d_ignored, d_q)) =
            nested_grad((2.0, (3.0, [4.0, 5.0])), 9.0, &[7.0], ([0.0, 6.0], 0.5));
        assert_eq!(value, 29.0);
        assert_eq!(d_first, (3.0, (2.0, [5.0, 4.0])));
        assert_eq!((d_unnamed, d_ignored, d_q), (0.0, vec![0.0], ([0.0, 0.5], 6.0)));
        let mut slot = (1.0, (1.0, [1.0; 2]));
        let _ =
            nested_vjp((2.0, (3.0, [4.0, 5.0])), 9.0, &[], ([0.0, 6.0], 0.5), 10.0, Some(&mut slot), None, None, None);
        assert_eq!(slot, (31.0, (21.0, [51.0, 41.0])));
    }

    #[test]
    fn arrays_that_change() {
        let a = [2.0, 3.0, 5.0];
        let v = vec![vec![7.0], vec![11.0]];
        let m = [[13.0, 17.0], [19.0, 23.0]];
        let p = (29.0, [31.0, 37.0]);
        let (value, (d_a, d_v, d_m, d_p)) = changed_grad(a, v.clone(), &mut m.clone(), p);
        let mut after = m;
        assert_eq!(value, changed(a, v.clone(), &mut after, p));
        assert_eq!(after[0][1], 17.0 * (11.0 + 42.0));
        // by hand: 2·3·5 + 17·(11 + 6·7)·19 + 31·29·30
        let product = 17.0 * 19.0;
        assert_eq!(d_a, [3.0 * (5.0 + product * 7.0), 2.0 * (5.0 + product * 7.0), 6.0]);
        assert_eq!(d_v, vec![vec![product * 6.0], vec![product]]);
        assert_eq!(d_m, vec![[0.0, 53.0 * 19.0], [17.0 * 53.0, 0.0]]);
        assert_eq!(d_p, (31.0 * 59.0, [29.0 * 30.0, 0.0]));
        let mut d_a_2 = [1.0; 3];
        let _ = changed_vjp(a, v, &mut m.clone(), p, 2.0, Some(&mut d_a_2), None, None, None);
        assert_eq!(d_a_2, d_a.map(|d| 1.0 + 2.0 * d));
    }

    #[test]
    fn arrays_that_move() {
        let (value, (d_a, d_v)) = moved_grad([3.0, 5.0], vec![7.0]);
        assert_eq!((value, d_a, d_v), (131.0, [84.0, 1.0], vec![18.0]));
        let rows = [vec![1.0, 2.0], vec![]];
        let (value, (d_rows, d_grid, d_owned)) = mixed_grad(&rows, &[[[0.0, 0.0], [3.0, 0.0]]], [vec![5.0]]);
        assert_eq!(value, 30.0);
        assert_eq!(d_rows, [vec![0.0, 15.0], vec![]]);
        assert_eq!((d_grid, d_owned), ([[[0.0, 0.0], [10.0, 0.0]]], [vec![6.0]]));
        let (mut d_v, mut d_k) = ([0.0; 3], 0.0);
        let seed = [1.0, 0.0, 10.0];
        let value = returned_vjp(vec![1.0, 2.0, 3.0], 2.0, &seed, Some(&mut d_v), Some(&mut d_k));
        assert_eq!((value, d_v, d_k), (vec![1.0, 4.0, 11.0], [41.0, 20.0, 10.0], 60.0));
    }

    #[test]
    fn generics() {
        let mut out = [0.0, 7.0];
        let (value, (d_x, d_y, d_out)) = single_grad(&[2.0, 3.0], &[5.0], &mut out);
        assert_eq!((value, d_x, d_y, d_out), (22.0, [0.0, 5.0], vec![3.0], [0.0, 1.0]));
        let holder = Holder { held: [2.0_f32, 3.0] };
        assert_eq!(holder.from_grad([5.0, 7.0], 1), (147.0, [0.0, 42.0]));
        assert_eq!(holder.clone().consumed_grad(holder, &[2.0], &3.0), (24.0, vec![12.0]));
        assert_eq!(by_macro_grad(&[2.0, 3.0], 1.0), (16.0, (vec![3.0, 8.0], 1.0)));
        let spring = Spring { length: 2.0, turns: 3 };
        assert_eq!(by_field_grad(&spring, 5.0), (60.0, (60.0, 12.0)));
        assert_eq!(spring.by_field_grad(5.0), (10.0, 5.0));
    }
}
