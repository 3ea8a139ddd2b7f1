//! Names that the target language can spell.
//!
//! A name keeps its spelling where that is possible. Rust takes letters of the Latin, Greek and Cyrillic scripts (of others it
//! would be hard to tell which are equal after normalisation) and keywords as `r#type`. C takes ASCII: Greek letters are written
//! out, `α` as `alpha`, and keywords get a line below. Any other character becomes `u` and its code point in hexadecimal. A name
//! that is taken already gets a number: `x`, `x_2`, `x_3`.

use std::collections::HashMap;

use crate::index::Table;

/// Whether a name is a keyword of Rust that may be written raw.
fn is_rust_keyword(name: &str) -> bool {
    matches!(
        name,
        "abstract"
            | "as"
            | "async"
            | "await"
            | "become"
            | "box"
            | "break"
            | "const"
            | "continue"
            | "do"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "false"
            | "final"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "override"
            | "priv"
            | "pub"
            | "ref"
            | "return"
            | "static"
            | "struct"
            | "trait"
            | "true"
            | "try"
            | "type"
            | "typeof"
            | "unsafe"
            | "unsized"
            | "use"
            | "virtual"
            | "where"
            | "while"
            | "yield"
    )
}

/// Whether a name cannot be a parameter in Rust, even raw.
fn is_rust_reserved(name: &str) -> bool {
    matches!(name, "crate" | "self" | "super" | "Self" | "None" | "Some" | "Ok" | "Err")
}

/// Keywords of C99 and the names of `math.h` and of compilers' own functions that are not plain words of the table.
const C_RESERVED: &str = "auto break case char const continue default do double else enum extern float for goto if inline int long register \
    restrict return short signed sizeof static struct switch typedef union unsigned void volatile while _Bool _Complex _Imaginary \
    asm bool complex imaginary I main abs j0 j1 jn y0 y1 yn gamma acos asin atan atan2 cos sin tan acosh asinh atanh cosh sinh tanh exp \
    exp2 expm1 frexp ilogb ldexp log log10 log1p log2 logb modf scalbn scalbln cbrt fabs hypot pow sqrt erf erfc lgamma tgamma \
    ceil floor nearbyint rint lrint llrint round lround llround trunc fmod remainder remquo copysign nan nextafter nexttoward \
    fdim fmax fmin fma fpclassify isfinite isinf isnan isnormal signbit isgreater isgreaterequal isless islessequal \
    islessgreater isunordered NAN INFINITY HUGE_VAL HUGE_VALF HUGE_VALL FP_INFINITE FP_NAN FP_NORMAL FP_SUBNORMAL FP_ZERO FP_FAST_FMA \
    FP_ILOGB0 FP_ILOGBNAN MATH_ERRNO MATH_ERREXCEPT math_errhandling M_PI M_E gradus_pi gradus_e";

/// Greek letters by name.
pub(crate) const GREEK: &[(&str, char)] = &[
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("epsilon", 'ε'),
    ("zeta", 'ζ'),
    ("eta", 'η'),
    ("theta", 'θ'),
    ("iota", 'ι'),
    ("kappa", 'κ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("nu", 'ν'),
    ("xi", 'ξ'),
    ("pi", 'π'),
    ("rho", 'ρ'),
    ("sigma", 'σ'),
    ("tau", 'τ'),
    ("upsilon", 'υ'),
    ("phi", 'φ'),
    ("chi", 'χ'),
    ("psi", 'ψ'),
    ("omega", 'ω'),
    ("Gamma", 'Γ'),
    ("Delta", 'Δ'),
    ("Theta", 'Θ'),
    ("Lambda", 'Λ'),
    ("Xi", 'Ξ'),
    ("Pi", 'Π'),
    ("Sigma", 'Σ'),
    ("Upsilon", 'Υ'),
    ("Phi", 'Φ'),
    ("Psi", 'Ψ'),
    ("Omega", 'Ω'),
];

/// The names in use, from which new ones keep away.
#[derive(Default)]
pub(crate) struct Names {
    known: Table<String, Name>,
    temporaries: usize,
}

/// What is known of a name.
#[derive(Default)]
struct Name {
    taken: bool,
    /// Only those get it who ask for it first.
    preferred: bool,
    /// The number from which on a claim looks for a free one: all before are taken.
    next: u32,
}

impl Names {
    /// Keeps a name from being given.
    pub(crate) fn reserve(&mut self, name: &str) {
        self.known.of_text(name).taken = true;
    }

    /// Keeps a name for those who claim it.
    pub(crate) fn prefer(&mut self, name: &str) {
        self.known.of_text(name).preferred = true;
    }

    /// The name, with a number where it is taken or kept for others.
    pub(crate) fn claim_beside(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        for number in 2.. {
            if self.take(&name, true) {
                break;
            }
            name = format!("{wanted}_{number}");
        }
        name
    }

    /// The name, with a number where it is taken.
    pub(crate) fn claim(&mut self, wanted: &str) -> String {
        if self.take(wanted, false) {
            return wanted.to_owned();
        }
        let mut number = self.known.of_text(wanted).next.max(2);
        loop {
            let name = format!("{wanted}_{number}");
            number += 1;
            if self.take(&name, false) {
                self.known.of_text(wanted).next = number;
                return name;
            }
        }
    }

    /// The next free of `t1`, `t2`, ...
    pub(crate) fn temporary(&mut self) -> String {
        loop {
            self.temporaries += 1;
            let name = format!("t{}", self.temporaries);
            if self.take(&name, true) {
                return name;
            }
        }
    }

    /// Takes a name where it is free, and not kept for others if it must not be.
    fn take(&mut self, name: &str, beside: bool) -> bool {
        let known = self.known.of_text(name);
        let free = !(known.taken || beside && known.preferred);
        known.taken |= free;
        free
    }

    /// Spellings for all of `names`, those that need no change first, so that they keep theirs.
    pub(crate) fn claim_all<'n>(
        &mut self,
        names: &[&'n str],
        spell: impl Fn(&str) -> String,
    ) -> HashMap<&'n str, String> {
        let (same, changed): (Vec<&str>, Vec<&str>) = names.iter().partition(|name| spell(name) == **name);
        let mut spelled = HashMap::new();
        for name in same.into_iter().chain(changed) {
            if !spelled.contains_key(name) {
                spelled.insert(name, self.claim(&spell(name)));
            }
        }
        spelled
    }
}

/// A name as a Rust identifier.
pub(crate) fn rust_identifier(name: &str) -> String {
    if is_rust_keyword(name) {
        return format!("r#{name}");
    }
    let kept = |c: char| {
        let script = matches!(c, 'À'..='ɏ' | 'Ά'..='Ͽ' | 'Ѐ'..='ԯ');
        c.is_ascii_alphanumeric() || c == '_' || script && c.is_alphabetic()
    };
    let spelled = spell(name, kept, |_| None);
    if is_rust_reserved(&spelled) { format!("{spelled}_") } else { spelled }
}

/// A name as a C identifier.
pub(crate) fn c_identifier(name: &str) -> String {
    let greek = |c: char| GREEK.iter().find(|(_, letter)| *letter == c).map(|(name, _)| *name);
    let spelled = spell(name, |c| c.is_ascii_alphanumeric() || c == '_', greek);
    let reserved = spelled.starts_with("__")
        || spelled.strip_prefix('_').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
    match () {
        () if reserved => format!("v{spelled}"),
        () if listed(C_RESERVED, &spelled) => format!("{spelled}_"),
        () => spelled,
    }
}

fn listed(words: &str, name: &str) -> bool {
    words.split_ascii_whitespace().any(|word| word == name)
}

fn spell(name: &str, kept: impl Fn(char) -> bool, written: impl Fn(char) -> Option<&'static str>) -> String {
    let mut spelled = String::new();
    for c in name.chars() {
        match written(c) {
            _ if kept(c) => spelled.push(c),
            Some(word) => spelled.push_str(word),
            None => spelled.push_str(&format!("u{:x}", u32::from(c))),
        }
    }
    let bare = spelled.chars().all(|c| c == '_' || c.is_ascii_digit());
    if bare || spelled.starts_with(|c: char| c.is_ascii_digit()) {
        spelled.insert(0, 'v');
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_spelling_where_they_can() {
        let rust = ["x", "λ", "type", "self", "_", "x y", "2x", "", "x₁", "None"].map(rust_identifier);
        assert_eq!(rust, ["x", "λ", "r#type", "self_", "v_", "xu20y", "v2x", "v", "xu2081", "None_"]);
        let c = ["x", "λ", "α_1", "double", "sin", "__x", "_X", "_x", "é"].map(c_identifier);
        assert_eq!(c, ["x", "lambda", "alpha_1", "double_", "sin_", "v__x", "v_X", "_x", "ue9"]);
    }

    #[test]
    fn equal_spellings_are_told_apart_and_the_plain_one_stays() {
        let mut names = Names::default();
        let spelled = names.claim_all(&["x y", "xu20y", "t1"], rust_identifier);
        assert_eq!(["x y", "xu20y"].map(|name| &spelled[name][..]), ["xu20y_2", "xu20y"]);
        assert_eq!(names.temporary(), "t2");
    }
}
