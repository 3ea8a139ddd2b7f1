//! What once went wrong, each by its smallest example.

use gradus_engine::expr::merge;
use gradus_engine::function::Function;
use gradus_engine::number::Number;
use gradus_engine::simplify::{Goal, Region, simplify};

use super::judge::{gradient, trusted, values};

/// Simplifies texts side by side and compares them with what they were.
#[track_caller]
fn same(texts: &[&str], at: &[(&str, f64)]) {
    let exprs: Vec<_> = texts.iter().map(|text| gradus_engine::parse(text).expect("a text")).collect();
    let (graph, roots) = merge(exprs.iter());
    check(&Region { graph, pinned: Vec::new(), roots }, at);
}

#[track_caller]
fn check(region: &Region, at: &[(&str, f64)]) {
    let want = trusted(&region.graph, &region.roots, at, false);
    let after = simplify(region, Goal::Code);
    after.graph.check().unwrap();
    let got = values(&after.graph, &after.roots, at);
    for (want, got) in want.into_iter().zip(got) {
        assert!((want.value - got).abs() <= 8.0 * want.spread, "{want:?} became {got}");
    }
}

#[test]
fn a_power_on_both_sides_of_the_bar() {
    same(&["x*z", "x*z/(x*z)*x"], &[("x", 3.0), ("z", 5.0)]);
}

#[test]
fn the_shared_reciprocal_of_a_root() {
    same(&["a/d^1.5", "b/d^1.5"], &[("a", 3.0), ("b", 5.0), ("d", 2.0)]);
}

#[test]
fn a_shared_product_as_a_common_factor() {
    check(&gradient("a = (1/10 - x)/x; x/(a + a*(5/3*a))"), &[("x", -0.5)]);
}

#[test]
fn a_product_in_the_value_whose_factors_do_not_stand_there() {
    check(&gradient("(1 - x)*(1 + x)*y + sin((1 - x)*(1 + x)*y)"), &[("x", 0.3), ("y", 2.0)]);
}

#[test]
fn a_domain_in_one_branch_says_nothing_of_the_other() {
    let division = gradient("if z == 0 then 1 else z^2/z");
    check(&division, &[("z", 0.0)]);
    check(&gradient("if x > 0 then ln(x) else x*abs(x)"), &[("x", -2.0)]);
    check(&gradient("max(ln(x), x*abs(x))"), &[("x", -2.0)]);
}

#[test]
fn code_keeps_the_guards_that_reading_leaves_out() {
    let form = gradus_engine::parse("0.1*xlogy(y, exp(y)*x + exp(y)*exp(y))").unwrap();
    let (graph, root) = form.graph();
    let region = Region { graph: (*graph).clone(), pinned: Vec::new(), roots: vec![root] };
    check(&region, &[("x", -1.75), ("y", 0.0)]);
}

#[test]
fn a_power_of_two_is_no_power_of_e() {
    // 2^2 < 5 < e^2
    same(&["abs(exp2(2 + x^2) - 5)"], &[("x", 0.0)]);
}

#[test]
fn exponents_beyond_32_bits() {
    same(&["x^2147483647*x", "x^-2147483647/x"], &[("x", 1.0)]);
}

#[test]
fn a_number_is_written_as_one_though_the_value_has_it_too() {
    let exprs = ["y - y", "(where(c != 0, x, 2)*x + y - y)*x"].map(|text| gradus_engine::parse(text).expect("a text"));
    let (graph, roots) = merge(exprs.iter());
    let after = simplify(&Region { graph, pinned: vec![roots[0]], roots: vec![roots[1]] }, Goal::Code);
    let compared = after.graph.ids().find_map(|id| after.graph.args_of(Function::NotEqual, id)).expect("the condition");
    assert!(after.graph.as_number(compared[1]).is_some_and(Number::is_zero));
}

#[test]
fn from_what_is_never_real_nothing_follows() {
    // x/0 = 3*x/0 in the e-graph, and from there x = 3*x
    let (thrice, over) = ("(x - x + 3)*x", "(x - x + 3)*x/(x - x)");
    let slope = format!("-x - {over}/(2*({over}))");
    let rest = format!("2*({over}) - ({slope}) - {over}/(2*({over}))");
    same(&[thrice], &[("x", 1.0)]);
    let exprs = [thrice, over, &format!("{rest} - ({slope}) + ({rest})")]
        .map(|text| gradus_engine::parse(text).expect("a text"));
    let (graph, roots) = merge(exprs.iter());
    let region = Region { graph, pinned: Vec::new(), roots };
    for goal in [Goal::Code, Goal::Reading] {
        let after = simplify(&region, goal);
        assert_eq!(values(&after.graph, &after.roots, &[("x", 1.0)])[0], 3.0, "{goal:?}");
    }
}

#[test]
fn what_is_defined_stays_defined() {
    let exprs = ["z/x", "z/(3*z)", "(3*z*x - 3*z*x - z/x)/(3*z*x - 3*z*x - z/x)"]
        .map(|text| gradus_engine::parse(text).expect("a text"));
    let (graph, roots) = merge(exprs.iter());
    let region = Region { graph, pinned: Vec::new(), roots };
    let after = simplify(&region, Goal::Code);
    assert_eq!(values(&after.graph, &after.roots, &[("x", 0.0), ("z", 3.0)])[1], 1.0 / 3.0);
}

#[test]
fn a_product_and_its_factors_do_not_both_come_out() {
    let root = "(z*y*(z*y)^(-1/2))";
    let texts = [
        &format!("{root}/{root} - {root}/{root}^2"),
        "-1/2*(z*z)^(-3/2)*(4/(z*z*(z*z)^(-1/2))*(z*z)) + 4/(z*z*(z*z)^(-1/2))*(z*z)^(-1/2)",
    ];
    let at = [("z", 1.3), ("y", 0.4)];
    for (text, goal) in texts.iter().flat_map(|text| [Goal::Code, Goal::Reading].map(|goal| (text, goal))) {
        let (graph, root) = gradus_engine::parse(text).expect("a text").graph();
        let region = Region { graph: (*graph).clone(), pinned: Vec::new(), roots: vec![root] };
        let want = values(&region.graph, &region.roots, &at)[0];
        let after = simplify(&region, goal);
        let got = values(&after.graph, &after.roots, &at)[0];
        assert!((want - got).abs() < 1e-14, "{goal:?}: {want} became {got}");
    }
}
