//! The lints that generated code may trip over, each allowed only where its cause occurs.

use std::collections::BTreeSet;
use std::f64::consts::*;

use crate::function::Function;
use crate::graph::{Graph, Id, Op};
use crate::number::Number;

/// The constants that `clippy::approx_constant` knows.
const CONSTANTS: [f64; 19] = [
    E,
    FRAC_1_PI,
    FRAC_1_SQRT_2,
    FRAC_2_PI,
    FRAC_2_SQRT_PI,
    FRAC_PI_2,
    FRAC_PI_3,
    FRAC_PI_4,
    FRAC_PI_6,
    FRAC_PI_8,
    LN_2,
    LN_10,
    LOG10_2,
    LOG10_E,
    LOG2_10,
    LOG2_E,
    PI,
    SQRT_2,
    TAU,
];

/// Clippy accepts so many parameters.
const PARAMETERS: usize = 7;

/// The text of an `else if` has no more links.
const CHAIN: usize = 32;

/// The lints to allow, in alphabetical order.
pub(crate) fn needed<'n>(
    block: &Graph,
    roots: &[Id],
    names: impl Iterator<Item = &'n str> + Clone,
) -> BTreeSet<&'static str> {
    let mut lints = BTreeSet::new();
    // the last name is the function's
    if names.clone().count() > PARAMETERS + 1 {
        lints.insert("clippy::too_many_arguments");
    }
    if names.clone().any(|name| name.contains(char::is_uppercase) || name.trim_matches('_').contains("__")) {
        lints.insert("non_snake_case");
    }
    for id in block.cone(roots) {
        match block.op(id) {
            Op::Number(number) => {
                let value = number.to_f64().abs();
                if CONSTANTS.iter().any(|constant| (value / constant - 1.0).abs() < 1e-2) && !number.is_integer() {
                    lints.insert("clippy::approx_constant");
                }
            }
            Op::Call(function) => lints.extend(lint(block, function, block.args(id))),
            Op::Variable(_) => {}
        }
    }
    lints
}

fn lint(block: &Graph, function: Function, args: &[Id]) -> Vec<&'static str> {
    let any = |functions: &[Function]| {
        let calls = |id: &Id| block.as_call(*id).is_some_and(|(function, _)| functions.contains(&function));
        args.iter().any(calls)
    };
    let minus_one = |id: &Id| block.as_number(*id).is_some_and(Number::is_minus_one);
    let mut lints = Vec::new();
    match function {
        Function::Min if any(&[Function::Max]) => lints.push("clippy::manual_clamp"),
        Function::Max if any(&[Function::Min]) => lints.push("clippy::manual_clamp"),
        Function::Mul if args.iter().any(minus_one) => lints.push("clippy::neg_multiply"),
        Function::Not => lints.extend(["clippy::neg_cmp_op_on_partial_ord", "clippy::nonminimal_bool"]),
        Function::Select => lints.extend(choice(block, args)),
        _ => {}
    }
    match *args {
        [a, b] if a == b && function.row().rust.contains(' ') && !function.commutes() => lints.push("clippy::eq_op"),
        _ => {}
    }
    lints
}

/// Conditions and branches that `else if` repeats.
fn choice(block: &Graph, args: &[Id]) -> Option<&'static str> {
    let (condition, then) = (args[0], args[1]);
    let mut otherwise = args[2];
    if otherwise == then {
        return Some("clippy::if_same_then_else");
    }
    for link in 0..CHAIN {
        let Some(&[c, a, b]) = block.args_of(Function::Select, otherwise) else { break };
        if link == 0 && a == then {
            return Some("clippy::if_same_then_else");
        }
        if c == condition {
            return Some("clippy::ifs_same_cond");
        }
        otherwise = b;
    }
    None
}
