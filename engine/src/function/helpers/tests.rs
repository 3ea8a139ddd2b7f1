use super::call::*;
use super::{HELPERS, Helper, helper, needed_in_c, needed_in_rust};
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

const INFINITY: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

/// A helper with its reference table; `limit` is the largest error allowed, in ulps.
struct Case {
    name: &'static str,
    arity: usize,
    call: fn(&[f64]) -> f64,
    table: &'static str,
    limit: f64,
}

macro_rules! cases {
    ($($name:ident($($arg:expr),*) <= $limit:literal;)*) => {
        &[$(Case {
            name: stringify!($name),
            arity: [$(stringify!($arg)),*].len(),
            call: |a| $name($($arg(a)),*),
            table: include_str!(concat!("../../../tests/tables/", stringify!($name), ".txt")),
            limit: $limit,
        }),*]
    };
}

const X: fn(&[f64]) -> f64 = |a| a[0];
const Y: fn(&[f64]) -> f64 = |a| a[1];
const N: fn(&[f64]) -> i32 = |a| a[0] as i32;

// The limits hold with 1000 random points per range instead of the 24 checked in, see `tables/generate.py`.
const CASES: &[Case] = cases! {
    sin_pi(X) <= 1.1;
    erfc(X) <= 3.5;
    erf(X) <= 1.2;
    ln_gamma(X) <= 2.5;
    gamma(X) <= 3.8;
    digamma(X) <= 2.5;
    trigamma(X) <= 3.3;
    polygamma(N, Y) <= 3.2;
    sinc(X) <= 1.5;
    spherical_j(N, Y) <= 3.3;
    sigmoid(X) <= 1.6;
    softplus(X) <= 1.3;
    logaddexp(X, Y) <= 1.5;
    xlogy(X, Y) <= 1.0;
    norm_cdf(X) <= 3.5;
    elu(X, Y) <= 1.5;
};

/// One line of a table: the exact value is `value + rest` ulps of `value`; errors count in ulps of `unit`.
struct Row {
    args: Vec<f64>,
    value: f64,
    rest: f64,
    unit: f64,
}

impl Case {
    fn rows(&self) -> Vec<Row> {
        let row = |line: &str| {
            let mut args: Vec<f64> = line.split(' ').map(|cell| cell.parse().expect(line)).collect();
            let cells = args.split_off(self.arity);
            let value = cells[0];
            Row { args, value, rest: cells[1], unit: cells.get(2).copied().unwrap_or(value) }
        };
        self.table.lines().map(row).collect()
    }
}

fn ulp(x: f64) -> f64 {
    x.abs().next_up() - x.abs()
}

impl Row {
    /// Either side of the exact value counts.
    fn error(&self, got: f64) -> f64 {
        let error = (got - self.value) / ulp(self.value) - self.rest;
        (error * (ulp(self.value) / ulp(self.unit))).abs()
    }
}

#[test]
fn errors_are_measured_on_both_sides() {
    let row = Row { args: vec![], value: 1.0, rest: 0.25, unit: 1.0 };
    assert_eq!(row.error(1.0), 0.25);
    assert_eq!(row.error(1.0 + 2.0 * f64::EPSILON), 1.75);
    assert_eq!(row.error(1.0 - 2.0 * f64::EPSILON), 2.25);
    assert!(row.error(NAN).is_nan());
    let row = Row { args: vec![], value: 0.25, rest: 0.0, unit: 1.0 };
    assert_eq!(row.error(0.25 + f64::EPSILON), 1.0);
}

#[test]
fn values_agree_with_the_tables() {
    for case in CASES {
        let rows = case.rows();
        assert!(rows.len() >= 50, "{}: {} rows", case.name, rows.len());
        let errors: Vec<f64> = rows.iter().map(|row| row.error((case.call)(&row.args))).collect();
        for (row, error) in rows.iter().zip(&errors) {
            let ok = *error <= case.limit; // false for NaN
            assert!(ok, "{}{:?}: {error} ulps from {:e}", case.name, row.args, row.value);
        }
        let worst = errors.iter().copied().fold(0.0, f64::max);
        println!("{:12} {:5} points, at most {worst:.2} ulps", case.name, rows.len());
    }
}

/// Equal bits, or NaN both.
#[track_caller]
fn same(got: f64, expected: f64) {
    assert!(got.to_bits() == expected.to_bits() || got.is_nan() && expected.is_nan(), "{got:e}, not {expected:e}");
}

#[test]
fn error_functions_at_the_edges() {
    for (x, f, c) in [(0.0, 0.0, 1.0), (-0.0, -0.0, 1.0), (INFINITY, 1.0, 0.0), (-INFINITY, -1.0, 2.0), (NAN, NAN, NAN)]
    {
        same(erf(x), f);
        same(erfc(x), c);
    }
    same(erfc(f64::MAX), 0.0);
    same(erfc(27.3), 0.0);
    for (x, p) in [(0.0, 0.5), (-0.0, 0.5), (INFINITY, 1.0), (-INFINITY, 0.0), (-40.0, 0.0), (9.0, 1.0), (NAN, NAN)] {
        same(norm_cdf(x), p);
    }
}

#[test]
fn gamma_functions_at_the_edges() {
    let mut factorial = 1.0;
    for n in 1..=23 {
        same(gamma(f64::from(n)), factorial);
        factorial *= f64::from(n);
    }
    for (x, g) in [(0.0, INFINITY), (-0.0, -INFINITY), (5e-324, INFINITY), (-5e-324, -INFINITY), (171.7, INFINITY)] {
        same(gamma(x), g);
    }
    same(gamma(INFINITY), INFINITY);
    same(gamma(-200.5), -0.0);
    same(gamma(-201.5), 0.0);
    for x in [-1.0, -2.0, -170.0, -1e300, -INFINITY, NAN] {
        same(gamma(x), NAN);
    }
    for x in [0.0, -0.0, -1.0, -1e300, INFINITY, -INFINITY, f64::MAX] {
        same(ln_gamma(x), INFINITY);
    }
    same(ln_gamma(1.0).abs(), 0.0);
    same(ln_gamma(2.0).abs(), 0.0);
    same(ln_gamma(NAN), NAN);
}

#[test]
fn polygamma_functions_at_the_edges() {
    for n in 0..=171 {
        let odd = n % 2 == 1;
        let known = |v| if n > 170 { NAN } else { v };
        same(polygamma(n, 0.0), known(if odd { INFINITY } else { -INFINITY }));
        same(polygamma(n, -0.0), known(INFINITY));
        same(polygamma(n, -3.0), known(if odd { INFINITY } else { NAN }));
        same(polygamma(n, INFINITY).abs(), known(if n == 0 { INFINITY } else { 0.0 }));
        same(polygamma(n, -INFINITY), NAN);
        same(polygamma(n, NAN), NAN);
        same(polygamma(n, 5e-324), known(if odd { INFINITY } else { -INFINITY }));
        same(polygamma(n, -5e-324), known(INFINITY));
    }
    for x in [0.0, 0.5, -1.0, INFINITY] {
        same(polygamma(-1, x), NAN);
        same(polygamma(i32::MIN, x), NAN);
        same(polygamma(i32::MAX, x), NAN);
    }
    for x in [-7.25, -0.0, 0.0, 0.3, 1.0, 40.0, f64::MAX, INFINITY, -INFINITY, NAN] {
        same(polygamma(0, x), digamma(x));
        same(polygamma(1, x), trigamma(x));
    }
    let root = 1.4616321449683622; // less 9.5e-17
    assert!((digamma(root) + 9.2e-17).abs() < 5e-18, "{:e}", digamma(root));
}

#[test]
fn bessel_functions_at_the_edges() {
    same(sinc(0.0), 1.0);
    same(sinc(-0.0), 1.0);
    same(sinc(-INFINITY), 0.0);
    same(sinc(NAN), NAN);
    for n in [0, 1, 2, 3, 5, 1000, 1001, i32::MAX] {
        let at_zero = if n == 0 { 1.0 } else { 0.0 };
        same(spherical_j(n, 0.0), at_zero);
        same(spherical_j(n, -0.0), if n % 2 == 1 { -at_zero } else { at_zero });
        same(spherical_j(n, INFINITY), 0.0);
        same(spherical_j(n, NAN), NAN);
        assert!(spherical_j(n, 5e-324).abs() == at_zero);
        assert!(spherical_j(n, f64::MAX).abs() < 1e-300 || n > 1000);
        if n <= 1000 {
            let x = 0.9 * f64::from(n) + 0.1;
            assert_eq!(spherical_j(n, -x), f64::from(1 - 2 * (n % 2)) * spherical_j(n, x));
        }
    }
    same(spherical_j(-1, 1.0), NAN);
    same(spherical_j(i32::MIN, 1.0), NAN);
    same(spherical_j(1001, 1001.0), NAN);
    same(spherical_j(i32::MAX, 1e300), NAN);
    same(spherical_j(i32::MAX, 1e3), 0.0);
}

/// DLMF 10.51.2: `j_n' = (n j_(n-1) - (n + 1) j_(n+1)) / (2n + 1)`.
#[test]
fn bessel_functions_are_closed_under_differentiation() {
    for n in 1..6 {
        for x in [0.3, 1.7, 2.9, 4.4, 11.0, -6.5] {
            let h = 1e-4;
            let rise = |h: f64| (spherical_j(n, x + h) - spherical_j(n, x - h)) / (2.0 * h);
            let slope = (4.0 * rise(h) - rise(2.0 * h)) / 3.0;
            let order = f64::from(n);
            let rule = (order * spherical_j(n - 1, x) - (order + 1.0) * spherical_j(n + 1, x)) / (2.0 * order + 1.0);
            assert!((slope - rule).abs() < 1e-11, "{n} {x}: {slope} {rule}");
        }
    }
}

#[test]
fn activations_at_the_edges() {
    for (x, s, p) in [(0.0, 0.5, 2f64.ln()), (INFINITY, 1.0, INFINITY), (-INFINITY, 0.0, 0.0), (NAN, NAN, NAN)] {
        same(sigmoid(x), s);
        same(softplus(x), p);
    }
    same(sigmoid(-800.0), 0.0);
    same(softplus(f64::MAX), f64::MAX);
    for x in [0.3, 1.0, -7.5, 30.0] {
        same(sigmoid(x), 1.0 / (1.0 + (-x).exp()));
    }
    for (x, r, l, e, s) in [
        (2.0, 2.0, 2.0, 2.0, 1.0),
        (-2.0, 0.0, -1.0, 0.5 * (-2f64).exp_m1(), -1.0),
        (0.0, 0.0, 0.0, 0.0, 0.0),
        (-0.0, 0.0, -0.0, -0.0, -0.0),
        (INFINITY, INFINITY, INFINITY, INFINITY, 1.0),
        (-INFINITY, 0.0, -INFINITY, -0.5, -1.0),
        (NAN, NAN, NAN, NAN, NAN),
    ] {
        same(relu(x), r);
        same(leaky_relu(x, 0.5), l);
        same(elu(x, 0.5), e);
        same(sign(x), s);
    }
}

#[test]
fn functions_of_two_arguments_at_the_edges() {
    same(logaddexp(INFINITY, INFINITY), INFINITY);
    same(logaddexp(-INFINITY, -INFINITY), -INFINITY);
    same(logaddexp(-INFINITY, INFINITY), INFINITY);
    same(logaddexp(-INFINITY, 3.0), 3.0);
    same(logaddexp(f64::MAX, -f64::MAX), f64::MAX);
    for x in [0.0, INFINITY, -INFINITY, NAN] {
        same(logaddexp(x, NAN), NAN);
        same(logaddexp(NAN, x), NAN);
    }
    for y in [0.0, -0.0, 1.0, -1.0, INFINITY, -INFINITY] {
        same(xlogy(0.0, y), 0.0);
        same(xlogy(-0.0, y), 0.0);
    }
    same(xlogy(0.0, NAN), NAN);
    same(xlogy(NAN, 1.0), NAN);
    same(xlogy(2.0, 0.0), -INFINITY);
    same(xlogy(2.0, -1.0), NAN);
}

/// Arguments of every magnitude: no panic, no endless loop, and NaN only where it is documented.
#[test]
fn any_bits_are_an_argument() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        // xorshift
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for _ in 0..20_000 {
        let (x, y, n) = (f64::from_bits(next()), f64::from_bits(next()), next() as i32 >> (next() % 32));
        for case in CASES {
            let x = if matches!(case.name, "polygamma" | "spherical_j") { f64::from(n) } else { x };
            (case.call)(&[x, y]);
        }
        for f in [erf, erfc, norm_cdf, sinc, ln_gamma, sigmoid, softplus, relu, sign] {
            assert_eq!(f(x).is_nan(), x.is_nan(), "{x:e}");
        }
        for f in [gamma, digamma, trigamma] {
            assert!(x.is_nan() || x <= 0.0 || !f(x).is_nan(), "{x:e}");
        }
        let expected =
            y.is_nan() || y == -INFINITY || !(0..=170).contains(&n) || y < 0.0 && y == y.floor() && n % 2 == 0;
        assert_eq!(polygamma(n, y).is_nan(), expected, "{n} {y:e}");
        let expected = y.is_nan() || n < 0 || n > 1000 && y.is_finite() && y.abs() >= f64::from(n) / 3.0;
        assert_eq!(spherical_j(n, y).is_nan(), expected, "{n} {y:e}");
        assert_eq!(logaddexp(x, y).is_nan(), x.is_nan() || y.is_nan(), "{x:e} {y:e}");
    }
}

#[test]
fn every_helper_has_a_table_and_lists_what_it_needs_above_itself() {
    for (i, h) in HELPERS.iter().enumerate() {
        for need in h.needs {
            assert!(HELPERS[..i].iter().any(|above| above.name == *need), "{} needs {need}", h.name);
        }
        assert!(h.rust.contains(&format!("\nfn {}(", h.name)), "{}", h.name);
        assert!(h.c.is_none_or(|c| c.contains(&format!(" gradus_{}(", h.name))), "{}", h.name);
        let exact = ["rational", "leaky_relu", "relu", "sign", "clamp"].contains(&h.name);
        assert!(exact || CASES.iter().any(|case| case.name == h.name), "{} has no table", h.name);
        assert!(h.rust.is_ascii() && h.c.is_none_or(str::is_ascii), "{}", h.name);
    }
    assert!(helper("no_such_function").is_none());
    let names = |found: Vec<&Helper>| found.iter().map(|h| h.name).collect::<Vec<_>>();
    assert_eq!(names(needed_in_rust(&["norm_cdf", "erf"])), ["rational", "erfc", "erf", "norm_cdf"]);
    assert_eq!(names(needed_in_c(&["norm_cdf", "erf"])), ["norm_cdf"]);
}

/// A directory of this process for the compilers below.
fn scratch(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("gradus-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

/// Runs a compiler; false where there is none.
fn compiled(command: &mut Command) -> bool {
    match command.output() {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            true
        }
        Err(e) if e.kind() == ErrorKind::NotFound => {
            println!("SKIPPED: {} is not installed", command.get_program().display());
            false
        }
        Err(e) => panic!("{e}"),
    }
}

#[test]
fn each_helper_compiles_alone_without_warnings_in_rust() {
    let mut source = String::new();
    for h in HELPERS {
        let texts: String = needed_in_rust(&[h.name]).iter().map(|h| h.rust).collect();
        source += &format!("pub mod {0} {{\n{texts}pub fn used() -> usize {{ size_of_val(&{0}) }}\n}}\n", h.name);
    }
    let dir = scratch("rust");
    std::fs::write(dir.join("helpers.rs"), source).unwrap();
    let rustc = std::env::var_os("RUSTC").unwrap_or("rustc".into());
    let flags = ["--edition=2024", "--crate-type=lib", "--emit=metadata", "-Dwarnings", "-Funsafe-code", "helpers.rs"];
    compiled(Command::new(rustc).args(flags).current_dir(&dir));
    std::fs::remove_dir_all(dir).unwrap();
}

#[test]
fn each_helper_compiles_alone_without_warnings_in_c() {
    let dir = scratch("c-alone");
    for h in HELPERS.iter().filter(|h| h.c.is_some()) {
        let texts: String = needed_in_c(&[h.name]).iter().filter_map(|h| h.c).collect();
        let source = format!("#include <math.h>\n{texts}int used(void) {{ return &gradus_{} != 0; }}\n", h.name);
        std::fs::write(dir.join("helper.c"), source).unwrap();
        let flags = ["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-Wno-address", "-c", "helper.c"];
        if !compiled(Command::new("gcc").args(flags).current_dir(&dir)) {
            break;
        }
    }
    std::fs::remove_dir_all(dir).unwrap();
}

/// The C texts agree with the tables to 1e-13 and with the Rust texts at special values.
#[test]
fn c_agrees_with_the_tables_and_with_rust() {
    let cases: Vec<&Case> = CASES.iter().filter(|case| helper(case.name).unwrap().c.is_some()).collect();
    let names: Vec<&str> = cases.iter().map(|case| case.name).collect();
    let texts: String = needed_in_c(&names).iter().filter_map(|h| h.c).collect();
    let mut source = format!(
        "#include <math.h>\n#include <stdio.h>\n{texts}\nint main(void) {{\n    int f; double x, y, v = 0.0;\n    \
         while (scanf(\"%d %lf %lf\", &f, &x, &y) == 3) {{\n        switch (f) {{\n"
    );
    for (f, case) in cases.iter().enumerate() {
        let args = match (case.name, case.arity) {
            ("polygamma" | "spherical_j", _) => "(int)x, y",
            (_, 1) => "x",
            _ => "x, y",
        };
        source += &format!("        case {f}: v = gradus_{}({args}); break;\n", case.name);
    }
    source += "        }\n        printf(\"%.17g\\n\", v);\n    }\n    return 0;\n}\n";

    let dir = scratch("c");
    std::fs::write(dir.join("helpers.c"), source).unwrap();
    let flags = ["-std=c99", "-O2", "-o", "helpers", "helpers.c", "-lm"];
    if compiled(Command::new("gcc").args(flags).current_dir(&dir)) {
        let edges = [0.0, -0.0, 5e-324, -1e-310, 1.0, -1.0, -2.0, 171.0, -2.5, 1e200, -1e16, INFINITY, -INFINITY, NAN];
        let orders = [-1.0, 0.0, 1.0, 2.0, 3.0, 170.0, 171.0, 1001.0, i32::MAX.into(), i32::MIN.into()];
        let mut input = String::new();
        let mut expected = Vec::new();
        for (f, case) in cases.iter().enumerate() {
            let mut rows = case.rows();
            let firsts = if matches!(case.name, "polygamma" | "spherical_j") { &orders[..] } else { &edges };
            for (&x, &y) in firsts.iter().flat_map(|x| edges.iter().map(move |y| (x, y))) {
                let value = (case.call)(&[x, y]);
                rows.push(Row { args: vec![x, y], value, rest: 0.0, unit: value });
            }
            for row in rows {
                let y = row.args.get(1).unwrap_or(&0.0);
                input += &format!("{f} {:e} {y:e}\n", row.args[0]);
                expected.push((case.name, row));
            }
        }
        let mut child = Command::new(dir.join("helpers")).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()).unwrap());
        let output = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
        writer.join().unwrap();
        assert_eq!(output.lines().count(), expected.len());
        for (line, (name, row)) in output.lines().zip(expected) {
            let got: f64 = line.parse().expect(line);
            let near = (got - row.value).abs() <= 1e-13 * row.unit.abs().max(f64::MIN_POSITIVE);
            let equal = got == row.value && got.is_sign_negative() == row.value.is_sign_negative();
            let ok = equal || row.value != 0.0 && near || got.is_nan() && row.value.is_nan();
            assert!(ok, "gradus_{name}{:?} = {got:e}, not {:e}", row.args, row.value);
        }
    }
    std::fs::remove_dir_all(dir).unwrap();
}
