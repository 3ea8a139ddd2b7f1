//! What `_vjp` adds, and to what; and that the other two forms are the same.

use crate::case::Case;
use crate::gradients::{by_dual_numbers, tolerance};
use crate::oracles::{cases, for_all};
use crate::points;
use crate::support::close::{Tolerance, assert_close_at};

/// The seeds of what the function writes to go into its slots; of the outputs these are the last.
pub fn place_seeds(case: &Case, seeds: &[f64], slots: &mut [f64]) {
    let written = case.mutable.iter().filter(|mutable| **mutable).count();
    let last = seeds[seeds.len() - written..].iter();
    for ((slot, _), seed) in slots.iter_mut().zip(&case.mutable).filter(|(_, mutable)| **mutable).zip(last) {
        *slot = *seed;
    }
}

/// Which numbers of the point belong to given slots.
fn spread(case: &Case, given: &[bool]) -> Vec<bool> {
    case.parameters.iter().zip(given).flat_map(|(&size, &given)| std::iter::repeat_n(given, size)).collect()
}

/// Calls with prefilled slots and checks value and slots.
fn check(case: &Case, at: &[f64], given: &[bool], seed: u64) {
    let Some(generated) = &case.generated else { return };
    let value = (case.value)(at);
    let seeds = points::seeds(value.len(), seed);
    let before = points::seeds(at.len(), seed + 1);
    let mut slots = before.clone();
    place_seeds(case, &seeds, &mut slots);
    let (got_value, got) = (generated.vjp)(at, &seeds, &slots, given);
    assert_eq!(bits(&got_value), bits(&value), "{} at {at:?}, {given:?}", case.name);

    // a slot that is not given for what is written to means that its final content has no adjoint
    let handed = spread(case, given);
    let mut effective = seeds.clone();
    let written: Vec<bool> = handed.iter().zip(&case.mutable).filter(|(_, m)| **m).map(|(given, _)| *given).collect();
    let results = seeds.len() - written.len();
    for (seed, given) in effective[results..].iter_mut().zip(&written) {
        *seed *= f64::from(*given);
    }
    let gradient = by_dual_numbers(case, at, &effective);
    let size = tolerance(&gradient).absolute;
    for i in 0..at.len() {
        let want = match (handed[i], case.mutable[i]) {
            (false, _) => slots[i],
            (true, true) => gradient[i],
            (true, false) => before[i] + gradient[i],
        };
        let rounding = if case.mutable[i] { 0.0 } else { 1e-12 };
        let tolerance = Tolerance { relative: 1e-12, absolute: size + rounding };
        assert_close_at(got[i], want, tolerance, format_args!("{} at {at:?}, {given:?}, slot {i}", case.name));
    }
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|v| v.to_bits()).collect()
}

/// All slots, each alone, all but each, and none.
pub fn accumulation(case: &Case) {
    let n = case.parameters.len();
    for (k, at) in points::ordinary(case, 10).iter().enumerate() {
        check(case, at, &vec![true; n], k as u64);
    }
    for (k, at) in points::ordinary(case, 0).iter().enumerate() {
        check(case, at, &vec![false; n], k as u64);
        for only in 0..n {
            check(case, at, &(0..n).map(|i| i == only).collect::<Vec<_>>(), k as u64);
            check(case, at, &(0..n).map(|i| i != only).collect::<Vec<_>>(), k as u64);
        }
    }
}

#[test]
fn slots_are_added_to() {
    for_all(accumulation);
}

/// `_grad` and `_grad_into`.
pub fn overwriting(case: &Case) {
    let Some(scalar) = case.generated.as_ref().and_then(|g| g.scalar) else { return };
    for at in points::ordinary(case, 10) {
        let (value, gradient) = (scalar.grad)(&at);
        let into = (scalar.grad_into)(&at);
        assert_eq!(value.to_bits(), into.value.to_bits(), "{} at {at:?}", case.name);
        assert_eq!(bits(&gradient), bits(&into.gradient), "{} at {at:?}", case.name);
    }
}

#[test]
fn the_overwriting_forms_agree_bit_for_bit() {
    for_all(overwriting);
}

/// Whether it allocates although nothing has to be stored, or the other way round.
pub fn allocation(case: &Case) -> Result<(), String> {
    let Some(scalar) = case.generated.as_ref().and_then(|g| g.scalar) else { return Ok(()) };
    let allocated = (scalar.grad_into)(&points::ordinary(case, 0)[0]).allocations.count_total > 0;
    if allocated == (case.traits.allocates || case.traits.stores) {
        return Ok(());
    }
    Err(format!("{} {}", case.name, if allocated { "allocates" } else { "does not allocate" }))
}

#[test]
fn nothing_is_allocated_without_need() {
    let wrong: Vec<String> = cases().iter().filter_map(|case| allocation(case).err()).collect();
    assert!(wrong.is_empty(), "not as listed:\n{}", wrong.join("\n"));
}
