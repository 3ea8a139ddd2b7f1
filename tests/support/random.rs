//! Sample points and random expressions. A seed gives the same on every machine.

use super::tree::{Operator, Tree};

pub use fastrand::Rng;

pub fn rng(seed: u64) -> Rng {
    Rng::with_seed(seed)
}

pub fn uniform(rng: &mut Rng, low: f64, high: f64) -> f64 {
    low + (high - low) * rng.f64()
}

/// Either sign, magnitude from 10^low to 10^high evenly in the exponent.
pub fn any_size(rng: &mut Rng, low: f64, high: f64) -> f64 {
    let magnitude = 10f64.powf(uniform(rng, low, high));
    if rng.bool() { magnitude } else { -magnitude }
}

/// A standard normal number, by Box and Muller.
pub fn normal(rng: &mut Rng) -> f64 {
    (-2.0 * (1.0 - rng.f64()).ln()).sqrt() * (std::f64::consts::TAU * rng.f64()).cos()
}

pub fn point(rng: &mut Rng, size: usize, low: f64, high: f64) -> Vec<f64> {
    (0..size).map(|_| uniform(rng, low, high)).collect()
}

/// Any double at all: every bit pattern is as likely as the next, so also NaN, infinities and subnormal numbers.
pub fn any_bits(rng: &mut Rng) -> f64 {
    f64::from_bits(rng.u64(..))
}

/// What random expressions look like.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'a> {
    pub names: &'a [&'a str],
    /// The deepest nesting of choices; helpers such as the `1 + x^2` that keeps a logarithm in its domain come on top.
    pub depth: u32,
    /// Roughly how many nodes: once reached, only leaves follow.
    pub size: u32,
    /// Stay inside every domain, and off overflow by keeping the arguments of exponentials within [-1, 1]. What is built from
    /// large names by powers can still be large.
    pub safe: bool,
    /// No kinks and no jumps: no abs, max, min, relu, floor, comparisons.
    pub smooth: bool,
    /// `if .. then .. else` with `and`, `or`, `not`; not when `smooth`.
    pub branches: bool,
    /// erf, ln_gamma, digamma, sigmoid, ... besides the functions of every calculator.
    pub special: bool,
}

impl<'a> Shape<'a> {
    pub fn of(names: &'a [&'a str]) -> Self {
        Self { names, depth: 5, size: 40, safe: true, smooth: false, branches: true, special: true }
    }
}

/// Where a function is defined and tame.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Range {
    Any,
    /// From 1/e upwards.
    Positive,
    /// Within [-1, 1].
    Bounded,
    /// Within [-0.9, 0.9].
    Inside,
    /// From 1 + 1/e upwards.
    AboveOne,
}

use Range::{AboveOne, Any, Bounded, Inside, Positive};

const PLAIN: [(&str, &[Range]); 26] = [
    ("sin", &[Any]),
    ("cos", &[Any]),
    ("tan", &[Bounded]),
    ("asin", &[Inside]),
    ("acos", &[Inside]),
    ("atan", &[Any]),
    ("atan2", &[Any, Positive]),
    ("sinh", &[Bounded]),
    ("cosh", &[Bounded]),
    ("tanh", &[Any]),
    ("asinh", &[Any]),
    ("acosh", &[AboveOne]),
    ("atanh", &[Inside]),
    ("exp", &[Bounded]),
    ("exp2", &[Bounded]),
    ("exp_m1", &[Bounded]),
    ("ln", &[Positive]),
    ("ln_1p", &[Positive]),
    ("log2", &[Positive]),
    ("log10", &[Positive]),
    ("log", &[Positive, AboveOne]),
    ("sqrt", &[Positive]),
    ("cbrt", &[Positive]),
    ("recip", &[Positive]),
    ("hypot", &[Any, Positive]),
    ("powf", &[Positive, Bounded]),
];

const SPECIAL: [(&str, &[Range]); 12] = [
    ("sigmoid", &[Any]),
    ("softplus", &[Any]),
    ("erf", &[Any]),
    ("erfc", &[Any]),
    ("norm_cdf", &[Any]),
    ("sinc", &[Any]),
    ("logaddexp", &[Any, Any]),
    ("xlogy", &[Any, Positive]),
    ("ln_gamma", &[Positive]),
    ("digamma", &[Positive]),
    ("trigamma", &[Positive]),
    ("midpoint", &[Any, Any]),
];

const KINKED: [(&str, &[Range]); 9] = [
    ("abs", &[Any]),
    ("max", &[Any, Any]),
    ("min", &[Any, Any]),
    ("relu", &[Any]),
    ("sign", &[Any]),
    ("floor", &[Any]),
    ("ceil", &[Any]),
    ("round", &[Any]),
    ("rem_euclid", &[Any, Positive]),
];

/// A random expression; `to_string` gives its text.
pub fn expression(rng: &mut Rng, shape: &Shape) -> Tree {
    Builder { rng, shape, left: shape.size as i64 }.tree(Any, shape.depth)
}

/// Writes every other `^` as `**`, and spaces here and there: the same expression in another hand.
pub fn other_hand(rng: &mut Rng, text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '^' if rng.bool() => out.push_str("**"),
            '(' | ')' | ',' | '*' | '/' if rng.u8(..4) == 0 => {
                out.push(' ');
                out.push(c);
                out.push(' ');
            }
            _ => out.push(c),
        }
    }
    out
}

struct Builder<'a, 'b> {
    rng: &'a mut Rng,
    shape: &'a Shape<'b>,
    left: i64,
}

impl Builder<'_, '_> {
    fn tree(&mut self, range: Range, depth: u32) -> Tree {
        self.left -= 1;
        match if self.shape.safe { range } else { Any } {
            Any => self.any(depth),
            Positive => self.positive(depth),
            Bounded => self.bounded(depth),
            Inside => Tree::binary(Operator::Mul, Tree::Number(0.9), self.bounded(depth)),
            AboveOne => Tree::binary(Operator::Add, Tree::Number(1.0), self.positive(depth)),
        }
    }

    fn any(&mut self, depth: u32) -> Tree {
        if self.done(depth) {
            return self.leaf();
        }
        let deeper = depth - 1;
        match self.rng.u8(..14) {
            0..3 => self.pair(Operator::Add, Any, Any, deeper),
            3..5 => self.pair(Operator::Sub, Any, Any, deeper),
            5..8 => self.pair(Operator::Mul, Any, Any, deeper),
            8 => self.pair(Operator::Div, Any, Positive, deeper),
            9 => Tree::Neg(Box::new(self.tree(Any, deeper))),
            10 => self.power(deeper),
            11 if self.shape.branches && !self.shape.smooth => {
                let [yes, no] = [0; 2].map(|_| self.tree(Any, deeper));
                Tree::If(Box::new(self.condition(deeper)), Box::new(yes), Box::new(no))
            }
            _ => self.function(deeper),
        }
    }

    /// At least 1/e.
    fn positive(&mut self, depth: u32) -> Tree {
        if self.done(depth) {
            return Tree::Number(self.decimal(0.5, 4.0));
        }
        let deeper = depth - 1;
        match self.rng.u8(..6) {
            0 => Tree::call("exp", [self.tree(Bounded, deeper)]),
            1 => Tree::call("cosh", [self.tree(Bounded, deeper)]),
            2 => self.pair(Operator::Add, Positive, Positive, deeper),
            3 => Tree::binary(Operator::Add, Tree::Number(1.5), self.tree(Bounded, deeper)),
            4 => {
                let root = Tree::binary(Operator::Pow, self.tree(Any, deeper), Tree::Number(2.0));
                Tree::call("sqrt", [Tree::binary(Operator::Add, Tree::Number(self.decimal(0.5, 2.0)), root)])
            }
            _ => {
                let square = Tree::binary(Operator::Pow, self.tree(Any, deeper), Tree::Number(2.0));
                Tree::binary(Operator::Add, Tree::Number(self.decimal(0.5, 2.0)), square)
            }
        }
    }

    /// Within [-1, 1].
    fn bounded(&mut self, depth: u32) -> Tree {
        if self.done(depth) {
            return Tree::number(self.decimal(-1.0, 1.0));
        }
        let inner = self.tree(Any, depth - 1);
        match self.rng.u8(..4) {
            0 => Tree::call("sin", [inner]),
            1 => Tree::call("cos", [inner]),
            2 => Tree::call("tanh", [inner]),
            _ => Tree::binary(Operator::Div, Tree::call("atan", [inner]), Tree::Number(2.0)),
        }
    }

    fn done(&self, depth: u32) -> bool {
        depth == 0 || self.left <= 0
    }

    fn leaf(&mut self) -> Tree {
        if self.shape.names.is_empty() || self.rng.u8(..4) == 0 {
            return Tree::number(if self.rng.bool() { self.decimal(-5.0, 5.0) } else { f64::from(self.rng.u8(..4)) });
        }
        Tree::name(self.rng.choice(self.shape.names).expect("names"))
    }

    fn pair(&mut self, operator: Operator, a: Range, b: Range, depth: u32) -> Tree {
        Tree::binary(operator, self.tree(a, depth), self.tree(b, depth))
    }

    fn power(&mut self, depth: u32) -> Tree {
        match self.rng.u8(..4) {
            0 => self.pair(Operator::Pow, Positive, Bounded, depth),
            1 => {
                let n = f64::from(self.rng.i8(-3..0));
                Tree::binary(Operator::Pow, self.tree(Positive, depth), Tree::number(n))
            }
            _ => {
                let n = f64::from(self.rng.u8(0..5));
                Tree::binary(Operator::Pow, self.tree(Any, depth), Tree::Number(n))
            }
        }
    }

    fn function(&mut self, depth: u32) -> Tree {
        let special: &[_] = if self.shape.special { &SPECIAL } else { &[] };
        let kinked: &[_] = if self.shape.smooth { &[] } else { &KINKED };
        let mut i = self.rng.usize(..PLAIN.len() + special.len() + kinked.len());
        let mut groups = [&PLAIN[..], special, kinked].into_iter();
        let (name, ranges) = loop {
            let group = groups.next().expect("i is within the groups");
            match group.get(i) {
                Some(&row) => break row,
                None => i -= group.len(),
            }
        };
        Tree::call(name, ranges.iter().map(|&range| self.tree(range, depth)).collect::<Vec<_>>())
    }

    fn condition(&mut self, depth: u32) -> Tree {
        let compare = |this: &mut Self| {
            let operators = [Operator::Less, Operator::LessEqual, Operator::Greater, Operator::GreaterEqual];
            let operator = *this.rng.choice(&operators).expect("four");
            let shallow = depth.min(2);
            this.pair(operator, Any, Any, shallow)
        };
        match self.rng.u8(..6) {
            0 => Tree::Not(Box::new(compare(self))),
            1 => Tree::binary(Operator::And, compare(self), compare(self)),
            2 => Tree::binary(Operator::Or, compare(self), compare(self)),
            _ => compare(self),
        }
    }

    /// Two decimals, as people write numbers.
    fn decimal(&mut self, low: f64, high: f64) -> f64 {
        (uniform(self.rng, low, high) * 100.0).round() / 100.0
    }
}
