//! Macros that fill in a text, such as `println!` and `assert!`.

/// At which argument the text of a macro stands.
pub(super) fn text_position(name: &str) -> Option<usize> {
    match name {
        "println" | "print" | "eprintln" | "eprint" | "format" | "panic" | "unreachable" | "todo" | "unimplemented" => {
            Some(0)
        }
        "assert" | "debug_assert" => Some(1),
        "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => Some(2),
        _ => None,
    }
}

/// Whether control never comes back from the macro.
pub(super) fn diverges(name: &str) -> bool {
    matches!(name, "panic" | "unreachable" | "todo" | "unimplemented")
}

/// The variables that a text reads, as `x` and `w` in `{x:w$}`.
pub(super) fn captured(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        rest = &rest[start + 1..];
        if let Some(after) = rest.strip_prefix('{') {
            rest = after;
            continue;
        }
        let Some(end) = rest.find('}') else { break };
        let (argument, format) = rest[..end].split_once(':').unwrap_or((&rest[..end], ""));
        let mut add = |name: &str| {
            let name = name.trim();
            let starts = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
            if starts && name != "_" && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        };
        add(argument);
        for piece in format.split_inclusive('$').filter_map(|piece| piece.strip_suffix('$')) {
            let start = piece.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
            add(&piece[start..]);
        }
        rest = &rest[end + 1..];
    }
    names
}

#[cfg(test)]
mod tests {
    use super::captured;

    #[test]
    fn names_in_texts() {
        assert_eq!(captured("{x} {{y}} {} {0} {z:?} {v:>w$.p$}"), ["x", "z", "v", "w", "p"]);
    }
}
