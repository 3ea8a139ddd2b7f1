//! What `#[grad]` costs at compile time, from the tokens of a function to the tokens beside it.
//!
//! `cargo bench --bench expand`: the macro is built as a user's dev build builds it, without optimisation, and `rustc` reads and
//! expands generated crates, once with the attribute and once without; the difference is the macro's. `rustc` stops after
//! expansion. With names of cases as arguments (`-- options loops`) only those are measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Operations of the user's function.
const SIZES: [usize; 5] = [30, 100, 300, 1_000, 3_000];
/// Functions of the crate that tells what a further function costs.
const COPIES: u32 = 4;
/// The least of so many runs counts.
const RUNS: usize = 5;

/// A term of a function: its statements, which read the arrays at some place, and the number of their operations.
struct Term {
    operations: usize,
    text: fn(&str) -> String,
}

/// A neuron of six inputs with a squared error; the sigmoid of it.
const SIGMOID: Term = Term { operations: 18, text: |i| neuron(i, "1.0 / (1.0 + (-z).exp())") };
/// The same with a hyperbolic tangent.
const TANH: Term = Term { operations: 16, text: |i| neuron(i, "z.tanh()") };

fn neuron(i: &str, out: &str) -> String {
    let products: Vec<String> = (0..6).map(|k| format!("w[{i}][{k}] * u[{k}]")).collect();
    let products = products.join(" + ");
    format!("let z = b[{i}] + {products}; let out = {out}; let error = out - y[{i}]; sum += error * error;")
}

/// `Σ 100 (x1 - x0²)² + (1 - x0)²`
const ROSENBROCK: Term = Term {
    operations: 8,
    text: |i| format!("sum += 100.0 * (x[{i} + 1] - x[{i}].powi(2)).powi(2) + (1.0 - x[{i}]).powi(2);"),
};

/// A European call after Black and Scholes.
const OPTION: Term = Term {
    operations: 24,
    text: |i| {
        format!(
            "let root = v * t[{i}].sqrt();
            let d1 = ((s / k[{i}]).ln() + (r + v.powi(2) / 2.0) * t[{i}]) / root;
            let d2 = d1 - root;
            let held = s * (libm::erfc(-d1 / 2f64.sqrt()) / 2.0);
            let paid = k[{i}] * (-(r * t[{i}])).exp() * (libm::erfc(-d2 / 2f64.sqrt()) / 2.0);
            sum += held - paid;"
        )
    },
};

/// As a tree it would double with each step.
const STEP: Term = Term { operations: 3, text: |_| "a = a * a + 0.1 * a;".to_owned() };

/// The energy of two neighbours by Lennard-Jones.
const ATOM: Term = Term {
    operations: 17,
    text: |i| {
        let square = |k| format!("(p[{i} + 1][{k}] - p[{i}][{k}]).powi(2)");
        let [dx, dy, dz] = [0, 1, 2].map(square);
        format!(
            "let d = ({dx} + {dy} + {dz}).sqrt();
            let attraction = (sigma / d).powi(6);
            sum += 4.0 * eps * (attraction.powi(2) - attraction);"
        )
    },
};

/// What a function is made of, and how its terms stand in it.
struct Case {
    name: &'static str,
    terms: &'static [Term],
    stands: Stands,
}

enum Stands {
    /// One after the other, each on elements of its own.
    Straight,
    /// Each in a loop.
    Loops,
    /// Each on one side of a branch.
    Branches,
}

const MIXED: &[Term] = &[STEP, SIGMOID, OPTION, ROSENBROCK, ATOM];

const CASES: &[Case] = &[
    Case { name: "layer", terms: &[SIGMOID, TANH], stands: Stands::Straight },
    Case { name: "rosenbrock", terms: &[ROSENBROCK], stands: Stands::Straight },
    Case { name: "options", terms: &[OPTION], stands: Stands::Straight },
    Case { name: "chain", terms: &[STEP], stands: Stands::Straight },
    Case { name: "atoms", terms: &[ATOM], stands: Stands::Straight },
    Case { name: "mixed", terms: MIXED, stands: Stands::Straight },
    Case { name: "loops", terms: MIXED, stands: Stands::Loops },
    Case { name: "branches", terms: MIXED, stands: Stands::Branches },
];

/// What the terms of all cases read, by name.
const PARAMETERS: &[(&str, &str)] = &[
    ("a", "mut a: f64"),
    ("s", "s: f64"),
    ("v", "v: f64"),
    ("r", "r: f64"),
    ("eps", "eps: f64"),
    ("sigma", "sigma: f64"),
    ("u", "u: &[f64; 6]"),
    ("w", "w: &[[f64; 6]]"),
    ("b", "b: &[f64]"),
    ("y", "y: &[f64]"),
    ("x", "x: &[f64]"),
    ("k", "k: &[f64]"),
    ("t", "t: &[f64]"),
    ("p", "p: &[[f64; 3]]"),
];

impl Case {
    /// A function of about `size` operations, and how many it has.
    fn function(&self, name: &str, size: usize) -> (String, usize) {
        let (mut body, mut operations) = (String::new(), 0);
        for (at, term) in self.terms.iter().cycle().enumerate() {
            operations += term.operations;
            let straight = (term.text)(&at.to_string());
            body += &match self.stands {
                Stands::Straight => straight,
                Stands::Loops => format!("for i in 0..8 {{ {} }}\n", (term.text)("i")),
                Stands::Branches => format!("if r > {at}.5 {{ {straight} }} else {{ sum += a * {at}.0; }}\n"),
            };
            if operations + term.operations / 2 >= size {
                break;
            }
        }
        let words: Vec<&str> = body.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        let used = PARAMETERS.iter().filter(|(name, _)| words.contains(name)).map(|(_, text)| *text);
        let parameters = used.collect::<Vec<&str>>().join(", ");
        let value = if words.contains(&"a") { "sum + a" } else { "sum" };
        (format!("pub fn {name}({parameters}) -> f64 {{ let mut sum = 0.0;\n{body}\n{value} }}\n"), operations)
    }
}

/// Where generated crates stand, and the macro that they use.
struct Bench {
    directory: PathBuf,
    macros: PathBuf,
}

impl Bench {
    /// Builds the macro.
    fn new() -> Self {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.current_dir(env!("CARGO_MANIFEST_DIR"));
        let output = command.args(["build", "--package", "gradus-macros", "--message-format", "json"]).output();
        let output = String::from_utf8(output.expect("cargo builds the macro").stdout).expect("json");
        let library = |text: &&str| text.contains("gradus_macros") && text.ends_with(std::env::consts::DLL_SUFFIX);
        let macros = output.split('"').find(library).expect("a library").into();
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("expand");
        fs::create_dir_all(&directory).expect("a directory for generated crates");
        Bench { directory, macros }
    }

    /// The time that `rustc` takes to expand a crate of some functions.
    fn expand(&self, functions: &[String], attribute: &str) -> Duration {
        let mut text = "#![allow(unused)]\n".to_owned();
        let functions_of_libm =
            ["erfc", "exp", "log", "sqrt"].map(|name| format!("pub fn {name}(x: f64) -> f64 {{ x }}"));
        text += &format!("mod libm {{ {} pub fn pow(x: f64, y: f64) -> f64 {{ x }} }}\n", functions_of_libm.join(" "));
        for function in functions {
            text += attribute;
            text += function;
        }
        let source = self.directory.join("case.rs");
        fs::write(&source, text).expect("a generated crate");
        let mut command = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        command.args(["--edition", "2024", "--crate-type", "lib", "--emit", "dep-info"]);
        command.arg("--extern").arg(format!("gradus_macros={}", self.macros.display()));
        command.arg("-o").arg(self.directory.join("case.d")).arg(&source);
        let start = Instant::now();
        let status = command.status().expect("rustc");
        let time = start.elapsed();
        assert!(status.success(), "{} does not expand", source.display());
        time
    }

    fn row(&self, case: &Case, size: usize) {
        let names = (0..COPIES).map(|at| format!("f{at}"));
        let functions: Vec<String> = names.map(|name| case.function(&name, size).0).collect();
        let mut least = [Duration::MAX; 4];
        for _ in 0..RUNS {
            let ways = [(1, ""), (1, ATTRIBUTE), (COPIES as usize, ""), (COPIES as usize, ATTRIBUTE)];
            for (least, (count, attribute)) in least.iter_mut().zip(ways) {
                *least = (*least).min(self.expand(&functions[..count], attribute));
            }
        }
        let [plain, with, plain_all, with_all] = least;
        let first = with.saturating_sub(plain);
        let further = with_all.saturating_sub(plain_all).saturating_sub(first) / (COPIES - 1);
        let time = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1e3);
        println!("| {} | {} | {} | {} |", case.name, case.function("f", size).1, time(first), time(further));
    }
}

const ATTRIBUTE: &str = "#[gradus_macros::grad]\n";

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let bench = Bench::new();
    println!("| function | operations | first | further |");
    println!("|---|---|---|---|");
    for case in CASES.iter().filter(|case| wanted.is_empty() || wanted.iter().any(|name| name == case.name)) {
        for size in SIZES {
            bench.row(case, size);
        }
    }
}
