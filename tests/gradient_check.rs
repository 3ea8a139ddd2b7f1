//! The gradient check: that it believes right gradients and finds wrong ones.

#![cfg(feature = "runtime")]

mod corpus;
mod support;

use corpus::{Case, cases};
use gradus::check::{GradientCheck, GradientReport, Numbers, Verdict};
use gradus::{check_gradient, grad, parse};
use support::dual::{self, Dual};
use support::random::{Shape, any_size, expression, rng};

/// How many random functions of each kind.
const COUNT: u64 = 300;

/// The report on a gradient of `f` at a number.
fn at(x: f64, f: impl Fn(f64) -> f64, slope: f64) -> GradientReport {
    check_gradient(|x| f(*x), x, slope)
}

fn verdict(report: &GradientReport) -> Verdict {
    report.components()[0].verdict()
}

/// One sample point of the corpus, with the function of the variables of differentiation alone.
struct Sample {
    case: Case,
    values: Vec<f64>,
    active: Vec<usize>,
    gradient: Vec<f64>,
}

impl Sample {
    fn all() -> Vec<Sample> {
        let mut samples = Vec::new();
        for case in cases() {
            let active = case.active();
            for point in &case.points {
                let (_, all) = dual::gradient(|v: &[Dual]| case.oracle(v), &point.values);
                let gradient = active.iter().map(|i| all[*i]).collect();
                let values = point.values.clone();
                samples.push(Sample { case: case.clone(), values, active: active.clone(), gradient });
            }
        }
        samples
    }

    fn check(&self, gradient: &[f64]) -> GradientReport {
        let point: Vec<f64> = self.active.iter().map(|i| self.values[*i]).collect();
        let mut values = self.values.clone();
        let f = |moved: &Vec<f64>| {
            for (i, x) in self.active.iter().zip(moved) {
                values[*i] = *x;
            }
            self.case.oracle::<f64>(&values)
        };
        GradientCheck::new().names(&[self.case.name]).run(f, point, gradient)
    }
}

/// Points that sit on a kink, where no gradient is right or wrong.
const ON_A_KINK: [(&str, &[f64]); 3] =
    [("max_routes", &[5.0, 5.0]), ("activation_relu", &[0.0]), ("activation_elu", &[0.0, 0.5])];

#[test]
fn right_gradients_pass() {
    let mut wrong = Vec::new();
    for sample in Sample::all() {
        let report = sample.check(&sample.gradient);
        let kink = ON_A_KINK.contains(&(sample.case.name, &sample.values));
        if report.passed() == kink || report.failed() {
            wrong.push(format!("{} at {:?}\n{report}", sample.case.name, sample.values));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn wrong_gradients_fail() {
    type Change = fn(&mut Vec<f64>);
    let changes: [(&str, Change); 6] = [
        ("sign", |g| g.iter_mut().for_each(|x| *x = -*x)),
        ("factor", |g| g.iter_mut().for_each(|x| *x *= 2.0)),
        ("one sign", |g| g[0] = -g[0]),
        ("one added to", |g| *g.last_mut().unwrap() += 0.01),
        ("swapped", |g| g.reverse()),
        ("off by 1e-6", |g| g.iter_mut().for_each(|x| *x *= 1.0 + 1e-6)),
    ];
    let mut missed = Vec::new();
    for sample in Sample::all() {
        if ON_A_KINK.contains(&(sample.case.name, &sample.values)) {
            continue;
        }
        for (what, change) in changes {
            let mut gradient = sample.gradient.clone();
            change(&mut gradient);
            let close = |(a, b): (&f64, &f64)| (a - b).abs() <= 5e-7 * a.abs().max(b.abs());
            if gradient.iter().zip(&sample.gradient).all(close) {
                continue;
            }
            let report = sample.check(&gradient);
            if !report.failed() {
                missed.push(format!("{what}: {} at {:?}\n{report}", sample.case.name, sample.values));
            }
        }
    }
    assert!(missed.is_empty(), "{} missed\n{}", missed.len(), missed.join("\n"));
}

/// What is special, a number, a function and its slope there.
type Judged = (&'static str, f64, fn(f64) -> f64, f64);

#[test]
fn numbers_of_all_sizes_are_judged() {
    let cases: [Judged; 24] = [
        ("far out on a sine", 1e6, |x| x.sin(), 1e6_f64.cos()),
        ("a fast sine", 1.3, |x| (1e6 * x).sin(), 1e6 * 1.3e6_f64.cos()),
        ("a slow sine", 0.0, |x| (1e-10 * x).sin(), 1e-10),
        ("a small change of a large value", 1.0, |x| 1e8 + x, 1.0),
        ("a smaller one", 0.0, |x| 1.0 + 1e-8 * x, 1e-8),
        ("a tiny scale", 1e-10, |x| (1e10 * x).exp(), 1e10 * 1.0_f64.exp()),
        ("a tiny number", 1e-300, |x| 3.0 * x + 1.0, 3.0),
        ("a tiny number in its own scale", 1e-300, |x| x.ln(), 1e300),
        ("a huge number", 1e200, |x| x.sqrt(), 5e-101),
        ("the end of the range", f64::MAX, |x| x / 2.0, 0.5),
        ("a huge slope", 1.0, |x| 1e300 * x * x, 2e300),
        ("tiny values", 1.0, |x| 1e-300 * x * x, 2e-300),
        ("subnormal values", 1.0, |x| 1e-310 * x * x, 2e-310),
        (
            "a period of the steps",
            300.3,
            |x| (x * std::f64::consts::TAU).sin(),
            std::f64::consts::TAU * (300.3 * std::f64::consts::TAU).cos(),
        ),
        ("a constant", 5.0, |_| 7.0, 0.0),
        ("zero", 5.0, |_| 0.0, 0.0),
        ("a flat place", 0.0, |x| x.powi(4), 0.0),
        ("the top of a cosine", 0.0, |x| x.cos(), 0.0),
        ("the foot of a square", 1.0, |x| 100.0 * (x * x - 1.0).powi(2), 0.0),
        ("near a pole", 1e-7, |x| 1.0 / x, -1e14),
        ("nearer", 1e-20, |x| 1.0 / x, -1e40),
        ("nearer to one of second order", -1e-40, |x| 1.0 / (x * x), 2e120),
        ("near the end of a domain", 1e-9, |x| x.sqrt(), 0.5 / 1e-9_f64.sqrt()),
        ("far in a tail", -30.0, |x| (-x * x / 2.0).exp(), 30.0 * (-450.0_f64).exp()),
    ];
    let mut wrong = Vec::new();
    for (what, x, f, slope) in cases {
        let right = at(x, f, slope);
        if !right.passed() {
            wrong.push(format!("{what}\n{right}"));
        }
        for bad in [
            -slope,
            2.0 * slope,
            slope * (1.0 + 1e-6),
            slope + 1e-3 * (f(x) / x.abs().max(1.0)).abs(),
            f64::NAN,
            f64::INFINITY,
        ] {
            let report = at(x, f, bad);
            let close = (bad - slope).abs() <= 5e-7 * slope.abs();
            if !close && !report.failed() {
                wrong.push(format!("{what}: {bad} for {slope}\n{report}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn kinks_are_said_to_be_kinks() {
    let kinks: [Judged; 10] = [
        ("abs", 0.0, |x| x.abs(), 0.0),
        ("relu from below", 0.0, |x| x.max(0.0), 0.0),
        ("relu from above", 0.0, |x| x.max(0.0), 1.0),
        ("a bend elsewhere", 2.0, |x| if x < 2.0 { x * x } else { 3.0 * x - 2.0 }, 4.0),
        ("a small bend", 1.0, |x| x.exp() + 1e-3 * (x - 1.0).abs(), 1.0_f64.exp()),
        ("floor", 3.0, |x| x.floor(), 0.0),
        ("a jump down", 3.0, |x| -x.floor(), 0.0),
        ("a jump of a slope", 3.0, |x| x + x.floor(), 1.0),
        ("sign", 0.0, |x| if x == 0.0 { 0.0 } else { x.signum() }, 0.0),
        ("a root on both sides", 0.0, |x| x.abs().sqrt(), 0.0),
    ];
    for (what, x, f, slope) in kinks {
        let report = at(x, f, slope);
        assert!(matches!(verdict(&report), Verdict::NotSmooth { .. }), "{what}\n{report}");
        assert!(!report.passed() && !report.failed(), "{what}\n{report}");
    }
    // Not every number will do at a kink.
    for slope in [-1.5, 1.001, 7.0, f64::NAN, f64::INFINITY] {
        assert!(at(0.0, f64::abs, slope).failed(), "{slope}");
    }
    // Beside a kink there is none.
    for distance in [1e-2, 1e-5, 1e-8] {
        assert!(at(2.0 + distance, |x| (x - 2.0).abs(), 1.0).passed(), "{distance}");
        assert!(at(2.0 - distance, |x| (x - 2.0).abs(), 1.0).failed(), "{distance}");
    }
}

#[test]
fn ends_of_domains_and_infinite_slopes() {
    let report = at(0.0, |x| x.sqrt(), f64::INFINITY);
    assert!(report.passed(), "{report}");
    assert!(at(0.0, |x| x.sqrt(), 1e9).failed());
    assert!(at(0.0, |x| x.cbrt(), f64::INFINITY).passed());
    assert!(at(0.0, |x| x.cbrt(), f64::NEG_INFINITY).failed());
    assert!(at(0.0, |x| x.cbrt(), 0.0).failed());
    assert!(at(1.0, |x| (1.0 - x).sqrt() * (1.0 - x) + 2.0 * x, 2.1).failed());
    assert!(at(1.0, |x| if x <= 1.0 { x * x } else { f64::NAN }, 2.0).passed());
    assert!(at(1.0, |x| if x >= 1.0 { x * x } else { f64::NAN }, 2.0).passed());
    assert!(at(1.0, |x| if x >= 1.0 { x * x } else { f64::NAN }, 2.1).failed());
    for (x, f) in [(-1.0, f64::sqrt as fn(f64) -> f64), (0.0, |x| 1.0 / x), (f64::NAN, |x| x), (f64::INFINITY, |x| x)] {
        let report = at(x, f, 1.0);
        assert!(!report.passed() && !report.failed(), "{report}");
        assert_eq!(verdict(&report), Verdict::Unknown);
    }
}

#[test]
fn noise_widens_the_error_instead_of_being_believed() {
    // Single precision inside: some seven digits, of which the difference quotient keeps six.
    let single = |x: f64| f64::from((x as f32).sin());
    let report = at(1.0, single, 1.0_f64.cos());
    assert!(report.passed(), "{report}");
    assert!(at(1.0, single, 1.0_f64.cos() * 1.001).failed());
    let cancelled = |x: f64| (x.sin() + 1e8) - 1e8;
    assert!(at(1.0, cancelled, 1.0_f64.cos()).passed());
    assert!(at(1.0, cancelled, 1.0_f64.cos() * 1.001).failed());
    // Nothing but noise.
    let bits = |x: f64| (x.to_bits().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as f64;
    assert_eq!(verdict(&at(1.0, bits, 0.0)), Verdict::Unknown);
}

#[test]
fn random_functions_are_judged_rightly() {
    let kinked = Shape { special: true, ..Shape::of(&["x", "y", "z"]) };
    let smooth = Shape { smooth: true, branches: false, ..kinked };
    let (mut judged, mut open) = (0, Vec::new());
    for (kind, shape) in [kinked, smooth].iter().enumerate() {
        for seed in 0..COUNT {
            let mut rng = rng(10_000 * kind as u64 + seed);
            let tree = expression(&mut rng, shape);
            let point: [f64; 3] = std::array::from_fn(|_| any_size(&mut rng, -2.0, 0.5));
            let scope = |v: &[f64; 3]| [("x", v[0]), ("y", v[1]), ("z", v[2])];
            let dual = |v: &[Dual]| tree.eval(&[("x", v[0]), ("y", v[1]), ("z", v[2])]);
            let (value, gradient) = dual::gradient(dual, &point);
            if !value.is_finite() || gradient.iter().any(|x| !x.is_finite()) {
                continue;
            }
            let gradient: [f64; 3] = gradient.try_into().unwrap();
            let report = check_gradient(|v| tree.eval::<f64>(&scope(v)), point, gradient);
            assert!(!report.failed(), "{kind}/{seed} {tree} at {point:?}\n{report}");
            judged += 1;
            if !report.passed() {
                open.push(format!("{tree} at {point:?}\n{report}"));
                continue;
            }
            let largest = (0..3).max_by(|i, j| gradient[*i].abs().total_cmp(&gradient[*j].abs())).unwrap();
            if gradient[largest].abs() > 1e-6 * value.abs() {
                let mut wrong = gradient;
                wrong[largest] *= 1.0 + 1e-4;
                let report = check_gradient(|v| tree.eval::<f64>(&scope(v)), point, wrong);
                assert!(report.failed(), "{kind}/{seed} {tree} at {point:?}\n{report}");
            }
        }
    }
    assert!(100 * open.len() <= judged, "{} of {judged} left open\n{}", open.len(), open.join("\n"));
}

/// The sum of all numbers of a shape, each times its place.
fn weighted<N: Numbers>(numbers: &N) -> f64 {
    (0..numbers.count()).map(|i| (i + 1) as f64 * numbers.get(i)).sum()
}

/// Checks that the numbers of a shape are moved one by one and named so.
macro_rules! visits {
    ($point:expr, $gradient:expr, $($name:literal)*) => {
        let report = check_gradient(weighted, $point, $gradient);
        assert!(report.passed(), "{report}");
        let mut names: Vec<(f64, &str)> = report.components().iter().map(|c| (c.analytic(), c.name())).collect();
        names.sort_by(|a, b| a.0.total_cmp(&b.0));
        let names: Vec<&str> = names.into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, [$($name),*]);
    };
}

#[test]
fn shapes_are_walked_in_order() {
    visits!(0.5, 1.0, "x");
    visits!([0.5, 0.25], [1.0, 2.0], "[0]" "[1]");
    visits!((0.5, 2.0), (1.0, 2.0), ".0" ".1");
    visits!(&[0.5, 2.0][..], vec![1.0, 2.0], "[0]" "[1]");
    visits!(vec![[0.5, 2.0], [3.0, 4.0]], [[1.0, 2.0], [3.0, 4.0]].as_slice(), "[0][0]" "[0][1]" "[1][0]" "[1][1]");
    visits!((&[[1.0; 2]; 1], vec![2.0], 3.0), ([[1.0, 2.0]], vec![3.0], 4.0), ".0[0][0]" ".0[0][1]" ".1[0]" ".2");
    let ragged = vec![vec![], vec![1.0], vec![], vec![2.0, 3.0]];
    let gradient = vec![vec![], vec![1.0], vec![], vec![2.0, 3.0]];
    visits!(ragged, gradient, "[1][0]" "[3][0]" "[3][1]");
    visits!(((1.0, [2.0]), 3.0), ((1.0, [2.0]), 3.0), ".0.0" ".0.1[0]" ".1");
    let eight = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0);
    visits!(eight, eight, ".0" ".1" ".2" ".3" ".4" ".5" ".6" ".7");
    let empty: [f64; 0] = [];
    assert!(check_gradient(|_| 1.0, empty, empty).passed());
}

#[test]
fn shapes_that_do_not_fit_are_wrong() {
    let f = |v: &Vec<f64>| v.iter().sum::<f64>();
    let report = check_gradient(f, vec![1.0, 2.0], vec![1.0]);
    assert!(report.failed() && !report.passed());
    let text = "The gradient has not the shape of the point: the point has 2 numbers and the gradient 1.\n";
    assert_eq!(report.to_string(), text);
    let f = |v: &Vec<Vec<f64>>| v.concat().iter().sum::<f64>();
    let report = check_gradient(f, vec![vec![1.0], vec![1.0, 1.0]], vec![vec![1.0, 1.0], vec![1.0]]);
    let text =
        "The gradient has not the shape of the point: number 1 of the point is `[1][0]`, of the gradient `[0][1]`.\n";
    assert_eq!(report.to_string(), text);
}

#[test]
fn single_precision_is_judged_by_its_own_measure() {
    let right =
        check_gradient(|(x, y): &(f32, f32)| x.sin() * y, (1.0_f32, 3.0_f32), (3.0 * 1.0_f32.cos(), 1.0_f32.sin()));
    assert!(right.passed(), "{right}");
    let wrong =
        check_gradient(|(x, y): &(f32, f32)| x.sin() * y, (1.0_f32, 3.0_f32), (3.01 * 1.0_f32.cos(), 1.0_f32.sin()));
    assert_eq!(wrong.wrong().count(), 1, "{wrong}");
    let mixed = check_gradient(|(x, y): &(f32, f64)| f64::from(x.sin()) * y, (1.0_f32, 3.0), (1.6209_f32, 0.84147));
    assert!(mixed.passed(), "{mixed}");
}

#[grad]
fn neuron(w: f64, x: f64, b: f64) -> f64 {
    1.0 / (1.0 + (-(w * x + b)).exp())
}

#[test]
fn both_doors_are_checked_alike() {
    let (w, x, b) = (2.0, -1.0, 3.0);
    let (_, gradient) = neuron_grad(w, x, b);
    let report = check_gradient(|&(w, x, b)| neuron(w, x, b), (w, x, b), gradient);
    assert!(report.passed(), "{report}");
    let f = parse("1/(1 + exp(-(w*x + b)))").unwrap();
    let report = f.gradient(&["w", "x", "b"]).unwrap().check(&[("w", w), ("x", x), ("b", b)]).unwrap();
    assert!(report.passed(), "{report}");
    let names: Vec<&str> = report.components().iter().map(|component| component.name()).collect();
    assert!(["w", "x", "b"].iter().all(|name| names.contains(name)), "{names:?}");
}

#[test]
fn a_part_of_many_components_is_enough_if_wanted() {
    let point: Vec<f64> = (0..1000).map(f64::from).collect();
    let f = |v: &Vec<f64>| v.iter().map(|x| x * x).sum::<f64>();
    let gradient: Vec<f64> = point.iter().map(|x| 2.0 * x).collect();
    let report = GradientCheck::new().names(&["w"]).at_most(10).run(f, &point, gradient);
    assert!(report.passed(), "{report}");
    let mut names: Vec<&str> = report.components().iter().map(|component| component.name()).collect();
    names.sort_unstable();
    assert_eq!(names, (0..10).map(|i| format!("w[{}]", 100 * i)).collect::<Vec<_>>());
    assert!(
        report.to_string().starts_with("The gradient agrees with the differences in 10 components looked at, of 1000")
    );
}

#[test]
fn the_report_reads_well() {
    let f = |(w, b): &(Vec<f64>, f64)| w[0].abs() + w[1] * w[1] * b + w[2];
    let check = GradientCheck::new().names(&["w", "b"]);
    let report = check.run(f, (vec![0.0, 3.0, 1.0], 0.5), (vec![0.0, 3.0, 1.0], -9.0));
    let text = "\
The gradient is wrong in 1 of 4 components. The function is not smooth here in 1 of them: try a point a little aside.

component   analytic   numeric   ± error   difference   relative   verdict
b                 -9         9   5.8e-14        1.8e1      2.0e0   differs
w[0]               0         0    4.0e-5            0          0   not smooth: -1 from below, 1 from above
w[2]               1         1   2.9e-14      5.0e-15    5.0e-15   agrees
w[1]               3         3   1.2e-14      4.4e-16    1.5e-16   agrees
";
    assert_eq!(report.to_string(), text);
}
