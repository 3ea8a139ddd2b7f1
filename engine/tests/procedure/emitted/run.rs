//! Emitted functions, compiled and run at the points at which the machine was.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::rc::Rc;

use gradus_engine::program::procedure::{ArrayId, Operand, Procedure, Var};

use super::source::{Given, Source};
use crate::build::{Parameter, Program};
use crate::machine::{Array, Datum, Outcome, Value};

const PRELUDE: &str = "\
#![allow(unused, non_snake_case)]
trait Print { fn show(&self); }
impl Print for f64 { fn show(&self) { print!(\"{:x} \", if self.is_nan() { u64::MAX } else { self.to_bits() }); } }
impl Print for usize { fn show(&self) { print!(\"{self} \"); } }
impl Print for bool { fn show(&self) { print!(\"{self} \"); } }
impl<T: Print> Print for [T] { fn show(&self) { self.iter().for_each(Print::show); } }
impl<T: Print> Print for Vec<T> { fn show(&self) { self.iter().for_each(Print::show); } }
impl<T: Print, const N: usize> Print for [T; N] { fn show(&self) { self.iter().for_each(Print::show); } }
impl<T: Print + ?Sized> Print for &T { fn show(&self) { (**self).show(); } }
impl<T: Print + ?Sized> Print for &mut T { fn show(&self) { (**self).show(); } }
impl<T: Print> Print for Option<T> { fn show(&self) { self.as_ref().unwrap().show(); } }
fn print(x: &impl Print) { x.show(); println!(); }
trait ZeroLike { type Zero; fn zero_like(&self) -> Self::Zero; }
impl ZeroLike for [f64] { type Zero = Vec<f64>; fn zero_like(&self) -> Vec<f64> { vec![0.0; self.len()] } }
impl ZeroLike for [Vec<f64>] {
    type Zero = Vec<Vec<f64>>;
    fn zero_like(&self) -> Vec<Vec<f64>> { self.iter().map(|row| vec![0.0; row.len()]).collect() }
}
";

/// The content of what is given.
type Content<'a> = (&'a HashMap<Var, Value<f64>>, &'a HashMap<ArrayId, Array<f64>>);

/// Functions, what to call and what it must print.
#[derive(Default)]
struct Collected {
    functions: String,
    main: String,
    expected: Vec<Line>,
    known: HashMap<String, String>,
    count: usize,
    equal_names: bool,
}

thread_local! {
    static COLLECTED: std::cell::RefCell<Option<Collected>> = const { std::cell::RefCell::new(None) };
}

/// Collects all that the machine runs meanwhile, compiles and runs it.
///
/// With `equal_names` values are named so that as many as possible share a variable.
pub fn collected<X>(name: &str, equal_names: bool, body: impl FnOnce() -> X) -> X {
    COLLECTED.set(Some(Collected { equal_names, ..Collected::default() }));
    let result = body();
    if let Some(collected) = COLLECTED.take() {
        collected.run(name);
    }
    result
}

/// A run of the machine.
pub fn note(
    program: &Rc<Program>,
    procedure: &Procedure,
    (seeds, adjoints): (&[Operand], &[ArrayId]),
    content: Content,
    outcome: &Outcome<f64>,
) {
    COLLECTED.with_borrow_mut(|collected| {
        let Some(collected) = collected else { return };
        for optional in [false, true] {
            let given = Given { seeds, adjoints, optional };
            collected.add(program, procedure, &given, content, outcome);
        }
    });
}

impl Collected {
    fn add(
        &mut self,
        program: &Rc<Program>,
        procedure: &Procedure,
        given: &Given,
        (values, arrays): Content,
        outcome: &Outcome<f64>,
    ) {
        let source = |name: &str| {
            let source = Source::new(program, procedure, name);
            if self.equal_names { source.with_equal_names(self.count as u64) } else { source }
        };
        let unnamed = Source::new(program, procedure, "f").function("f", given);
        let name = match self.known.get(&unnamed) {
            Some(name) => name.clone(),
            None => {
                let name = format!("f{}", self.count);
                let source = source(&name);
                self.count += 1;
                let text = source.function(&format!("{name}_shown"), given);
                self.functions.push_str(&text);
                super::source::with_vjp(program, &name, &mut self.functions);
                source.callees(&mut self.functions);
                self.known.insert(unnamed, name.clone());
                name
            }
        };
        let mut call = Call { before: String::new(), arguments: Vec::new() };
        for parameter in &program.parameters {
            match parameter {
                Parameter::Scalar(var) | Parameter::Constant(var) => call.value(values[var]),
                Parameter::Array(id) => call.array(*id, &arrays[id], false),
            }
        }
        for seed in given.seeds {
            match seed {
                Operand::Opaque(var) if procedure.given.contains(var) => call.value(values[var]),
                Operand::Array(id) => call.array(*id, &arrays[id], false),
                _ => {}
            }
        }
        for adjoint in given.adjoints {
            call.array(*adjoint, &arrays[adjoint], given.optional);
        }
        let Call { before, arguments } = call;
        writeln!(self.main, "    {{\n{before}        {name}_shown({});\n    }}", arguments.join(", ")).unwrap();
        let forward = program.procedure.body.results.len();
        let mut line = |text: Option<String>, exact: bool| {
            self.expected.push(Line { text, exact, function: name.clone() });
        };
        for (position, result) in outcome.results.iter().enumerate() {
            let text = match result {
                Datum::Value(Value::Any) => None,
                Datum::Value(value) => Some(value_text(*value)),
                Datum::Array(array) => Some(array_text(array)),
            };
            line(text, position < forward);
        }
        program.arrays().iter().for_each(|array| line(Some(array_text(&outcome.arrays[array])), true));
        given.adjoints.iter().for_each(|array| line(Some(array_text(&outcome.arrays[array])), false));
    }

    fn run(self, name: &str) {
        let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("emitted_procedures");
        std::fs::create_dir_all(&directory).unwrap();
        let (source, program) = (directory.join(format!("{name}.rs")), directory.join(name));
        let text = format!("{PRELUDE}{}fn main() {{\n{}}}\n", self.functions, self.main);
        std::fs::write(&source, text).unwrap();
        let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        rustc.args(["--edition", "2024", "-C", "debuginfo=0", "-o"]).arg(&program).arg(&source);
        let compiled = rustc.output().expect("rustc runs");
        let message = String::from_utf8_lossy(&compiled.stderr).chars().take(6000).collect::<String>();
        assert!(compiled.status.success(), "{}\n{message}", source.display());
        let ran = Command::new(&program).output().expect("the compiled program runs");
        let message = String::from_utf8_lossy(&ran.stderr).into_owned();
        let printed = String::from_utf8_lossy(&ran.stdout).into_owned();
        let mut lines = printed.lines();
        for Line { text, exact, function } in &self.expected {
            let line = lines.next();
            let line = line.unwrap_or_else(|| panic!("{}: {function} ends early: {message}", source.display()));
            let Some(text) = text else { continue };
            let same = if *exact { line.trim() == text } else { close(line, text) };
            assert!(same, "{}: {function}: {line} instead of {text}", source.display());
        }
        assert_eq!(lines.next(), None);
    }
}

/// What a function must print.
struct Line {
    /// `None` for what may be anything.
    text: Option<String>,
    /// Whether every bit counts.
    exact: bool,
    function: String,
}

/// Whether two printed lines agree but for rounding. A callee adds to a slot one by one what the machine adds at once.
fn close(got: &str, want: &str) -> bool {
    let number = |bits: &str| u64::from_str_radix(bits, 16).map_or(f64::NAN, f64::from_bits);
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-13 * (1.0 + a.abs().max(b.abs()));
    let same = |(got, want): (&str, &str)| got == want || near(number(got), number(want));
    let (got, want): (Vec<&str>, Vec<&str>) = (got.split_whitespace().collect(), want.split_whitespace().collect());
    got.len() == want.len() && got.into_iter().zip(want).all(same)
}

/// A call that is being written.
struct Call {
    before: String,
    arguments: Vec<String>,
}

impl Call {
    fn value(&mut self, value: Value<f64>) {
        self.arguments.push(match value {
            Value::Real(x) => format!("f64::from_bits({:#x})", x.to_bits()),
            Value::Integer(n) => n.to_string(),
            Value::Condition(holds) => holds.to_string(),
            Value::Array(_) | Value::Any => "0.0".to_owned(),
        });
    }

    fn array(&mut self, id: ArrayId, content: &Array<f64>, optional: bool) {
        writeln!(self.before, "        let mut a{} = {};", id.0, literal(content)).unwrap();
        self.arguments.push(if optional { format!("Some(&mut a{})", id.0) } else { format!("&mut a{}", id.0) });
    }
}

fn literal(array: &Array<f64>) -> String {
    match array {
        Array::Number(x) => format!("f64::from_bits({:#x})", x.to_bits()),
        Array::List(items) => format!("vec![{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
    }
}

fn value_text(value: Value<f64>) -> String {
    match value {
        Value::Real(x) => format!("{:x}", if x.is_nan() { u64::MAX } else { x.to_bits() }),
        Value::Integer(n) => n.to_string(),
        Value::Condition(holds) => holds.to_string(),
        Value::Array(_) | Value::Any => String::new(),
    }
}

fn array_text(array: &Array<f64>) -> String {
    let texts: Vec<String> = array.numbers().into_iter().map(|x| value_text(Value::Real(x))).collect();
    texts.join(" ")
}
