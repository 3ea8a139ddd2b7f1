//! The checks themselves: forms written by hand pass, and each slip in them is noticed.

use crate::case::Case;
use crate::forms::case;
use crate::shapes::*;
use crate::support::dual::Real;
use crate::{gradients, pullbacks, values};
use std::panic::{AssertUnwindSafe, catch_unwind};

fn oracle<T: Real>(x: &[T], a: T) -> T {
    x.iter().fold(a * 0.1, |sum, &x| sum + a * x * x)
}

macro_rules! weighted {
    ($f:ident) => {{
        fn $f<T: Real>(x: &[T], a: T, _: usize) -> T {
            oracle(x, a)
        }
        case!(weighted::$f(&x: Slice(3), a: Number, n = 3) in 0.5..2.0)
    }};
}

/// Which checks fail.
fn failures(case: &Case) -> Vec<&'static str> {
    type Check = fn(&Case);
    let checks: [(&str, Check); 6] = [
        ("dual numbers", gradients::against_dual_numbers),
        ("central differences", gradients::against_central_differences),
        ("accumulation", pullbacks::accumulation),
        ("overwriting", pullbacks::overwriting),
        ("value", values::bit_for_bit),
        ("allocation", |case| pullbacks::allocation(case).unwrap()),
    ];
    let fails = |check: &Check| catch_unwind(AssertUnwindSafe(|| check(case))).is_err();
    checks.iter().filter(|(_, check)| fails(check)).map(|(name, _)| *name).collect()
}

#[test]
fn what_is_right_passes() {
    assert_eq!(failures(&weighted!(right)), [""; 0]);
    fn shifted<T: Real>(x: &mut [T]) {
        for i in (1..x.len()).rev() {
            x[i] = x[i] * x[i - 1];
        }
    }
    assert_eq!(failures(&case!(written::shifted(&mut x: Slice(4)) -> () in 0.5..2.0)), [""; 0]);
}

#[test]
fn what_is_wrong_is_noticed() {
    let all = ["dual numbers", "central differences", "accumulation"];
    assert_eq!(failures(&weighted!(value)), ["accumulation", "value"]);
    assert_eq!(failures(&weighted!(partial)), ["dual numbers", "accumulation"]);
    assert_eq!(failures(&weighted!(sign)), all);
    assert_eq!(failures(&weighted!(overwrite)), ["accumulation"]);
    assert_eq!(failures(&weighted!(demand)), ["accumulation"]);
    assert_eq!(failures(&weighted!(waste)), ["allocation"]);
    assert_eq!(failures(&weighted!(right).allocates()), ["allocation"]);
}
