//! How rustfmt breaks the few constructs that we emit, with its default widths.

use crate::emit::code::width;

const LINE: usize = 100;
/// The contents of an array, a tuple or a call on one line.
const LIST: usize = 60;
/// An `if` with `else` on one line.
const IF_ELSE: usize = 50;
/// Array elements up to here are packed, several to a line.
const SHORT: usize = 10;

/// `pub fn name(parameters) -> result {` and a line break.
pub(crate) fn signature(name: &str, parameters: &[String], result: &str) -> String {
    let list = parameters.join(", ");
    let line = format!("pub fn {name}({list}) -> {result} {{\n");
    // rustfmt counts bytes first and columns then, and ends between the two where they differ
    if line.len() <= LINE + 1 {
        return line;
    } else if width(&line) <= LINE + 1 {
        return format!("pub fn {name}(\n    {list}\n) -> {result} {{\n");
    }
    let parameters: String = parameters.iter().map(|parameter| format!("    {parameter},\n")).collect();
    format!("pub fn {name}(\n{parameters}) -> {result} {{\n")
}

/// An expression on a line that is indented so far; only `if` is ever broken.
pub(crate) fn expression(text: &str, indent: usize) -> String {
    if !text.starts_with("if ") || width(text) <= IF_ELSE && !text.contains(" else if ") {
        return text.to_owned();
    }
    let (outer, inner) = (newline(indent), newline(indent + 4));
    let body = text.strip_suffix(" }").unwrap_or(text);
    let body = body.replace(" } else ", &format!("{outer}}} else ")).replace("{ ", &format!("{{{inner}"));
    format!("{body}{outer}}}")
}

/// `[a, b, c]`
pub(crate) fn array(items: &[&str], indent: usize) -> String {
    let line = items.join(", ");
    if width(&line) <= LIST {
        return format!("[{line}]");
    }
    let (outer, inner) = (newline(indent), newline(indent + 4));
    let packed = items.iter().all(|item| width(item) <= SHORT);
    let mut text = "[".to_owned();
    let mut column = usize::MAX;
    for item in items {
        let length = width(item) + 1;
        // the space before and the comma after
        if packed && column != usize::MAX && column + 1 + length <= LINE {
            text.push(' ');
            column += 1 + length;
        } else {
            text.push_str(&inner);
            column = indent + 4 + length;
        }
        text.push_str(item);
        text.push(',');
    }
    format!("{text}{outer}]")
}

/// `(value, [a, b, c])`
pub(crate) fn pair(value: &str, items: &[&str], indent: usize) -> String {
    let line = format!("{value}, [{}]", items.join(", "));
    if width(&line) <= LIST {
        return format!("({line})");
    }
    let (outer, inner) = (newline(indent), newline(indent + 4));
    format!("({inner}{value},{inner}{},{outer})", array(items, indent + 4))
}

/// `[[a, b], [c, d]]`
pub(crate) fn matrix(rows: &[Vec<&str>], indent: usize) -> String {
    let line = rows.iter().map(|row| format!("[{}]", row.join(", "))).collect::<Vec<_>>().join(", ");
    if width(&line) <= LIST {
        return format!("[{line}]");
    }
    if let [row] = rows {
        return format!("[{}]", array(row, indent));
    }
    let (outer, inner) = (newline(indent), newline(indent + 4));
    let rows: String = rows.iter().map(|row| format!("{inner}{},", array(row, indent + 4))).collect();
    format!("[{rows}{outer}]")
}

fn newline(indent: usize) -> String {
    format!("\n{}", " ".repeat(indent))
}
