//! Functions that other systems call otherwise, and the nearest name to one that is misspelt.

use crate::function::{Function, table::table};

/// The names of the table and their functions.
macro_rules! names {
    ($(
        $(#[$doc:meta])*
        $Name:ident = $name:ident $($text:literal)? ($($parameter:tt)*) $(-> $result:ident)? { $($cells:tt)* }
    )*) => {
        const NAMES: &[(&str, Function)] = &[$((row_name!($name $($text)?), Function::$Name)),*];
    };
}

macro_rules! row_name {
    ($name:ident) => {
        stringify!($name)
    };
    ($name:ident $text:literal) => {
        $text
    };
}

table!(names);

/// In the order of the names, put so when this is compiled.
static SORTED: [(&str, Function); NAMES.len()] = {
    let mut sorted = [("", Function::Add); NAMES.len()];
    let mut count = 0;
    while count < NAMES.len() {
        let mut at = count;
        while at > 0 && before(NAMES[count].0.as_bytes(), sorted[at - 1].0.as_bytes()) {
            sorted[at] = sorted[at - 1];
            at -= 1;
        }
        sorted[at] = NAMES[count];
        count += 1;
    }
    sorted
};

const fn before(a: &[u8], b: &[u8]) -> bool {
    let mut i = 0;
    while i < a.len() && i < b.len() && a[i] == b[i] {
        i += 1;
    }
    i < b.len() && (i == a.len() || a[i] < b[i])
}

/// The row of that name, as [`Function::from_name`] but without going through the rows.
pub(super) fn row(name: &str) -> Option<Function> {
    SORTED.binary_search_by(|(known, _)| (*known).cmp(name)).ok().map(|found| SORTED[found].1)
}

/// Other names that are understood.
const ALIASES: &[(&str, Function)] = &[
    ("arcsin", Function::Asin),
    ("arccos", Function::Acos),
    ("arctan", Function::Atan),
    ("arctan2", Function::Atan2),
    ("arcsinh", Function::Asinh),
    ("arccosh", Function::Acosh),
    ("arctanh", Function::Atanh),
    ("arsinh", Function::Asinh),
    ("arcosh", Function::Acosh),
    ("artanh", Function::Atanh),
];

/// Other names that are not understood, and what to write.
pub(super) const ELSEWHERE: &[(&str, &str)] = &[
    ("cot", "1/tan(x)"),
    ("sec", "1/cos(x)"),
    ("csc", "1/sin(x)"),
    ("cosec", "1/sin(x)"),
    ("coth", "1/tanh(x)"),
    ("sech", "1/cosh(x)"),
    ("csch", "1/sinh(x)"),
    ("acot", "atan(1/x)"),
    ("arccot", "atan(1/x)"),
    ("asec", "acos(1/x)"),
    ("acsc", "asin(1/x)"),
    ("sqr", "x^2"),
    ("square", "x^2"),
    ("cube", "x^3"),
    ("root", "x^(1/n)"),
    ("nthroot", "x^(1/n)"),
    ("exp10", "10^x"),
    ("expm1", "exp_m1(x)"),
    ("log1p", "ln_1p(x)"),
    ("lg", "log10(x)"),
    ("lb", "log2(x)"),
    ("ld", "log2(x)"),
    ("logit", "ln(x/(1 - x))"),
    ("logistic", "sigmoid(x)"),
    ("expit", "sigmoid(x)"),
    ("sgn", "sign(x)"),
    ("fabs", "abs(x)"),
    ("ceiling", "ceil(x)"),
    ("int", "trunc(x)"),
    ("fix", "trunc(x)"),
    ("frac", "fract(x)"),
    ("mod", "rem_euclid(a, b)"),
    ("fmod", "rem(a, b)"),
    ("clip", "clamp(x, lo, hi)"),
    ("heaviside", "where(x > 0, 1, 0)"),
    ("step", "where(x > 0, 1, 0)"),
    ("ifelse", "where(c > 0, a, b)"),
    ("select", "where(c > 0, a, b)"),
    ("fma", "mul_add(x, a, b)"),
    ("factorial", "gamma(x + 1)"),
    ("tgamma", "gamma(x)"),
    ("lgamma", "ln_gamma(x)"),
    ("gammaln", "ln_gamma(x)"),
    ("loggamma", "ln_gamma(x)"),
    ("psi", "digamma(x)"),
    ("beta", "exp(ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b))"),
    ("normcdf", "norm_cdf(x)"),
    ("degrees", "to_degrees(x)"),
    ("radians", "to_radians(x)"),
];

/// The function of that name or alias.
pub(super) fn function(name: &str) -> Option<Function> {
    row(name).or_else(|| ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, f)| *f))
}

/// What to write instead of the unknown function `name`.
pub(super) fn suggestion(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    if let Some((_, instead)) = ELSEWHERE.iter().find(|(other, _)| *other == lower) {
        return Some(format!("write `{instead}`"));
    }
    let calls = Function::ALL.iter().filter(|f| f.arity() > 0).map(|f| f.row().name);
    let names = calls.chain(ALIASES.iter().map(|(alias, _)| *alias)).chain(["pow"]);
    let close = names.filter_map(|known| Some((distance(&lower, known)?, known)));
    // Of two at the same distance rather the one of the same letters: `tahn` is `tanh`, not `tan`.
    let (_, known) = close.min_by_key(|(distance, known)| (*distance, letters(known) != letters(&lower)))?;
    Some(format!("did you mean `{known}`?"))
}

fn letters(name: &str) -> Vec<char> {
    let mut letters: Vec<char> = name.chars().collect();
    letters.sort_unstable();
    letters
}

/// How many letters must be put in, left out, changed or swapped with a neighbour; `None` when that is too many.
fn distance(a: &str, b: &str) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(24).collect(), b.chars().collect());
    let limit = if a.len().min(b.len()) <= 3 { 1 } else { 2 };
    if !b.first()?.is_alphabetic() || a.len() < 2 || a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut rows: [Vec<usize>; 3] = [vec![], vec![], (0..=b.len()).collect()];
    for i in 1..=a.len() {
        rows.rotate_left(1);
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[0][j - 2] + 1);
            }
            row.push(best);
        }
        rows[2] = row;
    }
    Some(rows[2][b.len()]).filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found() {
        for function in Function::ALL {
            assert_eq!(row(function.row().name), Some(*function));
        }
        assert_eq!((row(""), row("zz"), row("si"), row("sin_")), (None, None, None, None));
    }

    #[test]
    fn every_advice_parses_and_replaces_an_unknown_name() {
        for (name, instead) in ELSEWHERE {
            crate::parse(instead).unwrap();
            assert_eq!(function(name), None, "{name} is known");
        }
        for (alias, _) in ALIASES {
            assert_eq!(Function::from_name(alias), None, "{alias} is known");
        }
    }

    #[test]
    fn the_nearest_name() {
        for (misspelt, meant) in
            [("tahn", "tanh"), ("sine", "sin"), ("Exp", "exp"), ("SQRT", "sqrt"), ("sigmiod", "sigmoid")]
        {
            assert_eq!(suggestion(misspelt).unwrap(), format!("did you mean `{meant}`?"));
        }
        assert_eq!(suggestion("f"), None);
        assert_eq!(suggestion("completely_different"), None);
    }
}
