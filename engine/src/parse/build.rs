//! What names mean, and tokens into nodes: kinds and counts of arguments are checked here.

use std::collections::HashMap;

use super::error::{ParseError, shorten};
use super::names;
use crate::function::{Function, Kind};
use crate::graph::{Graph, Id};
use crate::number::Number;

/// A finished part of the text.
#[derive(Clone, Copy)]
pub(super) struct Operand {
    pub(super) id: Id,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a call names.
#[derive(Clone, Copy)]
pub(super) enum Callee {
    Row(Function),
    /// `log`: natural with one argument, of any base with two.
    Log,
    /// `pow`, the same as `^`.
    Power,
    /// `constant`, in cells.
    Constant,
}

/// Whether a cell's `constant(b)` holds for a node.
pub(super) type IsConstant<'t> = &'t dyn Fn(&Graph, Id) -> bool;

/// What the text may refer to.
pub(super) struct Scope<'t> {
    /// What is declared (no id until it is used) or defined. Other names are constants or variables.
    known: HashMap<&'t str, Option<Id>>,
    /// In a cell, what answers `constant(b)`; no other names are variables there.
    constant: Option<IsConstant<'t>>,
}

impl<'t> Scope<'t> {
    pub(super) fn open(variables: &[&'t str]) -> Self {
        Scope { known: variables.iter().map(|name| (*name, None)).collect(), constant: None }
    }

    pub(super) fn cell(names: &[(&'t str, Id)], constant: IsConstant<'t>) -> Self {
        Scope { known: names.iter().map(|(name, id)| (*name, Some(*id))).collect(), constant: Some(constant) }
    }
}

/// The graph under construction.
pub(super) struct Builder<'t, 'g> {
    pub(super) text: &'t str,
    pub(super) graph: &'g mut Graph,
    pub(super) scope: Scope<'t>,
    /// The name whose definition is being read.
    pub(super) defining: Option<&'t str>,
}

impl<'t> Builder<'t, '_> {
    fn error(&self, at: Operand, message: impl Into<String>) -> ParseError {
        ParseError::new(self.text, at.start..at.end, message)
    }

    pub(super) fn number(&mut self, start: usize, end: usize) -> Result<Id, ParseError> {
        let digits = &self.text[start..end];
        let number = match digits.parse::<i64>() {
            Ok(value) => Some(value.into()),
            Err(_) => Number::parse_decimal(digits),
        };
        number.map(|number| self.graph.number(number)).ok_or_else(|| {
            let error = ParseError::new(self.text, start..end, "this number is too long or its exponent is too large");
            error.with_hint("a number has at most 5000 digits and an exponent within ±4000")
        })
    }

    /// A name that is not called.
    pub(super) fn name(&mut self, start: usize, end: usize) -> Result<Id, ParseError> {
        let name = &self.text[start..end];
        if let Some(id) = self.scope.known.get_mut(name) {
            return Ok(*id.get_or_insert_with(|| self.graph.variable(name)));
        }
        let open = self.scope.constant.is_none();
        if let Some(id) = self.graph.find_variable(name).filter(|_| open) {
            return Ok(id);
        }
        if let Some(constant) = names::row(name).filter(|function| function.arity() == 0) {
            return Ok(self.graph.call(constant, &[]));
        }
        let error = |message| Err(ParseError::new(self.text, start..end, format!("`{}` {message}", shorten(name))));
        match self.defining == Some(name) {
            true => {
                error("is defined by itself").map_err(|e| e.with_hint("a definition may use what is defined before it"))
            }
            false if open => Ok(self.graph.variable(name)),
            false => error("is not known here"),
        }
    }

    /// From here on the name stands for the node.
    pub(super) fn define(&mut self, start: usize, end: usize, id: Id) -> Result<(), ParseError> {
        let name = &self.text[start..end];
        if self.scope.known.insert(name, Some(id)).is_none() && self.graph.find_variable(name).is_some() {
            let message = format!("`{}` is defined after its first use", shorten(name));
            let error = ParseError::new(self.text, start..end, message);
            return Err(error.with_hint("move the definition up, or choose another name"));
        }
        Ok(())
    }

    /// The function that a call names.
    pub(super) fn callee(&self, start: usize, end: usize) -> Result<Callee, ParseError> {
        let name = &self.text[start..end];
        let known = match name {
            "log" => Some(Callee::Log),
            "pow" => Some(Callee::Power),
            "constant" if self.scope.constant.is_some() => Some(Callee::Constant),
            _ => names::function(name).filter(|f| f.arity() > 0).map(Callee::Row),
        };
        known.ok_or_else(|| {
            let short = shorten(name);
            let at = start..end;
            if self.scope.known.contains_key(name) || names::row(name).is_some() {
                return ParseError::new(self.text, at, format!("`{short}` is not a function"))
                    .with_hint(format!("write `{short}*(…)` to multiply"));
            }
            let error = ParseError::new(self.text, at, format!("there is no function `{short}`"));
            match names::suggestion(name) {
                Some(hint) => error.with_hint(hint),
                None if self.graph.find_variable(name).is_some() || name.chars().nth(2).is_none() => {
                    error.with_hint(format!("write `{short}*(…)` to multiply"))
                }
                None => error,
            }
        })
    }

    /// The call whose arguments have been read.
    pub(super) fn call(
        &mut self,
        callee: Callee,
        args: &[Operand],
        start: usize,
        end: usize,
    ) -> Result<Id, ParseError> {
        let whole = Operand { id: Id::from_index(0), start, end };
        match (callee, args) {
            (Callee::Log, [_]) => self.apply(Function::Ln, args),
            (Callee::Log, _) => self.row(Function::Log, args, whole),
            (Callee::Power, [base, exponent]) => self.power(*base, *exponent),
            (Callee::Power, _) => Err(self.miscounted(Function::Powf, "pow(x, y)", args, whole)),
            (Callee::Constant, [arg]) => {
                let holds = self.scope.constant.is_some_and(|constant| constant(self.graph, arg.id));
                Ok(self.graph.call(if holds { Function::True } else { Function::False }, &[]))
            }
            (Callee::Constant, _) => Err(self.error(whole, "`constant(b)` takes 1 argument")),
            (Callee::Row(function @ (Function::Max | Function::Min)), [first, _, _, ..]) => {
                let mut all = *first;
                for arg in &args[1..] {
                    all.id = self.apply(function, &[all, *arg])?;
                }
                Ok(all.id)
            }
            (Callee::Row(function), _) => self.row(function, args, whole),
        }
    }

    fn row(&mut self, function: Function, args: &[Operand], whole: Operand) -> Result<Id, ParseError> {
        match args.len() == function.arity() {
            true => self.apply(function, args),
            false => Err(self.miscounted(function, &signature(function), args, whole)),
        }
    }

    fn miscounted(&self, function: Function, signature: &str, args: &[Operand], whole: Operand) -> ParseError {
        let expected = function.arity();
        let plural = if expected == 1 { "" } else { "s" };
        let given = match args.len() {
            0 => "none is given".to_owned(),
            1 => "1 is given".to_owned(),
            n => format!("{n} are given"),
        };
        let error = self.error(whole, format!("`{signature}` takes {expected} argument{plural}, but {given}"));
        match (function, args.len()) {
            (Function::Atan, 2) => error.with_hint("write `atan2(y, x)` for the angle of the point `(x, y)`"),
            (Function::Hypot, 3..) => error.with_hint("write `hypot(hypot(a, b), c)`"),
            _ => error,
        }
    }

    /// `base^exponent`: a whole power when the exponent is a whole constant.
    pub(super) fn power(&mut self, base: Operand, exponent: Operand) -> Result<Id, ParseError> {
        let whole = self.graph.as_number(exponent.id).is_some_and(|number| number.to_i32().is_some());
        self.apply(if whole { Function::Powi } else { Function::Powf }, &[base, exponent])
    }

    /// The call of a row, the kinds of the arguments checked.
    pub(super) fn apply(&mut self, function: Function, args: &[Operand]) -> Result<Id, ParseError> {
        let row = function.row();
        let mut ids = [Id::from_index(0); 3];
        for (position, (kind, arg)) in row.kinds.iter().zip(args).enumerate() {
            let fits = match kind {
                Kind::Integer => match self.graph.as_number(arg.id) {
                    Some(number) => number.to_i32().is_some(),
                    // In a cell `n - 1` stands for a number.
                    None => self.scope.constant.is_some() && self.graph.kind(arg.id) == Kind::Real,
                },
                kind => self.graph.kind(arg.id) == *kind,
            };
            if !fits {
                return Err(self.misfit(function, position, *arg));
            }
            ids[position] = arg.id;
        }
        Ok(self.graph.call(function, &ids[..args.len()]))
    }

    fn misfit(&self, function: Function, position: usize, arg: Operand) -> ParseError {
        let row = function.row();
        let parameter = row.parameters[position];
        let whose = match function {
            Function::Neg => "`-`".to_owned(),
            Function::Powi | Function::Powf => "`^`".to_owned(),
            Function::Select => "a choice".to_owned(),
            _ if row.name.starts_with(char::is_alphabetic) && row.result == Kind::Real => {
                format!("`{}`", signature(function))
            }
            _ => format!("`{}`", row.name),
        };
        let error = |message: String| self.error(arg, message);
        match row.kinds[position] {
            Kind::Integer if self.graph.kind(arg.id) == Kind::Bool => {
                self.wanted(arg, Kind::Real, &format!("{whose} takes"))
            }
            Kind::Integer => {
                let error = error(format!(
                    "in `{}`, `{parameter}` must be a whole number known in advance",
                    signature(function)
                ));
                if function == Function::Powi { error.with_hint("write `x^y` for any other power") } else { error }
            }
            Kind::Real if function == Function::Select => {
                let error = error("a choice is between numbers, but this is a condition".to_owned());
                error.with_hint("write `c and p or not c and q` for conditions")
            }
            kind => self.wanted(arg, kind, &format!("{whose} takes")),
        }
    }

    /// A condition where a number is wanted, or the other way round.
    pub(super) fn wanted(&self, arg: Operand, kind: Kind, needs: &str) -> ParseError {
        let source = bare(&self.text[arg.start..arg.end]);
        let source = if source.chars().nth(24).is_none() && !source.contains('\n') { source } else { "…" };
        let (wanted, found, hint) = match kind {
            Kind::Bool => ("a condition", "a number", format!("compare it: `{source} != 0`")),
            _ => ("a number", "a condition", format!("write `where({source}, 1, 0)`")),
        };
        self.error(arg, format!("{needs} {wanted}, but this is {found}")).with_hint(hint)
    }
}

fn signature(function: Function) -> String {
    format!("{}({})", function.row().name, function.row().parameters.join(", "))
}

/// Without the parentheses around it, when nothing else is parenthesised.
fn bare(source: &str) -> &str {
    let inner = source.strip_prefix('(').and_then(|s| s.strip_suffix(')')).map(str::trim);
    inner.filter(|s| !s.contains(['(', ')'])).unwrap_or(source)
}
