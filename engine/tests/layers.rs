//! The layers of the engine: each module uses only those before it.
//!
//! Every `crate::` and `super::` path of `src/` is read, inside use trees and macros too, and its module's place compared.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up; modules on one line may use one another.
const LAYERS: &[&[&str]] = &[
    &["columns", "index"],
    &["number", "check"],
    &["function"],
    &["graph"],
    &["expr", "parse", "print"],
    &["diff"],
    &["simplify"],
    &["program"],
    &["adjoint"],
    &["plan"],
    &["lower"],
    &["emit", "eval"],
    &["derive"],
    &["view"],
];

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The words and marks of a source, without comments, strings and characters.
fn tokens(source: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = raw_string(rest) {
            length
        } else if first == '"' {
            quoted(rest)
        } else if first == '\'' {
            character(rest)
        } else if first.is_alphabetic() || first == '_' {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            tokens.push(&rest[..length]);
            length
        } else if rest.starts_with("::") {
            tokens.push("::");
            2
        } else {
            if !first.is_whitespace() {
                tokens.push(&rest[..first.len_utf8()]);
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

/// The length of `r#".."#`.
fn raw_string(text: &str) -> Option<usize> {
    let after = text.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let body = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = body.find(&end).map_or(body.len(), |at| at + end.len());
    Some(1 + hashes + 1 + length)
}

fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

/// `'x'`, `'\n'`, or the tick of a lifetime.
fn character(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => text[2..].find('\'').map_or(text.len(), |at| {
            let escaped_tick = text[2..].starts_with('\'');
            if escaped_tick { 4 } else { at + 3 }
        }),
        Some(_) => match chars.next() {
            Some((at, '\'')) => at + 1,
            _ => 1,
        },
        None => 1,
    }
}

/// The top modules that a source names by `crate::` and `super::`; `path` is the module that the source is.
fn used(source: &str, path: &[&str]) -> Vec<String> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    let mut depth = 0;
    // inline modules and the depth at which they end
    let mut inline: Vec<usize> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match *token {
            "{" => {
                depth += 1;
                if at >= 2 && tokens[at - 2] == "mod" {
                    inline.push(depth);
                }
            }
            "}" => {
                if inline.last() == Some(&depth) {
                    inline.pop();
                }
                depth -= 1;
            }
            "crate" if tokens.get(at + 1) == Some(&"::") => first_segments(&tokens[at + 2..], &mut found),
            "super" if at < 1 || tokens[at - 1] != "::" => {
                let mut up = 1;
                let mut next = at + 1;
                while tokens.get(next) == Some(&"::") && tokens.get(next + 1) == Some(&"super") {
                    up += 1;
                    next += 2;
                }
                let here = path.len() + inline.len();
                if up >= here && tokens.get(next) == Some(&"::") {
                    first_segments(&tokens[next + 1..], &mut found);
                }
            }
            _ => {}
        }
    }
    found
}

/// The first segment of a path, or of each branch of a tree.
fn first_segments(tokens: &[&str], found: &mut Vec<String>) {
    if tokens.first() != Some(&"{") {
        found.extend(tokens.first().map(|token| (*token).to_owned()));
        return;
    }
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate() {
        match *token {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return;
        }
        if depth == 1 && matches!(*token, "{" | ",") && tokens[at + 1] != "}" {
            found.push(tokens[at + 1].to_owned());
        }
    }
}

/// What `lib.rs` hands on, by name: `Expr` is of `expr`.
fn re_exports(lib: &str) -> HashMap<String, String> {
    let tokens = tokens(lib);
    let mut map = HashMap::new();
    for (at, token) in tokens.iter().enumerate() {
        if *token == "use" && tokens.get(at + 2) == Some(&"::") {
            let mut names = Vec::new();
            first_segments(&tokens[at + 3..], &mut names);
            map.extend(names.into_iter().map(|name| (name, tokens[at + 1].to_owned())));
        }
    }
    map
}

/// The upward imports of a source.
fn violations(source: &str, path: &[&str], re_exports: &HashMap<String, String>) -> Vec<String> {
    let Some(own) = layer(path[0]) else { return vec![format!("`{}` has no layer", path[0])] };
    let upward = |name: &String| {
        let module = if layer(name).is_some() { name } else { re_exports.get(name).unwrap_or(name) };
        match layer(module) {
            Some(used) if used <= own => None,
            Some(_) => Some(format!("`{}` uses `{name}`, which stands above it", path.join("::"))),
            None => Some(format!("`{}` uses `{name}`, which has no layer", path.join("::"))),
        }
    };
    used(source, path).iter().filter_map(upward).collect()
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let (directories, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let rust = files.into_iter().filter(|path| path.extension().is_some_and(|e| e == "rs"));
    rust.chain(directories.iter().flat_map(|directory| self::files(directory))).collect()
}

#[test]
fn no_module_uses_one_above_it() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let re_exports = re_exports(&fs::read_to_string(source.join("lib.rs")).unwrap());
    let mut seen = Vec::new();
    let mut violations = Vec::new();
    for file in files(&source) {
        let relative = file.strip_prefix(&source).unwrap().with_extension("");
        let path: Vec<&str> = relative.iter().map(|part| part.to_str().unwrap()).collect();
        // helpers are the text of generated functions
        if path == ["lib"] || path.starts_with(&["function", "helpers"]) && path.len() > 2 {
            continue;
        }
        seen.push(path[0].to_owned());
        violations.extend(self::violations(&fs::read_to_string(&file).unwrap(), &path, &re_exports));
    }
    for module in ["number", "function", "graph", "diff", "simplify", "emit", "eval", "derive"] {
        assert!(seen.iter().any(|name| name == module), "`{module}` was not read");
    }
    assert!(violations.is_empty(), "{violations:#?}");
}

#[test]
fn an_upward_import_is_found() {
    let lib = "pub mod emit; pub use expr::{Condition, Expr}; pub use emit::to_c;";
    let check = |source: &str, path: &[&str]| violations(source, path, &re_exports(lib)).len();
    assert_eq!(check("use crate::graph::Graph;", &["diff"]), 0);
    assert_eq!(check("use crate::emit::to_c;", &["diff"]), 1);
    assert_eq!(check("use crate::{graph::Graph, emit::{rust, c}, eval};", &["diff", "reverse"]), 2);
    assert_eq!(check("fn f() { crate::to_c() }", &["expr"]), 1);
    assert_eq!(check("fn f() -> crate::Expr {}", &["parse"]), 0);
    assert_eq!(check("fn f() -> crate::Expr {}", &["graph"]), 1);
    assert_eq!(check("use super::{parse, eval};", &["diff"]), 1);
    assert_eq!(check("use super::super::emit;", &["diff", "reverse"]), 1);
    assert_eq!(check("use super::emit;", &["diff", "reverse"]), 0);
    assert_eq!(check("mod tests { use super::emit; use super::super::emit; }", &["diff"]), 1);
    assert_eq!(check("macro_rules! m { () => { $crate::eval::run() } }", &["graph"]), 1);
    assert_eq!(check("use crate::nowhere;", &["graph"]), 1);
    assert_eq!(
        check(
            r##"// crate::emit
        /* crate::emit */ const A: &str = "crate::emit \" crate::emit"; const B: &str = r#"crate::emit"#; const C: char = '"';"##,
            &["graph"]
        ),
        0
    );
    assert_eq!(check("fn f<'a>(x: &'a str) -> char { '\\'' } use crate::emit;", &["graph"]), 1);
    assert_eq!(check("", &["newcomer"]), 1);
}
