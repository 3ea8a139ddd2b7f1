//! The family of functions: methods, or those of `libm`.
//!
//! The engine writes methods. Where the user calls `libm::sin(x)`, every function that `core` lacks is called in that way.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use gradus_engine::function::Function;

use crate::read::{libm_name, method, method_name};

/// The methods of `f64` that `core` has.
const IN_CORE: [&str; 12] = [
    "abs",
    "clamp",
    "copysign",
    "max",
    "midpoint",
    "min",
    "recip",
    "signum",
    "to_degrees",
    "to_radians",
    "is_nan",
    "to_bits",
];

/// The functions that the user calls through `libm`; none: methods throughout.
pub(super) struct Libm<'a> {
    functions: &'a BTreeSet<Function>,
}

impl<'a> Libm<'a> {
    pub(super) fn new(functions: &'a BTreeSet<Function>) -> Self {
        Libm { functions }
    }

    /// Whether `libm` stands for a helper of the engine.
    pub(super) fn has(&self, helper: &str) -> bool {
        !self.functions.is_empty() && helper_name(helper).is_some()
    }

    /// A text of the engine's in the user's family of functions.
    pub(super) fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.functions.is_empty() {
            true => Cow::Borrowed(text),
            false => Cow::Owned(self.rewritten(text)),
        }
    }

    /// The text with functions of `libm` in the place of methods and helpers.
    fn rewritten(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + text.len() / 4);
        // up to where the text is in `out`, and where to look for the next call
        let (mut done, mut at) = (0, 0);
        while let Some(length) = text[at..].find('(') {
            let open = at + length;
            let start = word_before(text, open);
            at = open + 1;
            let name = &text[start..open];
            let called = method(name).is_some() || helper_name(name).is_some();
            if !called || start < done || is_comment(text, start) {
                continue;
            }
            out.push_str(&text[done..start]);
            done = open;
            if let Some((arguments, after)) = arguments(&text[open..])
                && self.call(name, arguments, &mut out)
            {
                done = text.len() - after.len();
                at = done;
            }
        }
        out.push_str(&text[done..]);
        out
    }

    /// Writes a call of a method or helper, of which the text before is there already; says whether the arguments are written too.
    fn call(&self, name: &str, arguments: &str, out: &mut String) -> bool {
        if !out.ends_with('.') {
            let plain = !out.ends_with("::") && !out.ends_with("fn ");
            if let Some(name) = helper_name(name).filter(|_| plain) {
                out.push_str("libm::");
                out.push_str(name);
            } else {
                out.push_str(name);
            }
            return false;
        }
        let replaced = |function: &Function| !IN_CORE.contains(&name) || self.functions.contains(function);
        let stands_for = method(name).filter(replaced).and_then(|function| match (function, libm_name(function)) {
            (Function::Powi, _) => Some(("pow", true)),
            (Function::Fract, _) => Some(("trunc", false)),
            (_, libm) => libm.map(|name| (name, false)),
        });
        let Some((libm, floats)) = stands_for else {
            out.push_str(name);
            return false;
        };
        out.pop();
        let receiver = out.split_off(receiver(out));
        let receiver = bare(receiver.trim());
        let arguments = self.rewritten(arguments);
        let arguments = if floats { with_floats(&arguments) } else { arguments };
        let comma = if arguments.trim().is_empty() { "" } else { ", " };
        match libm {
            "trunc" if name == "fract" => out.push_str(&format!("({receiver} - libm::trunc({receiver}))")),
            libm => out.push_str(&format!("libm::{libm}({receiver}{comma}{arguments})")),
        }
        true
    }
}

/// Where the word begins that ends at `end`.
fn word_before(text: &str, end: usize) -> usize {
    let bytes = text.as_bytes();
    let mut start = end;
    while start > 0 && (bytes[start - 1].is_ascii_alphanumeric() || matches!(bytes[start - 1], b'_' | 0x80..)) {
        start -= 1;
    }
    start
}

/// Whether a place is in a comment.
fn is_comment(text: &str, at: usize) -> bool {
    text[..at].rfind('\n').map_or(&text[..at], |line| &text[line..at]).contains("//")
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What stands in the parentheses at the start, and what after them.
fn arguments(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('(')?;
    let mut depth = 1;
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&inner[..at], &inner[at + 1..]));
        }
    }
    None
}

/// Where the operand at the end of a text begins: a name, a literal or a group, with what is called on it.
fn receiver(text: &str) -> usize {
    let mut start = text.trim_end().len();
    loop {
        let before = &text[..start];
        start = match before.chars().next_back() {
            Some(')' | ']') => opening(before),
            Some(c) if is_word(c) => word(before),
            _ => return start,
        };
        let before = &text[..start];
        if before.ends_with(|c| is_word(c) || c == ')' || c == ']') && !text[start..].starts_with(is_word) {
            continue;
        }
        let earlier = before.trim_end();
        if before.ends_with("::") {
            start -= 2;
        } else if earlier.ends_with('.') && !earlier.ends_with("..") {
            start = earlier[..earlier.len() - 1].trim_end().len();
        } else {
            return start;
        }
    }
}

/// Where the group at the end of a text opens.
fn opening(text: &str) -> usize {
    let mut depth = 0;
    for (at, byte) in text.bytes().enumerate().rev() {
        match byte {
            b')' | b']' => depth += 1,
            b'(' | b'[' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    0
}

/// Where the name or literal at the end of a text begins: `1e-5` is one.
fn word(text: &str) -> usize {
    let start = text.trim_end_matches(is_word).len();
    let Some(mantissa) = text[..start].strip_suffix(['-', '+']).and_then(|text| text.strip_suffix(['e', 'E'])) else {
        return start;
    };
    let number = mantissa.trim_end_matches(is_word).len();
    match mantissa[number..].starts_with(|c: char| c.is_ascii_digit()) {
        true => number,
        false => start,
    }
}

/// An operand without parentheses around all of it.
fn bare(text: &str) -> &str {
    match arguments(text) {
        Some((inner, "")) => bare(inner.trim()),
        _ => text,
    }
}

/// `2` becomes `2.0`.
fn with_floats(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if is_word(first) { rest.find(|c| !is_word(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
        let (token, after) = rest.split_at(length);
        out.push_str(token);
        let whole = token.bytes().all(|byte| byte.is_ascii_digit()) && !after.starts_with('.');
        out.push_str(if whole && !out[..out.len() - length].ends_with('.') { ".0" } else { "" });
        rest = after;
    }
    out
}

/// The function of `libm` that is a helper of the engine.
fn helper_name(helper: &str) -> Option<&'static str> {
    static HELPERS: OnceLock<BTreeMap<&str, &str>> = OnceLock::new();
    let without_method = || Function::ALL.iter().rev().filter(|function| method_name(**function).is_none());
    let named = |function: &Function| Some((function.row().helper?, libm_name(*function)?));
    HELPERS.get_or_init(|| without_method().filter_map(named).collect()).get(helper).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, wanted: &str) {
        let functions = BTreeSet::from([Function::Sin]);
        assert_eq!(Libm::new(&functions).rewritten(text), wanted);
    }

    #[test]
    fn methods_become_functions() {
        check("let t1 = x.sin();", "let t1 = libm::sin(x);");
        check("-x.sin() * a.b[i + 1].c(d).exp()", "-libm::sin(x) * libm::exp(a.b[i + 1].c(d))");
        check("(x + y.cos()).sin().powf(-2.0)", "libm::pow(libm::sin(x + libm::cos(y)), -2.0)");
        check("if (x).sqrt() < f64::from(n).ln() {", "if libm::sqrt(x) < libm::log(f64::from(n)) {");
        check("let a = x[i]\n    .atan2(y\n        .exp());", "let a = libm::atan2(x[i], libm::exp(y));");
        check("1e-5.exp() - 2.0f64.exp()", "libm::exp(1e-5) - libm::exp(2.0f64)");
        check("x.powi(2) + x.powi(-3)", "libm::pow(x, 2.0) + libm::pow(x, -3.0)");
        check("(a + b).fract()", "(a + b - libm::trunc(a + b))");
    }

    #[test]
    fn what_core_has_stays() {
        check("x.abs().max(y.sin()).to_bits()", "x.abs().max(libm::sin(y)).to_bits()");
        check("g(x).len()", "g(x).len()");
    }

    #[test]
    fn helpers_become_functions() {
        check("erf(x.erf()) + m::erf(x)", "libm::erf(x.erf()) + m::erf(x)");
        check("// erf(x)\nfn erf(x: f64) {}", "// erf(x)\nfn erf(x: f64) {}");
    }
}
