//! The grammar of the text syntax.

use gradus_engine::graph::Op;
use gradus_engine::parse::parse_with;
use gradus_engine::{Expr, parse};

/// Two ways of writing the same graph.
const SAME: &[(&str, &str)] = &[
    // Numbers
    ("1.", "1"),
    (".5", "1/2"),
    ("1e-3", "1/1000"),
    ("1E+3", "1000"),
    ("0.1 + 0.2", "0.3"),
    ("1e999/1e998", "10"),
    ("9223372036854775808 - 1", "9223372036854775807"),
    ("0e99999", "0"),
    ("007", "7"),
    // Precedence and grouping
    ("a + b*c", "a + (b*c)"),
    ("a - b - c", "(a - b) - c"),
    ("a/b/c", "(a/b)/c"),
    ("a/b*c", "(a/b)*c"),
    ("a - b + c", "(a - b) + c"),
    ("-x^2", "-(x^2)"),
    ("2^-x", "2^(-x)"),
    ("2^-x^2", "2^(-(x^2))"),
    ("2^-x*y", "(2^(-x))*y"),
    ("2^3^2", "512"),
    ("x^y^z", "x^(y^z)"),
    ("x**2", "x^2"),
    ("-x*y", "-(x*y)"),
    ("x*-y", "-(x*y)"),
    ("+x", "x"),
    ("- -x", "x"),
    ("--x", "x"),
    ("x^-2", "x^(-2)"),
    ("x^(1 + 1)", "x^2"),
    ("x^2.0", "x^2"),
    ("a < b + c", "a < (b + c)"),
    ("not a < b", "not (a < b)"),
    ("a < b and b < c or c < a", "((a < b) and (b < c)) or (c < a)"),
    ("a < b or b < c and c < a", "(a < b) or ((b < c) and (c < a))"),
    ("not a < b and b < c", "(not (a < b)) and (b < c)"),
    ("a < b && !(b < c) || true", "a < b and not (b < c) or true"),
    ("if a < b then c else d + 1", "where(a < b, c, d + 1)"),
    ("1 + if a < b then c else d + 1", "1 + where(a < b, c, d + 1)"),
    ("if a < b then if b < c then 1 else 2 else 3", "where(a < b, where(b < c, 1, 2), 3)"),
    ("if a < b then 1 else if b < c then 2 else 3", "where(a < b, 1, where(b < c, 2, 3))"),
    ("(if a < b then c else d) + 1", "where(a < b, c, d) + 1"),
    // Calls
    ("log(x)", "ln(x)"),
    ("pow(x, 3)", "x^3"),
    ("pow(x, y)", "powf(x, y)"),
    ("powi(x, 3)", "x^3"),
    ("x^2.5", "powf(x, 2.5)"),
    ("x^99999999999", "powf(x, 99999999999)"),
    ("max(a, b, c, d)", "max(max(max(a, b), c), d)"),
    ("min(a, b, c)", "min(min(a, b), c)"),
    ("arcsin(x) + arctan2(y, x)", "asin(x) + atan2(y, x)"),
    ("neg(x)", "-x"),
    ("sin ( x )", "sin(x)"),
    ("polygamma(1 + 1, x)", "polygamma(2, x)"),
    // Definitions
    ("q = x + y; q*z", "(x + y)*z"),
    ("q = x + y\nq*z", "(x + y)*z"),
    ("q = x +\n  y\n(q + 1)*z", "(x + y + 1)*z"),
    ("q = x; q = q*q; q = q*q; q;\n;", "x*x*(x*x)"),
    ("c = x < y; where(c, x, y)", "where(x < y, x, y)"),
    ("n = 3; x^n", "x^3"),
    ("pi = 3; pi*x", "3*x"),
    ("sin = 2*x; sin(sin)", "sin(2*x)"),
    (" ; a = 1 ;; b = 2 ; a + b ; ", "3"),
    ("# a comment\nx # another ( one\n + 1", "x + 1"),
    ("q = # half\n x/2\nq", "x/2"),
    ("x\t+\r\n\u{a0}y", "x + y"),
    // Names
    ("gamma*beta + lambda*I", "I*lambda + beta*gamma"),
    ("gamma*gamma(gamma)", "gamma(gamma)*gamma"),
    ("where*if_*nota", "where*if_*nota"),
    ("λ₁*x̂", "(λ₁)*(x̂)"),
];

#[test]
fn two_ways_of_writing() {
    for (left, right) in SAME {
        let [a, b] = [left, right].map(|text| {
            // Conditions are no expressions; they are compared inside of a choice.
            parse(text)
                .or_else(|error| parse(&format!("where({text}, 1, 0)")).map_err(|_| error))
                .unwrap_or_else(|e| panic!("{e}"))
        });
        assert_eq!(a, b, "{left}   {right}");
    }
}

#[test]
fn constants_are_constants_unless_declared() {
    for name in ["pi", "e", "inf", "nan"] {
        assert!(parse(name).unwrap().variables().is_empty(), "{name}");
        assert_eq!(parse_with(name, &["x", name]).unwrap(), Expr::var(name));
    }
    assert_eq!(parse_with("e = e + 1; e*x", &["e", "x"]).unwrap(), (Expr::var("e") + 1) * Expr::var("x"));
    assert_eq!("2*pi".parse::<Expr>().unwrap(), 2 * Expr::pi());
    assert_eq!(parse("where(true, x, y)").unwrap(), Expr::var("x"));
}

#[test]
fn literals_are_exact() {
    assert_eq!(parse("1e999*x/1e999").unwrap().to_string(), "1e999*x/1e999");
    assert_eq!(parse("0.1 + 0.2").unwrap(), Expr::ratio(3, 10).unwrap());
    assert_eq!(parse(&format!("{}.5", "1".repeat(4_000))).unwrap().to_string(), format!("{}.5", "1".repeat(4_000)));
}

/// The value of an expression at a point, node by node.
fn value(expr: &Expr, at: &[(&str, f64)]) -> f64 {
    let (graph, root) = expr.graph();
    let mut values: Vec<f64> = Vec::new();
    for id in graph.ids() {
        let value = match graph.op(id) {
            Op::Number(number) => number.to_f64(),
            Op::Variable(name) => at.iter().find(|(other, _)| *other == name).expect(name).1,
            Op::Call(function) => {
                let mut args = [0.0; 3];
                for (arg, id) in args.iter_mut().zip(graph.args(id)) {
                    *arg = values[id.index()];
                }
                function.apply(args)
            }
        };
        values.push(value);
    }
    values[root.index()]
}

/// An evaluator of its own: recursive descent, a function for each line of the grammar.
struct Reference<'t> {
    rest: &'t str,
}

impl<'t> Reference<'t> {
    fn eat(&mut self, token: &str) -> bool {
        self.rest = self.rest.trim_start();
        let rest = self.rest.strip_prefix(token);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn choice(&mut self) -> f64 {
        if !self.eat("if ") {
            return self.sum();
        }
        let condition = self.or();
        assert!(self.eat("then "));
        let a = self.choice();
        assert!(self.eat("else "));
        let b = self.choice();
        if condition { a } else { b }
    }

    fn or(&mut self) -> bool {
        let mut value = self.and();
        while self.eat("or ") {
            value |= self.and();
        }
        value
    }

    fn and(&mut self) -> bool {
        let mut value = self.not();
        while self.eat("and ") {
            value &= self.not();
        }
        value
    }

    fn not(&mut self) -> bool {
        if self.eat("not ") {
            return !self.not();
        }
        let a = self.sum();
        if self.eat("<") {
            a < self.sum()
        } else {
            assert!(self.eat(">"));
            a > self.sum()
        }
    }

    fn sum(&mut self) -> f64 {
        let mut value = self.product();
        loop {
            if self.eat("+") {
                value += self.product();
            } else if self.eat("-") {
                value -= self.product();
            } else {
                return value;
            }
        }
    }

    fn product(&mut self) -> f64 {
        let mut value = self.sign();
        loop {
            if self.eat("*") {
                value *= self.sign();
            } else if self.eat("/") {
                value /= self.sign();
            } else {
                return value;
            }
        }
    }

    fn sign(&mut self) -> f64 {
        if self.eat("-") { -self.sign() } else { self.power() }
    }

    fn power(&mut self) -> f64 {
        let base = self.atom();
        if self.eat("^") { base.powf(self.sign()) } else { base }
    }

    fn atom(&mut self) -> f64 {
        if self.eat("(") {
            let value = self.choice();
            assert!(self.eat(")"));
            return value;
        }
        if self.eat("max(") {
            let a = self.choice();
            assert!(self.eat(","));
            let b = self.choice();
            assert!(self.eat(")"));
            return a.max(b);
        }
        for (name, value) in [("x", 0.7), ("y", 1.3), ("z", 2.1), ("1", 1.0), ("2", 2.0), ("3", 3.0)] {
            if self.eat(name) {
                return value;
            }
        }
        panic!("{}", self.rest);
    }
}

/// Random text: the reader decides how it groups, not the writer.
fn random_text(random: &mut fastrand::Rng, depth: u32, text: &mut String) {
    let operands = random.usize(1..5);
    for position in 0..operands {
        if position > 0 {
            text.push_str(random.choice(["+", " - ", "*", "/", "^", "-", " * ", " ^ "]).unwrap());
        }
        for _ in 0..random.u8(0..6).saturating_sub(3) {
            text.push('-');
        }
        match random.u8(0..10) {
            0 | 1 if depth > 0 => {
                text.push('(');
                random_text(random, depth - 1, text);
                text.push(')');
            }
            2 if depth > 0 => {
                text.push_str("max(");
                random_text(random, depth - 1, text);
                text.push_str(", ");
                random_text(random, depth - 1, text);
                text.push(')');
            }
            3 if depth > 0 => {
                text.push_str("(if ");
                random_condition(random, depth - 1, text);
                text.push_str(" then ");
                random_text(random, depth - 1, text);
                text.push_str(" else ");
                random_text(random, depth - 1, text);
                text.push(')');
            }
            _ => text.push_str(random.choice(["x", "y", "z", "1", "2", "3"]).unwrap()),
        }
    }
}

fn random_condition(random: &mut fastrand::Rng, depth: u32, text: &mut String) {
    for position in 0..random.usize(1..4) {
        if position > 0 {
            text.push_str(random.choice([" and ", " or "]).unwrap());
        }
        if random.u8(0..4) == 0 {
            text.push_str("not ");
        }
        random_text(random, depth, text);
        text.push_str(random.choice([" < ", " > "]).unwrap());
        random_text(random, depth, text);
    }
}

#[test]
fn precedence_agrees_with_an_independent_evaluator() {
    let mut random = fastrand::Rng::with_seed(1);
    let mut finite = 0;
    for _ in 0..20_000 {
        let mut text = String::new();
        random_text(&mut random, 3, &mut text);
        let mut reference = Reference { rest: &text };
        let expected = reference.choice();
        assert_eq!(reference.rest, "");
        let actual = value(&parse(&text).unwrap_or_else(|e| panic!("{e}")), &[("x", 0.7), ("y", 1.3), ("z", 2.1)]);
        let close = (expected - actual).abs() <= 1e-9 * expected.abs().max(1e-3);
        // What is folded exactly may be finite where rounding is not, and the other way round.
        assert!(close || !expected.is_finite() || !actual.is_finite(), "{text}: {expected} {actual}");
        finite += u32::from(close);
    }
    assert!(finite > 12_000, "{finite}");
}

/// Chains of definitions share: q30 stands for 2^30 factors.
#[test]
fn definitions_share() {
    let mut text = "q0 = x + 1;".to_owned();
    for i in 1..=1000 {
        text += &format!("q{i} = q{p}*q{p};", p = i - 1);
    }
    let (graph, root) = parse(&(text + "q1000")).unwrap().graph();
    assert_eq!(graph.len(), 1_003);
    assert_eq!(root.index(), 1_002);
}

/// Nodes are made once: none are thrown away, however long the text.
#[test]
fn the_graph_is_linear_in_the_text() {
    for terms in [10, 1_000, 200_000] {
        let sum: Vec<String> = (0..terms).map(|i| format!("x{i}*y")).collect();
        let (graph, _) = parse(&sum.join(" + ")).unwrap().graph();
        graph.check().unwrap();
        assert_eq!(graph.len(), 3 * terms);
    }
}
