//! A product that only one sum or difference uses becomes part of it: one instruction less, the same two roundings.

use super::Form::{self, Plain, ProductFirst, ProductLast};
use super::steps::{Source, Step, Steps};
use crate::function::Function::{Add, Mul, Sub};

pub(super) fn fuse(steps: &mut Steps) {
    let mut uses = steps.uses();
    for position in 0..steps.steps.len() {
        let step = steps.steps[position];
        if uses[position] == 0 {
            continue;
        }
        let &[a, b] = step.args() else { continue };
        let mut product = |source: Source| -> Option<[Source; 2]> {
            let at = source.step().filter(|at| uses[*at] == 1)?;
            let (Mul, Plain, &[x, y]) = (steps.steps[at].function, steps.steps[at].form, steps.steps[at].args()) else {
                return None;
            };
            uses[at] = 0;
            Some([x, y])
        };
        let fused: Option<(Form, [Source; 2], Source)> = match step.function {
            // b + x*y = x*y + b
            Add => product(a).map(|xy| (ProductFirst, xy, b)).or_else(|| product(b).map(|xy| (ProductFirst, xy, a))),
            Sub => product(a).map(|xy| (ProductFirst, xy, b)).or_else(|| product(b).map(|xy| (ProductLast, xy, a))),
            _ => None,
        };
        if let Some((form, [x, y], z)) = fused {
            steps.steps[position] = Step::new(step.function, form, &[x, y, z]);
        }
    }
}
