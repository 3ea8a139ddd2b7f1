//! LaTeX: formulas as they are printed in books.

mod cells;
mod symbols;

use std::collections::{BTreeSet, HashMap, HashSet};

use super::schedule::{Language, Schedule, Term, level};
use super::{functions, rows};
use crate::function::Function;
use crate::graph::{Graph, Id};
use crate::number::Number;
use crate::program::{Output, Program};

use cells::{APPLY, CLOSED, Cell, FRACTION, POWER, Piece};
use symbols::{symbol, upright};

/// The largest formula, in leaves and calls, that stands on one line.
const LINE: u32 = 60;

/// How many leaves and calls more a formula may have so that a shared term needs no name.
const REPEATED: u32 = 12;

/// More parameters are not listed after the name of the function.
const LISTED: usize = 8;

/// One expression; if it is large, an `aligned` block whose last line it is, below the names of its shared terms.
pub fn expression_to_latex(graph: &Graph, root: Id) -> String {
    let program = Program {
        parameters: graph.variables(&[root]).into_iter().map(str::to_owned).collect(),
        wrt: Vec::new(),
        block: Graph::new(),
        output: Output::Scalar(root),
    };
    let (mut lines, results) = write(&program, graph, "f");
    lines.push((String::new(), results.concat()));
    aligned(&lines)
}

/// The function and, for a gradient, its partials, as equations; more than one in an `aligned` block.
pub fn to_latex(program: &Program, name: &str) -> String {
    let (mut lines, results) = write(program, &program.block, name);
    let f = symbol(name);
    let symbols = symbols_of(program);
    let head = match &symbols[..] {
        [] => f.clone(),
        all if all.len() > LISTED => f.clone(),
        all => format!(r"{f}\left({}\right)", all.iter().map(|(_, s)| &s[..]).collect::<Vec<_>>().join(", ")),
    };
    let column = |texts: &[&str], separator: &str| texts.join(separator);
    match &program.output {
        Output::Scalar(_) => lines.push((head, results.concat())),
        Output::Gradient(..) => {
            match lines.iter_mut().find(|(name, _)| *name == f) {
                // the value is shared, and named by the function itself
                Some(line) => line.0 = head,
                None => lines.push((head, results[0].clone())),
            }
            let by_name: HashMap<&str, &str> = symbols.iter().map(|(name, symbol)| (*name, &symbol[..])).collect();
            for (position, text) in results[1..].iter().enumerate() {
                let by = program.by(position).map(|by| by_name.get(by).map_or_else(|| symbol(by), |s| (*s).to_owned()));
                let partial = match by {
                    Some(by) => format!(r"\frac{{\partial {f}}}{{\partial {by}}}"),
                    None => format!(r"\left(\nabla {f}\right)_{{{}}}", position + 1),
                };
                lines.push((partial, text.clone()));
            }
        }
        Output::Vector(_) => {
            let entries: Vec<&str> = results.iter().map(String::as_str).collect();
            lines.push((head, format!(r"\begin{{pmatrix}} {} \end{{pmatrix}}", column(&entries, r" \\ "))));
        }
        Output::Matrix { columns, entries } => {
            let mut texts = results.iter().map(String::as_str);
            let rows = rows(*columns, entries, &mut texts, "0");
            let rows: Vec<String> = rows.iter().map(|row| column(row, " & ")).collect();
            lines.push((head, format!(r"\begin{{pmatrix}} {} \end{{pmatrix}}", rows.join(r" \\ "))));
        }
    }
    aligned(&lines)
}

/// The named terms as left and right sides, and the results.
fn write(program: &Program, block: &Graph, name: &str) -> (Vec<(String, String)>, Vec<String>) {
    let roots = program.output.roots();
    let symbols: HashMap<&str, String> = symbols_of(program).into_iter().collect();
    let used = functions(block, &roots);
    let taken: HashSet<&String> = symbols.values().collect();
    let value = matches!(program.output, Output::Gradient(..)).then(|| symbol(name)).filter(|f| !taken.contains(f));
    let latex = Latex { cells: compile(&used), symbols: &symbols, value: value.as_deref() };
    let mut count = 0;
    let mut temporary = |root: Option<usize>| match (root, &value) {
        (Some(0), Some(value)) => value.clone(),
        _ => loop {
            count += 1;
            let name = format!("t_{{{count}}}");
            if !taken.contains(&name) {
                return name;
            }
        },
    };
    let schedule = Schedule::new(&latex, block, &roots, &mut temporary);
    let lines = schedule.lines.iter().map(|line| (line.name.clone(), line.term.text.clone())).collect();
    let results = (0..roots.len()).map(|position| schedule.result(position).text.clone()).collect();
    (lines, results)
}

/// The symbol of each parameter; two names of one symbol are told apart by writing the second as it is.
fn symbols_of(program: &Program) -> Vec<(&str, String)> {
    let mut taken = HashSet::new();
    let symbols = program.parameters.iter().map(|name| {
        let symbol = symbol(name);
        (&name[..], if taken.insert(symbol.clone()) { symbol } else { upright(name) })
    });
    symbols.collect()
}

fn aligned(lines: &[(String, String)]) -> String {
    let equation = |left: &str, sign: &str, right: &str| match left {
        "" => format!("{}{right}", if sign == " = " { "" } else { "& " }),
        left => format!("{left}{sign}{right}"),
    };
    match lines {
        [(left, right)] => equation(left, " = ", right),
        lines => {
            let lines: Vec<String> = lines.iter().map(|(left, right)| equation(left, " &= ", right)).collect();
            format!("\\begin{{aligned}}\n{}\n\\end{{aligned}}", lines.join(" \\\\\n"))
        }
    }
}

fn compile(used: &BTreeSet<Function>) -> Vec<Option<Cell>> {
    let compile = |function: &Function| Cell::compile(function.row().latex, function.row().parameters);
    Function::ALL.iter().map(|function| used.contains(function).then(|| compile(function))).collect()
}

struct Latex<'a> {
    cells: Vec<Option<Cell>>,
    symbols: &'a HashMap<&'a str, String>,
    /// The symbol of the function, which stands for its value.
    value: Option<&'a str>,
}

fn parenthesised(text: &str) -> String {
    format!(r"\left({text}\right)")
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

impl Latex<'_> {
    fn fill(&self, cell: &Cell, args: &[Term]) -> Term {
        let mut term = Term::new("", cell.level);
        for (position, piece) in cell.pieces.iter().enumerate() {
            match piece {
                Piece::Text(text) => term.text.push_str(text),
                Piece::Slot { index, need, applied } => {
                    let arg = &args[*index];
                    if term.text.ends_with("+ ")
                        && let Some(positive) = arg.negated()
                    {
                        term.text.truncate(term.text.len() - 2);
                        term.text.push_str(&format!("- {positive}"));
                    } else if arg.level < *need || term.text.ends_with("+ ") && arg.text.starts_with('-') {
                        if *applied {
                            term.text.truncate(term.text.trim_end().len());
                        }
                        term.text.push_str(&parenthesised(&arg.text));
                    } else {
                        term.text.push_str(&arg.text);
                        term.open = *applied && position + 1 == cell.pieces.len();
                    }
                }
            }
        }
        term
    }

    /// What stands in the table as `a + b`, `a - b`, `-x`, written with as few signs and parentheses as can be.
    fn sum(&self, function: Function, a: &Term, b: &Term) -> Term {
        let operand = |term: &Term| if term.level < level::SUM { parenthesised(&term.text) } else { term.text.clone() };
        let (minus, second) = match (function, b.negated()) {
            (Function::Add, Some(b)) => (true, b.to_owned()),
            (_, Some(b)) => (false, b.to_owned()),
            (Function::Add, None) => match a.negated() {
                Some(a) => return Term::new(format!("{} - {a}", operand(b)), level::SUM),
                None if b.text.starts_with('-') => (false, parenthesised(&b.text)),
                None => (false, operand(b)),
            },
            (_, None) if b.level <= level::SUM => (true, parenthesised(&b.text)),
            (_, None) => (true, b.text.clone()),
        };
        Term::new(format!("{} {} {second}", operand(a), if minus { '-' } else { '+' }), level::SUM)
    }

    fn product(&self, a: &Term, b: &Term) -> Term {
        let factor = |term: &Term| match term.negated() {
            Some(positive) => (true, Term { text: positive.to_owned(), ..term.clone() }),
            None if term.level < level::PRODUCT => (false, Term::new(parenthesised(&term.text), level::ATOM)),
            None => (false, term.clone()),
        };
        if a.text == b.text && (a.level >= CLOSED || a.level <= level::SUM) {
            return Term::new(format!("{}^{{2}}", factor(a).1.text), POWER);
        }
        let ((minus_a, a), (minus_b, b)) = (factor(a), factor(b));
        let number_last = starts_with_digit(&b.text) && !starts_with_digit(&a.text);
        let open_first = a.open && (!b.open || a.level == APPLY && b.level != APPLY) && !starts_with_digit(&a.text);
        let (a, b) = if number_last || open_first { (b, a) } else { (a, b) };
        let digits = starts_with_digit(&b.text) || starts_with_digit(&a.text) && b.text.starts_with(r"\frac{");
        let swallowed = a.open && b.level != APPLY;
        // f (1 - f) would be a call
        let call = self.value.is_some_and(|f| a.text.ends_with(f)) && b.text.starts_with(r"\left(");
        let dot = if digits || swallowed || call { r" \cdot " } else { " " };
        let sign = if minus_a != minus_b { "-" } else { "" };
        Term { open: b.open, ..Term::new(format!("{sign}{}{dot}{}", a.text, b.text), level::PRODUCT) }
    }

    fn quotient(&self, a: &Term, b: &Term) -> Term {
        let sign = if a.negated().is_some() != b.negated().is_some() { "-" } else { "" };
        let part = |term: &Term| term.negated().unwrap_or(&term.text).to_owned();
        let level = if sign.is_empty() { FRACTION } else { level::PRODUCT };
        Term::new(format!(r"{sign}\frac{{{}}}{{{}}}", part(a), part(b)), level)
    }

    /// Cases within the last case are more cases.
    fn cases(&self, c: &Term, a: &Term, b: &Term) -> Term {
        let (open, close) = (r"\begin{cases} ", r" \end{cases}");
        let inner =
            b.text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).filter(|_| b.level == level::CHOICE);
        let rest = match inner {
            Some(rows) => rows.to_owned(),
            None => format!(r"{} & \text{{otherwise}}", b.text),
        };
        Term::new(format!(r"{open}{} & {} \\ {rest}{close}", a.text, c.text), level::CHOICE)
    }
}

impl Language for Latex<'_> {
    /// As the number prints itself, with fractions and powers of ten set.
    fn number(&self, number: &Number) -> Term {
        let text = number.to_string();
        let (sign, digits) = text.strip_prefix('-').map_or(("", &text[..]), |digits| ("-", digits));
        let (digits, level) = match (digits.split_once('/'), digits.split_once('e')) {
            (Some((p, q)), _) => (format!(r"\frac{{{p}}}{{{q}}}"), FRACTION),
            (None, Some(("1", exponent))) => (format!("10^{{{exponent}}}"), POWER),
            (None, Some((digits, exponent))) => (format!(r"{digits} \cdot 10^{{{exponent}}}"), level::PRODUCT),
            (None, None) => (digits.to_owned(), level::ATOM),
        };
        Term::new(format!("{sign}{digits}"), if sign.is_empty() { level } else { level::PRODUCT })
    }

    fn integer(&self, number: &Number) -> Term {
        self.number(number)
    }

    fn variable(&self, name: &str) -> Term {
        Term::new(self.symbols.get(name).cloned().unwrap_or_else(|| symbol(name)), level::ATOM)
    }

    fn call(&self, function: Function, args: &[Term]) -> Result<Term, usize> {
        let cell = self.cells[function as usize].as_ref().expect("every function in use is compiled");
        let term = match (function, args) {
            (Function::Add | Function::Sub, [a, b]) => self.sum(function, a, b),
            (Function::Mul, [a, b]) => self.product(a, b),
            (Function::Div, [a, b]) => self.quotient(a, b),
            (Function::Select, [c, a, b]) => self.cases(c, a, b),
            (Function::Neg, [x]) => match x.negated() {
                Some(positive) => Term { open: x.open, ..Term::new(positive, level::PRODUCT) },
                None => Term { open: x.open, ..self.fill(cell, args) },
            },
            _ => self.fill(cell, args),
        };
        Ok(Term { size: 1 + args.iter().map(|arg| arg.size).sum::<u32>(), ..term })
    }

    fn fits(&self, term: &Term) -> bool {
        term.size <= LINE
    }

    fn repeats(&self, term: &Term, uses: u32) -> bool {
        term.size <= 2 || (uses - 1).saturating_mul(term.size) <= REPEATED
    }
}
