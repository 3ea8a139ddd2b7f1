//! Programs as Rust functions: the engine's text with the expressions filled in.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::rc::Rc;

use gradus_engine::emit::{Apart, Body, Spelling, rust_procedure};
use gradus_engine::program::Use;
use gradus_engine::program::procedure::{ArrayId, Block, Index, Init, Operand, Origin, Place, Procedure, Step, Var};

use crate::build::{Parameter, Program};
use crate::text::{Key, Operation, Table, Text};

/// Keys from here on stand for copies of places.
const PLACES: Key = 1 << 20;

/// A procedure on its way to text.
pub struct Source<'a> {
    pub program: &'a Rc<Program>,
    pub procedure: Procedure,
    places: Vec<Place>,
    name: String,
}

/// What is given besides the parameters: seeds and adjoints.
pub struct Given<'a> {
    pub seeds: &'a [Operand],
    pub adjoints: &'a [ArrayId],
    /// Whether each adjoint is an `Option`.
    pub optional: bool,
}

impl<'a> Source<'a> {
    pub fn new(program: &'a Rc<Program>, procedure: &Procedure, name: &str) -> Self {
        let mut procedure = procedure.clone();
        let mut places = Vec::new();
        let mut body = std::mem::take(&mut procedure.body);
        prepare(&mut body, &mut places);
        procedure.body = body;
        Source { program, procedure, places, name: name.to_owned() }
    }

    /// The same where many values that are not given have equal names, so that as many as possible share a variable.
    pub fn with_equal_names(mut self, seed: u64) -> Self {
        const NAMES: [&str; 5] = ["s", "s", "s", "t", ""];
        let mut rng = fastrand::Rng::with_seed(seed);
        for (position, info) in self.procedure.vars.iter_mut().enumerate() {
            if !self.procedure.given.contains(&Var(position as u32)) {
                info.hint = NAMES[rng.usize(..NAMES.len())].to_owned();
            }
        }
        self
    }

    /// The engine's text and how it spells what is given.
    pub fn body(&self, given: &Given) -> (Body, BTreeMap<Var, String>, BTreeMap<ArrayId, String>) {
        let hint = |text: &str, position: usize| if text.is_empty() { format!("p{position}") } else { text.to_owned() };
        let mut vars: BTreeMap<Var, String> = BTreeMap::new();
        let mut arrays: BTreeMap<ArrayId, String> = BTreeMap::new();
        for (position, var) in self.procedure.given.iter().enumerate() {
            let name = hint(&self.procedure.vars[var.0 as usize].hint, position);
            let name = if vars.values().any(|other| *other == name) { format!("{name}{position}") } else { name };
            vars.insert(*var, name);
        }
        for (position, info) in self.procedure.arrays.iter().enumerate() {
            if info.origin != Origin::Local {
                let name = hint(&info.hint, position);
                let taken = arrays.values().chain(vars.values()).any(|other| *other == name);
                let name = if taken { format!("{name}{position}") } else { name };
                arrays.insert(ArrayId(position as u32), name);
            }
        }
        let optional = if given.optional { given.adjoints } else { &[] };
        let taken = ["print".to_owned(), "d_of".to_owned()];
        let (owned, apart) = (&[], &Apart::new());
        let spelling = Spelling { float: "f64", taken: &taken, vars: &vars, arrays: &arrays, owned, optional, apart };
        let body = rust_procedure(&self.procedure, &spelling);
        (body, vars, arrays)
    }

    /// `text` with its placeholders replaced.
    pub fn filled(&self, text: &str, body: &Body) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find("__e") {
            out.push_str(&rest[..at]);
            let digits: String = rest[at + 3..].chars().take_while(char::is_ascii_digit).collect();
            rest = &rest[at + 3 + digits.len()..];
            let key: Key = digits.parse().expect("a key");
            let expression = match (&self.places.get(key.wrapping_sub(PLACES) as usize), key >= PLACES) {
                (Some(place), true) => format!("{}.to_vec()", self.place(place, body)),
                _ => self.expression(key, body),
            };
            let closed = rest.starts_with('_') || expression.chars().all(|c| c.is_alphanumeric() || c == '_');
            let bare = closed || rest.starts_with(';') && out.ends_with("= ") || rest.starts_with(" {");
            let bare = bare || out.ends_with(['[', '(']) && rest.starts_with([']', ')']);
            out.push_str(&if bare { expression } else { format!("({expression})") });
        }
        out + rest
    }

    fn place(&self, place: &Place, body: &Body) -> String {
        let mut text = body.arrays[&place.array].clone();
        for index in &place.path {
            match index {
                Index::At(e) | Index::Range(e) => write!(text, "[{}]", self.expression(e.key, body)).unwrap(),
                Index::Literal(n) => write!(text, "[{n}]").unwrap(),
                Index::Value(var) => write!(text, "[{}]", body.vars[var]).unwrap(),
            }
        }
        text
    }

    fn expression(&self, key: Key, body: &Body) -> String {
        let show = |key: &Key| self.expression(*key, body);
        match &self.program.table.texts[key as usize] {
            Text::Integer(n) => format!("{n}"),
            Text::Real(x) => format!("{x:?}"),
            Text::Var(var) => body.vars.get(var).unwrap_or_else(|| panic!("{var:?} has no name")).clone(),
            Text::Length(array) => format!("{}.len()", body.arrays[array]),
            Text::Element(array, index) => format!("{}[{}]", body.arrays[array], show(index)),
            Text::Binary(operation, a, b) => {
                let operator = match operation {
                    Operation::Add => "+",
                    Operation::Sub => "-",
                    Operation::Mul => "*",
                    Operation::Div => "/",
                    Operation::Rem => "%",
                    Operation::Less => "<",
                    Operation::Equal => "==",
                };
                format!("({}) {operator} ({})", show(a), show(b))
            }
            Text::Truncate(a) => format!("({}) as usize", show(a)),
            Text::ToReal(a) => format!("({}) as f64", show(a)),
            Text::Range(a, b) => format!("({})..({})", show(a), show(b)),
            Text::Reversed(a) => format!("({}).rev()", show(a)),
            Text::StepBy(a, step) => format!("({}).step_by({step})", show(a)),
            Text::Zeros(dimensions) => {
                let zeros = dimensions.iter().rev();
                zeros.fold("0.0_f64".to_owned(), |inner, length| format!("vec![{inner}; {}]", show(length)))
            }
            Text::ZeroLike(array) => format!("{}.zero_like()", body.arrays[array]),
            Text::Numbers(numbers) => format!("Vec::<f64>::from({numbers:?})"),
            Text::Empty => "Vec::<f64>::new()".to_owned(),
            Text::Callee(None) => self.name.clone(),
            Text::Callee(Some(position)) => format!("{}_c{position}", self.name),
            Text::Spelled(array) => body.arrays[array].clone(),
        }
    }

    /// `fn name(parameters, seeds, adjoints) -> (results) { .. }`
    pub fn function(&self, name: &str, given: &Given) -> String {
        let (body, vars, arrays) = self.body(given);
        let changed = changed(&self.procedure);
        let mut parameters = Vec::new();
        for parameter in &self.program.parameters {
            parameters.push(self.parameter(*parameter, &vars, &arrays, &changed));
        }
        for seed in given.seeds {
            match seed {
                Operand::Opaque(var) if vars.contains_key(var) => parameters.push(format!("{}: f64", vars[var])),
                Operand::Array(array) => parameters.push(format!("{}: &{}", arrays[array], self.array_type(*array))),
                _ => {}
            }
        }
        for adjoint in given.adjoints {
            let ty = format!("&mut {}", self.array_type(*adjoint));
            parameters.push(if given.optional {
                format!("mut {}: Option<{ty}>", arrays[adjoint])
            } else {
                format!("{}: {ty}", arrays[adjoint])
            });
        }
        let mut text = format!("fn {name}({}) {{\n", parameters.join(", "));
        body.helpers.iter().for_each(|helper| text.push_str(helper));
        text.push_str(&self.filled(&body.statements, &body));
        for result in &body.results {
            writeln!(text, "    print(&{});", self.filled(&format!("({result})"), &body)).unwrap();
        }
        for array in self.program.arrays().iter().chain(given.adjoints) {
            writeln!(text, "    print(&{});", arrays[array]).unwrap();
        }
        text + "}\n"
    }

    /// The functions that calls need: `name_c0` and `name_c0_vjp`, and of those in turn.
    pub fn callees(&self, out: &mut String) {
        callees(&self.program.table, &self.name, out);
    }

    fn parameter(
        &self,
        parameter: Parameter,
        vars: &BTreeMap<Var, String>,
        arrays: &BTreeMap<ArrayId, String>,
        changed: &[ArrayId],
    ) -> String {
        match parameter {
            Parameter::Scalar(var) => format!("{}: f64", vars[&var]),
            Parameter::Constant(var) => {
                let kind = self.procedure.kind(var);
                let ty = match kind {
                    gradus_engine::program::procedure::VarKind::Opaque => "usize",
                    gradus_engine::program::procedure::VarKind::Condition => "bool",
                    _ => "f64",
                };
                format!("{}: {ty}", vars[&var])
            }
            Parameter::Array(array) => {
                let borrow = if changed.contains(&array) { "&mut " } else { "&" };
                format!("{}: {borrow}{}", arrays[&array], self.array_type(array))
            }
        }
    }

    fn array_type(&self, array: ArrayId) -> String {
        let rank = self.procedure.arrays[array.0 as usize].rank;
        let element = (1..rank).fold("f64".to_owned(), |inner, _| format!("Vec<{inner}>"));
        format!("[{element}]")
    }

    /// `fn name(..) -> result`, and `fn name_vjp(.., seed, slots) -> result`.
    fn callable(&self, name: &str, given: Option<&Given>) -> String {
        let none = Given { seeds: &[], adjoints: &[], optional: true };
        let (body, vars, arrays) = self.body(given.unwrap_or(&none));
        let changed = changed(&self.procedure);
        let mut parameters: Vec<String> =
            self.program.parameters.iter().map(|p| self.parameter(*p, &vars, &arrays, &changed)).collect();
        let mut end = String::new();
        let forward = self.program.procedure.body.results.len();
        if let Some(given) = given {
            for seed in given.seeds {
                match seed {
                    Operand::Opaque(var) => parameters.push(format!("{}: f64", vars[var])),
                    Operand::Array(a) => parameters.push(format!("{}: &{}", arrays[a], self.array_type(*a))),
                    _ => {}
                }
            }
            let mut scalars = body.results[forward..].iter();
            let mut adjoints = given.adjoints.iter();
            for (position, parameter) in self.program.parameters.iter().enumerate() {
                parameters.push(match parameter {
                    Parameter::Scalar(_) => {
                        let slot = format!("slot_{position}");
                        let result = self.filled(scalars.next().expect("an adjoint"), &body);
                        writeln!(end, "    if let Some({slot}) = {slot} {{ *{slot} += {result}; }}").unwrap();
                        format!("{slot}: Option<&mut f64>")
                    }
                    Parameter::Array(_) => {
                        let adjoint = adjoints.next().expect("an adjoint");
                        format!("mut {}: Option<&mut {}>", arrays[adjoint], self.array_type(*adjoint))
                    }
                    Parameter::Constant(_) => "_: Option<std::convert::Infallible>".to_owned(),
                });
            }
        }
        let (ty, value) = match (&self.procedure.body.results.first(), forward) {
            (_, 0) | (None, _) => ("()".to_owned(), "()".to_owned()),
            (Some(Operand::Array(array)), _) => (
                format!("Vec<{}>", self.array_type(*array).trim_matches(['[', ']'])),
                format!("{}.to_vec()", body.results[0]),
            ),
            (Some(Operand::Opaque(_)), _) => ("usize".to_owned(), body.results[0].clone()),
            _ => ("f64".to_owned(), body.results[0].clone()),
        };
        let mut text = format!("fn {name}({}) -> {ty} {{\n", parameters.join(", "));
        body.helpers.iter().for_each(|helper| text.push_str(helper));
        text.push_str(&self.filled(&body.statements, &body));
        text.push_str(&end);
        writeln!(text, "    {}\n}}", self.filled(&value, &body)).unwrap();
        text
    }
}

fn callees(table: &Table, name: &str, out: &mut String) {
    for (position, callee) in table.callees.iter().enumerate() {
        let name = format!("{name}_c{position}");
        with_vjp(callee, &name, out);
        callees(&callee.table, &name, out);
    }
}

/// A program as a function with its `_vjp`.
pub fn with_vjp(program: &Rc<Program>, name: &str, out: &mut String) {
    out.push_str(&Source::new(program, &program.procedure, name).callable(name, None));
    let reversed = program.reversed();
    let given = Given { seeds: &reversed.seeds, adjoints: &reversed.adjoints, optional: true };
    let source = Source::new(program, &reversed.procedure, name);
    out.push_str(&source.callable(&format!("{name}_vjp"), Some(&given)));
}

/// The arrays that a procedure writes to.
fn changed(procedure: &Procedure) -> Vec<ArrayId> {
    let mut changed = Vec::new();
    for step in &procedure.body.steps {
        step.uses(&mut |used| {
            if let Use::Writes(array) = used {
                changed.push(array);
            }
        });
    }
    changed
}

/// Gives copies texts of their own.
fn prepare(block: &mut Block, places: &mut Vec<Place>) {
    for step in &mut block.steps {
        if let Step::Local { init: Init::Copy(expression, place), .. } = step {
            places.push(place.clone());
            expression.key = PLACES + places.len() as Key - 1;
            for index in &place.path {
                if let Index::At(inner) | Index::Range(inner) = index {
                    expression.reads.extend(&inner.reads);
                }
            }
        }
        for inner in step.blocks_mut() {
            prepare(inner, places);
        }
    }
}
