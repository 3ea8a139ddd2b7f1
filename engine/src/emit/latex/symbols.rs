//! Names as mathematical symbols.

use crate::emit::names::GREEK;

/// `alpha` is `\alpha`, `w0` is `w_{0}`, `x_max` is `x_{\mathrm{max}}`, `speed` is `\mathrm{speed}`.
pub(crate) fn symbol(name: &str) -> String {
    let (base, index) = match name.split_once('_') {
        Some((base, index)) if !base.is_empty() && !index.is_empty() => (base, index.split('_').map(word).collect()),
        _ => {
            let base = name.trim_end_matches(|c: char| c.is_ascii_digit());
            (base, Vec::from_iter((base.len() < name.len()).then(|| name[base.len()..].to_owned())))
        }
    };
    // `x1_max` has two indices
    let digits = base.trim_start_matches(|c: char| !c.is_ascii_digit());
    let (base, index) = match base.strip_suffix(digits) {
        Some(rest) if !rest.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.is_empty() => {
            (rest, [vec![digits.to_owned()], index].concat())
        }
        _ => (base, index),
    };
    match index.as_slice() {
        _ if base.is_empty() => upright(name),
        [] => word(base),
        index => format!("{}_{{{}}}", word(base), index.join(", ")),
    }
}

/// The name letter by letter, for one whose symbol is taken.
pub(crate) fn upright(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        match c {
            '_' | '%' | '$' | '#' | '&' | '{' | '}' => text.extend(['\\', c]),
            '\\' => text.push_str(r"\backslash "),
            '~' => text.push_str(r"{\sim}"),
            '^' => text.push_str(r"{\wedge}"),
            ' ' => text.push_str(r"\ "),
            c if c.is_control() => text.push_str(r"\ "),
            c => match GREEK.iter().find(|(_, letter)| *letter == c) {
                Some((name, _)) => text.push_str(&format!(r"\{name} ")),
                None => text.push(c),
            },
        }
    }
    format!(r"\mathrm{{{}}}", text.trim_end())
}

fn word(word: &str) -> String {
    let mut chars = word.chars();
    let single = chars.next().filter(|_| chars.next().is_none());
    let greek = GREEK.iter().find(|(name, letter)| *name == word || single == Some(*letter));
    match (greek, single) {
        (Some((name, _)), _) => format!(r"\{name}"),
        (None, Some(letter)) if letter.is_alphanumeric() => letter.to_string(),
        _ if !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()) => word.to_owned(),
        _ => upright(word),
    }
}

#[cfg(test)]
mod tests {
    use super::symbol;

    #[test]
    fn names_become_symbols() {
        for (name, expected) in [
            ("x", "x"),
            ("alpha", r"\alpha"),
            ("λ", r"\lambda"),
            ("w0", "w_{0}"),
            ("w_12", "w_{12}"),
            ("x_max", r"x_{\mathrm{max}}"),
            ("x1_max", r"x_{1, \mathrm{max}}"),
            ("a_i_j", "a_{i, j}"),
            ("theta_0", r"\theta_{0}"),
            ("speed", r"\mathrm{speed}"),
            ("_x", r"\mathrm{\_x}"),
            ("50%", r"\mathrm{50\%}"),
            ("7", r"\mathrm{7}"),
        ] {
            assert_eq!(symbol(name), expected, "{name}");
        }
    }
}
