//! Size, depth and hostile constants.

use gradus_engine::diff;
use gradus_engine::function::Function;
use gradus_engine::graph::{Graph, Id};
use gradus_engine::simplify::{Goal, Region, simplify};

use super::judge::{gradient, values};

/// Terms, factors and steps.
const LARGE: usize = if cfg!(debug_assertions) { 30_000 } else { 100_000 };

fn both_goals(graph: &Graph, value: Id, x: Id, want: f64) {
    let mut graph = graph.clone();
    let derivative = diff::gradient(&mut graph, value, &[x])[0].expect("depends on x");
    let region = Region { graph, pinned: vec![value], roots: vec![derivative] };
    for goal in [Goal::Code, Goal::Reading] {
        let after = simplify(&region, goal);
        after.graph.check().unwrap();
        let got = values(&after.graph, &after.roots, &[("x", 1.0), ("y", 1.0)])[0];
        assert!((got - want).abs() <= 1e-9 * want.abs(), "{goal:?}: {got}");
    }
}

fn folded(step: impl Fn(&mut Graph, Id, Id, usize) -> Id) -> (Graph, Id, Id) {
    let mut graph = Graph::new();
    let x = graph.variable("x");
    let value = (0..LARGE).fold(x, |value, k| step(&mut graph, value, x, k));
    (graph, value, x)
}

#[test]
fn a_sum_of_many_terms() {
    let (graph, value, x) = folded(|graph, sum, x, k| {
        let c = graph.integer(k as i64 % 7 + 1);
        let argument = graph.call(Function::Mul, &[c, x]);
        let term = graph.call(Function::Atan, &[argument]);
        let factor = graph.integer(k as i64);
        let term = graph.call(Function::Mul, &[factor, term]);
        graph.call(Function::Add, &[sum, term])
    });
    let want =
        1.0 + (0..LARGE).map(|k| ((k % 7 + 1) as f64, k as f64)).map(|(c, k)| k * c / (1.0 + c * c)).sum::<f64>();
    both_goals(&graph, value, x, want);
}

#[test]
fn a_product_of_many_factors() {
    let (graph, value, x) = folded(|graph, product, x, k| {
        let y = graph.variable(&format!("y{k}"));
        let y = if k % 2 == 0 { graph.call(Function::Mul, &[y, x]) } else { y };
        graph.call(Function::Mul, &[product, y])
    });
    let mut graph = graph.clone();
    let derivative = diff::gradient(&mut graph, value, &[x])[0].expect("depends on x");
    for goal in [Goal::Code, Goal::Reading] {
        let region = Region { graph: graph.clone(), pinned: vec![value], roots: vec![derivative] };
        simplify(&region, goal).graph.check().unwrap();
    }
}

#[test]
fn a_deep_chain() {
    let (graph, value, x) = folded(|graph, value, x, k| match k % 3 {
        0 => graph.call(Function::Sin, &[value]),
        1 => graph.call(Function::Add, &[value, x]),
        _ => {
            let half = graph.number(gradus_engine::number::Number::ratio(1, 2).expect("not over zero"));
            graph.call(Function::Mul, &[half, value])
        }
    });
    let mut graph = graph.clone();
    let derivative = diff::gradient(&mut graph, value, &[x])[0].expect("depends on x");
    for goal in [Goal::Code, Goal::Reading] {
        let region = Region { graph: graph.clone(), pinned: vec![value], roots: vec![derivative] };
        simplify(&region, goal).graph.check().unwrap();
    }
}

/// Texts of a few kB at most.
fn hostile() -> Vec<String> {
    let digits = "7".repeat(2_400);
    let fractions: Vec<String> = (1..200).map(|k| format!("x/{}", 10_007 * k * k + 1)).collect();
    let primes: Vec<String> = (1..150).map(|k| format!("x^{k}/1{}3", "0".repeat(k))).collect();
    let powers: Vec<String> = (1..60).map(|k| format!("(x/3 + 1{}/7)^{k}", "0".repeat(k))).collect();
    vec![
        "x*(10^999)^999".into(),
        "(10^999*x)^4".into(),
        "((10^999)*x)^999*x".into(),
        "(x*10^4000)^2 + (x*10^4000)^2".into(),
        format!("{digits}*x/{digits}1 + x/{digits}3"),
        format!("({digits}/3{digits})*x^2 + (1/{digits})*x + 0.7777*x"),
        fractions.join(" + "),
        primes.join(" + "),
        powers.join(" + "),
        powers.join("*"),
        "x*0 + y".into(),
        "x/0 + y".into(),
        "0/0*x".into(),
        "0*x/(0*y)".into(),
        "inf*x - inf*x".into(),
        "nan*x + x - x".into(),
        "(x - x)/(x - x)".into(),
        "ln(0)*x + x/(1 - 1)".into(),
        "(0/0)^x + 0^0*x + 0^x".into(),
        "x^1e9*x^-1e9 + x^1e300".into(),
        "x^(1/1000000007)*x^(1/998244353)*x^(1/1000000009)".into(),
        "((((x^7)^7)^7)^7)^7".into(),
        "((((x*2)^999)^999)^999)^999".into(),
        "1e-999*x + 1e999*x".into(),
        "sqrt(1e-4000)*x + 2^-4000*x".into(),
    ]
}

#[test]
fn hostile_constants_are_harmless() {
    for text in hostile() {
        let region = gradient(&text);
        for goal in [Goal::Code, Goal::Reading] {
            simplify(&region, goal).graph.check().unwrap();
        }
    }
}

#[test]
fn what_is_no_number_stays_none() {
    for text in ["x*(0/0)", "0/0*x", "nan*x", "x*inf - x*inf"] {
        let region = gradient(text);
        let after = simplify(&region, Goal::Code);
        let at = [("x", 2.0)];
        let before = values(&region.graph, &region.roots, &at)[0];
        let now = values(&after.graph, &after.roots, &at)[0];
        assert!(before.is_nan() && now.is_nan() || before == now, "{text}: {before} {now}");
    }
}
