//! Elements of adjoints that are emptied and then added to are overwritten.

use std::collections::BTreeSet;

use crate::function::Function;
use crate::program::procedure::{ArrayId, Block, Step};

/// `d_a[i] = 0; ..; d_a[i] += v` becomes `..; d_a[i] = v`, where nothing between the two is about `d_a`.
pub(super) fn renew(block: &mut Block, adjoints: &BTreeSet<ArrayId>) {
    let mut position = 0;
    while position < block.steps.len() {
        match renewed(block, position, adjoints) {
            Some(later) => {
                let Step::Add { place, value, negative } = block.steps[later].clone() else {
                    unreachable!("an addition")
                };
                let value = if negative { block.graph.call(Function::Neg, &[value]) } else { value };
                block.steps[later] = Step::Store { place, value };
                block.steps.remove(position);
            }
            None => position += 1,
        }
    }
    for step in &mut block.steps {
        step.blocks_mut().into_iter().for_each(|inner| renew(inner, adjoints));
    }
}

/// The addition to the element that a step empties.
fn renewed(block: &Block, position: usize, adjoints: &BTreeSet<ArrayId>) -> Option<usize> {
    let Step::Store { place, value } = &block.steps[position] else { return None };
    if !adjoints.contains(&place.array) || !block.graph.as_number(*value).is_some_and(|value| value.is_zero()) {
        return None;
    }
    let later = position + 1 + block.steps[position + 1..].iter().position(|step| step.touches(place.array))?;
    matches!(&block.steps[later], Step::Add { place: added, .. } if added == place).then_some(later)
}
