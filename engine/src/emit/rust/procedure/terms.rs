//! The terms of a block's nodes.

use super::emitter::Emitter;
use super::tree::Site;
use crate::emit::schedule::{Language, Term, largest, level};
use crate::function::{Function, Kind};
use crate::graph::{Id, Op};
use crate::program::procedure::{Step, Var};

/// What is done to a variable with a term: `s += x`.
pub(super) struct Change {
    /// `=`, `+=`, ..
    pub(super) operator: &'static str,
    pub(super) term: Term,
}

impl Change {
    /// What the variable becomes: `place + term` for `place += term`.
    pub(super) fn spelled_out(&self, place: &str) -> String {
        let text = &self.term.text;
        match self.operator.strip_suffix('=') {
            Some("") | None => text.clone(),
            Some(operator) => {
                let tight = if matches!(operator, "*" | "/") { level::PRODUCT } else { level::SUM };
                let loose = self.term.level <= tight;
                if loose { format!("{place} {operator} ({text})") } else { format!("{place} {operator} {text}") }
            }
        }
    }
}

impl Emitter<'_> {
    /// Writes the named nodes that are needed before a step, and makes the terms of the others.
    pub(super) fn before(&mut self, position: usize) {
        let plan = self.plan();
        for id in &plan.before[position] {
            if self.late(*id) {
                continue;
            }
            if !plan.named[id.index()] {
                let term = self.build(*id);
                self.set_term(*id, term);
                continue;
            }
            match plan.names.get(id).map(|names| &names[..]) {
                Some([var, others @ ..]) => self.define_node(position, *id, *var, others),
                _ => {
                    let term = self.build(*id);
                    let name = self.temporary(&term);
                    self.set_term(*id, name);
                }
            }
        }
    }

    pub(super) fn late(&self, id: Id) -> bool {
        self.frames.last().is_some_and(|frame| frame.late.contains(&id))
    }

    /// The variable of a class is about to be changed: terms that read it must not be written after that.
    fn keep_pending(&mut self, position: usize, class: usize, by: Var) {
        let name = self.name(class);
        let plan = self.plan();
        for id in plan.before[position].iter().filter(|id| !plan.named[id.index()]) {
            let term = self.frames.last().and_then(|frame| frame.terms[id.index()].clone());
            if term.is_some_and(|term| self.mentions(&term.text, &name)) {
                return self.scope.conflict_with_holder(class, by);
            }
        }
    }

    /// A node that the user named.
    fn define_node(&mut self, position: usize, id: Id, var: Var, others: &[Var]) {
        let class = self.class_of_new(var);
        if let Some(declaration) = self.scope.open(class) {
            let change = self.change(id, class);
            self.keep_pending(position, class, var);
            self.scope.assigned[declaration] = true;
            let name = self.name(class);
            self.assign(&name, &change);
            self.scope.set(self.webs, var);
        } else {
            let term = self.build(id);
            self.define(var, &term);
        }
        for other in others {
            self.alias(*other, var);
        }
        let name = self.name(class);
        self.set_term(id, Term::new(name, level::ATOM));
    }

    /// A further name of a value.
    pub(super) fn alias(&mut self, var: Var, of: Var) {
        if !self.is_live(var) {
            return;
        }
        let text = self.value(of);
        if self.webs.class(var) == self.webs.class(of) {
            self.scope.copy(var, of);
        } else {
            self.define(var, &Term::new(text, level::ATOM));
            self.scope.set_copy(self.webs, var, of);
        }
    }

    fn set_term(&mut self, id: Id, term: Term) {
        if let Some(frame) = self.frames.last_mut() {
            frame.terms[id.index()] = Some(term);
        }
    }

    /// The term of a node where it is used.
    pub(super) fn read(&mut self, id: Id) -> Term {
        let (tree, at, plan) = (self.known.tree, self.at(), self.plan());
        let graph = tree.graph(at);
        if let Some(var) = super::tree::leaf(graph, id) {
            return self.read_value(var);
        }
        let named = plan.named[id.index()];
        if let Op::Number(number) = graph.op(id) {
            return self.writer().number(number);
        }
        if tree.repeated(at, id) && !named {
            return self.build(id);
        }
        if named && let Some(var) = plan.name(id) {
            self.scope.read(self.webs, var);
        }
        let term = self.frames.last_mut().and_then(|frame| {
            let term = &mut frame.terms[id.index()];
            if named { term.clone() } else { term.take() }
        });
        term.unwrap_or_else(|| self.build(id))
    }

    /// A value, or what stands in its place.
    pub(super) fn read_value(&mut self, var: Var) -> Term {
        let (tree, at) = (self.known.tree, self.at());
        let def = tree.resolve(at, var).map(|def| tree.defs[def]).filter(|def| def.block == at);
        if let Some(Site::Step(position)) = def.map(|def| def.site)
            && self.plan().in_place[position]
        {
            match &self.block().steps[position] {
                Step::Load { place, .. } => return self.element(place),
                Step::Opaque { expression, .. } => return Term::new(self.expression(expression), level::ANY),
                _ => {}
            }
        }
        Term::new(self.value(var), level::ATOM)
    }

    /// The term of a node made of its arguments.
    pub(super) fn build(&mut self, id: Id) -> Term {
        let (tree, at) = (self.known.tree, self.at());
        if let Some((_, var, negated)) = tree.condition(at, id) {
            let term = self.read_value(var);
            return if negated { not(&term) } else { term };
        }
        let graph = tree.graph(at);
        let Some((function, ids)) = graph.as_call(id) else {
            return match graph.op(id) {
                Op::Number(number) => self.writer().number(number),
                _ => self.read(id),
            };
        };
        let mut args: Vec<Term> = Vec::with_capacity(ids.len());
        for (id, kind) in ids.iter().zip(function.row().kinds) {
            args.push(match graph.as_number(*id) {
                Some(number) if *kind == Kind::Integer => self.writer().integer(number),
                _ => self.read(*id),
            });
        }
        self.call(function, args)
    }

    /// A call, with arguments named first where it would become too long.
    pub(super) fn call(&mut self, function: Function, mut args: Vec<Term>) -> Term {
        loop {
            let writer = self.writer();
            let (to_name, made) = match writer.call(function, &args) {
                Err(position) => (Some(position), None),
                Ok(term) if writer.fits(&term) => return term,
                Ok(term) => (largest(&args), Some(term)),
            };
            match (to_name, made) {
                (Some(position), _) => args[position] = self.temporary(&args[position].clone()),
                (None, Some(term)) => return term,
                (None, None) => unreachable!("an error names an argument"),
            }
        }
    }

    /// What gives the variable of a class the value of a node that has no term yet: `s += x` for `s + x`.
    pub(super) fn change(&mut self, id: Id, class: usize) -> Change {
        let graph = self.known.tree.graph(self.at());
        let Some((function, &[a, b])) = graph.as_call(id) else {
            return Change { operator: "=", term: self.build(id) };
        };
        let stands = |emitter: &Self, id: Id| {
            let var = super::tree::leaf(graph, id);
            var.is_some_and(|var| emitter.webs.class(var) == class && emitter.scope.holds(class, var))
        };
        let operator = match function {
            Function::Add => "+=",
            Function::Sub => "-=",
            Function::Mul => "*=",
            Function::Div => "/=",
            _ => "",
        };
        let other = match operator {
            "" => None,
            _ if stands(self, a) => Some(b),
            _ if function.commutes() && stands(self, b) => Some(a),
            _ => None,
        };
        match other {
            Some(other) => signed(operator, self.read(other)),
            None => Change { operator: "=", term: self.build(id) },
        }
    }
}

/// `s += -x` is `s -= x`, bit for bit.
pub(super) fn signed(operator: &'static str, term: Term) -> Change {
    let flipped = match operator {
        "+=" => "-=",
        "-=" => "+=",
        _ => return Change { operator, term },
    };
    match term.negated() {
        Some(positive) => {
            Change { operator: flipped, term: Term { untyped: term.untyped, ..Term::new(positive, term.level) } }
        }
        None => Change { operator, term },
    }
}

/// The opposite of a condition.
pub(super) fn not(term: &Term) -> Term {
    match term.text.strip_prefix('!') {
        Some(positive) if term.level == level::UNARY => Term::new(positive, level::ATOM),
        _ if term.level >= level::UNARY => Term::new(format!("!{}", term.text), level::UNARY),
        _ => Term::new(format!("!({})", term.text), level::UNARY),
    }
}
