//! Procedures as text, for tests and for looking at them.
//!
//! A node that is used once is written where it is used; a shared one gets a line `%7 = ..` before the first step that needs it. An
//! expression is written `{3}` by its key, or by whatever [`Dump`] is given.

use std::fmt::{self, Write};

use super::procedure::*;
use crate::function::Function;
use crate::graph::{Graph, Id, Op};

/// A procedure with the text of its expressions.
pub struct Dump<'a> {
    /// What is shown.
    pub procedure: &'a Procedure,
    /// The text of an expression by its key.
    pub text: &'a dyn Fn(u32) -> String,
}

impl fmt::Display for Procedure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |key: u32| key.to_string();
        Dump { procedure: self, text: &text }.fmt(f)
    }
}

impl fmt::Display for Dump<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut printer = Printer { dump: self, out: String::new(), indent: 0 };
        printer.procedure();
        f.write_str(&printer.out)
    }
}

struct Printer<'a> {
    dump: &'a Dump<'a>,
    out: String,
    indent: usize,
}

/// The nodes of one block.
struct Nodes<'a> {
    graph: &'a Graph,
    /// How often each is used by live nodes and steps.
    uses: Vec<u32>,
    /// What stands for a node that was written.
    texts: Vec<Option<String>>,
}

impl Printer<'_> {
    fn line(&mut self, text: impl fmt::Display) {
        writeln!(self.out, "{:1$}{text}", "", 4 * self.indent).expect("writing to a string does not fail");
    }

    fn procedure(&mut self) {
        let procedure = self.dump.procedure;
        for var in &procedure.given {
            self.line(format_args!("given {}", self.var(*var)));
        }
        for (position, array) in procedure.arrays.iter().enumerate() {
            let zero = array.zero.as_ref().map_or(String::new(), |zero| format!(" zero {}", self.expression(zero)));
            let origin = match array.origin {
                Origin::Parameter => "parameter",
                Origin::Local => "local",
                Origin::Given => "given",
            };
            self.line(format_args!("{origin} a{position} {} rank {}{zero}", array.hint, array.rank));
        }
        self.block(&procedure.body, "return");
    }

    /// The name, the hint and what marks the kind: nothing for a real, `!` for a constant, `?` for a condition, `#` else.
    fn var(&self, var: Var) -> String {
        let info = &self.dump.procedure.vars[var.0 as usize];
        let mark = match info.kind {
            VarKind::Real => "",
            VarKind::Constant => "!",
            VarKind::Condition => "?",
            VarKind::Opaque => "#",
        };
        let hint = if info.hint.is_empty() { String::new() } else { format!(":{}", info.hint) };
        format!("{}{mark}{hint}", var.leaf())
    }

    fn vars(&self, vars: &[Var]) -> String {
        vars.iter().map(|var| self.var(*var)).collect::<Vec<_>>().join(", ")
    }

    fn expression(&self, expression: &Expression) -> String {
        format!("{{{}}}", (self.dump.text)(expression.key))
    }

    fn place(&self, place: &Place) -> String {
        let mut text = format!("a{}", place.array.0);
        for index in &place.path {
            text += &match index {
                Index::At(expression) | Index::Range(expression) => format!("[{}]", self.expression(expression)),
                Index::Literal(position) => format!("[{position}]"),
                Index::Value(var) => format!("[{}]", self.var(*var)),
            };
        }
        text
    }

    fn block(&mut self, block: &Block, results: &str) {
        let mut nodes = Nodes::new(block);
        for step in &block.steps {
            for id in step.nodes() {
                self.define(&mut nodes, id);
            }
            self.step(step, &nodes);
        }
        for result in &block.results {
            if let Operand::Node(id) = result {
                self.define(&mut nodes, *id);
            }
        }
        if !block.results.is_empty() {
            let texts: Vec<String> = block.results.iter().map(|result| self.operand(result, &nodes)).collect();
            self.line(format_args!("{results} {}", texts.join(", ")));
        }
    }

    fn operand(&self, operand: &Operand, nodes: &Nodes) -> String {
        match operand {
            Operand::Node(id) => nodes.text(*id),
            Operand::Opaque(var) => format!("#{}", var.leaf()),
            Operand::Array(array) => format!("a{}", array.0),
            Operand::Any => "_".to_owned(),
        }
    }

    /// Writes the lines of the shared nodes that `root` needs.
    fn define(&mut self, nodes: &mut Nodes, root: Id) {
        for id in nodes.missing(root) {
            let text = nodes.call(id);
            let shared = nodes.uses[id.index()] > 1 || text.len() > 100;
            nodes.texts[id.index()] = Some(match nodes.graph.op(id) {
                Op::Call(function) if shared && function.arity() > 0 => {
                    self.line(format_args!("%{} = {text}", id.index()));
                    format!("%{}", id.index())
                }
                _ => text,
            });
        }
    }

    fn inner(&mut self, block: &Block, results: &str) {
        self.indent += 1;
        self.block(block, results);
        self.indent -= 1;
    }

    fn step(&mut self, step: &Step, nodes: &Nodes) {
        let text = match step {
            Step::Opaque { out, expression, replay } => {
                let sign = if *replay { "=" } else { "=!" };
                format!("{} {sign} {}", self.var(*out), self.expression(expression))
            }
            Step::Effect(expression) => format!("do {}", self.expression(expression)),
            Step::Name { out, value } => format!("{} = {}", self.var(*out), nodes.text(*value)),
            Step::Load { out, place } => format!("{} = {}", self.var(*out), self.place(place)),
            Step::Store { place, value } => format!("{} = {}", self.place(place), nodes.text(*value)),
            Step::Add { place, value, negative } => {
                format!("{} {} {}", self.place(place), if *negative { "-=" } else { "+=" }, nodes.text(*value))
            }
            Step::Append { array, value } => format!("a{} push {}", array.0, nodes.text(*value)),
            Step::AppendRow { array, from, .. } => format!("a{} push {}", array.0, self.place(from)),
            Step::ShrinkRow { to: Some(to), array } => format!("{} += all a{} pop", self.place(to), array.0),
            Step::ShrinkRow { to: None, array } => format!("a{} pop", array.0),
            Step::Shrink { out, array } => format!("{} = a{} pop", self.var(*out), array.0),
            Step::Total { out, place } => format!("{} = sum {}", self.var(*out), self.place(place)),
            Step::Local { array, init } => format!("let a{} = {}", array.0, self.init(init, nodes)),
            Step::Copy { to, from } => format!("{} = copy {}", self.place(to), self.place(from)),
            Step::AddAll { to, from } => format!("{} += all {}", self.place(to), self.place(from)),
            Step::Fill { place, value } => format!("{} = fill {}", self.place(place), nodes.text(*value)),
            Step::If(branch) => return self.branch(branch, nodes),
            Step::Loop(repeat) => return self.repeat(repeat, nodes),
            Step::Call(call) => self.call(call, nodes),
            Step::Pullback(pullback) => self.pullback(pullback, nodes),
            Step::Push { stack, value } => format!("push s{} {}", stack.0, self.operand(value, nodes)),
            Step::Pop { stack, out } => format!("{} = pop s{}", self.var(*out), stack.0),
            Step::Save { stack, array } => format!("save s{} a{}", stack.0, array.0),
            Step::Restore { stack, array } => format!("restore s{} a{}", stack.0, array.0),
            Step::Resize { array, length, cleared } => {
                let zeros = if *cleared { "zeros " } else { "" };
                format!("a{} = {zeros}v{} long", array.0, length.0)
            }
        };
        self.line(text);
    }

    fn init(&self, init: &Init, nodes: &Nodes) -> String {
        match init {
            Init::Constant(expression) => self.expression(expression),
            Init::Value(var) => self.var(*var),
            Init::Elements(shape, ids) => {
                let shape: Vec<String> =
                    shape.iter().map(|(length, vec)| format!("{}{length}", if *vec { "vec " } else { "" })).collect();
                format!("[{}] of {}", nodes.list(ids), shape.join(" of "))
            }
            Init::Filled(length, id, vec) => {
                format!("{}[{}; {}]", if *vec { "vec" } else { "" }, nodes.text(*id), self.expression(length))
            }
            Init::Copy(expression, place) => format!("{} copy of {}", self.expression(expression), self.place(place)),
        }
    }

    fn branch(&mut self, branch: &If, nodes: &Nodes) {
        let outs = if branch.outs.is_empty() { String::new() } else { format!("{} = ", self.vars(&branch.outs)) };
        self.line(format_args!("{outs}if {} {{", nodes.text(branch.condition)));
        self.inner(&branch.then, "yield");
        self.line("} else {");
        self.inner(&branch.otherwise, "yield");
        self.line("}");
    }

    fn repeat(&mut self, repeat: &Loop, nodes: &Nodes) {
        let mut head = match &repeat.space {
            Space::Items { induction, items, order } => {
                let order = match order {
                    Order::Forward => String::new(),
                    Order::Reversed => " reversed".to_owned(),
                    Order::ReversedFrom(var) => format!(" reversed from {}", var.leaf()),
                };
                format!("for {} in {}{order}", self.var(*induction), self.expression(items))
            }
            Space::Times(var) => format!("times {}", var.leaf()),
            Space::Endless => "loop".to_owned(),
        };
        let carried: Vec<String> = (repeat.carried.iter())
            .map(|carried| format!("{} = {}", self.var(carried.entry), self.operand(&carried.init, nodes)))
            .collect();
        if !carried.is_empty() {
            head += &format!(" carry {}", carried.join(", "));
        }
        self.line(format_args!("{head} {{"));
        if let Some(head) = &repeat.head {
            self.inner(head, "while");
        }
        self.inner(&repeat.body, if repeat.breaks { "next (the last: break if)" } else { "next" });
        let exits: Vec<Var> = repeat.carried.iter().map(|carried| carried.exit).collect();
        let mut tail = if exits.is_empty() { String::new() } else { format!(" exit {}", self.vars(&exits)) };
        for sum in &repeat.sums {
            tail += &format!(" sum {} of %{}", self.var(sum.out), sum.value.index());
        }
        if let Some(trips) = repeat.trips {
            tail += &format!(" trips {}", trips.leaf());
        }
        self.line(format_args!("}}{tail}"));
    }

    fn call(&self, call: &Call, nodes: &Nodes) -> String {
        let arguments: Vec<String> = (call.arguments.iter())
            .map(|argument| match argument {
                Argument::Real(id) => nodes.text(*id),
                Argument::Array { place, handover, mutable } => {
                    let before = match (handover, mutable) {
                        (Handover::Reference, true) => "mut ",
                        (Handover::Reference, false) => "",
                        (Handover::Copy | Handover::Clone, _) => "copy of ",
                    };
                    format!("{before}{}", self.place(place))
                }
                Argument::Constant(expression) => self.expression(expression),
            })
            .collect();
        let result = match &call.result {
            CallResult::Unit => String::new(),
            CallResult::Real(var) => format!("{} = ", self.var(*var)),
            CallResult::Tuple(vars) => format!("({}) = ", self.vars(vars)),
            CallResult::Array(array) => format!("let a{} = ", array.0),
        };
        format!("{result}call {}({})", self.expression(&call.callee), arguments.join(", "))
    }

    fn pullback(&self, pullback: &Pullback, nodes: &Nodes) -> String {
        let slots: Vec<String> = (pullback.slots.iter())
            .map(|slot| match slot {
                Slot::None => "_".to_owned(),
                Slot::Real(var) => self.var(*var),
                Slot::Array(place) => self.place(place),
            })
            .collect();
        let seeds: Vec<String> = pullback.seeds.iter().map(|seed| self.operand(seed, nodes)).collect();
        let seed = seeds.join(", ");
        format!("{} = pullback {seed} {}", slots.join(", "), self.call(&pullback.call, nodes))
    }
}

impl<'a> Nodes<'a> {
    fn new(block: &'a Block) -> Self {
        let graph = &block.graph;
        let mut roots: Vec<Id> = block.steps.iter().flat_map(Step::nodes).collect();
        roots.extend(block.results.iter().filter_map(|result| match result {
            Operand::Node(id) => Some(*id),
            _ => None,
        }));
        let mut uses = vec![0; graph.len()];
        for root in &roots {
            uses[root.index()] += 1;
        }
        for id in graph.cone(&roots) {
            for arg in graph.args(id) {
                uses[arg.index()] += 1;
            }
        }
        Nodes { graph, uses, texts: vec![None; graph.len()] }
    }

    /// The nodes that `root` needs and that have no text yet, arguments first.
    fn missing(&self, root: Id) -> Vec<Id> {
        let mut seen = std::collections::BTreeSet::new();
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            if self.texts[id.index()].is_none() && seen.insert(id) {
                open.extend(self.graph.args(id));
            }
        }
        seen.into_iter().collect()
    }

    fn text(&self, id: Id) -> String {
        self.texts[id.index()].clone().unwrap_or_else(|| format!("%{}", id.index()))
    }

    fn list(&self, ids: &[Id]) -> String {
        ids.iter().map(|id| self.text(*id)).collect::<Vec<_>>().join(", ")
    }

    /// The text of a node, its arguments having theirs.
    fn call(&self, id: Id) -> String {
        match self.graph.op(id) {
            Op::Number(number) => number.to_string(),
            Op::Variable(name) => name.to_owned(),
            Op::Call(function) => {
                let args = self.graph.args(id);
                let name = function.row().name;
                let symbol =
                    !name.chars().any(char::is_alphanumeric) || matches!(function, Function::And | Function::Or);
                match (args, symbol) {
                    ([a, b], true) => format!("({} {name} {})", self.text(*a), self.text(*b)),
                    ([], _) => name.to_owned(),
                    _ => format!("{name}({})", self.list(args)),
                }
            }
        }
    }
}
