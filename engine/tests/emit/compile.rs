//! Emitted code of the whole corpus, compiled without a warning, formatted, run and compared.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output as Ran};

use gradus_engine::emit::{to_c, to_rust};
use gradus_engine::program::Output;

use crate::corpus::{Case, corpus, reference};

fn directory(name: &str) -> PathBuf {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&directory).unwrap();
    directory
}

/// Runs a tool; `None`, with a notice, where there is none.
fn run(command: &mut Command) -> Option<Ran> {
    match command.output() {
        Ok(ran) => Some(ran),
        Err(error) => {
            println!("skipped, {:?} does not run: {error}", command.get_program());
            None
        }
    }
}

fn tool(variable: &str, default: &str) -> Command {
    Command::new(std::env::var_os(variable).unwrap_or_else(|| default.into()))
}

fn succeeded(ran: &Ran) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).chars().take(6000).collect::<String>();
    assert!(ran.status.success(), "{}\n{}", text(&ran.stdout), text(&ran.stderr));
}

/// The printed bits, a line for each point, compared in order.
fn compare(printed: &[u8], cases: &[Case], same: impl Fn(&Case, f64, f64) -> bool) {
    let printed = String::from_utf8_lossy(printed);
    let mut lines = printed.lines();
    for case in cases {
        for point in &case.points {
            let line = lines.next().expect("a line for each point");
            let results: Vec<f64> =
                line.split_whitespace().map(|bits| f64::from_bits(u64::from_str_radix(bits, 16).unwrap())).collect();
            let expected = reference(&case.program, point);
            assert_eq!(results.len(), expected.len(), "{}", case.name);
            for (i, (result, expected)) in results.iter().zip(&expected).enumerate() {
                assert!(
                    same(case, *result, *expected),
                    "{} at {point:?}: result {i} is {result:?}, not {expected:?}",
                    case.name
                );
            }
        }
    }
    assert_eq!(lines.next(), None);
}

fn rust_source(cases: &[Case]) -> String {
    let functions: Vec<String> = cases.iter().map(|case| to_rust(&case.program, &case.name)).collect();
    functions.join("\n")
}

fn rust_driver(cases: &[Case]) -> String {
    let mut main = String::new();
    for case in cases {
        let count = case.program.parameters.len();
        let arguments: Vec<String> = (0..count).map(|i| format!("f64::from_bits(black_box(p[{i}]))")).collect();
        let points: Vec<String> = case
            .points
            .iter()
            .map(|point| format!("{:?}", point.iter().map(|x| x.to_bits()).collect::<Vec<_>>()))
            .collect();
        let call = format!("{}({})", case.name, arguments.join(", "));
        let print = match &case.program.output {
            Output::Scalar(_) => format!("print(&[{call}]);"),
            Output::Gradient(..) => format!("let (v, g) = {call}; print(&[v]); print(&g);"),
            Output::Vector(_) => format!("print(&{call});"),
            Output::Matrix { .. } => format!("for row in {call} {{ print(&row); }}"),
        };
        let p = if count == 0 { "_" } else { "p" };
        writeln!(
            main,
            "    for {p} in [{}] as [[u64; {count}]; {}] {{ {print} println!(); }}",
            points.join(", "),
            points.len()
        )
        .unwrap();
    }
    format!(
        "#![deny(warnings, clippy::all)]\nuse std::hint::black_box;\n\
         fn print(values: &[f64]) {{ for v in values {{ print!(\"{{:x}} \", v.to_bits()); }} }}\n\
         fn main() {{\n{main}}}\n"
    )
}

#[test]
fn rust_is_compiled_without_warnings_and_gives_every_bit() {
    let cases = corpus();
    let directory = directory("emitted_rust");
    let (source, program) = (directory.join("emitted.rs"), directory.join("emitted"));
    std::fs::write(&source, rust_driver(&cases) + &rust_source(&cases)).unwrap();
    let mut rustc = tool("RUSTC", "rustc");
    rustc.args(["--edition", "2024", "-C", "debuginfo=0", "-o"]).arg(&program).arg(&source);
    let Some(compiled) = run(&mut rustc) else { return };
    succeeded(&compiled);
    let ran = run(&mut Command::new(program)).expect("the compiled program runs");
    succeeded(&ran);
    compare(&ran.stdout, &cases, |_, a, b| a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan());
}

#[test]
fn rust_is_formatted_as_rustfmt_would() {
    let directory = directory("formatted_rust");
    // keeps rustfmt from looking further up
    std::fs::write(directory.join("rustfmt.toml"), "").unwrap();
    let source = directory.join("emitted.rs");
    std::fs::write(&source, rust_source(&corpus())).unwrap();
    let Some(checked) = run(tool("RUSTFMT", "rustfmt").args(["--edition", "2024", "--check"]).arg(&source)) else {
        return;
    };
    succeeded(&checked);
}

fn c_source(cases: &[Case]) -> String {
    let mut functions: Vec<String> = Vec::new();
    let mut main = String::new();
    let mut shared: Vec<String> = Vec::new();
    for case in cases {
        let text = to_c(&case.program, &case.name);
        // what precedes the comment on the function is the same wherever it occurs
        let (before, own) = text.split_at(text.find(&format!("/*\n * {}", first_word(&case.program.output))).unwrap());
        let constant = |item: &str| item.starts_with("static const double gradus_");
        let items = before.split("\n\n").flat_map(|item| item.split(if constant(item) { "\n" } else { "\0" }));
        for item in items.filter(|item| !item.is_empty()) {
            if !shared.iter().any(|other| other == item) {
                shared.push(item.to_owned());
            }
        }
        functions.push(own.to_owned());
        let count = case.program.parameters.len();
        let size = match &case.program.output {
            Output::Scalar(_) => 0,
            Output::Gradient(_, partials) => partials.len(),
            Output::Vector(ids) => ids.len(),
            Output::Matrix { entries, .. } => entries.len(),
        };
        for point in &case.points {
            let mut arguments: Vec<String> = point.iter().map(|x| c_literal(*x)).collect();
            assert_eq!(arguments.len(), count);
            if !matches!(case.program.output, Output::Scalar(_)) {
                arguments.push("out".to_owned());
            }
            let call = format!("{}({})", case.name, arguments.join(", "));
            let returns = matches!(case.program.output, Output::Scalar(_) | Output::Gradient(..));
            let call = if returns { format!("print({call});") } else { format!("{call};") };
            writeln!(main, "    {call} for (i = 0; i < {size}; i++) print(out[i]); putchar('\\n');").unwrap();
        }
    }
    format!(
        "{}\n#include <stdio.h>\n#include <string.h>\n{}\n\
         static void print(double x) {{ unsigned long long b; memcpy(&b, &x, 8); printf(\"%llx \", b); }}\n\
         int main(void) {{\n    double out[64];\n    int i;\n{main}    return 0;\n}}\n",
        shared.join("\n\n"),
        functions.join("\n")
    )
}

fn first_word(output: &Output) -> &str {
    match output {
        Output::Scalar(_) | Output::Gradient(..) => "double",
        _ => "void",
    }
}

fn c_literal(x: f64) -> String {
    match x {
        _ if x.is_nan() => "NAN".to_owned(),
        f64::INFINITY => "INFINITY".to_owned(),
        f64::NEG_INFINITY => "-INFINITY".to_owned(),
        x => format!("{x:?}"),
    }
}

#[test]
fn c_is_compiled_without_warnings_and_agrees() {
    let cases: Vec<Case> = corpus().into_iter().filter(|case| is_whole(&to_c(&case.program, "f"))).collect();
    let directory = directory("emitted_c");
    let (source, program) = (directory.join("emitted.c"), directory.join("emitted"));
    std::fs::write(&source, c_source(&cases)).unwrap();
    let mut cc = tool("CC", "cc");
    cc.args(["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-o"]).arg(&program).arg(&source).arg("-lm");
    let Some(compiled) = run(&mut cc) else { return };
    succeeded(&compiled);
    let ran = run(&mut Command::new(program)).expect("the compiled program runs");
    succeeded(&ran);
    compare(&ran.stdout, &cases, |case, a, b| {
        // what random graphs cancel, they lose
        let (tolerance, least) = if case.name.starts_with("random") { (1e-8, 1.0) } else { (1e-11, 0.0) };
        a == b || a.is_nan() && b.is_nan() || (a - b).abs() <= tolerance * a.abs().max(b.abs()).max(least)
    });
}

/// Whether every helper that the text calls is in it.
fn is_whole(text: &str) -> bool {
    text.split("gradus_").skip(1).all(|rest| {
        let name = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
        !rest[name.len()..].starts_with('(') || text.contains(&format!("static double gradus_{name}("))
    })
}
