//! The same input gives the same bytes in every process, and the README shows what the example prints.

#![cfg(feature = "runtime")]

use std::path::PathBuf;
use std::process::Command;

/// The example that `cargo test` has built beside this test.
fn example() -> PathBuf {
    let test = std::env::current_exe().expect("a running test has a path");
    let target = test.ancestors().nth(2).expect("tests stand in target/<profile>/deps");
    target.join("examples").join(format!("derive{}", std::env::consts::EXE_SUFFIX))
}

fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output =
        Command::new(example()).args(arguments).output().expect("the example is built: `cargo build --examples`");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn two_processes_print_the_same_bytes() {
    for arguments in [
        &[][..],
        &["x^2*sin(y)", "x", "y"],
        &["exp(-(x - mu)^2/(2*sigma^2))/(sigma*sqrt(2*pi))"],
        &["sqrt((x1 - x2)^2 + (y1 - y2)^2)*exp(sin(x1*y2))/(1 + exp(-x1*x2))"],
        &["ln(exp(a) + exp(b) + exp(c)) + tanh(a*b)*c^3 - sigmoid(b*c)"],
    ] {
        let (code, first, _) = run(arguments);
        assert_eq!(code, Some(0), "{arguments:?}");
        assert!(first.len() > 200);
        assert_eq!(first, run(arguments).1, "{arguments:?}");
    }
}

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = include_str!("../README.md");
    let (_, shown) = readme.split_once("-- \"x^2*sin(y)\" x y\n").expect("the command");
    let (shown, _) = shown.split_once("```").expect("the end of the block");
    let (_, printed, _) = run(&["x^2*sin(y)", "x", "y"]);
    for part in shown.split("…\n") {
        assert!(printed.contains(part), "the README shows\n{part}\nbut printed is\n{printed}");
    }
}

#[test]
fn without_arguments_it_is_the_neuron_with_its_numbers() {
    let (_, printed, _) = run(&[]);
    for number in ["0.7310585786", "-0.1966119332", "-0.3932238665", "0.1966119332", "0.3932238665", "-0.5898357997"] {
        assert!(printed.contains(number), "{number}\n{printed}");
    }
}

#[test]
fn parts_and_points_can_be_chosen() {
    let (_, rust, _) = run(&["x*y", "--only", "rust"]);
    assert!(rust.starts_with("Rust\n") && rust.contains("pub fn f_grad") && !rust.contains("LaTeX"), "{rust}");
    let (_, check, _) = run(&["x*y", "x", "--at", "x=2.5", "--at=y=4", "--only=check"]);
    assert!(check.starts_with("Check at x = 2.5, y = 4\n") && check.contains("10"), "{check}");
    let (code, help, _) = run(&["--help"]);
    assert!(code == Some(0) && help.starts_with("Usage: derive"));
    assert!(run(&["--", "-x^2", "x"]).1.contains("∂f/∂x = -2*x\n"));
}

#[test]
fn bad_input_is_explained() {
    for (arguments, message) in [
        (&["2x"][..], "  2x\n   ^"),
        (&["sin(x", "x"], "  sin(x"),
        (&["x", "x+1"], "not the name of a variable"),
        (&["x*y", "--at", "z=1"], "no variable `z`"),
        (&["x", "--at", "x"], "write `--at x=1.5`"),
        (&["x", "--only", "fortran"], "one of formulas, rust, c, latex, check"),
        (&["x", "--frob"], "--frob"),
        (&[""], ""),
        (&["x", "x", "x"], "both `x`"),
    ] {
        let (code, printed, explained) = run(arguments);
        assert_eq!((code, printed.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(explained.contains(message) && !explained.contains("panicked"), "{arguments:?}: {explained}");
    }
}
