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
    /// `None` for what may be anything.
    expected: Vec<Option<String>>,
    names: Vec<String>,
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
        let results = outcome.results.iter().map(|result| match result {
            Datum::Value(Value::Any) => None,
            Datum::Value(value) => Some(value_text(*value)),
            Datum::Array(array) => Some(array_text(array)),
        });
        self.expected.extend(results);
        let after = program.arrays();
        let after = after.iter().chain(given.adjoints);
        self.expected.extend(after.map(|array| Some(array_text(&outcome.arrays[array]))));
        self.names.resize(self.expected.len(), name);
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
        for (position, expected) in self.expected.iter().enumerate() {
            let line = lines
                .next()
                .unwrap_or_else(|| panic!("{}: {} ends early: {message}", source.display(), self.names[position]));
            if let Some(expected) = expected {
                assert_eq!(line.trim(), expected.trim(), "{}: {}", source.display(), self.names[position]);
            }
        }
        assert_eq!(lines.next(), None);
    }
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
            Value::Any => "0.0".to_owned(),
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
        Value::Any => String::new(),
    }
}

fn array_text(array: &Array<f64>) -> String {
    let texts: Vec<String> = array.numbers().into_iter().map(|x| value_text(Value::Real(x))).collect();
    texts.join(" ")
}
