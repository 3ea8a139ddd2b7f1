//! Rust text, formatted as rustfmt formats it with its default settings.

mod layout;
mod lints;
pub(crate) mod procedure;

use std::collections::{BTreeSet, HashMap};

use super::code::{Code, Writer, width};
use super::names::{Names, rust_identifier};
use super::schedule::{Line, Schedule, Term, level};
use super::{NAME_WIDTH, filled, functions, real_block, returns, role, rows, wrap};
use crate::function::Kind;
use crate::function::helpers::{Helper, needed_in_rust};
use crate::graph::{Graph, Id};
use crate::program::{Output, Program};

/// A block of statements for a caller that writes the function around it.
#[derive(Debug)]
pub struct Block {
    /// `let` statements without a line break at the end.
    pub statements: Vec<String>,
    /// The expression of each root.
    pub results: Vec<String>,
    /// The Rust text of the functions that the block calls and `std` lacks, callees before callers.
    pub helpers: Vec<&'static str>,
}

/// The operations of `roots` as statements in Rust on `float`, which is `f64` or `f32`.
///
/// `variable` spells the variables. `temporary` gives fresh names, and is told the position of the root that is to get one, if it
/// is one. Only `f64` has the helpers.
pub fn rust_block(
    graph: &Graph,
    roots: &[Id],
    float: &'static str,
    variable: &dyn Fn(&str) -> String,
    temporary: &mut dyn FnMut(Option<usize>) -> String,
) -> Block {
    let used = functions(graph, roots);
    let code = Code::rust(float, &used);
    let helpers = needed_in_rust(&code.helpers(&used));
    let writer = Writer { code: &code, variable };
    let schedule = Schedule::new(&writer, graph, roots, temporary);
    Block {
        statements: schedule.lines.iter().map(|line| statement(line, float, 0)).collect(),
        results: (0..roots.len()).map(|position| schedule.result(position).text.clone()).collect(),
        helpers: helpers.into_iter().map(|helper| helper.rust).collect(),
    }
}

/// A function `pub fn name(x: f64, ..)` that returns the value, `(value, [partials])`, `[values]` or `[[rows]]`.
///
/// It stands alone: constants, names and helper functions are all inside.
pub fn to_rust(program: &Program, name: &str) -> String {
    let (block, roots) = real_block(program);
    let used = functions(&block, &roots);
    let code = Code::rust("f64", &used);
    let mut names = Names::default();
    used.iter().flat_map(|function| code.calls(*function)).for_each(|call| names.reserve(call));
    let helpers = needed_in_rust(&code.helpers(&used));
    let parameters = parameters(program, &block, &roots, &mut names);

    let variable = |name: &str| parameters.get(name).cloned().unwrap_or_else(|| rust_identifier(name));
    let writer = Writer { code: &code, variable: &variable };
    let filled = filled(&program.output);
    let mut temporary = |root: Option<usize>| {
        let role = root.map(|position| rust_identifier(&role(program, &filled, position)));
        match role.filter(|role| width(role) < NAME_WIDTH - 2) {
            Some(role) => names.claim(&role),
            None => names.temporary(),
        }
    };
    let mut schedule = Schedule::new(&writer, &block, &roots, &mut temporary);
    let results =
        |schedule: &Schedule<Writer>| (0..roots.len()).map(|i| schedule.result(i).clone()).collect::<Vec<_>>();
    let mut results_now = results(&schedule);
    if !matches!(program.output, Output::Scalar(_)) && !in_place(program, &results_now) {
        schedule.name_results();
        results_now = results(&schedule);
    }

    let fn_name = rust_identifier(name);
    let spelled = program.parameters.iter().map(|name| (&name[..], &parameters[&name[..]]));
    let mut out = String::new();
    for line in documentation(program, spelled.clone()) {
        out.push_str(format!("/// {line}").trim_end());
        out.push('\n');
    }
    for lint in lints::needed(&block, &roots, spelled.clone().map(|(_, name)| &name[..]).chain([&fn_name[..]])) {
        out.push_str(&format!("#[allow({lint})]\n"));
    }
    let typed: Vec<String> = spelled.map(|(_, name)| format!("{name}: f64")).collect();
    out.push_str(&layout::signature(&fn_name, &typed, &result_type(&program.output)));
    for helper in helpers {
        out.push_str(&nested(helper));
    }
    for line in &schedule.lines {
        out.push_str(&format!("    {}\n", statement(line, "f64", 4)));
    }
    out.push_str(&format!("    {}\n}}\n", tail(program, &results_now)));
    out
}

/// The spelling of each parameter; unused ones get an underscore.
fn parameters<'p>(program: &'p Program, block: &Graph, roots: &[Id], names: &mut Names) -> HashMap<&'p str, String> {
    let used: BTreeSet<&str> = block.variables(roots).into_iter().collect();
    let all: Vec<&str> = program.parameters.iter().map(String::as_str).collect();
    names.claim_all(&all, |name| match rust_identifier(name) {
        spelled if used.contains(name) || spelled.starts_with('_') => spelled,
        spelled => format!("_{}", spelled.strip_prefix("r#").unwrap_or(&spelled)),
    })
}

fn documentation<'n>(program: &Program, spelled: impl Iterator<Item = (&'n str, &'n String)>) -> Vec<String> {
    let mut lines = wrap(&returns(program, None), 96);
    let changed = spelled.filter(|(name, spelled)| spelled.trim_start_matches('_') != name.trim_start_matches('_'));
    let changed = changed.filter(|(name, spelled)| spelled.strip_prefix("r#") != Some(*name));
    let notes: Vec<String> = changed.map(|(name, s)| format!("- `{s}` is `{}`", name.escape_debug())).collect();
    if !notes.is_empty() {
        lines.push(String::new());
        lines.extend(notes);
    }
    lines
}

/// Whether the results read well where they are returned.
fn in_place(program: &Program, results: &[Term]) -> bool {
    let total: usize = results.iter().map(|term| width(&term.text) + 2).sum();
    let zeros = match &program.output {
        Output::Matrix { columns, entries } => 3 * entries.len() + 4 * (entries.len() / columns.max(&1)),
        _ => 16,
    };
    total + zeros <= 60 && results.iter().all(|term| term.level > level::CHOICE)
}

fn result_type(output: &Output) -> String {
    match output {
        Output::Scalar(_) => "f64".to_owned(),
        Output::Gradient(_, partials) => format!("(f64, [f64; {}])", partials.len()),
        Output::Vector(ids) => format!("[f64; {}]", ids.len()),
        Output::Matrix { columns, entries } => format!("[[f64; {columns}]; {}]", entries.len() / columns.max(&1)),
    }
}

/// The expression that is returned.
fn tail(program: &Program, results: &[Term]) -> String {
    let mut texts = results.iter().map(|term| &term.text[..]);
    match &program.output {
        Output::Scalar(_) => layout::expression(&results[0].text, 4),
        Output::Gradient(..) => {
            let value = texts.next().unwrap_or("0.0");
            let partials: Vec<&str> = texts.collect();
            layout::pair(value, &partials, 4)
        }
        Output::Vector(_) => layout::array(&texts.collect::<Vec<_>>(), 4),
        Output::Matrix { columns, entries } => layout::matrix(&rows(*columns, entries, &mut texts, "0.0"), 4),
    }
}

/// `let name = term;`
fn statement(line: &Line, float: &str, indent: usize) -> String {
    let annotation = if line.term.untyped && line.kind == Kind::Real { format!(": {float}") } else { String::new() };
    format!("let {}{annotation} = {};", line.name, layout::expression(&line.term.text, indent))
}

/// A helper's text as items inside the function, with a blank line below.
fn nested(helper: &Helper) -> String {
    let indented = helper.rust.trim_end().lines().map(|line| match line {
        "" => "\n".to_owned(),
        line => format!("    {line}\n"),
    });
    indented.chain(["\n".to_owned()]).collect()
}
