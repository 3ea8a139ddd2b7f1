//! The test support, tested.

mod support;

use support::close::{Tolerance, assert_all_close, assert_close, is_close};
use support::dual::{Dual, HyperDual, Real, call};
use support::random::{self, Shape};
use support::table::{self, Exact, ulp_distance};
use support::tree::Tree;
use support::{dual, numeric, text};

fn panics(f: impl FnOnce() + std::panic::UnwindSafe) -> bool {
    std::panic::catch_unwind(f).is_err()
}

// close

#[test]
fn close_fails_in_both_directions() {
    let tolerance = Tolerance::relative(1e-6);
    assert_close(1.0 + 5e-7, 1.0, tolerance);
    assert_close(1.0 - 5e-7, 1.0, tolerance);
    assert!(panics(|| assert_close(1.0 + 2e-6, 1.0, tolerance)), "too large passes");
    assert!(panics(|| assert_close(1.0 - 2e-6, 1.0, tolerance)), "too small passes");
    assert!(panics(|| assert_close(-1.0 - 2e-6, -1.0, tolerance)), "too small passes");
    assert!(panics(|| assert_close(-1.0 + 2e-6, -1.0, tolerance)), "too large passes");
    assert!(panics(|| assert_close(-1.0, 1.0, tolerance)), "the sign is ignored");
}

#[test]
fn close_takes_the_wider_of_relative_and_absolute() {
    let tolerance = Tolerance { relative: 1e-3, absolute: 1.0 };
    assert!(is_close(100.9, 100.0, tolerance) && is_close(99.1, 100.0, tolerance));
    assert!(!is_close(101.1, 100.0, tolerance) && !is_close(98.9, 100.0, tolerance));
    assert!(is_close(10_009.0, 10_000.0, tolerance) && !is_close(10_011.0, 10_000.0, tolerance));
    assert!(!is_close(1e-30, 0.0, Tolerance::relative(0.5)), "zero has no relative neighbourhood");
}

#[test]
fn close_treats_nan_as_a_class_and_infinities_by_sign() {
    let anything = Tolerance { relative: 1e300, absolute: f64::INFINITY };
    assert!(is_close(f64::NAN, -f64::NAN, Tolerance::EXACT));
    assert!(!is_close(f64::NAN, 1.0, anything) && !is_close(1.0, f64::NAN, anything));
    assert!(is_close(f64::INFINITY, f64::INFINITY, Tolerance::EXACT));
    assert!(!is_close(f64::INFINITY, f64::NEG_INFINITY, anything));
    assert!(!is_close(1e308, f64::INFINITY, anything) && !is_close(f64::INFINITY, 1e308, anything));
    assert!(is_close(0.0, -0.0, Tolerance::EXACT));
}

#[test]
fn close_compares_slices_with_their_lengths() {
    assert_all_close(&[1.0, 2.0], &[1.0, 2.0], Tolerance::EXACT);
    assert!(panics(|| assert_all_close(&[1.0], &[1.0, 2.0], Tolerance::both(1.0))));
    assert!(panics(|| assert_all_close(&[1.0, 2.5], &[1.0, 2.0], Tolerance::both(0.1))));
}

// table

#[test]
fn decimals_split_into_two_doubles() {
    let pi = Exact::parse("3.14159265358979323846264338327950288419716939937511").unwrap();
    assert_eq!((pi.hi, pi.lo), (std::f64::consts::PI, 1.2246467991473532e-16));
    let tenth = Exact::parse("-0.1").unwrap();
    assert_eq!((tenth.hi, tenth.lo), (-0.1, 5.551115123125783e-18));
    assert_eq!(Exact::parse("-1234.5e-1").unwrap(), Exact { hi: -123.45, lo: Exact::parse("-123.45").unwrap().lo });
    assert_eq!(Exact::parse("1e300").unwrap().hi, 1e300);
    assert_eq!(Exact::parse("0.5").unwrap(), Exact { hi: 0.5, lo: 0.0 });
    assert_eq!(Exact::parse("-inf").unwrap(), Exact { hi: f64::NEG_INFINITY, lo: 0.0 });
    assert_eq!(Exact::parse("1e400").unwrap().hi, f64::INFINITY);
    assert!(Exact::parse("nan").unwrap().hi.is_nan() && Exact::parse("1.2.3").is_err());
}

#[test]
fn distances_in_units_in_the_last_place() {
    assert_eq!(ulp_distance(1.0, 1.0 + f64::EPSILON), 1);
    assert_eq!(ulp_distance(1.0 + f64::EPSILON, 1.0), 1);
    assert_eq!(ulp_distance(0.0, -0.0), 0);
    assert_eq!(ulp_distance(f64::from_bits(1), -f64::from_bits(1)), 2);
    assert_eq!(ulp_distance(f64::MAX, f64::INFINITY), 1);
    assert_eq!((ulp_distance(f64::NAN, f64::NAN), ulp_distance(f64::NAN, 1.0)), (0, u64::MAX));
    let third = Exact::parse("0.33333333333333333333333333333333333").unwrap();
    assert!(third.ulp_error(1.0 / 3.0) < 0.5 && third.ulp_error((1.0f64 / 3.0).next_up()) > 0.5);
    assert!(third.ulp_error((1.0f64 / 3.0).next_down()) > 0.5 && third.ulp_error(f64::NAN).is_infinite());
}

#[test]
fn the_table_is_complete_and_well_formed() {
    let records = table::functions();
    let names = table::names();
    assert_eq!(names.len(), 70);
    for name in &names {
        assert!(records.iter().filter(|r| r.name == *name).count() >= 28, "{name} has few points");
    }
    let atan2 = records.iter().find(|r| r.name == "atan2").unwrap();
    assert_eq!(atan2.second(1, 0), atan2.second[1]);
    assert_eq!(atan2.second(1, 1), atan2.second[2]);
    assert!(table::parse("sin | 0 | 0 | 1").is_err() && table::parse("sin | 0 | 0 | 1 1 | 0").is_err());
}

/// What the table says of arithmetic and rounding must be what Rust's own operations give, to the last bit.
#[test]
fn the_table_agrees_with_exact_operations_of_rust() {
    let exact =
        "add sub mul div neg recip sqrt abs signum copysign floor ceil round round_ties_even trunc fract rem max min";
    let exact: Vec<_> = exact.split(' ').chain(["div_euclid"]).collect();
    for r in table::functions().into_iter().filter(|r| exact.contains(&r.name)) {
        let got = call::<f64>(r.name, &r.args).unwrap();
        assert_eq!(ulp_distance(got, r.value.unwrap().hi), 0, "line {}: {} {:?}", r.line, r.name, r.args);
    }
}

// dual

/// What floating-point evaluation at the exact argument can promise. Two kinds of condition number matter: functions that
/// square their argument inside an exponential, and sums that cancel.
fn tolerance(name: &str) -> Tolerance {
    match name {
        "gamma" | "ln_gamma" | "digamma" | "trigamma" | "polygamma" => Tolerance { relative: 1e-11, absolute: 1e-13 },
        "spherical_j" | "sinc" => Tolerance { relative: 1e-11, absolute: 1e-14 },
        "tan" | "log" | "powf" => Tolerance { relative: 1e-11, absolute: 0.0 },
        _ => Tolerance { relative: 1e-12, absolute: 1e-300 },
    }
}

#[test]
fn hyper_dual_numbers_agree_with_the_table() {
    let mut failures = Vec::new();
    for r in table::functions() {
        let mut check = |what: String, got: f64, want: Option<Exact>| {
            if let Some(want) = want
                && !is_close(got, want.hi, tolerance(r.name))
            {
                failures
                    .push(format!("line {}: {} {:?} {what}: got {got:e}, want {:e}", r.line, r.name, r.args, want.hi));
            }
        };
        let size = r.args.len();
        for i in 0..size {
            for j in i..size {
                let unit = |k, l| if k == l { 1.0 } else { 0.0 };
                let args: Vec<_> =
                    (0..size).map(|k| HyperDual { value: r.args[k], a: unit(k, i), b: unit(k, j), ab: 0.0 }).collect();
                let got = call(r.name, &args).unwrap_or_else(|| panic!("{} is missing", r.name));
                check("value".into(), got.value, r.value);
                check(format!("first {i}"), got.a, r.first[i]);
                check(format!("first {j}"), got.b, r.first[j]);
                check(format!("second {i} {j}"), got.ab, r.second(i, j));
            }
            let args: Vec<_> =
                (0..size).map(|k| Dual { value: r.args[k], first: if k == i { 1.0 } else { 0.0 } }).collect();
            check(format!("dual {i}"), call(r.name, &args).unwrap().first, r.first[i]);
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

fn bowl<T: Real>(v: &[T]) -> T {
    (v[0] * v[1]).sin() * v[1] + v[0].powi(3) / v[1]
}

#[test]
fn dual_numbers_follow_the_chain_rule() {
    let (x, y) = (0.7f64, 1.3f64);
    let t = Tolerance::relative(1e-14);
    let (value, gradient) = dual::gradient(bowl, &[x, y]);
    assert_close(value, (x * y).sin() * y + x * x * x / y, t);
    let c = (x * y).cos();
    let s = (x * y).sin();
    assert_all_close(&gradient, &[c * y * y + 3.0 * x * x / y, c * x * y + s - x * x * x / (y * y)], t);
    let hessian = dual::hessian(bowl, &[x, y]);
    let mixed = -s * x * y * y + 2.0 * c * y - 3.0 * x * x / (y * y);
    assert_all_close(&hessian[0], &[-s * y * y * y + 6.0 * x / y, mixed], t);
    assert_all_close(&hessian[1], &[mixed, -s * x * x * y + 2.0 * c * x + 2.0 * x * x * x / (y * y * y)], t);
    let jacobian = dual::jacobian(|v| vec![v[0] * v[1], v[0] - v[1] * 2.0], &[x, y]);
    assert_eq!(jacobian, [[y, x], [1.0, -2.0]]);
}

#[test]
fn what_is_constant_contributes_nothing() {
    // the square root's infinite slope at 0 does not meet a variable
    let (value, gradient) = dual::gradient(|v| v[0] * Dual::of(0.0).sqrt() + v[0], &[2.0]);
    assert_eq!((value, gradient[0]), (2.0, 1.0));
    let zero_to_y = dual::gradient(|v| v[0].powf(v[1]), &[0.0, 2.0]);
    assert_eq!(zero_to_y, (0.0, vec![0.0, 0.0]));
}

// numeric

#[test]
fn differences_know_their_error() {
    let mut judged = 0;
    for r in table::functions() {
        let wild = ["tan", "floor", "ceil", "round", "round_ties_even", "trunc", "fract"].contains(&r.name);
        let smooth = !wild && r.args.iter().all(|x| x.abs() > 1e-2 && x.abs() < 1e2);
        let [Some(want)] = r.first[..] else { continue };
        if !smooth || !want.hi.is_finite() {
            continue;
        }
        let got = numeric::derivative(|x| call::<f64>(r.name, &[x]).unwrap(), r.args[0]);
        assert!(got.admits(want.hi), "line {}: {} {:?}: {got:?} against {:e}", r.line, r.name, r.args, want.hi);
        judged += 1;
    }
    assert!(judged > 300, "{judged}");
}

#[test]
fn differences_of_several_variables() {
    let at = [0.7, 1.3];
    let (_, gradient) = dual::gradient(bowl, &at);
    let hessian = dual::hessian(bowl, &at);
    let estimates = numeric::gradient(bowl, &at);
    let second = numeric::hessian(bowl, &at);
    for i in 0..2 {
        assert!(estimates[i].admits(gradient[i]) && estimates[i].error < 1e-9, "{:?}", estimates[i]);
        for j in 0..2 {
            assert!(second[i][j].admits(hessian[i][j]) && second[i][j].error < 1e-6, "{:?}", second[i][j]);
        }
    }
    let jacobian = numeric::jacobian(|v| vec![v[0] * v[1], v[0] - 2.0 * v[1]], &at);
    assert!(jacobian[0][0].admits(1.3) && jacobian[1][1].admits(-2.0) && !jacobian[1][1].admits(-2.001));
}

#[test]
fn differences_stay_in_the_domain_and_admit_defeat() {
    assert!(numeric::derivative(f64::ln, 1e-3).admits(1e3));
    assert!(numeric::derivative(f64::sqrt, 1e-4).admits(50.0));
    assert!(numeric::derivative(|x| x.floor(), 2.0).error > 1e-3, "a jump has no slope");
}

// text and tree

fn value(text: &str) -> f64 {
    text::parse(text).unwrap_or_else(|m| panic!("{text}: {m}")).eval::<f64>(&[("x", 3.0), ("y", 2.0)])
}

#[test]
fn text_means_what_mathematics_means() {
    let cases = [
        ("-x^2", -9.0),
        ("2^-x", 0.125),
        ("2^x^y", 512.0),
        ("-2^-y", -0.25),
        ("x - y - 1", 0.0),
        ("x/y/2", 0.75),
        ("x/y*2", 3.0),
        ("2*-x", -6.0),
        ("x**2 + 1e1", 19.0),
        (".5*x", 1.5),
        ("q = x + y; r = q*q; r - q", 20.0),
        ("if x > y then 1 else 2", 1.0),
        ("if x < y or not x == 3 then 1 else if y != 2 then 2 else 3 + 4", 7.0),
        ("1 + (if x >= 3 and y <= 2 then 10 else 20)", 11.0),
        ("max(x, y) + where(x < y, 1, 2)", 5.0),
        ("not x < y and x > y", 1.0),
        ("cos(pi) + ln(e)", 0.0),
        ("-inf", f64::NEG_INFINITY),
    ];
    for (text, want) in cases {
        assert_close(value(text), want, Tolerance::both(1e-15));
    }
    for wrong in ["", "x +", "(x", "x)", "f(", "x y", "if x then y", "1 < 2 < 3", "q = x", "x ? y", "1.2.3"] {
        assert!(text::parse(wrong).is_err(), "{wrong:?} was read");
    }
}

#[test]
fn trees_print_what_they_are() {
    for text in
        ["-x^2", "(-x)^2", "2^-x", "(2^x)^y", "x - (y - 1)", "x/(y*2)", "x*(-y)", "1 + (if x < y then 1 else 2)"]
    {
        let tree = text::parse(text).unwrap().result;
        let printed = tree.to_string();
        assert_eq!(text::parse(&printed).unwrap().result, tree, "{text} printed as {printed}");
    }
    assert_eq!(text::parse("((x) - ((y*2)))").unwrap().result.to_string(), "x - y*2");
}

// random

#[test]
fn random_numbers_repeat() {
    let draw = || {
        let rng = &mut random::rng(7);
        let mut all = random::point(rng, 3, -1.0, 1.0);
        all.extend([random::any_size(rng, -3.0, 3.0), random::normal(rng)]);
        all
    };
    assert_eq!(draw(), draw());
    let rng = &mut random::rng(1);
    let normal: Vec<f64> = (0..4000).map(|_| random::normal(rng)).collect();
    let mean = normal.iter().sum::<f64>() / 4000.0;
    let variance = normal.iter().map(|x| x * x).sum::<f64>() / 4000.0;
    assert_close(mean, 0.0, Tolerance::absolute(0.06));
    assert_close(variance, 1.0, Tolerance::absolute(0.1));
    for _ in 0..1000 {
        let x = random::any_size(rng, -3.0, 3.0).abs();
        assert!((1e-3..1e3).contains(&x));
    }
    assert!((0..100_000).any(|_| random::any_bits(rng).is_nan()));
}

#[test]
fn random_expressions_survive_printing_and_reading() {
    for safe in [true, false] {
        let rng = &mut random::rng(11);
        let shape = Shape { safe, ..Shape::of(&["x", "y"]) };
        for _ in 0..500 {
            let tree = random::expression(rng, &shape);
            let text = tree.to_string();
            for text in [&text, &random::other_hand(rng, &text)] {
                assert_eq!(text::parse(text).map(|t| t.result).as_ref(), Ok(&tree), "{text}");
            }
        }
    }
}

#[test]
fn safe_random_expressions_stay_in_their_domains() {
    let rng = &mut random::rng(12);
    let shape = Shape { smooth: true, ..Shape::of(&["x", "y"]) };
    let mut checked = 0;
    for _ in 0..1000 {
        let tree = random::expression(rng, &shape);
        let at = random::point(rng, 2, -2.0, 2.0);
        let f = |v: &[HyperDual]| tree.eval(&[("x", v[0]), ("y", v[1])]);
        let (value, gradient) = dual::gradient(|v| tree.eval(&[("x", v[0]), ("y", v[1])]), &at);
        assert!(!value.is_nan() && gradient.iter().all(|g| !g.is_nan()), "{tree} at {at:?}: {value} {gradient:?}");
        let hessian = dual::hessian(f, &at);
        assert!(hessian.iter().flatten().all(|h| !h.is_nan()), "{tree} at {at:?}: {hessian:?}");
        let estimates = numeric::gradient(|v| tree.eval(&[("x", v[0]), ("y", v[1])]), &at);
        for (estimate, exact) in estimates.iter().zip(&gradient) {
            if estimate.error < 1e-6 * exact.abs().max(1.0) {
                let close = estimate.admits(*exact) || is_close(estimate.value, *exact, Tolerance::both(1e-10));
                assert!(close, "{tree} at {at:?}: {estimate:?} against {exact:e}");
                checked += 1;
            }
        }
    }
    assert!(checked > 1700, "{checked}");
}

#[test]
fn knobs_of_random_expressions() {
    let rng = &mut random::rng(13);
    let trees = |rng: &mut random::Rng, shape: &Shape| -> Vec<Tree> {
        (0..300).map(|_| random::expression(rng, shape)).collect()
    };
    let largest = |trees: &[Tree]| trees.iter().map(Tree::size).max().unwrap();
    let small = trees(rng, &Shape { depth: 2, ..Shape::of(&["x"]) });
    let large = trees(rng, &Shape { depth: 12, size: 1000, ..Shape::of(&["x"]) });
    assert!(largest(&small) < 40 && largest(&large) > 500, "{} {}", largest(&small), largest(&large));
    assert!(small.iter().map(Tree::depth).max().unwrap() <= 10);
    let text = |trees: &[Tree]| trees.iter().map(|t| t.to_string() + "\n").collect::<String>();
    let all = text(&large);
    for part in ["if ", " and ", " or ", "not ", "max(", "erf(", "^", "/", "-", "sqrt("] {
        assert!(all.contains(part), "{part} never occurs");
    }
    let smooth = text(&trees(rng, &Shape { depth: 8, size: 200, smooth: true, special: false, ..Shape::of(&["x"]) }));
    for part in ["if ", "max(", "abs(", "floor(", "erf(", "sigmoid("] {
        assert!(!smooth.contains(part), "{part} occurs");
    }
}
