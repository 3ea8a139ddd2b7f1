//! The open blocks, and how a value of an outer one is read in an inner one.

use std::collections::BTreeMap;

use gradus_engine::function::{Function, Kind};
use gradus_engine::graph::{Graph, Id, Op};
use gradus_engine::number::Number;
use gradus_engine::program::procedure::{Block, Step, Var, VarKind};
use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

use super::Reader;
use super::memory::Memory;
use super::table::{placeholder, reads};
use super::value::Node;

/// A block that is being read.
pub(super) struct Frame {
    pub(super) serial: u32,
    pub(super) block: Block,
    /// The nodes that have a name.
    names: BTreeMap<Id, Var>,
    /// The opaque values by kind and text.
    opaque: BTreeMap<String, Var>,
    /// By position: whether the node depends on a number that may vary.
    varies: Vec<bool>,
    pub(super) memory: Memory,
    /// The length of the outer block's steps when this one was opened.
    opened_at: usize,
}

impl Frame {
    pub(super) fn has_steps(&self) -> bool {
        !self.block.steps.is_empty()
    }
}

impl Reader<'_> {
    /// Opens a block inside the current one; `repeated` says that it is that of a loop.
    pub(super) fn open(&mut self, repeated: bool) {
        let opened_at = self.frames.last().map_or(0, |frame| frame.block.steps.len());
        self.frames.push(Frame {
            serial: self.serial,
            block: Block::default(),
            names: BTreeMap::new(),
            opaque: BTreeMap::new(),
            varies: Vec::new(),
            memory: Memory::new(repeated),
            opened_at,
        });
        self.serial += 1;
    }

    /// Closes the current block; what it wrote to is no longer known outside.
    pub(super) fn close(&mut self) -> Frame {
        let frame = self.frames.pop().expect("a block is open");
        if let Some(outer) = self.frames.last_mut() {
            outer.memory.after(&frame.memory);
        }
        frame
    }

    /// Goes on in a block that was closed, inside the same outer one.
    pub(super) fn reopen(&mut self, frame: Frame) {
        self.frames.push(frame);
    }

    pub(super) fn frame(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("a block is open")
    }

    fn serial_here(&self) -> u32 {
        self.frames.last().expect("a block is open").serial
    }

    fn depth_of(&self, serial: u32) -> usize {
        self.frames.iter().rposition(|frame| frame.serial == serial).expect("values do not leave their block")
    }

    pub(super) fn step(&mut self, step: Step) {
        self.frame().block.steps.push(step);
    }

    /// A new value that the current block defines.
    pub(super) fn var(&mut self, kind: VarKind, hint: &str) -> Var {
        let depth = self.frames.len() - 1;
        self.var_at(depth, kind, hint)
    }

    fn var_at(&mut self, depth: usize, kind: VarKind, hint: &str) -> Var {
        self.homes.push(self.frames[depth].serial);
        self.procedure.var(kind, super::text::shown(hint))
    }

    /// A call in the current block, kept as it is.
    pub(super) fn apply(&mut self, function: Function, args: &[Node]) -> Node {
        let args: Vec<Id> = args.iter().map(|arg| self.here(*arg)).collect();
        let id = self.frame().block.graph.intern(function, &args);
        self.node(id)
    }

    pub(super) fn number(&mut self, number: Number) -> Node {
        let id = self.frame().block.graph.number(number);
        self.node(id)
    }

    pub(super) fn truth(&mut self, value: bool) -> Node {
        self.apply(if value { Function::True } else { Function::False }, &[])
    }

    /// What the node of a condition always is.
    pub(super) fn certain(&self, node: Node) -> Option<bool> {
        match self.op(node) {
            Op::Call(Function::True) => Some(true),
            Op::Call(Function::False) => Some(false),
            _ => None,
        }
    }

    /// A node of the current block.
    pub(super) fn node(&self, id: Id) -> Node {
        Node { frame: self.serial_here(), id }
    }

    pub(super) fn op(&self, node: Node) -> Op<'_> {
        self.frames[self.depth_of(node.frame)].block.graph.op(node.id)
    }

    /// The node of the current block that is a value: a number, or a condition as a comparison with 0.
    pub(super) fn leaf(&mut self, var: Var) -> Node {
        let kind = self.procedure.kind(var);
        let graph = &mut self.frame().block.graph;
        let mut id = graph.variable(&var.leaf());
        if kind == VarKind::Condition {
            let zero = graph.integer(0);
            id = graph.intern(Function::NotEqual, &[id, zero]);
        }
        self.node(id)
    }

    /// The node of the current block that has the value of `node`, which may be of an outer one.
    pub(super) fn here(&mut self, node: Node) -> Id {
        if node.frame == self.serial_here() {
            return node.id;
        }
        let depth = self.depth_of(node.frame);
        let plain = match self.frames[depth].block.graph.op(node.id) {
            Op::Number(number) => Ok(number.clone()),
            Op::Call(function) if function.arity() == 0 => Err(function),
            _ => {
                let var = self.name_at(depth, node.id, "");
                return self.leaf(var).id;
            }
        };
        match plain {
            Ok(number) => self.number(number).id,
            Err(function) => self.apply(function, &[]).id,
        }
    }

    /// The value that a node is known by outside of its block's graph.
    pub(super) fn name(&mut self, node: Node) -> Var {
        let depth = self.depth_of(node.frame);
        self.name_at(depth, node.id, "")
    }

    fn name_at(&mut self, depth: usize, id: Id, hint: &str) -> Var {
        if let Some(var) = self.var_of_leaf(depth, id) {
            return var;
        }
        if let Some(var) = self.frames[depth].names.get(&id) {
            return *var;
        }
        let kind = match self.frames[depth].block.graph.kind(id) {
            Kind::Bool => VarKind::Condition,
            _ if self.varies_at(depth, id) => VarKind::Real,
            _ => VarKind::Constant,
        };
        let out = self.var_at(depth, kind, hint);
        let frame = &mut self.frames[depth];
        frame.names.insert(id, out);
        frame.block.steps.push(Step::Name { out, value: id });
        out
    }

    /// The value of which a node is the leaf.
    fn var_of_leaf(&self, depth: usize, id: Id) -> Option<Var> {
        let graph = &self.frames[depth].block.graph;
        let leaf = |id: Id| match graph.op(id) {
            Op::Variable(name) => Var::of_leaf(name),
            _ => None,
        };
        leaf(id).or_else(|| {
            let args = graph.args_of(Function::NotEqual, id)?;
            let var = leaf(args[0]).or_else(|| leaf(args[1]))?;
            (self.procedure.kind(var) == VarKind::Condition).then_some(var)
        })
    }

    /// Gives a node the user's name, unless it is a mere leaf.
    pub(super) fn note(&mut self, node: Node, name: &str) {
        let depth = self.depth_of(node.frame);
        let call = self.frames[depth].block.graph.as_call(node.id).is_some_and(|(function, _)| function.arity() > 0);
        if call && node.frame == self.serial_here() {
            self.name_at(depth, node.id, name);
        }
    }

    /// Whether a node depends on a number that may vary.
    pub(super) fn varies(&mut self, node: Node) -> bool {
        let depth = self.depth_of(node.frame);
        self.varies_at(depth, node.id)
    }

    fn varies_at(&mut self, depth: usize, id: Id) -> bool {
        let Frame { block, varies, .. } = &mut self.frames[depth];
        for position in varies.len()..=id.index() {
            let node = Id::from_index(position);
            varies.push(match block.graph.op(node) {
                Op::Number(_) => false,
                Op::Variable(name) => Var::of_leaf(name).is_none_or(|var| self.procedure.kind(var) == VarKind::Real),
                Op::Call(_) => block.graph.args(node).iter().any(|arg| varies[arg.index()]),
            });
        }
        varies[id.index()]
    }

    /// A value with the text `tokens`; one of that kind and text that is in scope is used again, when `replay` says that nothing changes it.
    ///
    /// With `hoist` it is defined as far out as what it reads: it is a mere name or cannot fail.
    pub(super) fn opaque(&mut self, kind: VarKind, tokens: TokenStream, hint: &str, replay: bool, hoist: bool) -> Var {
        let key = format!("{kind:?} {tokens}");
        if replay && let Some(var) = self.frames.iter().find_map(|frame| frame.opaque.get(&key)) {
            return *var;
        }
        let depth = if hoist { self.outermost(&tokens) } else { self.frames.len() - 1 };
        let out = self.opaque_at(depth, kind, tokens, hint, replay);
        if replay {
            self.frames[depth].opaque.insert(key, out);
        }
        out
    }

    /// A value with the text `tokens` that no other shares.
    pub(super) fn opaque_anew(&mut self, kind: VarKind, tokens: TokenStream, hint: &str, replay: bool) -> Var {
        self.opaque_at(self.frames.len() - 1, kind, tokens, hint, replay)
    }

    fn opaque_at(&mut self, depth: usize, kind: VarKind, tokens: TokenStream, hint: &str, replay: bool) -> Var {
        let replay = replay || self.is_varying_length(&tokens);
        let expression = self.table.expression(tokens);
        let out = self.var_at(depth, kind, hint);
        self.frames[depth].block.steps.push(Step::Opaque { out, expression, replay });
        out
    }

    /// The outermost block in which everything is defined that the tokens read.
    fn outermost(&self, tokens: &TokenStream) -> usize {
        let (vars, arrays) = reads(tokens);
        let homes = vars.iter().map(|var| self.homes[var.0 as usize]);
        let homes = homes.chain(arrays.iter().map(|array| self.arrays[array.0 as usize].home));
        homes.map(|serial| self.depth_of(serial)).max().unwrap_or(0)
    }

    /// The placeholder of a number or a condition, for expressions.
    pub(super) fn spelled(&mut self, node: Node, span: Span) -> TokenStream {
        let var = self.name(node);
        placeholder(var, span).into_token_stream()
    }

    /// Takes the nodes of a block without steps over into the current one, from which it was opened.
    pub(super) fn absorb(&mut self, frame: &Frame, roots: &[Id]) -> Vec<Node> {
        debug_assert!(!frame.has_steps());
        let outer = self.frames.last_mut().expect("a block is open");
        let named: BTreeMap<String, Id> = outer.names.iter().map(|(id, var)| (var.leaf(), *id)).collect();
        let replace = |_: &mut _, name: &str| named.get(name).copied();
        // `leaf != 0`, where the leaf is replaced by a condition of this very block, is the condition
        let intern = |graph: &mut Graph, function, args: &[Id]| match function {
            Function::NotEqual if graph.kind(args[0]) == Kind::Bool => args[0],
            function => graph.intern(function, args),
        };
        let ids = outer.block.graph.import_with(&frame.block.graph, roots, intern, replace);
        ids.into_iter().map(|id| self.node(id)).collect()
    }

    /// Drops the names that only a block needed that is there no more.
    pub(super) fn forget_names(&mut self, frame: &Frame) {
        let outer = self.frames.last_mut().expect("a block is open");
        let fresh = &outer.block.steps[frame.opened_at..];
        if fresh.iter().all(|step| matches!(step, Step::Name { .. })) {
            for step in outer.block.steps.drain(frame.opened_at..) {
                if let Step::Name { value, .. } = step {
                    outer.names.remove(&value);
                }
            }
        }
    }
}
