//! Every kernel against its scalar function, and against itself on the baseline instruction set.

use super::{BINARY, UNARY, Unary, powi, select, sin_cos};
use fastrand::Rng;

/// Numbers where something happens in one function or another.
fn special() -> Vec<f64> {
    let mut points = vec![0.0, f64::INFINITY, f64::NAN, f64::MAX, f64::MIN_POSITIVE, f64::from_bits(1), f64::EPSILON];
    // Thresholds of overflow and underflow of the exponentials, limits of the kernels, branch points.
    points.extend([709.0, 709.782712893384, 709.7827128933841, 710.0, 710.4758600739439, 710.475860073944]);
    points.extend([
        708.3964185322641,
        745.1332191019411,
        745.1332191019412,
        746.0,
        1021.999,
        1022.0,
        1074.0,
        1075.5,
        1076.5,
    ]);
    points
        .extend([18.7, 19.0615, 20.0, 22.0, 36.7, 37.43, 40.0, 44.9, 45.1, 0.5, 1.0, 1.5, 2.0, 3.0, 10.0, 1e15, 1e16]);
    points.extend([
        1_048_576.0,
        1e-150,
        1e150,
        1e300,
        1e-300,
        1e-130,
        1e-9,
        1e-8,
        1e-17,
        1e9,
        1e22,
        0.41421356237309503,
    ]);
    points.extend((-1080..1024).step_by(7).map(|n| 2f64.powi(n)));
    points.extend((1..400).map(|n| f64::from(n) * std::f64::consts::FRAC_PI_4));
    points.extend((1..200).map(|n| f64::from(n) * std::f64::consts::LN_2 / 2.0));
    points.extend((0..23).map(|n| 10f64.powi(n)));
    points.extend((1..40).map(|n| f64::from(n) / 4.0));
    let near: Vec<f64> = points.iter().flat_map(|x| [x.next_down(), *x, x.next_up()]).collect();
    near.iter().flat_map(|x| [*x, -x]).collect()
}

/// Random numbers of many sizes.
fn random(rng: &mut Rng) -> f64 {
    let sign = if rng.bool() { 1.0 } else { -1.0 };
    sign * match rng.u32(0..8) {
        0 => f64::from_bits(rng.u64(..)),
        1 => rng.f64(),
        2 => 1.0 + rng.f64() * 0.5,
        3 => rng.f64() * 10.0,
        4 => rng.f64() * 1000.0,
        5 => rng.f64() * 2e6,
        6 => (rng.f64() * 60.0 - 50.0).exp(),
        _ => 1.0 + (-rng.f64() * 37.0).exp() * if rng.bool() { 1.0 } else { -1.0 },
    }
}

fn points(count: usize) -> Vec<f64> {
    let mut rng = Rng::with_seed(1);
    let mut points = special();
    points.extend((0..count).map(|_| random(&mut rng)));
    points
}

/// Numbers between two floats, NaN at no distance from NaN, zeros of different sign and all else at an infinite one.
fn ulps(a: f64, b: f64) -> u64 {
    if a.is_nan() && b.is_nan() {
        0
    } else if a.is_nan() || b.is_nan() || a.is_sign_negative() != b.is_sign_negative() {
        u64::MAX
    } else {
        a.to_bits().abs_diff(b.to_bits())
    }
}

/// How far a kernel may be from the scalar function.
fn allowed(name: &str) -> u64 {
    match name {
        "neg" | "abs" | "recip" | "sqrt" | "signum" | "floor" | "ceil" | "trunc" | "round" => 0,
        "add" | "sub" | "mul" | "div" | "min" | "max" | "copysign" | "lt" | "le" | "eq" | "ne" => 0,
        _ => 2,
    }
}

/// The scalar function, or the same mathematics where std's own is far off: acosh next to 1, atanh next to -1 and 1.
fn scalar(row: &Unary, x: f64) -> f64 {
    match row.name {
        "acosh" if (1.0..2.0).contains(&x) => (x - 1.0 + ((x - 1.0) * (x + 1.0)).sqrt()).ln_1p(),
        "atanh" => 0.5 * (x.ln_1p() - (-x).ln_1p()),
        _ => (row.scalar)(x),
    }
}

/// How far a kernel may be from the correctly rounded value.
fn allowed_of_true_value(name: &str) -> u64 {
    match name {
        "acosh" | "softplus" | "sigmoid" | "erf" => 2,
        "erfc" => 4,
        _ => 1,
    }
}

fn same_or_both_nan(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()))
}

#[test]
fn ulps_measures_both_ways() {
    assert_eq!(ulps(1.0, 1.0f64.next_up()), 1);
    assert_eq!(ulps(1.0f64.next_up(), 1.0), 1);
    assert_eq!(ulps(f64::MAX, f64::INFINITY), 1);
    assert_eq!(ulps(0.0, -0.0), u64::MAX);
    assert_eq!(ulps(f64::NAN, 1.0), u64::MAX);
    assert_eq!(ulps(f64::NAN, -f64::NAN), 0);
}

#[test]
fn kernels_of_one_column_agree_with_the_scalar_functions() {
    let x = points(200_000);
    let (mut out, mut baseline) = (vec![0.0; x.len()], vec![0.0; x.len()]);
    let mut failures = Vec::new();
    for row in UNARY {
        (row.lanes)(&x, &mut out);
        (row.baseline)(&x, &mut baseline);
        assert!(same_or_both_nan(&out, &baseline), "{} depends on the instruction set", row.name);
        let (worst, at) = x.iter().zip(&out).map(|(&x, &y)| (ulps(y, scalar(row, x)), x)).max_by_key(|w| w.0).unwrap();
        println!("{:10} {worst} ulp at {at:e}: {:e}", row.name, scalar(row, at));
        if worst > allowed(row.name) {
            failures.push(row.name);
        }
    }
    assert!(failures.is_empty(), "too far from the scalar function: {failures:?}");
}

#[test]
fn kernels_of_two_columns_agree_with_the_scalar_functions() {
    let special = special();
    let few: Vec<f64> = special.iter().copied().step_by(11).chain(special[..40].iter().copied()).collect();
    let mut pairs: Vec<(f64, f64)> = few.iter().flat_map(|&x| few.iter().map(move |&y| (x, y))).collect();
    let mut rng = Rng::with_seed(2);
    pairs.extend((0..200_000).map(|_| (random(&mut rng), random(&mut rng))));
    // Powers all over the range, comparable numbers.
    pairs.extend((0..200_000).map(|_| {
        let x = (rng.f64() * 1400.0 - 700.0).exp();
        (x, (rng.f64() * 1500.0 - 750.0) / x.ln())
    }));
    pairs.extend((0..200_000).map(|_| {
        let x = random(&mut rng);
        (x, x * (0.1 + rng.f64() * 3.0))
    }));
    let (x, y): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
    let (mut out, mut baseline) = (vec![0.0; x.len()], vec![0.0; x.len()]);
    let mut failures = Vec::new();
    for row in BINARY {
        (row.lanes)(&x, &y, &mut out);
        (row.baseline)(&x, &y, &mut baseline);
        assert!(same_or_both_nan(&out, &baseline), "{} depends on the instruction set", row.name);
        let zeros_differ_only_in_sign = |i: usize| matches!(row.name, "min" | "max") && x[i] == 0.0 && y[i] == 0.0;
        let (worst, at) = (0..x.len())
            .filter(|&i| !zeros_differ_only_in_sign(i))
            .map(|i| (ulps(out[i], (row.scalar)(x[i], y[i])), i))
            .max_by_key(|w| w.0)
            .unwrap();
        println!("{:10} {worst} ulp at {:e}, {:e}: {:e}", row.name, x[at], y[at], (row.scalar)(x[at], y[at]));
        if worst > allowed(row.name) {
            failures.push(row.name);
        }
    }
    assert!(failures.is_empty(), "too far from the scalar function: {failures:?}");
}

#[test]
fn kernels_agree_with_values_of_high_precision() {
    let mut lines = 0;
    for line in include_str!("reference.txt").lines().filter(|line| !line.starts_with('#')) {
        let (name, numbers) = line.split_once(' ').unwrap();
        let numbers: Vec<f64> = numbers.split(' ').map(|number| number.parse().unwrap()).collect();
        let mut out = [0.0];
        match *numbers {
            [x, _] => (UNARY.iter().find(|row| row.name == name).unwrap().lanes)(&[x], &mut out),
            [x, y, _] => (BINARY.iter().find(|row| row.name == name).unwrap().lanes)(&[x], &[y], &mut out),
            _ => panic!("neither one nor two arguments: {line}"),
        }
        let distance = ulps(out[0], *numbers.last().unwrap());
        assert!(distance <= allowed_of_true_value(name), "{line}: {distance} ulp from {:e}", out[0]);
        lines += 1;
    }
    assert!(lines > 900);
}

#[test]
fn powi_multiplies_like_the_scalar_function() {
    let x = points(2_000);
    let mut out = vec![0.0; x.len()];
    for n in (-40..=40).chain([100, -101, 1023, -1074, i32::MAX, i32::MIN]) {
        powi(&x, n, &mut out);
        for (&x, &y) in x.iter().zip(&out) {
            let scalar = std::hint::black_box(x).powi(std::hint::black_box(n));
            assert!(ulps(y, scalar) <= 2, "{x:e}^{n} is {y:e}, not {scalar:e}");
        }
    }
}

#[test]
fn sin_cos_is_sin_and_cos() {
    let x = points(2_000);
    let mut out = [vec![0.0; x.len()], vec![0.0; x.len()], vec![0.0; x.len()]];
    let [sin, cos, single] = &mut out;
    sin_cos(&x, sin, cos);
    super::sin(&x, single);
    assert!(same_or_both_nan(sin, single));
    super::cos(&x, single);
    assert!(same_or_both_nan(cos, single));
}

#[test]
fn constants_stand_for_columns() {
    let x = [1.0, 0.0, -3.0, f64::NAN, 0.5];
    let mut out = [0.0; 5];
    super::sub(1.0, &x[..], &mut out);
    assert!(same_or_both_nan(&out, &[0.0, 1.0, 4.0, f64::NAN, 0.5]));
    super::powf(&x[..], 2.0, &mut out);
    assert!(same_or_both_nan(&out, &[1.0, 0.0, 9.0, f64::NAN, 0.25]));
    super::powf(0.7118540875922076, 2038.657401544733, &mut out);
    assert!(same_or_both_nan(&out, &[1.190653295733595e-301; 5]));
    select(&x[..], 7.0, &x[..], &mut out);
    assert!(same_or_both_nan(&out, &[7.0, 0.0, 7.0, 7.0, 7.0]));
}

#[test]
fn columns_of_every_length() {
    let x: Vec<f64> = (0..70).map(f64::from).collect();
    for n in 0..x.len() {
        for row in UNARY {
            let (mut out, mut one) = (vec![0.0; n], [0.0]);
            (row.lanes)(&x[..n], &mut out);
            for (x, y) in x.iter().zip(&out) {
                (row.lanes)(&[*x], &mut one);
                assert!(same_or_both_nan(&one, &[*y]), "{} at {x} depends on its place", row.name);
            }
        }
    }
}
