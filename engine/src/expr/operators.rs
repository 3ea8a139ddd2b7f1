//! Rust's operators on expressions, and conditions.

use std::iter::{Product, Sum};
use std::ops::{Add, AddAssign, BitAnd, BitOr, Div, DivAssign, Mul, MulAssign, Neg, Not, Sub, SubAssign};

use super::Expr;
use crate::function::Function;

macro_rules! binary {
    ($($Trait:ident $method:ident $Assign:ident $assign:ident;)*) => {$(
        impl<R: Into<Expr>> $Trait<R> for Expr {
            type Output = Expr;
            fn $method(self, right: R) -> Expr {
                Expr::call(Function::$Trait, vec![self, right.into()])
            }
        }

        impl<R: Into<Expr>> $Trait<R> for &Expr {
            type Output = Expr;
            fn $method(self, right: R) -> Expr {
                Expr::call(Function::$Trait, vec![self.clone(), right.into()])
            }
        }

        impl<R: Into<Expr>> $Assign<R> for Expr {
            fn $assign(&mut self, right: R) {
                *self = Expr::call(Function::$Trait, vec![self.clone(), right.into()]);
            }
        }

        binary! { $Trait $method f64 i32 i64 }
    )*};
    ($Trait:ident $method:ident $($Constant:ty)*) => {$(
        impl $Trait<Expr> for $Constant {
            type Output = Expr;
            fn $method(self, right: Expr) -> Expr {
                Expr::call(Function::$Trait, vec![self.into(), right])
            }
        }

        impl $Trait<&Expr> for $Constant {
            type Output = Expr;
            fn $method(self, right: &Expr) -> Expr {
                Expr::call(Function::$Trait, vec![self.into(), right.clone()])
            }
        }
    )*};
}

binary! {
    Add add AddAssign add_assign;
    Sub sub SubAssign sub_assign;
    Mul mul MulAssign mul_assign;
    Div div DivAssign div_assign;
}

impl Neg for Expr {
    type Output = Expr;
    fn neg(self) -> Expr {
        Expr::call(Function::Neg, vec![self])
    }
}

impl Neg for &Expr {
    type Output = Expr;
    fn neg(self) -> Expr {
        -self.clone()
    }
}

/// Adds from left to right; 0 when there is nothing to add.
impl<E: Into<Expr>> Sum<E> for Expr {
    fn sum<I: Iterator<Item = E>>(iter: I) -> Expr {
        iter.map(Into::into).reduce(|a, b| a + b).unwrap_or_else(|| 0.into())
    }
}

/// Multiplies from left to right; 1 when there is nothing to multiply.
impl<E: Into<Expr>> Product<E> for Expr {
    fn product<I: Iterator<Item = E>>(iter: I) -> Expr {
        iter.map(Into::into).reduce(|a, b| a * b).unwrap_or_else(|| 1.into())
    }
}

/// A condition between expressions, for [`Condition::select`].
#[derive(Clone, Debug, PartialEq)]
pub struct Condition(Expr);

macro_rules! comparisons {
    ($($(#[$doc:meta])* $name:ident $Function:ident;)*) => {
        impl Expr {$(
            $(#[$doc])*
            pub fn $name(&self, other: impl Into<Expr>) -> Condition {
                Condition(Expr::call(Function::$Function, vec![self.clone(), other.into()]))
            }
        )*}
    };
}

comparisons! {
    /// The condition `self < other`.
    less Less;
    /// The condition `self <= other`.
    less_equal LessEqual;
    /// The condition `self > other`.
    greater Greater;
    /// The condition `self >= other`.
    greater_equal GreaterEqual;
    /// The condition `self == other`.
    equal Equal;
    /// The condition `self != other`.
    not_equal NotEqual;
}

impl Condition {
    /// `then` where the condition holds, else `otherwise`.
    pub fn select(&self, then: impl Into<Expr>, otherwise: impl Into<Expr>) -> Expr {
        Expr::call(Function::Select, vec![self.0.clone(), then.into(), otherwise.into()])
    }
}

/// Both conditions.
impl BitAnd for Condition {
    type Output = Condition;
    fn bitand(self, other: Condition) -> Condition {
        Condition(Expr::call(Function::And, vec![self.0, other.0]))
    }
}

/// One of the conditions.
impl BitOr for Condition {
    type Output = Condition;
    fn bitor(self, other: Condition) -> Condition {
        Condition(Expr::call(Function::Or, vec![self.0, other.0]))
    }
}

/// The opposite condition.
impl Not for Condition {
    type Output = Condition;
    fn not(self) -> Condition {
        Condition(Expr::call(Function::Not, vec![self.0]))
    }
}
