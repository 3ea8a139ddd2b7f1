//! A product that only one sum or difference uses becomes part of it: one instruction less, the same two roundings.

use super::Operation::{Call, MulThenAdd, MulThenSub, SubProduct};
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
            let (Call(Mul), &[x, y]) = (steps.steps[at].operation, steps.steps[at].args()) else { return None };
            uses[at] = 0;
            Some([x, y])
        };
        let fused = match step.operation {
            Call(Add) => product(a).map(|xy| (MulThenAdd, xy, b)).or_else(|| product(b).map(|xy| (MulThenAdd, xy, a))),
            Call(Sub) => product(a).map(|xy| (MulThenSub, xy, b)).or_else(|| product(b).map(|xy| (SubProduct, xy, a))),
            _ => None,
        };
        if let Some((operation, [x, y], z)) = fused {
            steps.steps[position] = Step::new(operation, &[x, y, z]);
        }
    }
}
