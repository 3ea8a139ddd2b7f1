//! Shapes of numbers: what a function takes, and what its gradient mirrors.

use std::fmt;

/// A floating-point type.
pub trait Scalar: Copy {
    /// The distance from 1 to the next number.
    const EPSILON: f64;

    /// The same number.
    fn to_f64(self) -> f64;

    /// The nearest number of this type.
    fn from_f64(x: f64) -> Self;
}

/// What a point or a gradient may be: numbers, arrays, slices, `Vec`s, tuples, references to these.
pub trait Shape {
    /// The same numbers, owned: slices become `Vec`s.
    type Owned: Numbers;

    /// A copy.
    fn to_numbers(&self) -> Self::Owned;
}

/// A shape that owns its numbers, which are visited by their position in reading order.
pub trait Numbers: Shape<Owned = Self> + Sized {
    /// The coarsest [`Scalar::EPSILON`] of the numbers.
    const EPSILON: f64;

    /// How many numbers every value of this type has, where the type fixes it.
    const FIXED: Option<usize>;

    /// How many numbers there are.
    fn count(&self) -> usize;

    /// The number at a position.
    fn get(&self, position: usize) -> f64;

    /// Puts the nearest number of the type to a position.
    fn set(&mut self, position: usize, x: f64);

    /// Appends the way to a position.
    fn path(&self, position: usize, path: &mut Vec<Step>);
}

/// One step on the way to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into an element of a tuple: `.0`.
    Field(usize),
    /// Into an element of an array, a slice or a `Vec`: `[0]`.
    Index(usize),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Field(field) => write!(f, ".{field}"),
            Step::Index(index) => write!(f, "[{index}]"),
        }
    }
}

/// What is wrong where two values of one type have not the same shape: some `Vec` is longer than the other.
pub(super) fn difference<N: Numbers>(point: &N, gradient: &N) -> Option<String> {
    let (count, other) = (point.count(), gradient.count());
    if count != other {
        return Some(format!("the point has {count} numbers and the gradient {other}"));
    }
    if N::FIXED.is_some() {
        return None;
    }
    let (mut here, mut there) = (Vec::new(), Vec::new());
    (0..count).find_map(|position| {
        here.clear();
        there.clear();
        point.path(position, &mut here);
        gradient.path(position, &mut there);
        let text = |path: &[Step]| path.iter().map(Step::to_string).collect::<String>();
        (here != there).then(|| {
            let (here, there) = (text(&here), text(&there));
            format!("number {position} of the point is `{here}`, of the gradient `{there}`")
        })
    })
}

macro_rules! scalar {
    ($($Scalar:ident)*) => { $(
        impl Scalar for $Scalar {
            const EPSILON: f64 = $Scalar::EPSILON as f64;

            fn to_f64(self) -> f64 {
                self.into()
            }

            fn from_f64(x: f64) -> Self {
                x as $Scalar
            }
        }

        impl Shape for $Scalar {
            type Owned = $Scalar;

            fn to_numbers(&self) -> $Scalar {
                *self
            }
        }

        impl Numbers for $Scalar {
            const EPSILON: f64 = <$Scalar as Scalar>::EPSILON;
            const FIXED: Option<usize> = Some(1);

            fn count(&self) -> usize {
                1
            }

            fn get(&self, _: usize) -> f64 {
                self.to_f64()
            }

            fn set(&mut self, _: usize, x: f64) {
                *self = $Scalar::from_f64(x);
            }

            fn path(&self, _: usize, _: &mut Vec<Step>) {}
        }
    )* };
}

scalar!(f64 f32);

impl<S: Shape + ?Sized> Shape for &S {
    type Owned = S::Owned;

    fn to_numbers(&self) -> S::Owned {
        (**self).to_numbers()
    }
}

impl<S: Shape + ?Sized> Shape for &mut S {
    type Owned = S::Owned;

    fn to_numbers(&self) -> S::Owned {
        (**self).to_numbers()
    }
}

impl<S: Shape> Shape for [S] {
    type Owned = Vec<S::Owned>;

    fn to_numbers(&self) -> Self::Owned {
        self.iter().map(S::to_numbers).collect()
    }
}

impl<S: Shape> Shape for Vec<S> {
    type Owned = Vec<S::Owned>;

    fn to_numbers(&self) -> Self::Owned {
        self[..].to_numbers()
    }
}

impl<S: Shape, const N: usize> Shape for [S; N] {
    type Owned = [S::Owned; N];

    fn to_numbers(&self) -> Self::Owned {
        self.each_ref().map(S::to_numbers)
    }
}

/// The element in which a position is, and the position in it.
fn locate<S: Numbers>(elements: &[S], mut position: usize) -> (usize, usize) {
    if let Some(size) = S::FIXED {
        return (position / size, position % size);
    }
    for (index, element) in elements.iter().enumerate() {
        let count = element.count();
        if position < count {
            return (index, position);
        }
        position -= count;
    }
    panic!("position {position} behind the last number");
}

macro_rules! sequence {
    ([$($generics:tt)*] $Sequence:ty, $fixed:expr) => {
        impl<$($generics)*> Numbers for $Sequence {
            const EPSILON: f64 = S::EPSILON;
            const FIXED: Option<usize> = $fixed;

            fn count(&self) -> usize {
                match S::FIXED {
                    Some(size) => size * self.len(),
                    None => self.iter().map(S::count).sum(),
                }
            }

            fn get(&self, position: usize) -> f64 {
                let (index, rest) = locate(&self[..], position);
                self[index].get(rest)
            }

            fn set(&mut self, position: usize, x: f64) {
                let (index, rest) = locate(&self[..], position);
                self[index].set(rest, x);
            }

            fn path(&self, position: usize, path: &mut Vec<Step>) {
                let (index, rest) = locate(&self[..], position);
                path.push(Step::Index(index));
                self[index].path(rest, path);
            }
        }
    };
}

sequence!([S: Numbers] Vec<S>, None);
sequence!([S: Numbers, const N: usize] [S; N], match S::FIXED {
    Some(size) => Some(size * N),
    None => None,
});

/// `$self.$i.$method(rest, ..)` for the element in which the position is.
macro_rules! tuple {
    ($($S:ident $i:tt)*) => {
        impl<$($S: Shape),*> Shape for ($($S,)*) {
            type Owned = ($($S::Owned,)*);

            fn to_numbers(&self) -> Self::Owned {
                ($(self.$i.to_numbers(),)*)
            }
        }

        impl<$($S: Numbers),*> Numbers for ($($S,)*) {
            const EPSILON: f64 = {
                let mut coarsest = 0.0;
                $(if $S::EPSILON > coarsest { coarsest = $S::EPSILON; })*
                coarsest
            };
            const FIXED: Option<usize> = {
                let mut total = Some(0);
                $(total = match (total, $S::FIXED) {
                    (Some(total), Some(size)) => Some(total + size),
                    _ => None,
                };)*
                total
            };

            fn count(&self) -> usize {
                0 $(+ self.$i.count())*
            }

            fn get(&self, mut position: usize) -> f64 {
                $(
                    if position < self.$i.count() {
                        return self.$i.get(position);
                    }
                    position -= self.$i.count();
                )*
                panic!("position {position} behind the last number");
            }

            fn set(&mut self, mut position: usize, x: f64) {
                $(
                    if position < self.$i.count() {
                        return self.$i.set(position, x);
                    }
                    position -= self.$i.count();
                )*
                panic!("position {position} behind the last number");
            }

            fn path(&self, mut position: usize, path: &mut Vec<Step>) {
                $(
                    if position < self.$i.count() {
                        path.push(Step::Field($i));
                        return self.$i.path(position, path);
                    }
                    position -= self.$i.count();
                )*
                panic!("position {position} behind the last number");
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0 B 1);
tuple!(A 0 B 1 C 2);
tuple!(A 0 B 1 C 2 D 3);
tuple!(A 0 B 1 C 2 D 3 E 4);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11);
