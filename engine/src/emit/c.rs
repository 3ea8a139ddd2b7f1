//! C99 text.

use std::collections::BTreeSet;

use super::code::{Code, Writer, width};
use super::names::{Names, c_identifier};
use super::schedule::Schedule;
use super::{NAME_WIDTH, filled, functions, real_block, returns, role, rows, wrap};
use crate::function::helpers::needed_in_c;
use crate::function::{Function, Kind};
use crate::program::{Output, Program};

const LINE: usize = 100;

/// A C99 file with one function and all that it needs beyond `math.h`.
///
/// A scalar is returned; a gradient returns the value and fills `double gradient[N]`; vectors and matrices (by rows) fill
/// `double out[N]` and return nothing.
pub fn to_c(program: &Program, name: &str) -> String {
    let (block, roots) = real_block(program);
    let used = functions(&block, &roots);
    let code = Code::c(&used);
    let mut names = Names::default();
    used.iter().flat_map(|function| code.calls(*function)).for_each(|call| names.reserve(call));
    let helpers = needed_in_c(&code.helpers(&used));
    let all: Vec<&str> = program.parameters.iter().map(String::as_str).collect();
    let spelled = names.claim_all(&all, c_identifier);
    let array = match program.output {
        Output::Scalar(_) => None,
        Output::Gradient(..) => Some(names.claim("gradient")),
        _ => Some(names.claim("out")),
    };

    let variable = |name: &str| spelled.get(name).cloned().unwrap_or_else(|| c_identifier(name));
    let writer = Writer { code: &code, variable: &variable };
    let filled = filled(&program.output);
    let mut temporary = |root: Option<usize>| {
        let role = root.map(|position| c_identifier(&role(program, &filled, position)));
        match role.filter(|role| width(role) <= NAME_WIDTH) {
            Some(role) => names.claim(&role),
            None => names.temporary(),
        }
    };
    let schedule = Schedule::new(&writer, &block, &roots, &mut temporary);

    let prototype =
        prototype(program, &c_identifier(name), &all.iter().map(|n| &spelled[n][..]).collect::<Vec<_>>(), &array);
    let mut out = "#include <math.h>\n\n".to_owned();
    out.push_str(&constants(&used, &code));
    for helper in helpers {
        out.push_str(&format!("{}\n\n", helper.c.unwrap_or_default().trim_end()));
    }
    out.push_str(&comment(program, &prototype, &all.iter().map(|n| (*n, &spelled[n][..])).collect::<Vec<_>>(), &array));
    out.push_str(&format!("{prototype} {{\n"));
    let read: BTreeSet<&str> = block.variables(&roots).into_iter().collect();
    let unread = all.iter().filter(|name| !read.contains(*name)).map(|name| &spelled[name][..]);
    let returns_value = matches!(program.output, Output::Scalar(_) | Output::Gradient(..));
    let stored = length(&program.output);
    for name in unread.chain(array.as_deref().filter(|_| stored == 0)) {
        out.push_str(&format!("    (void){name};\n"));
    }
    for line in &schedule.lines {
        let kind = if line.kind == Kind::Bool { "int" } else { "double" };
        out.push_str(&format!("    const {kind} {} = {};\n", line.name, line.term.text));
    }
    let mut results = (0..roots.len()).map(|position| &schedule.result(position).text[..]);
    let returned = returns_value.then(|| results.next()).flatten();
    let stored: Vec<&str> = match &program.output {
        Output::Matrix { columns, entries } => rows(*columns, entries, &mut results, "0.0").concat(),
        _ => results.collect(),
    };
    for (position, text) in stored.into_iter().enumerate() {
        out.push_str(&format!("    {}[{position}] = {text};\n", array.as_deref().unwrap_or_default()));
    }
    if let Some(text) = returned {
        out.push_str(&format!("    return {text};\n"));
    }
    out.push_str("}\n");
    out
}

fn prototype(program: &Program, name: &str, parameters: &[&str], array: &Option<String>) -> String {
    let mut list: Vec<String> = parameters.iter().map(|name| format!("double {name}")).collect();
    let result = match &program.output {
        Output::Scalar(_) | Output::Gradient(..) => "double",
        Output::Vector(_) | Output::Matrix { .. } => "void",
    };
    if let Some(array) = array {
        // an array of length 0 is not C
        list.push(match length(&program.output) {
            0 => format!("double *{array}"),
            length => format!("double {array}[{length}]"),
        });
    }
    if list.is_empty() {
        list.push("void".to_owned());
    }
    let line = format!("{result} {name}({})", list.join(", "));
    if width(&line) <= LINE {
        return line;
    }
    // a declaration stays on one line
    let list: Vec<String> = list.iter().map(|declaration| declaration.replace(' ', "\u{a0}")).collect();
    let lines = wrap(&list.join(", "), LINE - 6).join("\n    ").replace('\u{a0}', " ");
    format!("{result} {name}(\n    {lines})")
}

/// The number of results that are stored in an array.
fn length(output: &Output) -> usize {
    match output {
        Output::Scalar(_) => 0,
        Output::Gradient(_, partials) => partials.len(),
        Output::Vector(ids) => ids.len(),
        Output::Matrix { entries, .. } => entries.len(),
    }
}

/// The constants that C99 lacks.
fn constants(used: &BTreeSet<Function>, code: &Code) -> String {
    let constants = [("gradus_pi", core::f64::consts::PI), ("gradus_e", core::f64::consts::E)];
    let needed = constants.iter().filter(|(name, _)| used.iter().any(|function| code.mentions(*function, name)));
    let lines: String = needed.map(|(name, value)| format!("static const double {name} = {value:?};\n")).collect();
    if lines.is_empty() { lines } else { lines + "\n" }
}

fn comment(program: &Program, prototype: &str, spelled: &[(&str, &str)], array: &Option<String>) -> String {
    let mut lines: Vec<String> = format!("{prototype};").lines().map(str::to_owned).collect();
    lines.push(String::new());
    lines.extend(wrap(&returns(program, array.as_deref()), LINE - 3));
    let changed = spelled.iter().filter(|(name, spelled)| name != spelled);
    lines.extend(changed.map(|(name, spelled)| format!("- `{spelled}` is `{}`", name.escape_debug())));
    let text: String = lines.iter().map(|line| format!(" * {line}").trim_end().to_owned() + "\n").collect();
    // no name may open or close a comment
    let body = text.replace("*/", "* /").replace("/*", "/ *");
    format!("/*\n{body} */\n")
}
