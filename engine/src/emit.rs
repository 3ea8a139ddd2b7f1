//! Text from a [`Program`]: Rust, C99 and LaTeX.
//!
//! ```text
//! Program --schedule--> lines `name = term`, one term per root --rust, c, latex--> text
//! ```
//!
//! Structured programs become Rust by way of `rust::procedure`, which shares all but the schedule.
//!
//! `schedule` decides what is named and is one for all languages. `template` compiles the cells of the function table for Rust and
//! C, `code` builds their terms, `names` finds spellings; `latex` does the same for mathematics.

mod c;
mod code;
mod latex;
mod names;
mod rust;
mod schedule;
mod template;

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::function::{Function, Kind};
use crate::graph::{Graph, Id};
use crate::program::{Output, Program};

pub use c::to_c;
pub use latex::{expression_to_latex, to_latex};
pub use rust::procedure::{Apart, Body, Spelling, rust_procedure};
pub use rust::{Block, rust_block, to_rust};

/// The longest name that an output gives to a temporary: `d_velocity`, but not `d_some_very_long_name`.
const NAME_WIDTH: usize = 16;

/// The block and its roots as real numbers: a condition is 1 or 0.
fn real_block(program: &Program) -> (Cow<'_, Graph>, Vec<Id>) {
    let mut block = Cow::Borrowed(&program.block);
    let mut roots = program.output.roots();
    for root in &mut roots {
        if block.kind(*root) == Kind::Bool {
            let block = block.to_mut();
            let (one, zero) = (block.integer(1), block.integer(0));
            *root = block.intern(Function::Select, &[*root, one, zero]);
        }
    }
    (block, roots)
}

/// The functions that are called on the way to `roots`.
fn functions(block: &Graph, roots: &[Id]) -> BTreeSet<Function> {
    block.cone(roots).into_iter().filter_map(|id| Some(block.as_call(id)?.0)).collect()
}

/// What a root is, as a name: `value`, `d_x`, `m_0_1`.
fn role(program: &Program, filled: &[usize], position: usize) -> String {
    match &program.output {
        Output::Scalar(_) => "value".to_owned(),
        Output::Gradient(..) if position == 0 => "value".to_owned(),
        Output::Gradient(..) => match program.by(position - 1) {
            Some(name) => format!("d_{name}"),
            None => format!("d_{}", position - 1),
        },
        Output::Vector(_) => format!("v_{position}"),
        Output::Matrix { columns, .. } => {
            let at = filled.get(position).copied().unwrap_or(position);
            format!("m_{}_{}", at / columns, at % columns)
        }
    }
}

/// Where the roots stand in a matrix.
fn filled(output: &Output) -> Vec<usize> {
    match output {
        Output::Matrix { entries, .. } => (0..entries.len()).filter(|at| entries[*at].is_some()).collect(),
        _ => Vec::new(),
    }
}

/// The text of every entry of a matrix row by row, zeros filled in.
fn rows<'t>(
    columns: usize,
    entries: &[Option<Id>],
    texts: &mut impl Iterator<Item = &'t str>,
    zero: &'t str,
) -> Vec<Vec<&'t str>> {
    let mut text = |entry: &Option<Id>| if entry.is_some() { texts.next().unwrap_or(zero) } else { zero };
    entries.chunks(columns.max(1)).map(|row| row.iter().map(&mut text).collect()).collect()
}

/// A sentence on what the function returns; `stored` says where a C function leaves the rest.
fn returns(program: &Program, stored: Option<&str>) -> String {
    let list = |names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| format!("`{}`", name.escape_debug())).collect();
        names.join(", ")
    };
    let by = match program.differentiated() {
        [] => String::new(),
        all if all == program.parameters && all.len() > 8 => " by all parameters, in their order".to_owned(),
        names => format!(" by {}", list(names)),
    };
    let verb = |what: String| match stored {
        Some(place) => format!("Stores {what} in `{place}`."),
        None => format!("Returns {what}."),
    };
    match (&program.output, stored) {
        (Output::Scalar(_), _) => "Returns the value.".to_owned(),
        (Output::Gradient(..), Some(place)) => format!("Returns the value and stores its partials{by} in `{place}`."),
        (Output::Gradient(..), None) => format!("Returns the value and its partials{by}."),
        (Output::Vector(ids), _) => verb(format!("{} values", ids.len())),
        (Output::Matrix { columns, entries }, _) => {
            verb(format!("a {} by {columns} matrix by rows", entries.len() / columns.max(&1)))
        }
    }
}

/// Breaks a text between words into lines of at most `width` columns.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("starts with a line");
        if !line.is_empty() && code::width(line) + 1 + code::width(word) > width {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
