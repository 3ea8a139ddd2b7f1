//! The shapes of parameters, between which and a flat point the tests go to and fro.

use std::ops::Range;

/// A parameter's shape, over any number type.
pub trait Shape: Copy {
    /// The parameter, owned.
    type Of<T>;
    /// What a slot for its adjoint points to.
    type Slot: ?Sized;

    /// How many numbers.
    fn size(&self) -> usize;

    /// Takes them from the front.
    fn read<T: Copy>(&self, from: &mut &[T]) -> Self::Of<T>;

    /// Appends them.
    fn write<T: Copy>(of: &Self::Of<T>, to: &mut Vec<T>);

    fn slot(of: &mut Self::Of<f64>) -> &mut Self::Slot;

    /// Where samples of each number come from.
    fn bounds(&self, usual: &Range<f64>) -> Vec<Range<f64>> {
        vec![usual.clone(); self.size()]
    }

    /// Samples come from elsewhere.
    fn within(self, low: f64, high: f64) -> Within<Self> {
        Within { shape: self, low, high }
    }
}

/// `f64`
#[derive(Clone, Copy)]
pub struct Number;

/// `[f64; N]`
#[derive(Clone, Copy)]
pub struct Array<const N: usize>;

/// `[[f64; COLUMNS]; ROWS]`
#[derive(Clone, Copy)]
pub struct Matrix<const ROWS: usize, const COLUMNS: usize>;

/// `[[[f64; COLUMNS]; ROWS]; LAYERS]`
#[derive(Clone, Copy)]
pub struct Cube<const LAYERS: usize, const ROWS: usize, const COLUMNS: usize>;

/// A `Vec<f64>`, or a slice of so many.
#[derive(Clone, Copy)]
pub struct Slice(pub usize);

/// A `Vec<[f64; COLUMNS]>`, or a slice of so many rows.
#[derive(Clone, Copy)]
pub struct Rows<const COLUMNS: usize>(pub usize);

/// A `Vec<(f64, f64)>`, or a slice of so many pairs.
#[derive(Clone, Copy)]
pub struct Pairs(pub usize);

/// A `Vec<Vec<f64>>`, or a slice of rows of these lengths.
#[derive(Clone, Copy)]
pub struct Ragged<const ROWS: usize>(pub [usize; ROWS]);

/// A slice of ascending numbers, about one apart.
#[derive(Clone, Copy)]
pub struct Ascending(pub usize);

/// A square matrix as a slice, its diagonal far larger than the rest.
#[derive(Clone, Copy)]
pub struct Diagonal(pub usize);

/// A shape with a box of its own.
#[derive(Clone, Copy)]
pub struct Within<S> {
    shape: S,
    low: f64,
    high: f64,
}

fn take<T: Copy>(from: &mut &[T]) -> T {
    let (&first, rest) = from.split_first().expect("a point of the right size");
    *from = rest;
    first
}

impl Shape for Number {
    type Of<T> = T;
    type Slot = f64;
    fn size(&self) -> usize {
        1
    }
    fn read<T: Copy>(&self, from: &mut &[T]) -> T {
        take(from)
    }
    fn write<T: Copy>(of: &T, to: &mut Vec<T>) {
        to.push(*of);
    }
    fn slot(of: &mut f64) -> &mut f64 {
        of
    }
}

impl<const N: usize> Shape for Array<N> {
    type Of<T> = [T; N];
    type Slot = [f64; N];
    fn size(&self) -> usize {
        N
    }
    fn read<T: Copy>(&self, from: &mut &[T]) -> [T; N] {
        std::array::from_fn(|_| take(from))
    }
    fn write<T: Copy>(of: &[T; N], to: &mut Vec<T>) {
        to.extend_from_slice(of);
    }
    fn slot(of: &mut [f64; N]) -> &mut [f64; N] {
        of
    }
}

impl<const ROWS: usize, const COLUMNS: usize> Shape for Matrix<ROWS, COLUMNS> {
    type Of<T> = [[T; COLUMNS]; ROWS];
    type Slot = [[f64; COLUMNS]; ROWS];
    fn size(&self) -> usize {
        ROWS * COLUMNS
    }
    fn read<T: Copy>(&self, from: &mut &[T]) -> Self::Of<T> {
        std::array::from_fn(|_| Array.read(from))
    }
    fn write<T: Copy>(of: &Self::Of<T>, to: &mut Vec<T>) {
        to.extend_from_slice(of.as_flattened());
    }
    fn slot(of: &mut Self::Of<f64>) -> &mut Self::Slot {
        of
    }
}

impl<const LAYERS: usize, const ROWS: usize, const COLUMNS: usize> Shape for Cube<LAYERS, ROWS, COLUMNS> {
    type Of<T> = [[[T; COLUMNS]; ROWS]; LAYERS];
    type Slot = [[[f64; COLUMNS]; ROWS]; LAYERS];
    fn size(&self) -> usize {
        LAYERS * ROWS * COLUMNS
    }
    fn read<T: Copy>(&self, from: &mut &[T]) -> Self::Of<T> {
        std::array::from_fn(|_| Matrix.read(from))
    }
    fn write<T: Copy>(of: &Self::Of<T>, to: &mut Vec<T>) {
        to.extend_from_slice(of.as_flattened().as_flattened());
    }
    fn slot(of: &mut Self::Of<f64>) -> &mut Self::Slot {
        of
    }
}

impl Shape for Slice {
    type Of<T> = Vec<T>;
    type Slot = [f64];
    fn size(&self) -> usize {
        self.0
    }
    fn read<T: Copy>(&self, from: &mut &[T]) -> Vec<T> {
        (0..self.0).map(|_| take(from)).collect()
    }
    fn write<T: Copy>(of: &Vec<T>, to: &mut Vec<T>) {
        to.extend_from_slice(of);
    }
    fn slot(of: &mut Vec<f64>) -> &mut [f64] {
        of
    }
}

impl<const COLUMNS: usize> Shape for Rows<COLUMNS> {
    type Of<T> = Vec<[T; COLUMNS]>;
    type Slot = [[f64; COLUMNS]];
    fn size(&self) -> usize {
        self.0 * COLUMNS
    }
    fn read<T: Copy>(&self, from: &mut &[T]) -> Self::Of<T> {
        (0..self.0).map(|_| Array.read(from)).collect()
    }
    fn write<T: Copy>(of: &Self::Of<T>, to: &mut Vec<T>) {
        to.extend_from_slice(of.as_flattened());
    }
    fn slot(of: &mut Self::Of<f64>) -> &mut Self::Slot {
        of
    }
}

impl Shape for Pairs {
    type Of<T> = Vec<(T, T)>;
    type Slot = [(f64, f64)];
    fn size(&self) -> usize {
        self.0 * 2
    }
    fn read<T: Copy>(&self, from: &mut &[T]) -> Self::Of<T> {
        (0..self.0).map(|_| (take(from), take(from))).collect()
    }
    fn write<T: Copy>(of: &Self::Of<T>, to: &mut Vec<T>) {
        to.extend(of.iter().flat_map(|pair| [pair.0, pair.1]));
    }
    fn slot(of: &mut Self::Of<f64>) -> &mut Self::Slot {
        of
    }
}

impl<const ROWS: usize> Shape for Ragged<ROWS> {
    type Of<T> = Vec<Vec<T>>;
    type Slot = [Vec<f64>];
    fn size(&self) -> usize {
        self.0.iter().sum()
    }
    fn read<T: Copy>(&self, from: &mut &[T]) -> Self::Of<T> {
        self.0.map(|length| Slice(length).read(from)).into()
    }
    fn write<T: Copy>(of: &Self::Of<T>, to: &mut Vec<T>) {
        of.iter().for_each(|row| to.extend_from_slice(row));
    }
    fn slot(of: &mut Self::Of<f64>) -> &mut Self::Slot {
        of
    }
}

impl Shape for Ascending {
    type Of<T> = Vec<T>;
    type Slot = [f64];
    fn size(&self) -> usize {
        self.0
    }
    fn read<T: Copy>(&self, from: &mut &[T]) -> Vec<T> {
        Slice(self.0).read(from)
    }
    fn write<T: Copy>(of: &Vec<T>, to: &mut Vec<T>) {
        Slice::write(of, to);
    }
    fn slot(of: &mut Vec<f64>) -> &mut [f64] {
        of
    }
    fn bounds(&self, _: &Range<f64>) -> Vec<Range<f64>> {
        (0..self.0).map(|i| i as f64 + 0.6..i as f64 + 1.4).collect()
    }
}

impl Shape for Diagonal {
    type Of<T> = Vec<T>;
    type Slot = [f64];
    fn size(&self) -> usize {
        self.0 * self.0
    }
    fn read<T: Copy>(&self, from: &mut &[T]) -> Vec<T> {
        Slice(self.size()).read(from)
    }
    fn write<T: Copy>(of: &Vec<T>, to: &mut Vec<T>) {
        Slice::write(of, to);
    }
    fn slot(of: &mut Vec<f64>) -> &mut [f64] {
        of
    }
    fn bounds(&self, usual: &Range<f64>) -> Vec<Range<f64>> {
        let far = usual.end * 2.0 * self.0 as f64;
        let on_diagonal = |i: usize| i.is_multiple_of(self.0 + 1);
        (0..self.size()).map(|i| if on_diagonal(i) { far..far + usual.end } else { usual.clone() }).collect()
    }
}

macro_rules! tuples {
    ($($S:ident $i:tt),*) => {
        impl<$($S: Shape),*> Shape for ($($S,)*) {
            type Of<T> = ($($S::Of<T>,)*);
            type Slot = ($($S::Of<f64>,)*);
            fn size(&self) -> usize {
                0 $(+ self.$i.size())*
            }
            fn read<T: Copy>(&self, from: &mut &[T]) -> Self::Of<T> {
                ($(self.$i.read(from),)*)
            }
            fn write<T: Copy>(of: &Self::Of<T>, to: &mut Vec<T>) {
                $($S::write(&of.$i, to);)*
            }
            fn slot(of: &mut Self::Of<f64>) -> &mut Self::Slot {
                of
            }
            fn bounds(&self, usual: &Range<f64>) -> Vec<Range<f64>> {
                [$(self.$i.bounds(usual)),*].concat()
            }
        }
    };
}

tuples!(A 0, B 1);
tuples!(A 0, B 1, C 2);
tuples!(A 0, B 1, C 2, D 3);

impl<S: Shape> Shape for Within<S> {
    type Of<T> = S::Of<T>;
    type Slot = S::Slot;
    fn size(&self) -> usize {
        self.shape.size()
    }
    fn read<T: Copy>(&self, from: &mut &[T]) -> Self::Of<T> {
        self.shape.read(from)
    }
    fn write<T: Copy>(of: &Self::Of<T>, to: &mut Vec<T>) {
        S::write(of, to);
    }
    fn slot(of: &mut Self::Of<f64>) -> &mut Self::Slot {
        S::slot(of)
    }
    fn bounds(&self, _: &Range<f64>) -> Vec<Range<f64>> {
        vec![self.low..self.high; self.size()]
    }
}

/// `S::write`, by value of the shape: for macros, which have a value and not its type.
pub fn write<S: Shape, T: Copy>(_: &S, of: &S::Of<T>, to: &mut Vec<T>) {
    S::write(of, to);
}

/// `S::slot`, by value of the shape.
pub fn slot<'a, S: Shape>(_: &S, of: &'a mut S::Of<f64>) -> &'a mut S::Slot {
    S::slot(of)
}
