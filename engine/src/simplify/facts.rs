//! What is known about values without knowing the variables: an abstract domain over the reals and over `f64`.
//!
//! `low`, `high` and `nonzero` speak of the real value; "unknown" is the widest interval, so a guard that asks here says yes
//! only with proof. `huge` and `tiny` speak of `f64`: the value may saturate at infinity or at zero because an exponential
//! does. Variables are finite and of ordinary size.

use std::sync::OnceLock;

use crate::function::{Function, Kind};
use crate::graph::{Graph, Id, Op};
use crate::number::Number;
use crate::parse;

/// Facts about one value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fact {
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// The real value is never 0.
    pub(crate) nonzero: bool,
    /// The computed value may be infinite.
    pub(crate) huge: bool,
    /// The computed value may be 0 although the real value is not.
    pub(crate) tiny: bool,
    /// The computed value may be NaN because operands saturate.
    pub(crate) nan: bool,
}

/// Beyond this, an exponential over- or underflows.
const SATURATES: f64 = 700.0;

impl Fact {
    /// Nothing known beyond finiteness.
    pub(crate) const UNKNOWN: Fact =
        Fact { low: f64::NEG_INFINITY, high: f64::INFINITY, nonzero: false, huge: false, tiny: false, nan: false };

    pub(crate) fn number(number: &Number) -> Self {
        let value = number.to_f64();
        // One step outward keeps the exact value inside.
        Fact {
            low: value.next_down().max(if number.is_negative() { f64::NEG_INFINITY } else { 0.0 }),
            high: value.next_up().min(if number.is_negative() { 0.0 } else { f64::INFINITY }),
            nonzero: !number.is_zero(),
            ..Fact::UNKNOWN
        }
    }

    fn interval(low: f64, high: f64) -> Self {
        // NaN bounds come from inf - inf and 0·inf of bounds: nothing known on that side.
        let low = if low.is_nan() { f64::NEG_INFINITY } else { low };
        let high = if high.is_nan() { f64::INFINITY } else { high };
        Fact { low, high, nonzero: low > 0.0 || high < 0.0, ..Fact::UNKNOWN }
    }

    pub(crate) fn nonnegative(&self) -> bool {
        self.low >= 0.0
    }

    #[cfg(feature = "egraph")]
    pub(crate) fn positive(&self) -> bool {
        self.low >= 0.0 && self.nonzero
    }

    /// Both facts hold.
    pub(crate) fn and(self, other: Fact) -> Fact {
        Fact {
            low: self.low.max(other.low),
            high: self.high.min(other.high),
            nonzero: self.nonzero || other.nonzero,
            huge: self.huge && other.huge,
            tiny: self.tiny && other.tiny,
            nan: self.nan && other.nan,
        }
    }

    /// What is known of the real value from elsewhere; how it is computed stays as it is.
    pub(crate) fn given(self, other: Fact) -> Fact {
        Fact { huge: self.huge, tiny: self.tiny, nan: self.nan, ..self.and(other) }
    }

    pub(crate) fn neg(self) -> Fact {
        Fact { low: -self.high, high: -self.low, ..self }
    }

    pub(crate) fn add(self, other: Fact) -> Fact {
        let sum = Fact::interval(self.low + other.low, self.high + other.high);
        let same_sign = self.nonnegative() && other.nonnegative() || self.high <= 0.0 && other.high <= 0.0;
        Fact {
            nonzero: sum.nonzero || same_sign && (self.nonzero || other.nonzero),
            huge: self.huge || other.huge,
            tiny: self.tiny && other.tiny,
            ..sum
        }
    }

    pub(crate) fn mul(self, other: Fact) -> Fact {
        if self.is_unbounded() && other.is_unbounded() {
            return Fact {
                nonzero: self.nonzero && other.nonzero,
                huge: self.huge || other.huge,
                tiny: self.tiny || other.tiny,
                ..Fact::UNKNOWN
            };
        }
        let corners = [self.low * other.low, self.low * other.high, self.high * other.low, self.high * other.high];
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for corner in corners {
            // 0·inf of two bounds is 0: the bound inf is never reached.
            let corner = if corner.is_nan() { 0.0 } else { corner };
            low = if corner < low { corner } else { low };
            high = if corner > high { corner } else { high };
        }
        Fact {
            nonzero: self.nonzero && other.nonzero,
            huge: self.huge || other.huge,
            tiny: self.tiny || other.tiny,
            ..Fact::interval(low, high)
        }
    }

    fn is_unbounded(&self) -> bool {
        self.low == f64::NEG_INFINITY && self.high == f64::INFINITY
    }

    pub(crate) fn recip(self) -> Fact {
        let bounded = self.low > 0.0 || self.high < 0.0;
        let sign = if bounded {
            Fact::interval(1.0 / self.high, 1.0 / self.low)
        } else if self.nonnegative() {
            Fact::interval(0.0, f64::INFINITY)
        } else if self.high <= 0.0 {
            Fact::interval(f64::NEG_INFINITY, 0.0)
        } else {
            Fact::UNKNOWN
        };
        Fact { nonzero: true, huge: self.tiny, tiny: self.huge, ..sign }
    }

    pub(crate) fn powi(self, n: i64) -> Fact {
        if n < 0 {
            return self.recip().powi(-n);
        }
        if n == 1 {
            return self;
        }
        let (a, b) = (self.low.powf(n as f64), self.high.powf(n as f64));
        let bounds = match n % 2 {
            _ if n == 0 => Fact::interval(1.0, 1.0),
            0 if self.nonnegative() => Fact::interval(a, b),
            0 if self.high <= 0.0 => Fact::interval(b, a),
            0 => Fact::interval(0.0, a.max(b)),
            _ => Fact::interval(a, b),
        };
        Fact { nonzero: self.nonzero || bounds.nonzero, huge: self.huge, tiny: self.tiny, ..bounds }
    }

    /// The fact of a call from the facts of its arguments; `exponent` is the second argument where it is a whole constant.
    pub(crate) fn call(function: Function, args: &[Fact], exponent: Option<i64>) -> Fact {
        let range = match function.row().range {
            Some((low, high)) => Fact::interval(low, high),
            None => Fact::UNKNOWN,
        };
        let any = |test: fn(&Fact) -> bool| args.iter().any(test);
        match (function, args) {
            (Function::Add, [a, b]) => a.add(*b),
            (Function::Sub, [a, b]) => a.add(b.neg()),
            (Function::Neg, [a]) => a.neg(),
            (Function::Mul, [a, b]) => a.mul(*b),
            (Function::Div, [a, b]) => a.mul(b.recip()),
            (Function::Recip, [a]) => a.recip(),
            (Function::Powi | Function::Powf, [a, _]) if exponent.is_some_and(|n| n.abs() < 1 << 20) => {
                a.powi(exponent.unwrap_or(0))
            }
            (Function::Powf, [a, b]) => {
                let base = if a.nonnegative() { Fact::interval(0.0, f64::INFINITY) } else { Fact::UNKNOWN };
                let saturates = a.huge || a.tiny || b.huge;
                Fact { nonzero: a.nonzero, huge: saturates, tiny: saturates, ..base }
            }
            (Function::Exp | Function::Exp2, [a]) => {
                let low = if function == Function::Exp { a.low.exp() } else { a.low.exp2() };
                Fact {
                    nonzero: true,
                    huge: a.high > SATURATES || a.huge,
                    tiny: a.low < -SATURATES || a.huge,
                    ..Fact::interval(low.next_down().max(0.0), f64::INFINITY)
                }
            }
            (Function::ExpM1, [a]) => Fact { huge: a.high > SATURATES || a.huge, ..range },
            (Function::Sinh, [a]) => {
                Fact { huge: a.high > SATURATES || a.low < -SATURATES || a.huge, tiny: a.tiny, ..range }
            }
            (Function::Cosh, [a]) => {
                Fact { nonzero: true, huge: a.high > SATURATES || a.low < -SATURATES || a.huge, ..range }
            }
            (Function::Sigmoid | Function::Softplus | Function::NormCdf, [a]) => {
                Fact { nonzero: true, tiny: a.low < -SATURATES || a.huge, huge: false, ..range }
            }
            (Function::Erfc, [a]) => Fact { nonzero: true, tiny: a.high > 26.0, ..range },
            (Function::Sqrt | Function::Abs | Function::Cbrt, [a]) => {
                Fact { nonzero: a.nonzero, huge: a.huge, tiny: a.tiny, ..range }
            }
            (Function::Ln, [a]) => Fact { huge: a.huge || a.tiny, ..Fact::interval(a.low.max(0.0).ln(), a.high.ln()) },
            (Function::Max, [a, b]) => Fact {
                huge: a.huge || b.huge,
                tiny: a.tiny || b.tiny,
                ..Fact::interval(a.low.max(b.low), a.high.max(b.high))
            },
            (Function::Min, [a, b]) => Fact {
                huge: a.huge || b.huge,
                tiny: a.tiny || b.tiny,
                ..Fact::interval(a.low.min(b.low), a.high.min(b.high))
            },
            (Function::Select, [_, a, b]) => Fact {
                nonzero: a.nonzero && b.nonzero,
                huge: a.huge || b.huge,
                tiny: a.tiny || b.tiny,
                ..Fact::interval(a.low.min(b.low), a.high.max(b.high))
            },
            (Function::Pi | Function::E, _) => Fact::interval(2.7, 3.2),
            (Function::Inf | Function::Nan, _) => Fact { huge: true, ..Fact::UNKNOWN },
            // A bounded function of anything is bounded; of the rest nothing is known, not even that it is finite.
            _ => Fact {
                huge: any(|a| a.huge) && !(range.low.is_finite() && range.high.is_finite()),
                tiny: any(|a| a.tiny),
                ..range
            },
        }
    }

    /// Whether computing the call may give NaN from saturated operands: 0·inf, inf - inf, inf/inf or 0/0.
    pub(crate) fn hazard(function: Function, args: &[Fact]) -> bool {
        match (function, args) {
            (Function::Mul, [a, b]) => a.huge && b.tiny || a.tiny && b.huge,
            (Function::Div, [a, b]) => a.huge && b.huge || a.tiny && b.tiny,
            (Function::Add, [a, b]) => a.huge && b.huge && !same_sign(*a, *b),
            (Function::Sub, [a, b]) => a.huge && b.huge && !same_sign(*a, b.neg()),
            _ => false,
        }
    }

    /// Whether the call may cancel: a difference of computed values that may be close.
    pub(crate) fn cancels(function: Function, args: &[Fact]) -> bool {
        match (function, args) {
            (Function::Add, [a, b]) => !same_sign(*a, *b),
            (Function::Sub, [a, b]) => !same_sign(*a, b.neg()),
            _ => false,
        }
    }
}

fn same_sign(a: Fact, b: Fact) -> bool {
    a.low >= 0.0 && b.low >= 0.0 || a.high <= 0.0 && b.high <= 0.0
}

/// The facts of all nodes of a graph; `assumed` holds what is known of some of them beforehand.
pub(crate) fn facts(graph: &Graph, assumed: &[(Id, Fact)]) -> Vec<Fact> {
    let mut facts = Vec::with_capacity(graph.len());
    let mut given = vec![Fact::UNKNOWN; if assumed.is_empty() { 0 } else { graph.len() }];
    for (id, fact) in assumed {
        let slot = &mut given[id.index()];
        *slot = slot.and(*fact);
    }
    let given = &given[..];
    for at in 0..graph.len() {
        let id = Id::from_index(at);
        let fact = match graph.op(id) {
            Op::Number(number) => Fact::number(number),
            Op::Variable(_) => Fact::UNKNOWN,
            Op::Call(function) => of_call(graph, function, graph.args(id), &facts),
        };
        facts.push(if given.is_empty() { fact } else { fact.given(given[at]) });
    }
    facts
}

fn of_call(graph: &Graph, function: Function, args: &[Id], facts: &[Fact]) -> Fact {
    let mut known = [Fact::UNKNOWN; 3];
    let (mut nan, mut at) = (false, 0);
    while at < args.len() {
        known[at] = facts[args[at].index()];
        nan |= known[at].nan;
        at += 1;
    }
    let known = &known[..args.len()];
    nan |= Fact::hazard(function, known);
    Fact { nan, ..Fact::call(function, known, whole(graph, args)) }
}

/// The second argument where it is a whole constant.
pub(crate) fn whole(graph: &Graph, args: &[Id]) -> Option<i64> {
    graph.as_number(*args.get(1)?)?.to_i32().map(i64::from)
}

/// What the domains of the functions say of the arguments of the calls that `roots` need: `ln(x)` says `x > 0`.
///
/// The gradient is wanted only where the value is real, so its simplification may rely on this. A call says nothing where its
/// user can do without its value: as a branch, in a comparison, beside the other argument of `max`.
pub(crate) fn implied(graph: &Graph, roots: &[Id]) -> Vec<(Id, Fact)> {
    let mut implied = Vec::new();
    for id in needed(graph, roots) {
        let Some((function, args)) = graph.as_call(id) else { continue };
        for (argument, fact) in domain(function) {
            implied.push((args[*argument], *fact));
        }
    }
    implied
}

/// The nodes whose NaN would be the NaN of a root.
fn needed(graph: &Graph, roots: &[Id]) -> Vec<Id> {
    use Function::{Clamp, Copysign, Hypot, Max, Min, Powf, Relu, Select, Xlogy};
    let mut needed = Vec::new();
    let mut seen = vec![false; graph.len()];
    let mut pending = roots.to_vec();
    while let Some(id) = pending.pop() {
        if std::mem::replace(&mut seen[id.index()], true) {
            continue;
        }
        needed.push(id);
        let Some((function, args)) = graph.as_call(id) else { continue };
        let passes = !matches!(function, Clamp | Copysign | Hypot | Max | Min | Powf | Relu | Select | Xlogy);
        if passes && function.row().result == Kind::Real {
            pending.extend(args);
        }
    }
    needed
}

/// The bounds by constants that a row's `domain` joins by `and`.
fn domain(function: Function) -> &'static [(usize, Fact)] {
    type Bounds = Vec<(usize, Fact)>;
    static DOMAINS: OnceLock<Vec<OnceLock<Bounds>>> = OnceLock::new();
    let rows = DOMAINS.get_or_init(|| Function::ALL.iter().map(|_| OnceLock::new()).collect());
    rows[function as usize].get_or_init(|| {
        let row = function.row();
        if row.domain == "true" || row.kinds.contains(&Kind::Bool) {
            return Vec::new();
        }
        let mut graph = Graph::new();
        let names: Vec<(&str, Id)> = row.parameters.iter().map(|name| (*name, graph.variable(name))).collect();
        let root = match parse::parse_cell(row.domain, &mut graph, &names, &|_, _| false) {
            Ok(root) => root,
            Err(error) => panic!("domain of {function:?}: {error}"),
        };
        let mut bounds = Vec::new();
        let mut pending = vec![root];
        while let Some(id) = pending.pop() {
            let Some((comparison, &[a, b])) = graph.as_call(id) else { continue };
            if comparison == Function::And {
                pending.extend([a, b]);
                continue;
            }
            let (Op::Variable(name), Some(bound)) = (graph.op(a), graph.as_number(b)) else { continue };
            let Some(argument) = row.parameters.iter().position(|parameter| *parameter == name) else { continue };
            let at = bound.to_f64();
            let fact = match comparison {
                Function::Greater => Fact { low: at, nonzero: at >= 0.0, ..Fact::UNKNOWN },
                Function::GreaterEqual => Fact { low: at, nonzero: at > 0.0, ..Fact::UNKNOWN },
                Function::Less => Fact { high: at, nonzero: at <= 0.0, ..Fact::UNKNOWN },
                Function::LessEqual => Fact { high: at, nonzero: at < 0.0, ..Fact::UNKNOWN },
                Function::NotEqual if at == 0.0 => Fact { nonzero: true, ..Fact::UNKNOWN },
                _ => continue,
            };
            bounds.push((argument, fact));
        }
        bounds
    })
}
