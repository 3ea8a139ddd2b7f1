//! Writing expressions in the text syntax, so that they read well and parse back to the same graph.
//!
//! * As few parentheses as the grammar of [`parse`](crate::parse) allows, except around a sign behind an operator: `x - (-2)`.
//! * Of the two operands of `+` and `*`, whose order means nothing, a number stands last in a sum and first in a product, and
//!   a longer sum or product stands first: `x + y + 1`, `2*x*y`. Otherwise they stand as they were first written.
//! * An expression of at most [`TREE`] operations and leaves, shared parts counted each time, is written as one formula. A
//!   larger one defines each part that is used more than once and larger than [`SMALL`]: `t1 = exp(x*y*z); …`. So the text is
//!   linear in the graph. The names are `t1`, `t2`, … without those that variables have.
//!
//! What is printed parses back if the graph was built by [`Graph::call`] and its variables have names that the syntax can
//! spell: a letter, then letters, digits, `_`, and none of `if`, `then`, `else`, `and`, `or`, `not`. Variables called like a constant
//! (`e`) come back through [`parse_with`](crate::parse::parse_with). A graph that was kept unfolded prints with the same value.

mod share;

use std::fmt::{self, Write};

use crate::expr::Expr;
use crate::function::Function;
use crate::graph::{Graph, Id, Op};
use crate::parse::level::Level;

/// The largest tree that is printed without definitions.
const TREE: u64 = 400;

/// The largest part that is repeated rather than defined in a larger tree.
const SMALL: u64 = 4;

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (graph, root) = self.graph();
        let printer = Printer::new(&graph, &[root], &[], TREE);
        printer.definitions(f, "; ")?;
        printer.expression(f, root)
    }
}

/// Several roots of one graph, a line `label = expression` each, after the lines of the parts that they share.
///
/// With at most [`TREE`]/4 operations and leaves in all, each root is one formula.
#[cfg_attr(not(test), allow(dead_code))] // gradients use it
pub(crate) fn outputs(graph: &Graph, roots: &[(String, Id)]) -> String {
    let (labels, ids): (Vec<&str>, Vec<Id>) = roots.iter().map(|(label, id)| (label.as_str(), *id)).unzip();
    let printer = Printer::new(graph, &ids, &labels, TREE / 4);
    let mut text = String::new();
    let result = printer.definitions(&mut text, "\n").and_then(|()| {
        roots.iter().try_for_each(|(label, id)| {
            write!(text, "{label} = ")?;
            printer.expression(&mut text, *id)?;
            text.write_char('\n')
        })
    });
    result.expect("writing to a string does not fail");
    text
}

/// How a node is written.
#[derive(Clone, Copy)]
struct Shape {
    level: Level,
    /// Starts with a `-`.
    minus: bool,
    /// The second operand stands first.
    swapped: bool,
    /// Written by a name, `t1` for 1; 0 for none.
    name: u32,
    /// The first factor of a product, the node itself otherwise.
    first: Id,
}

struct Printer<'g> {
    graph: &'g Graph,
    /// By position; meaningless for nodes that are not printed.
    shapes: Vec<Shape>,
    named: Vec<Id>,
}

/// What remains to be written.
enum Piece {
    Text(&'static str),
    Node(Id),
    /// As an operand that must bind at least so tightly.
    Operand(Id, Level),
    /// The same behind an operator, where a sign is put into parentheses.
    Behind(Id, Level),
}

impl<'g> Printer<'g> {
    fn new(graph: &'g Graph, roots: &[Id], taken: &[&str], tree: u64) -> Self {
        let live = graph.reach(roots);
        let top = live.iter().rposition(|live| *live).map_or(0, |last| last + 1);
        let shared = share::shared(graph, roots, &live[..top], tree, SMALL);
        let mut names = share::Names::new(graph, roots, taken);
        let blank = Shape { level: Level::Atom, minus: false, swapped: false, name: 0, first: Id::from_index(0) };
        let mut printer = Printer { graph, shapes: vec![blank; top], named: Vec::new() };
        for position in (0..top).filter(|position| live[*position]) {
            let id = Id::from_index(position);
            let mut shape = printer.shape(id);
            if shared.get(position).is_some_and(|shared| *shared) {
                shape = Shape { name: names.next(), ..shape };
                printer.named.push(id);
            }
            printer.shapes[position] = shape;
        }
        printer
    }

    /// As an operand: what has a name is an atom.
    fn operand(&self, id: Id) -> Shape {
        match self.shapes[id.index()] {
            shape if shape.name == 0 => shape,
            shape => Shape { level: Level::Atom, minus: false, first: id, ..shape },
        }
    }

    fn shape(&self, id: Id) -> Shape {
        let plain = Shape { level: Level::Atom, minus: false, swapped: false, name: 0, first: id };
        let (function, args) = match self.graph.op(id) {
            Op::Variable(_) => return plain,
            Op::Number(number) => {
                let level = match (number.is_integer(), number.is_negative()) {
                    (false, _) if number.to_string().contains('/') => Level::Product,
                    (_, true) => Level::Sign,
                    _ => Level::Atom,
                };
                return Shape { level, minus: number.is_negative(), ..plain };
            }
            Op::Call(function) => (function, self.graph.args(id)),
        };
        let mut shape = Shape { level: Level::of(function), ..plain };
        match (function, args) {
            (Function::Powf, &[_, y]) if self.is_whole(y) => shape.level = Level::Atom,
            (Function::Neg, &[x]) => {
                shape.minus = true;
                if self.sign_spreads(x) {
                    shape.level = Level::Product;
                }
            }
            (Function::Add | Function::Mul, &[a, b]) => {
                shape.swapped = self.swapped(function, a, b);
                let first = if shape.swapped { b } else { a };
                self.lead(&mut shape, first);
            }
            (Function::Sub | Function::Div, &[a, _]) => self.lead(&mut shape, a),
            _ => {}
        }
        shape
    }

    /// What the first operand, where it needs no parentheses, means for the whole.
    fn lead(&self, shape: &mut Shape, first: Id) {
        let operand = self.operand(first);
        if operand.level >= shape.level {
            shape.minus = operand.minus;
        }
        if shape.level == Level::Product {
            shape.first = if operand.level == Level::Product { operand.first } else { first };
        }
    }

    fn swapped(&self, function: Function, a: Id, b: Id) -> bool {
        let level = Level::of(function);
        let (left, right) = (self.operand(a), self.operand(b));
        let is_number = |id| self.graph.as_number(id).is_some();
        let (long_left, long_right) = (left.level == level, right.level == level);
        match function {
            Function::Mul if is_number(a) => false,
            Function::Mul if is_number(b) => true,
            _ if long_left != long_right => long_right,
            _ if left.minus != right.minus => right.minus,
            _ => function == Function::Add && is_number(a) && !is_number(b),
        }
    }

    /// Whether `-a*b*c` reads as `-(a*b*c)`: it does when the sign does not go into a number on its way out.
    fn sign_spreads(&self, x: Id) -> bool {
        let operand = self.operand(x);
        let nonzero = |id| self.graph.as_number(id).is_some_and(|number| !number.is_zero());
        let absorbs = |id| match self.graph.as_call(id) {
            Some((Function::Mul | Function::Div, args)) => nonzero(args[0]),
            Some((function, _)) => function == Function::Neg,
            None => nonzero(id),
        };
        operand.level == Level::Product && operand.first != x && !operand.minus && !absorbs(operand.first)
    }

    /// Whether `x^y` would be read as a whole power.
    fn is_whole(&self, id: Id) -> bool {
        self.graph.as_number(id).is_some_and(|number| number.to_i32().is_some())
    }

    fn definitions(&self, f: &mut dyn Write, separator: &str) -> fmt::Result {
        self.named.iter().try_for_each(|id| {
            write!(f, "t{} = ", self.shapes[id.index()].name)?;
            self.write(f, *id, true)?;
            f.write_str(separator)
        })
    }

    fn expression(&self, f: &mut dyn Write, root: Id) -> fmt::Result {
        self.write(f, root, false)
    }

    /// Writes a node, by its name unless this is the definition of it.
    fn write(&self, f: &mut dyn Write, root: Id, define: bool) -> fmt::Result {
        let mut pieces = Vec::new();
        match define {
            true => self.spell(f, root, &mut pieces)?,
            false => pieces.push(Piece::Node(root)),
        }
        while let Some(piece) = pieces.pop() {
            let (id, parentheses) = match piece {
                Piece::Text(text) => {
                    f.write_str(text)?;
                    continue;
                }
                Piece::Node(id) => (id, false),
                Piece::Operand(id, level) => (id, self.operand(id).level < level),
                Piece::Behind(id, level) => {
                    let shape = self.operand(id);
                    (id, shape.level < level || shape.minus)
                }
            };
            if parentheses {
                f.write_str("(")?;
                pieces.push(Piece::Text(")"));
            }
            match self.shapes[id.index()].name {
                0 => self.spell(f, id, &mut pieces)?,
                name => write!(f, "t{name}")?,
            }
        }
        Ok(())
    }

    /// Writes a leaf, or puts the pieces of a call on the stack, the first on top.
    fn spell(&self, f: &mut dyn Write, id: Id, pieces: &mut Vec<Piece>) -> fmt::Result {
        use Piece::{Behind, Node, Operand, Text};
        let (function, args) = match self.graph.op(id) {
            Op::Number(number) => return write!(f, "{number}"),
            Op::Variable(name) => return f.write_str(name),
            Op::Call(function) => (function, self.graph.args(id)),
        };
        let name = function.row().name;
        let level = Level::of(function);
        match (level, args) {
            (Level::Power, &[x, y]) if function == Function::Powi || !self.is_whole(y) => {
                pieces.extend([Behind(y, Level::Power), Text("^"), Operand(x, Level::Atom)]);
            }
            (Level::Sum | Level::Product, &[a, b]) => {
                let (a, b) = if self.shapes[id.index()].swapped { (b, a) } else { (a, b) };
                let (symbol, tighter) = match function {
                    Function::Add => (" + ", Level::Product),
                    Function::Sub => (" - ", Level::Product),
                    Function::Mul => ("*", Level::Sign),
                    _ => ("/", Level::Sign),
                };
                pieces.extend([Behind(b, tighter), Text(symbol), Operand(a, level)]);
            }
            (Level::Comparison, &[a, b]) => {
                pieces.extend([Operand(b, Level::Sum), Text(" "), Text(name), Text(" "), Operand(a, Level::Sum)]);
            }
            (Level::And, &[p, q]) => pieces.extend([Operand(q, Level::Not), Text(" and "), Operand(p, Level::And)]),
            (Level::Or, &[p, q]) => pieces.extend([Operand(q, Level::And), Text(" or "), Operand(p, Level::Or)]),
            (Level::Not, &[p]) => pieces.extend([Operand(p, Level::Not), Text("not ")]),
            (Level::Sign, &[x]) => {
                let operand = if self.sign_spreads(x) { Operand(x, Level::Product) } else { Behind(x, Level::Power) };
                pieces.extend([operand, Text("-")]);
            }
            (Level::Select, &[c, a, b]) => {
                let branch = Operand(a, Level::Or);
                pieces.extend([Node(b), Text(" else "), branch, Text(" then "), Operand(c, Level::Or), Text("if ")]);
            }
            (_, []) => pieces.push(Text(name)),
            (_, [first, rest @ ..]) => {
                pieces.push(Text(")"));
                for arg in rest.iter().rev() {
                    pieces.extend([Node(*arg), Text(", ")]);
                }
                pieces.extend([Node(*first), Text("("), Text(name)]);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expr::merge;
    use crate::parse;

    fn gradient(texts: &[(&str, &str)]) -> String {
        let exprs: Vec<Expr> = texts.iter().map(|(_, text)| parse(text).unwrap()).collect();
        let (graph, ids) = merge(&exprs);
        let labels = texts.iter().map(|(label, _)| label.to_string());
        outputs(&graph, &labels.zip(ids).collect::<Vec<_>>())
    }

    #[test]
    fn small_outputs_are_formulas() {
        let text = gradient(&[("value", "x^2*sin(y)"), ("d_x", "2*x*sin(y)"), ("d_y", "x^2*cos(y)")]);
        assert_eq!(text, "value = x^2*sin(y)\nd_x = 2*x*sin(y)\nd_y = x^2*cos(y)\n");
    }

    #[test]
    fn large_outputs_share_definitions() {
        let inner = "a*x + b*y + c*z + sqrt(t1^2 + x^2)";
        let long = (0..9).map(|i| format!("w{i}*exp(-({inner}))")).collect::<Vec<_>>().join(" + ");
        let text = gradient(&[("f", &long), ("t2", &format!("-({long})")), ("g", &format!("sin({inner})"))]);
        let sum = (1..9).map(|i| format!("w{i}*exp(-t3)")).collect::<Vec<_>>().join(" + ");
        let expected = format!("t3 = {inner}\nt4 = w0*exp(-t3) + {sum}\nf = t4\nt2 = -t4\ng = sin(t3)\n");
        assert_eq!(text, expected);
        // The lines are definitions.
        let whole = parse(&format!("{text}f + g")).unwrap();
        assert_eq!(whole, parse(&long).unwrap() + parse(&format!("sin({inner})")).unwrap());
    }

    #[test]
    fn unfolded_graphs_print_their_value() {
        let mut graph = Graph::new();
        let (x, two) = (graph.variable("x"), graph.integer(2));
        let minus = graph.intern(Function::Neg, &[x]);
        let twice = graph.intern(Function::Neg, &[minus]);
        let product = graph.intern(Function::Mul, &[minus, two]);
        let sum = graph.intern(Function::Add, &[x, minus]);
        let four = graph.intern(Function::Add, &[two, two]);
        let power = graph.intern(Function::Powf, &[minus, four]);
        let text = outputs(&graph, &[twice, product, sum, power].map(|id| ("f".to_owned(), id)));
        assert_eq!(text, "f = -(-x)\nf = 2*(-x)\nf = -x + x\nf = (-x)^(2 + 2)\n");
    }
}
