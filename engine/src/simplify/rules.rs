//! The rewrite rules of the e-graph, and their contract.
//!
//! * The right side equals the left in exact arithmetic wherever the left is a number and the guard holds; it may be a number
//!   in more places. `cargo test rules` samples every row in its domain. Extraction sees to it that nothing is replaced by what is a number in
//!   fewer places (see `extract::domain`).
//! * No blanket associativity and no blanket commutativity: sums and products are collected by the n-ary pass, and the operands of `+` and
//!   `*` match in both orders (see `pattern`).
//! * A guard says yes only with proof (see `facts`).
//! * `EXACT`: equal in IEEE arithmetic but for the sign of zero. `CLOSE`: within 2 ulp for each operation. `SOUND`: another
//!   rounding, wanted where the left may be NaN. Extraction decides; no rule is applied for its own sake.
//! * Never: `sqrt(x*x) = x` without `x >= 0`, `x/x = 1` without `x != 0`, `0*x = 0`, `ln(a*b)`, `sqrt(a*b)` or `(a^b)^c` split.

use std::sync::OnceLock;

use egg::Id as Class;

use super::language::Classes;
use super::pattern::{Binding, Pattern, bit};
use crate::function::Function;
use crate::graph::{Graph, Id};
use crate::parse;

/// One rule: name, left side, right side, guard on one name (empty: none).
pub(super) type Row = (&'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
pub(super) const RULES: &[Row] = &[
    // EXACT
    ("double",                     "a + a",                             "2*a",                               ""),
    ("square",                     "x^2",                               "x*x",                               ""),
    ("square back",                "x*x",                               "x^2",                               ""),
    ("select sum",                 "where(c > d, a, 0) + where(c > d, 0, b)", "where(c > d, a, b)",          ""),
    ("select product",             "x*where(c > d, 1, 0)",              "where(c > d, x, 0)",                ""),
    ("select nonzero",             "where(y == 0, a, b)",               "b",                                 "y != 0"),
    ("select nonzero base",        "where(x == 0 and y == 0, a, b)",    "b",                                 "x != 0"),
    ("select nonzero power",       "where(x == 0 and y == 0, a, b)",    "b",                                 "y != 0"),
    // CLOSE
    ("difference back",            "a + (b - a)",                       "b",                                 ""),
    ("cube",                       "x^3",                               "x*(x*x)",                           ""),
    ("fourth power",               "x^4",                               "(x*x)*(x*x)",                       ""),
    ("factor sum",                 "a*b + a*c",                         "a*(b + c)",                         ""),
    ("factor difference",          "a*b - a*c",                         "a*(b - c)",                         ""),
    ("factor one sum",             "a + a*b",                           "a*(1 + b)",                         ""),
    ("factor one difference",      "a - a*b",                           "a*(1 - b)",                         ""),
    ("factor minus one",           "a*b - a",                           "a*(b - 1)",                         ""),
    ("join fractions sum",         "a/c + b/c",                         "(a + b)/c",                         ""),
    ("join fractions difference",  "a/c - b/c",                         "(a - b)/c",                         ""),
    ("difference of squares",      "a*a - b*b",                         "(a - b)*(a + b)",                   ""),
    ("quotient",                   "a/b",                               "a*(1/b)",                           ""),
    ("quotient back",              "a*(1/b)",                           "a/b",                               ""),
    ("nested quotient",            "(a/b)/c",                           "a/(b*c)",                           ""),
    ("nested quotient back",       "a/(b*c)",                           "(a/b)/c",                           ""),
    ("quotient of quotient",       "a/(b/c)",                           "(a*c)/b",                           "c != 0"),
    ("product of quotient",        "(a/b)*c",                           "(a*c)/b",                           ""),
    ("product of quotient back",   "(a*c)/b",                           "(a/b)*c",                           ""),
    ("square apart",               "a*(b*b)",                           "(a*b)*b",                           ""),
    ("complement of fraction",     "1 - a/b",                           "(b - a)/b",                         "b != 0"),
    ("cancel",                     "a/a",                               "1",                                 "a != 0"),
    ("cancel product",             "(a*b)/b",                           "a",                                 "b != 0"),
    ("cancel quotient",            "(a/b)*b",                           "a",                                 "b != 0"),
    ("cancel power",               "a/(a*b)",                           "1/b",                               "a != 0"),
    // exponentials and powers
    ("exp product",                "exp(a)*exp(b)",                     "exp(a + b)",                        ""),
    ("exp quotient",               "exp(a)/exp(b)",                     "exp(a - b)",                        ""),
    ("exp inverse",                "1/exp(a)",                          "exp(-a)",                           ""),
    ("exp inverse back",           "exp(-a)",                           "1/exp(a)",                          ""),
    ("exp unit",                   "exp(a)*exp(-a)",                    "1",                                 ""),
    ("exp double",                 "exp(2*a)",                          "exp(a)*exp(a)",                     ""),
    ("exp half",                   "exp(a)*exp(a)",                     "exp(2*a)",                          ""),
    ("exp of logarithm",           "exp(ln(a))",                        "a",                                 "a > 0"),
    ("logarithm of exp",           "ln(exp(a))",                        "a",                                 ""),
    ("xlogy",                      "xlogy(a, b)",                       "a*ln(b)",                           "b > 0"),
    ("power quotient",             "powf(x, y - 1)",                    "powf(x, y)/x",                      "x > 0"),
    ("power sum",                  "powf(x, a)*powf(x, b)",             "powf(x, a + b)",                    "x > 0"),
    ("root squared",               "sqrt(a)*sqrt(a)",                   "a",                                 "a >= 0"),
    ("root of square",             "sqrt(a*a)",                         "abs(a)",                            ""),
    ("root quotient",              "a/sqrt(a)",                         "sqrt(a)",                           "a > 0"),
    ("root back",                  "1/sqrt(a)",                         "sqrt(a)/a",                         "a > 0"),
    // trigonometric and hyperbolic
    ("pythagoras",                 "sin(a)*sin(a) + cos(a)*cos(a)",     "1",                                 ""),
    ("pythagoras sine",            "1 - sin(a)*sin(a)",                 "cos(a)*cos(a)",                     ""),
    ("pythagoras cosine",          "1 - cos(a)*cos(a)",                 "sin(a)*sin(a)",                     ""),
    ("pythagoras scaled",          "b*(sin(a)*sin(a)) + b*(cos(a)*cos(a))", "b",                             ""),
    ("hyperbolic pythagoras",      "cosh(a)*cosh(a) - sinh(a)*sinh(a)", "1",                                 ""),
    ("tangent",                    "sin(a)/cos(a)",                     "tan(a)",                            ""),
    ("tangent back",               "tan(a)*cos(a)",                     "sin(a)",                            ""),
    ("hyperbolic tangent",         "sinh(a)/cosh(a)",                   "tanh(a)",                           ""),
    ("odd sine",                   "sin(-a)",                           "-sin(a)",                           ""),
    ("even cosine",                "cos(-a)",                           "cos(a)",                            ""),
    ("odd hyperbolic tangent",     "tanh(-a)",                          "-tanh(a)",                          ""),
    // signs
    ("square of absolute value",   "abs(a)*abs(a)",                     "a*a",                               ""),
    ("absolute value",             "sign(a)*a",                         "abs(a)",                            ""),
    ("sign",                       "a/abs(a)",                          "sign(a)",                           "a != 0"),
    ("positive",                   "abs(a)",                            "a",                                 "a >= 0"),
    ("even absolute value",        "abs(-a)",                           "abs(a)",                            ""),
    // SOUND
    ("saturating quotient",        "a/(b + a)",                         "1/(1 + b/a)",                       "a != 0"),
    ("complement of quotient",     "1 - (u - v)/(u + v)*((u - v)/(u + v))", "4*(u*v)/((u + v)*(u + v))",     "u + v != 0"),
    ("complement of quotient square", "1 - (u - v)*(u - v)/((u + v)*(u + v))", "4*(u*v)/((u + v)*(u + v))", "u + v != 0"),
];

/// A rule and the functions without which its left side matches nothing, one bit each.
pub(super) struct Rule {
    pub(super) needs: u128,
    /// The function that the left side is a call of.
    pub(super) root: u128,
    pub(super) left: Pattern,
    right: Pattern,
    guard: Option<Guard>,
}

/// The bits of the functions that the n-ary pass knows all about.
pub(super) const ARITHMETIC: u128 = bit(Function::Add)
    | bit(Function::Sub)
    | bit(Function::Neg)
    | bit(Function::Mul)
    | bit(Function::Div)
    | bit(Function::Powi);

/// The rules whose left sides need no other functions than those of the bits; each is read when it is first asked for.
pub(super) fn rules(present: u128) -> impl Iterator<Item = &'static Rule> {
    static READ: OnceLock<Vec<(u128, OnceLock<Rule>)>> = OnceLock::new();
    let read = READ.get_or_init(|| RULES.iter().map(|(_, left, ..)| (mentioned(left), OnceLock::new())).collect());
    let able = RULES.iter().zip(read).filter(move |(_, (mentioned, _))| mentioned & !present == 0);
    able.map(|(row, (_, rule))| rule.get_or_init(|| Rule::read(row))).filter(move |rule| rule.needs & !present == 0)
}

/// The functions that a text has plainly written in it; there may be more.
fn mentioned(text: &str) -> u128 {
    const MARKS: [(char, Function); 3] = [('+', Function::Add), ('*', Function::Mul), ('/', Function::Div)];
    let mut all = 0;
    for (mark, function) in MARKS {
        all |= if text.contains(mark) { bit(function) } else { 0 };
    }
    // what stands before a bracket, if it is a name
    for before in text.split('(') {
        let name = before.rfind(|c: char| !c.is_alphanumeric()).map_or(before, |end| &before[end + 1..]);
        all |= Function::from_name(name).map_or(0, bit);
    }
    all
}

impl Rule {
    fn read((_, left, right, guard): &Row) -> Rule {
        let mut names = Vec::new();
        let left = pattern(left, &mut names);
        let right = pattern(right, &mut names);
        let guard = (!guard.is_empty()).then(|| Guard::new(guard, &mut names));
        Rule { needs: left.needs(), root: left.root(), left, right, guard }
    }

    /// Joins the class of a match with that of the right side, unless the guard lacks proof.
    pub(super) fn apply(&self, egraph: &mut Classes, class: Class, binding: &Binding) {
        if self.guard.as_ref().is_none_or(|guard| guard.holds(egraph, binding)) {
            let right = self.right.instance(egraph, binding);
            egraph.union(class, right);
        }
    }
}

/// The table's own text; every row is tested.
fn graph(text: &str) -> (std::sync::Arc<Graph>, Id) {
    match parse::parse_with(text, &["e"]) {
        Ok(expression) => expression.graph(),
        Err(error) => panic!("rule `{text}`: {error}"),
    }
}

fn pattern(text: &str, names: &mut Vec<String>) -> Pattern {
    let (graph, root) = graph(text);
    Pattern::new(&graph, root, names)
}

/// A condition on the class that an expression of the left side's names has, if it is in the e-graph.
struct Guard {
    subject: Pattern,
    comparison: Function,
}

impl Guard {
    fn new(text: &str, names: &mut Vec<String>) -> Self {
        let (graph, root) = graph(&format!("where({text}, 1, 0)"));
        let condition = graph.args(root)[0];
        let Some((comparison, &[subject, _])) = graph.as_call(condition) else { panic!("guard `{text}`") };
        Guard { subject: Pattern::new(&graph, subject, names), comparison }
    }

    fn holds(&self, egraph: &Classes, binding: &Binding) -> bool {
        let Some(class) = self.subject.find(egraph, binding) else { return false };
        let fact = egraph[class].data.fact;
        match self.comparison {
            Function::NotEqual => fact.nonzero,
            Function::Greater => fact.positive(),
            Function::GreaterEqual => fact.nonnegative(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests;
