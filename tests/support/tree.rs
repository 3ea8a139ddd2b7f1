//! An expression that prints in our text syntax and evaluates over any [`Real`]: the reference for reading and deriving.

use super::dual::{Real, call};
use std::fmt;

#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// Never negative; a minus sign is a [`Tree::Neg`].
    Number(f64),
    Name(String),
    Neg(Box<Tree>),
    Binary(Operator, Box<Tree>, Box<Tree>),
    Call(String, Vec<Tree>),
    Not(Box<Tree>),
    If(Box<Tree>, Box<Tree>, Box<Tree>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Or,
    And,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Equal,
    NotEqual,
    Add,
    Sub,
    Mul,
    Div,
    Pow,
}

impl Operator {
    pub const ALL: [Self; 13] = [
        Self::Or,
        Self::And,
        Self::Less,
        Self::LessEqual,
        Self::Greater,
        Self::GreaterEqual,
        Self::Equal,
        Self::NotEqual,
        Self::Add,
        Self::Sub,
        Self::Mul,
        Self::Div,
        Self::Pow,
    ];

    pub fn symbol(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Less => "<",
            Self::LessEqual => "<=",
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Add => "+",
            Self::Sub => "-",
            Self::Mul => "*",
            Self::Div => "/",
            Self::Pow => "^",
        }
    }

    /// Larger binds tighter. `not` stands between `and` and the comparisons, unary minus between `*` and `^`.
    pub fn precedence(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Add | Self::Sub => 5,
            Self::Mul | Self::Div => 6,
            Self::Pow => 8,
            _ => 4,
        }
    }
}

pub const NOT: u8 = 3;
pub const NEG: u8 = 7;

/// The values of names: the latest definition counts.
pub type Scope<'a, T> = [(&'a str, T)];

impl Tree {
    pub fn name(name: &str) -> Self {
        Self::Name(name.into())
    }

    pub fn call(name: &str, args: impl Into<Vec<Tree>>) -> Self {
        Self::Call(name.into(), args.into())
    }

    pub fn binary(operator: Operator, a: Tree, b: Tree) -> Self {
        Self::Binary(operator, Box::new(a), Box::new(b))
    }

    /// A number of either sign.
    pub fn number(x: f64) -> Self {
        if x.is_sign_negative() { Self::Neg(Box::new(Self::Number(-x))) } else { Self::Number(x) }
    }

    /// Truth is 1 and falsehood 0. Panics on an unknown name or function: these are tests.
    pub fn eval<T: Real>(&self, scope: &Scope<T>) -> T {
        match self {
            Self::Number(x) => T::of(*x),
            Self::Name(name) => lookup(name, scope),
            Self::Neg(x) => -x.eval(scope),
            Self::Binary(operator, a, b) => {
                // an integer in the exponent is a constant power, exact also at base 0 and for a negative base
                if let (Operator::Pow, Some(n)) = (operator, b.integer()) {
                    return a.eval(scope).powi(n);
                }
                apply(*operator, a.eval(scope), b.eval(scope))
            }
            Self::Call(name, args) => {
                let args: Vec<T> = args.iter().map(|a| a.eval(scope)).collect();
                call(name, &args).unwrap_or_else(|| panic!("no function {name} of {} arguments", args.len()))
            }
            Self::Not(x) => truth(x.eval(scope) == 0.0),
            Self::If(c, a, b) => (if c.eval(scope) != 0.0 { a } else { b }).eval(scope),
        }
    }

    fn integer(&self) -> Option<i32> {
        match self {
            Self::Number(x) if x.fract() == 0.0 && x.abs() < 1e9 => Some(*x as i32),
            Self::Neg(x) => x.integer().map(|n| -n),
            _ => None,
        }
    }

    /// How many nodes.
    pub fn size(&self) -> usize {
        1 + self.children().iter().map(|c| c.size()).sum::<usize>()
    }

    pub fn depth(&self) -> usize {
        1 + self.children().iter().map(|c| c.depth()).max().unwrap_or(0)
    }

    fn children(&self) -> Vec<&Tree> {
        match self {
            Self::Number(_) | Self::Name(_) => vec![],
            Self::Neg(x) | Self::Not(x) => vec![x],
            Self::Binary(_, a, b) => vec![a, b],
            Self::Call(_, args) => args.iter().collect(),
            Self::If(c, a, b) => vec![c, a, b],
        }
    }

    fn precedence(&self) -> u8 {
        match self {
            Self::If(..) => 0,
            Self::Binary(operator, ..) => operator.precedence(),
            Self::Not(_) => NOT,
            Self::Neg(_) => NEG,
            _ => 9,
        }
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, least: u8) -> fmt::Result {
        if self.precedence() < least {
            return write!(f, "({self})");
        }
        write!(f, "{self}")
    }
}

fn lookup<T: Real>(name: &str, scope: &Scope<T>) -> T {
    if let Some((_, value)) = scope.iter().rev().find(|(n, _)| *n == name) {
        return *value;
    }
    T::of(match name {
        "pi" => std::f64::consts::PI,
        "e" => std::f64::consts::E,
        "inf" => f64::INFINITY,
        _ => panic!("no value for {name}"),
    })
}

fn truth<T: Real>(yes: bool) -> T {
    T::of(f64::from(yes))
}

fn apply<T: Real>(operator: Operator, a: T, b: T) -> T {
    match operator {
        Operator::Or => truth(a != 0.0 || b != 0.0),
        Operator::And => truth(a != 0.0 && b != 0.0),
        Operator::Less => truth(a < b),
        Operator::LessEqual => truth(a <= b),
        Operator::Greater => truth(a > b),
        Operator::GreaterEqual => truth(a >= b),
        Operator::Equal => truth(a == b),
        Operator::NotEqual => truth(a != b),
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mul => a * b,
        Operator::Div => a / b,
        Operator::Pow => a.powf(b),
    }
}

/// With no more parentheses than needed: `^` groups to the right, the other operators to the left, comparisons not at all.
impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(x) => write!(f, "{x}"),
            Self::Name(name) => f.write_str(name),
            Self::Neg(x) => {
                f.write_str("-")?;
                x.write(f, NEG)
            }
            Self::Not(x) => {
                f.write_str("not ")?;
                x.write(f, NOT)
            }
            Self::Binary(operator, a, b) => {
                let own = operator.precedence();
                let (left, right) = match operator {
                    // the exponent may begin with a minus: 2^-x
                    Operator::Pow => (own + 1, NEG),
                    _ if own == 4 => (own + 1, own + 1),
                    _ => (own, own + 1),
                };
                a.write(f, left)?;
                match operator {
                    Operator::Pow | Operator::Mul | Operator::Div => f.write_str(operator.symbol())?,
                    _ => write!(f, " {} ", operator.symbol())?,
                }
                b.write(f, right)
            }
            Self::Call(name, args) => {
                write!(f, "{name}(")?;
                for (i, arg) in args.iter().enumerate() {
                    write!(f, "{}{arg}", if i == 0 { "" } else { ", " })?;
                }
                f.write_str(")")
            }
            Self::If(c, a, b) => {
                // an `if` in the condition or the first branch could be read on; the last branch ends where this one does
                f.write_str("if ")?;
                c.write(f, 1)?;
                f.write_str(" then ")?;
                a.write(f, 1)?;
                write!(f, " else {b}")
            }
        }
    }
}
