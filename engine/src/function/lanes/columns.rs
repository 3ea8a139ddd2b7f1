//! The loops over rows, compiled for several instruction sets.

use super::{plain, power};
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

/// Where a body holds.
pub(super) trait Covers<const N: usize> {
    fn covers(&self, x: [f64; N]) -> bool;
}

/// No row needs the scalar function.
pub(super) struct Everywhere;

impl<const N: usize> Covers<N> for Everywhere {
    #[inline(always)]
    fn covers(&self, _x: [f64; N]) -> bool {
        true
    }
}

impl<F: Fn(f64) -> bool> Covers<1> for F {
    #[inline(always)]
    fn covers(&self, [x]: [f64; 1]) -> bool {
        self(x)
    }
}

impl<F: Fn(f64, f64) -> bool> Covers<2> for F {
    #[inline(always)]
    fn covers(&self, [x, y]: [f64; 2]) -> bool {
        self(x, y)
    }
}

/// `out = body(x)`, and `scalar(x)` in the rows that `covers` leaves out.
pub(super) struct Map<'a, F, C> {
    pub x: &'a [f64],
    pub out: &'a mut [f64],
    pub body: F,
    pub covers: C,
    pub scalar: fn(f64) -> f64,
}

impl<F: Fn(f64) -> f64, C: Covers<1>> Kernel for Map<'_, F, C> {
    #[inline(always)]
    fn run(self) {
        let Map { x, out, body, covers, scalar } = self;
        let x = &x[..out.len()];
        let mut left = 0;
        for (out, &x) in out.iter_mut().zip(x) {
            *out = body(x);
            left |= u64::from(!covers.covers([x]));
        }
        if left != 0 {
            patch(out, |row| covers.covers([x[row]]), |row| scalar(x[row]));
        }
    }
}

/// `out = body(x, y)`, and `scalar(x, y)` in the rows that `covers` leaves out.
pub(super) struct Zip<'a, X, Y, F, C> {
    pub x: X,
    pub y: Y,
    pub out: &'a mut [f64],
    pub body: F,
    pub covers: C,
    pub scalar: fn(f64, f64) -> f64,
}

impl<X: Operand, Y: Operand, F: Fn(f64, f64) -> f64, C: Covers<2>> Kernel for Zip<'_, X, Y, F, C> {
    #[inline(always)]
    fn run(self) {
        let Zip { x, y, out, body, covers, scalar } = self;
        let (x, y) = (x.cut(out.len()), y.cut(out.len()));
        let mut left = 0;
        for (row, out) in out.iter_mut().enumerate() {
            let (x, y) = (x.at(row), y.at(row));
            *out = body(x, y);
            left |= u64::from(!covers.covers([x, y]));
        }
        if left != 0 {
            patch(out, |row| covers.covers([x.at(row), y.at(row)]), |row| scalar(x.at(row), y.at(row)));
        }
    }
}

#[cold]
#[inline(never)]
fn patch(out: &mut [f64], covers: impl Fn(usize) -> bool, scalar: impl Fn(usize) -> f64) {
    for (row, out) in out.iter_mut().enumerate() {
        if !covers(row) {
            *out = scalar(row);
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
