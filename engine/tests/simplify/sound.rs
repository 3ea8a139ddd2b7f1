//! Simplified forms have the value of what they stand for.

use fastrand::Rng;
use gradus_engine::diff;
use gradus_engine::function::Function;
use gradus_engine::graph::{Graph, Id};
use gradus_engine::number::Number;
use gradus_engine::simplify::{Goal, Region, simplify};

use super::corpus;
use super::judge::{Exact, exactly, gradient, gradient_of, text, trusted};
use super::random::{NAMES, arithmetic, idioms, whole_table};

/// Fewer where the engine is not optimised.
const CASES: u64 = if cfg!(debug_assertions) { 150 } else { 3_000 };
const GOALS: [Goal; 2] = [Goal::Code, Goal::Reading];

/// What a failing case says: the shortest tell most.
#[derive(Default)]
struct Failures(Vec<String>);

impl Failures {
    #[track_caller]
    fn none(mut self) {
        self.0.sort_by_key(|failure| (failure.len(), failure.clone()));
        assert!(
            self.0.is_empty(),
            "{} failures, the shortest:\n{}",
            self.0.len(),
            self.0[..self.0.len().min(8)].join("\n")
        );
    }
}

/// The roots as they are, and the gradient of the last with its value pinned.
fn regions(graph: &Graph, roots: &[Id]) -> [Region; 2] {
    let alone = Region { graph: graph.clone(), pinned: Vec::new(), roots: roots.to_vec() };
    [alone, gradient_of(graph, *roots.last().expect("a root"))]
}

fn described(region: &Region, after: &Region, root: usize, goal: Goal) -> String {
    let value = region.pinned.first().map_or(String::new(), |id| format!("value {}; ", text(&region.graph, *id)));
    let roots = region.roots.len();
    let (before, now) = (text(&region.graph, region.roots[root]), text(&after.graph, after.roots[root]));
    format!("{value}{before}  =>  {now}   ({goal:?}, {roots} roots)")
}

#[test]
fn arithmetic_stays_the_same_function() {
    let mut failures = Failures::default();
    for seed in 0..2 * CASES {
        let rng = &mut Rng::with_seed(seed);
        let calls = rng.usize(3..16);
        let (graph, roots) = arithmetic(rng, calls, seed % 2 == 0);
        for (region, goal) in regions(&graph, &roots).iter().flat_map(|region| GOALS.map(|goal| (region, goal))) {
            let after = simplify(region, goal);
            for _ in 0..8 {
                let at = NAMES.map(|name| (name, Number::ratio(rng.i64(-7..8), rng.i64(1..4)).expect("not over zero")));
                let (want, got) =
                    (exactly(&region.graph, &region.roots, &at), exactly(&after.graph, &after.roots, &at));
                let value = exactly(&region.graph, &region.pinned, &at);
                if value.contains(&Exact::Undefined) {
                    continue;
                }
                for (root, (want, got)) in want.iter().zip(&got).enumerate() {
                    let left_out = *got == Exact::Undefined && goal == Goal::Reading && leaves_out(region);
                    if *want != Exact::Undefined && want != got && !left_out {
                        failures
                            .0
                            .push(format!("{} at {at:?}: {want:?} {got:?}", described(region, &after, root, goal)));
                    }
                }
            }
        }
    }
    failures.none();
}

/// Points of ordinary size, and those where functions have their seams.
fn point(rng: &mut Rng) -> [(&'static str, f64); 3] {
    const SPECIAL: [f64; 8] = [0.0, 1.0, -1.0, 2.0, 0.5, -0.5, 1e-8, 30.0];
    NAMES.map(|name| {
        let x = if rng.u8(..6) == 0 { SPECIAL[rng.usize(..8)] } else { 6.0 * rng.f64() - 3.0 };
        (name, if rng.u8(..4) == 0 { (4.0 * x).round() / 4.0 } else { x })
    })
}

fn calls(region: &Region) -> impl Iterator<Item = Function> + '_ {
    region.graph.ids().filter_map(|id| region.graph.as_call(id)).map(|(function, _)| function)
}

/// Whether reading leaves out what only matters where a factor vanishes: `x*ln(x)` at 0.
fn leaves_out(region: &Region) -> bool {
    calls(region).any(|function| matches!(function, Function::Xlogy | Function::Equal))
}

/// The laws of 0 do not keep its sign.
fn sees_sign_of_zero(region: &Region) -> bool {
    calls(region).any(|function| matches!(function, Function::Atan2 | Function::Signum | Function::Copysign))
}

/// Whether the value never was one: `(a - a)/(a - a)` with both differences disturbed alike.
fn divides_zeros(region: &Region) -> bool {
    let zero = |id: &Id| region.graph.as_number(*id).is_some_and(Number::is_zero);
    region.graph.ids().any(|id| region.graph.args_of(Function::Div, id).is_some_and(|args| args.iter().all(zero)))
}

fn compare(region: &Region, goal: Goal, lenient: bool, points: usize, rng: &mut Rng, failures: &mut Failures) {
    let after = simplify(region, goal);
    for _ in 0..points {
        let mut at = point(rng);
        if goal == Goal::Reading || sees_sign_of_zero(region) {
            at = NAMES.map(|name| (name, 6.0 * rng.f64() - 3.0));
        }
        judge(region, &after, goal, &at, lenient, failures);
    }
}

/// Compares at one point. `lenient` also forgives what the result's own rounding explains.
fn judge(region: &Region, after: &Region, goal: Goal, at: &[(&str, f64)], lenient: bool, failures: &mut Failures) {
    let value = trusted(&region.graph, &region.pinned, at, true);
    if value.iter().any(|value| !value.value.is_finite()) {
        return;
    }
    let want = trusted(&region.graph, &region.roots, at, true);
    let got = trusted(&after.graph, &after.roots, at, false);
    for (root, (want, got)) in want.iter().zip(&got).enumerate() {
        if !want.is_sound() {
            continue;
        }
        let slack = if lenient || goal == Goal::Reading { want.spread + got.spread } else { want.spread };
        let pointless = got.value.is_nan() && (goal == Goal::Reading && leaves_out(region) || divides_zeros(after));
        let close = pointless || (want.value - got.value).abs() <= 8.0 * slack + 1e-290;
        if !close {
            failures.0.push(format!("{} at {at:?}: {want:?} {got:?}", described(region, after, root, goal)));
        }
    }
}

#[test]
fn idioms_keep_their_values() {
    let mut failures = Failures::default();
    for seed in 0..CASES {
        let rng = &mut Rng::with_seed(seed);
        let depth = rng.usize(2..7);
        let (graph, root) = idioms(rng, depth).graph();
        for region in regions(&graph, &[root]) {
            for goal in GOALS {
                compare(&region, goal, true, 6, rng, &mut failures);
            }
        }
    }
    failures.none();
}

#[test]
fn the_whole_table_keeps_its_values() {
    let mut failures = Failures::default();
    for seed in 0..CASES {
        let rng = &mut Rng::with_seed(seed);
        let calls = rng.usize(3..12);
        let (graph, roots) = whole_table(rng, calls);
        for region in regions(&graph, &roots) {
            for goal in GOALS {
                compare(&region, goal, false, 6, rng, &mut failures);
            }
        }
    }
    failures.none();
}

#[test]
fn derivatives_at_once_are_derivatives_one_by_one() {
    let mut failures = Failures::default();
    for seed in 0..CASES / 3 {
        let rng = &mut Rng::with_seed(seed);
        let depth = rng.usize(1..4);
        let (graph, root) = idioms(rng, depth).graph();
        let (mut graph, order) = ((*graph).clone(), rng.usize(2..5));
        let x = graph.variable("x");
        let once = diff::nth(&mut graph, root, x, order);
        let mut step = Some(root);
        for _ in 0..order {
            step = step.and_then(|step| diff::tangents(&mut graph, &[step], x)[0]);
        }
        let zero = graph.integer(0);
        let forms = [once.unwrap_or(zero), step.unwrap_or(zero)];
        for _ in 0..4 {
            let at = NAMES.map(|name| (name, 4.0 * rng.f64() - 2.0));
            let [got, want] = trusted(&graph, &forms, &at, true)[..] else { unreachable!("two roots") };
            if want.is_sound()
                && got.value.is_finite()
                && (want.value - got.value).abs() > 8.0 * (want.spread + got.spread)
            {
                failures.0.push(format!("{order} times {} at {at:?}: {want:?} {got:?}", text(&graph, root)));
            }
        }
    }
    failures.none();
}

#[test]
fn the_corpus_keeps_its_values() {
    let mut failures = Failures::default();
    for case in corpus::cases() {
        let rng = &mut Rng::with_seed(1);
        let region = gradient(&case.text);
        for goal in GOALS {
            let after = simplify(&region, goal);
            for point in &case.points {
                for _ in 0..4 {
                    let scope = case.scope(&point.values);
                    let at: Vec<(&str, f64)> =
                        scope.into_iter().map(|(n, x)| (n, x * (0.9 + 0.2 * rng.f64()))).collect();
                    judge(&region, &after, goal, &at, false, &mut failures);
                }
            }
        }
    }
    failures.none();
}
