//! Derivatives of an expression of yours: as formulas, as Rust, C and LaTeX, and checked against differences at a point.
//!
//! ```text
//! cargo run --release --example derive -- "x^2*sin(y)" x y
//! ```

use std::error::Error;
use std::fmt::Write;
use std::io::{IsTerminal, Write as _};
use std::process::ExitCode;

use gradus::check::Component;
use gradus::{Expr, Gradient, parse};
use lexopt::prelude::*;

const USAGE: &str = "\
Usage: derive EXPRESSION [NAME]... [OPTIONS]

Differentiates the expression by the names; by all its variables when none is given.
Without arguments it shows a neuron with a sigmoid, by its weights and inputs.

Options:
  --at NAME=NUMBER   a coordinate of the point of the check; may be repeated
  --only PART        formulas, rust, c, latex or check
  -h, --help         this text

An expression that starts with a minus goes behind `--`:
  derive -- \"-x^2\" x";

const PARTS: [&str; 5] = ["formulas", "rust", "c", "latex", "check"];

/// A neuron with two inputs, and a point at which its gate values are known.
const NEURON: &str = "1/(1 + exp(-(w0*x0 + w1*x1 + w2)))";
const NEURON_AT: [(&str, f64); 5] = [("w0", 2.0), ("w1", -3.0), ("w2", -3.0), ("x0", -1.0), ("x1", -2.0)];

struct Request {
    expression: String,
    names: Vec<String>,
    at: Vec<(String, f64)>,
    only: Option<String>,
}

fn main() -> ExitCode {
    let result = match request() {
        Ok(Some(request)) => report(&request),
        Ok(None) => Ok(format!("{USAGE}\n")),
        Err(error) => Err(format!("{error}\n\n{USAGE}").into()),
    };
    match result {
        Ok(text) => {
            // That a reader such as `head` has seen enough is no error.
            let _ = std::io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// What the command line asks for; `None` for help.
fn request() -> Result<Option<Request>, Box<dyn Error>> {
    let mut request = Request { expression: String::new(), names: Vec::new(), at: Vec::new(), only: None };
    let mut given = false;
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(text) if !given => {
                request.expression = text.string()?;
                given = true;
            }
            Value(name) => request.names.push(name.string()?),
            Long("at") => {
                let text = parser.value()?.string()?;
                let pair = text.split_once('=').and_then(|(name, x)| Some((name.trim(), x.trim().parse().ok()?)));
                let (name, x) = pair.ok_or_else(|| format!("`--at {text}`: write `--at x=1.5`"))?;
                request.at.push((name.to_owned(), x));
            }
            Long("only") => {
                let part = parser.value()?.string()?;
                if !PARTS.contains(&part.as_str()) {
                    return Err(format!("`--only {part}`: one of {}", PARTS.join(", ")).into());
                }
                request.only = Some(part);
            }
            Short('h') | Long("help") => return Ok(None),
            _ => return Err(argument.unexpected().into()),
        }
    }
    if !given {
        request.expression = NEURON.to_owned();
        request.names = NEURON_AT.map(|(name, _)| name.to_owned()).into();
        request.at = NEURON_AT.map(|(name, x)| (name.to_owned(), x)).into();
    }
    Ok(Some(request))
}

/// The whole text that is printed.
fn report(request: &Request) -> Result<String, Box<dyn Error>> {
    let f = parse(&request.expression)?;
    let variables = f.variables();
    let wrt = if request.names.is_empty() { &variables } else { &request.names };
    let names: Vec<&str> = wrt.iter().map(String::as_str).collect();
    let gradient = f.gradient(&names)?;
    if let Some((name, _)) = request.at.iter().find(|(name, _)| !variables.contains(name) && !wrt.contains(name)) {
        return Err(format!("`--at {name}=…`: there is no variable `{name}` in the expression").into());
    }
    let parts = PARTS.iter().filter(|part| request.only.as_ref().is_none_or(|only| only == *part));
    let mut sections = Vec::new();
    for part in parts {
        sections.push(match *part {
            "formulas" => formulas(&f, &gradient),
            "rust" => section("Rust", &gradient.to_rust("f_grad")),
            "c" => section("C", &gradient.to_c("f_grad")),
            "latex" => section("LaTeX", &gradient.to_latex()),
            _ => check(&gradient, &variables, &request.at)?,
        });
    }
    Ok(sections.join("\n"))
}

/// The value and its partials, the equals signs below one another.
fn formulas(f: &Expr, gradient: &Gradient) -> String {
    let labels: Vec<String> = gradient.names().map(|name| format!("∂f/∂{name}")).collect();
    let width = labels.iter().map(|label| label.chars().count()).max().unwrap_or(1);
    let mut text = format!("{} = {f}\n\n", bold(&format!("{:width$}", "f")));
    for (label, partial) in labels.iter().zip(gradient.partials()) {
        let _ = writeln!(text, "{} = {partial}", bold(&format!("{label:width$}")));
    }
    text
}

fn section(title: &str, body: &str) -> String {
    let mut text = format!("{}\n\n", bold(title));
    for line in body.trim_end().lines() {
        let _ = writeln!(text, "{}", format!("    {line}").trim_end());
    }
    text
}

/// The partials beside central differences.
fn check(gradient: &Gradient, variables: &[String], at: &[(String, f64)]) -> Result<String, Box<dyn Error>> {
    let Some(point) = sample(gradient, variables, at) else {
        let text = "no point found at which the value and all its partials are finite: give one with --at\n";
        return Ok(format!("{}\n\n    {text}", bold("Check")));
    };
    let bound: Vec<(&str, f64)> = point.iter().map(|(name, x)| (name.as_str(), *x)).collect();
    let (value, _) = gradient.eval(&bound)?;
    let coordinates: Vec<String> = bound.iter().map(|(name, x)| format!("{name} = {x}")).collect();
    let place = if coordinates.is_empty() { String::new() } else { format!(" at {}", coordinates.join(", ")) };
    let mut text = format!("{}{place}\n\n", bold("Check"));
    let mut rows = vec![["".into(), "value".into(), "difference quotient".into(), "relative error".into()]];
    rows.push(["f".to_owned(), digits(value), String::new(), String::new()]);
    let report = gradient.check(&bound)?;
    for name in gradient.names() {
        let Some(partial) = report.components().iter().find(|partial| partial.name() == name) else { continue };
        let error = match partial.relative_difference() {
            0.0 => "0".to_owned(),
            error => format!("{error:.1e}"),
        };
        rows.push([format!("∂f/∂{name}"), digits(partial.analytic()), digits(partial.numeric()), error]);
    }
    let width = |column: usize| rows.iter().map(|row: &[String; 4]| row[column].chars().count()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2), width(3)];
    for [label, value, estimate, error] in &rows {
        let line = format!(
            "    {label:a$}   {value:>b$}   {estimate:>c$}   {error:>d$}",
            a = widths[0],
            b = widths[1],
            c = widths[2],
            d = widths[3]
        );
        let _ = writeln!(text, "{}", line.trim_end());
    }
    Ok(text)
}

/// A point inside the domain, the same on every run: the first of a fixed sequence at which all is finite, also nearby.
fn sample(gradient: &Gradient, variables: &[String], at: &[(String, f64)]) -> Option<Vec<(String, f64)>> {
    const RANGES: [(f64, f64); 6] = [(0.5, 2.0), (0.1, 0.9), (-2.0, -0.5), (2.0, 9.0), (-0.9, 0.9), (10.0, 100.0)];
    const GOLDEN: f64 = 0.618_033_988_749_895;
    let given = |name: &str| at.iter().find(|(known, _)| known == name).map(|(_, x)| *x);
    for attempt in 0..200_usize {
        let (low, high) = RANGES[attempt % RANGES.len()];
        let coordinate = |i: usize| {
            let fraction = ((1 + i + 31 * (attempt / RANGES.len())) as f64 * GOLDEN).fract();
            ((low + (high - low) * fraction) * 100.0).round() / 100.0
        };
        let point: Vec<(String, f64)> = variables
            .iter()
            .enumerate()
            .map(|(i, name)| (name.clone(), given(name).unwrap_or(coordinate(i))))
            .collect();
        let bound: Vec<(&str, f64)> = point.iter().map(|(name, x)| (name.as_str(), *x)).collect();
        let finite = gradient.eval(&bound).is_ok_and(|(value, partials)| {
            let near = |partial: &Component| partial.numeric().is_finite();
            value.is_finite()
                && partials.iter().all(|x| x.is_finite())
                && gradient.check(&bound).is_ok_and(|report| report.components().iter().all(near))
        });
        if finite || variables.iter().all(|name| given(name).is_some()) {
            return Some(point);
        }
    }
    None
}

/// Ten significant digits.
fn digits(x: f64) -> String {
    let rounded: f64 = format!("{x:.9e}").parse().unwrap_or(x);
    match rounded.abs() {
        0.0 | 1e-4..1e10 => rounded.to_string(),
        _ if x.is_finite() => format!("{rounded:e}"),
        _ => x.to_string(),
    }
}

fn bold(text: &str) -> String {
    let plain = !std::io::stdout().is_terminal() || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if plain { text.to_owned() } else { format!("\x1b[1m{text}\x1b[0m") }
}
