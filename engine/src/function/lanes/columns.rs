//! The loops over rows, compiled for several instruction sets.

use super::{circular, plain, power};
use multiversion::multiversion;

/// A loop over rows. Its body must be `inline(always)` down to the last call, so that [`dispatch`] compiles it for each
/// instruction set.
pub(super) trait Kernel {
    fn run(self);
}

#[multiversion(targets("x86_64+avx512f+avx512vl+avx512dq", "x86_64+avx2"))]
pub(super) fn dispatch<K: Kernel>(kernel: K) {
    kernel.run();
}

/// A column, or one number for all rows.
pub trait Operand: Copy {
    /// As many rows as there are results.
    fn cut(self, rows: usize) -> Self;
    /// The value in a row.
    fn at(self, row: usize) -> f64;
}

impl Operand for &[f64] {
    #[inline(always)]
    fn cut(self, rows: usize) -> Self {
        &self[..rows]
    }

    #[inline(always)]
    fn at(self, row: usize) -> f64 {
        self[row]
    }
}

impl Operand for f64 {
    #[inline(always)]
    fn cut(self, _rows: usize) -> Self {
        self
    }

    #[inline(always)]
    fn at(self, _row: usize) -> f64 {
        self
    }
}

/// A function of `N` numbers. A type instead of a function value, as only a method can be `inline(always)` in all loops.
pub(super) trait Function<const N: usize> {
    /// The value everywhere.
    const SCALAR: fn([f64; N]) -> f64;
    /// The value, right where [`covers`](Self::covers) says so. Free of branches.
    fn body(&self, x: [f64; N]) -> f64;
    fn covers(&self, x: [f64; N]) -> bool;
}

#[inline(always)]
pub(super) fn always(_x: f64) -> bool {
    true
}

#[inline(always)]
pub(super) fn always_both(_x: f64, _y: f64) -> bool {
    true
}

/// `out = f(x)`.
pub(super) struct Map<'a, F> {
    pub x: &'a [f64],
    pub out: &'a mut [f64],
    pub function: F,
}

impl<F: Function<1>> Kernel for Map<'_, F> {
    #[inline(always)]
    fn run(self) {
        let Map { x, out, function } = self;
        let x = &x[..out.len()];
        let mut left = 0;
        for (out, &x) in out.iter_mut().zip(x) {
            *out = function.body([x]);
            left |= u64::from(!function.covers([x]));
        }
        if left != 0 {
            patch(out, |row| [x[row]], function);
        }
    }
}

/// `out = f(x, y)`.
pub(super) struct Zip<'a, X, Y, F> {
    pub x: X,
    pub y: Y,
    pub out: &'a mut [f64],
    pub function: F,
}

impl<X: Operand, Y: Operand, F: Function<2>> Kernel for Zip<'_, X, Y, F> {
    #[inline(always)]
    fn run(self) {
        let Zip { x, y, out, function } = self;
        let (x, y) = (x.cut(out.len()), y.cut(out.len()));
        let mut left = 0;
        for (row, out) in out.iter_mut().enumerate() {
            let arguments = [x.at(row), y.at(row)];
            *out = function.body(arguments);
            left |= u64::from(!function.covers(arguments));
        }
        if left != 0 {
            patch(out, |row| [x.at(row), y.at(row)], function);
        }
    }
}

#[cold]
#[inline(never)]
fn patch<const N: usize, F: Function<N>>(out: &mut [f64], arguments: impl Fn(usize) -> [f64; N], function: F) {
    for (row, out) in out.iter_mut().enumerate() {
        let arguments = arguments(row);
        if !function.covers(arguments) {
            *out = (F::SCALAR)(arguments);
        }
    }
}

/// `out = yes` where the condition is not zero, else `no`.
pub(super) struct Select<'a, C, Y, N> {
    pub condition: C,
    pub yes: Y,
    pub no: N,
    pub out: &'a mut [f64],
}

impl<C: Operand, Y: Operand, N: Operand> Kernel for Select<'_, C, Y, N> {
    #[inline(always)]
    fn run(self) {
        let rows = self.out.len();
        let (condition, yes, no) = (self.condition.cut(rows), self.yes.cut(rows), self.no.cut(rows));
        for (row, out) in self.out.iter_mut().enumerate() {
            *out = plain::select(condition.at(row), yes.at(row), no.at(row));
        }
    }
}

/// `out = x^n`.
pub(super) struct Powi<'a> {
    pub x: &'a [f64],
    pub n: i32,
    pub out: &'a mut [f64],
}

impl Kernel for Powi<'_> {
    #[inline(always)]
    fn run(self) {
        const CHUNK: usize = 32;
        let (x, x_rest) = self.x[..self.out.len()].as_chunks::<CHUNK>();
        let (out, out_rest) = self.out.as_chunks_mut::<CHUNK>();
        for (out, &x) in out.iter_mut().zip(x) {
            *out = power::powi(x, self.n);
        }
        for (out, &x) in out_rest.iter_mut().zip(x_rest) {
            [*out] = power::powi([x], self.n);
        }
    }
}

/// `(sin, cos) = x.sin_cos()`.
pub(super) struct SinCos<'a> {
    pub x: &'a [f64],
    pub sin: &'a mut [f64],
    pub cos: &'a mut [f64],
}

impl Kernel for SinCos<'_> {
    #[inline(always)]
    fn run(self) {
        let SinCos { x, sin, cos } = self;
        let (x, cos) = (&x[..sin.len()], &mut cos[..sin.len()]);
        let mut left = 0;
        for ((x, sin), cos) in x.iter().zip(sin.iter_mut()).zip(cos.iter_mut()) {
            (*sin, *cos) = circular::sin_cos(*x);
            left |= u64::from(!circular::covers(*x));
        }
        if left != 0 {
            for ((x, sin), cos) in x.iter().zip(sin).zip(cos).filter(|((x, _), _)| !circular::covers(**x)) {
                (*sin, *cos) = x.sin_cos();
            }
        }
    }
}
