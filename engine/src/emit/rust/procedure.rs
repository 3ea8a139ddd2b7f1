//! Structured programs as Rust.
//!
//! ```text
//! Procedure --tree, live--> what is executed --plan--> what is named, and where it is written
//!           --webs--> which values share a variable --emitter--> text
//! ```
//!
//! `scope` checks while the text is written that no value is read after another one took its variable. Where that happens, the two get
//! variables of their own and the text is written again. Two texts of one procedure meet the same, so the second may start from what the
//! first has found ([`Apart`]).

mod accesses;
mod arrays;
mod branch;
mod calls;
mod contents;
mod emitter;
mod live;
mod loops;
mod plan;
mod rows;
mod scope;
mod steps;
mod terms;
mod tree;
mod webs;
mod writes;

use std::collections::{BTreeMap, BTreeSet};

use super::layout;
use crate::emit::code::Code;
use crate::emit::schedule::Term;
use crate::function::Function;
use crate::function::helpers::needed_in_rust;
use crate::graph::{Graph, Id, Op};
use crate::program::procedure::{ArrayId, Block, Init, Origin, Procedure, Step, Var, VarKind};

use emitter::{Emitter, Known, any};
use live::Live;
use plan::plans;
use tree::Tree;
use webs::Webs;

/// By attempt, the values that turned out not to share a variable.
pub type Apart = Vec<BTreeSet<(Var, Var)>>;

/// How a caller spells what a procedure is given, and what it needs to know.
pub struct Spelling<'a> {
    /// `f64`, `f32`, or the name of a type with the methods of `num_traits::Float`, of which bare literals then stand for numbers.
    pub float: &'static str,
    /// Names that no local may get: parameters, slots, functions in scope of the body.
    pub taken: &'a [String],
    /// The names of the given values (parameters, seeds).
    pub vars: &'a BTreeMap<Var, String>,
    /// The names of parameters and given adjoints that are arrays.
    pub arrays: &'a BTreeMap<ArrayId, String>,
    /// Parameters and given adjoints that are no references but the arrays themselves.
    pub owned: &'a [ArrayId],
    /// Given adjoints of type `Option<&mut ..>`: what is added to them is added where there is one.
    pub optional: &'a [ArrayId],
    /// What another text of the same procedure has found.
    pub apart: &'a Apart,
}

/// The text of a body.
///
/// `__e7` stands for the expression with key 7, whose own text has `__v3` for a value and `__a1` for an array; `__e7_vjp` stands for the function
/// beside the one that the expression names.
#[derive(Debug)]
pub struct Body {
    /// Statements, indented by four spaces and ended by line breaks.
    pub statements: String,
    /// The expression of each result; an array's is its name.
    pub results: Vec<String>,
    /// The Rust text of the functions that the body calls and `std` lacks, callees before callers.
    pub helpers: Vec<&'static str>,
    /// How each value is spelled.
    pub vars: BTreeMap<Var, String>,
    /// How each array is spelled.
    pub arrays: BTreeMap<ArrayId, String>,
    /// What other texts of the same procedure may start from.
    pub apart: Apart,
}

/// The body of a function that executes a procedure.
pub fn rust_procedure(procedure: &Procedure, spelling: &Spelling) -> Body {
    let tree = Tree::new(procedure);
    let live = Live::new(&tree);
    let mut plans = plans(&tree, &live, &|array| spelling.optional.contains(&array));
    let used = functions(&tree, &live);
    let code = Code::rust(spelling.float, &used);
    let changed = changed(&tree, &live);
    let mut bare = BTreeSet::new();
    read_first(&procedure.body, &mut Shown::around(procedure), &mut bare);
    let mut webs = Webs::new(&tree, &live, &mut plans);
    let (changed, bare) = (&changed, &bare);
    let mut apart: Apart = Vec::new();
    for conflicts in spelling.apart {
        webs.separate(conflicts);
        apart.push(conflicts.clone());
    }
    let known = Known { tree: &tree, live: &live, plans: &plans, code: &code, spelling, changed, bare };
    loop {
        let reserved = used.iter().flat_map(|function| code.calls(*function)).map(String::as_str);
        let mut emitter = Emitter::new(known, &webs, reserved);
        let results = body(&mut emitter);
        if emitter.scope.conflicts.is_empty() {
            let helpers = needed_in_rust(&code.helpers(&used)).into_iter().map(|helper| helper.rust).collect();
            let mut statements = stacks(&emitter);
            statements.push_str(&emitter.finished(&emitter.lines));
            return Body { statements, results, helpers, vars: emitter.spelled(), arrays: emitter.arrays, apart };
        }
        let conflicts = std::mem::take(&mut emitter.scope.conflicts);
        webs.separate(&conflicts);
        apart.push(webs.of_procedure(conflicts));
    }
}

fn body(emitter: &mut Emitter) -> Vec<String> {
    emitter.within(0, Vec::new(), |emitter| {
        emitter.steps();
        let block = emitter.block();
        let mut results: Vec<Term> = Vec::with_capacity(block.results.len());
        for result in &block.results {
            let term = emitter.operand(result);
            results.push(term.unwrap_or_else(|| any(VarKind::Real)));
        }
        results.into_iter().map(|term| emitter.laid_out(&term.text)).collect()
    })
}

/// The declarations of the stacks in use.
fn stacks(emitter: &Emitter) -> String {
    let mut text = String::new();
    for (stack, name) in &emitter.stacks {
        let real = emitter.known.tree.procedure.stacks[stack.0 as usize].real;
        let of = if real { format!("::<{}>", emitter.known.spelling.float) } else { String::new() };
        text.push_str(&format!("    let mut {name} = ::std::vec::Vec{of}::new();\n"));
    }
    text
}

/// The functions that are called anywhere.
fn functions(tree: &Tree, live: &Live) -> BTreeSet<Function> {
    let mut used = BTreeSet::new();
    for (at, node) in tree.blocks.iter().enumerate() {
        let graph = &node.block.graph;
        let ids = graph.ids().filter(|id| live.nodes[at][id.index()]);
        used.extend(ids.filter_map(|id| Some(graph.as_call(id)?.0)));
    }
    used
}

/// The arrays that live steps write to.
fn changed(tree: &Tree, live: &Live) -> BTreeSet<ArrayId> {
    let mut changed = BTreeSet::new();
    for (at, node) in tree.blocks.iter().enumerate() {
        for (position, step) in node.block.steps.iter().enumerate() {
            if live.steps[at][position] && step.blocks().is_empty() {
                changed.extend(step.writes());
            }
        }
    }
    changed
}

/// What shows its type before this step.
#[derive(Default)]
struct Shown {
    arrays: BTreeSet<ArrayId>,
    /// Elements of arrays that do not show theirs.
    bare: BTreeSet<String>,
}

impl Shown {
    /// What a function is given has a declared type.
    fn around(procedure: &Procedure) -> Self {
        let given = procedure.arrays.iter().enumerate().filter(|(_, info)| info.origin != Origin::Local);
        Shown { arrays: given.map(|(position, _)| ArrayId(position as u32)).collect(), bare: BTreeSet::new() }
    }

    /// Whether the declaration of an array shows its type.
    fn declares(&self, init: &Init) -> bool {
        match init {
            Init::Constant(_) => false,
            Init::Copy(_, place) => self.arrays.contains(&place.array),
            Init::Elements(..) | Init::Filled(..) | Init::Value(_) => true,
        }
    }

    /// Whether something in an expression shows its type: numbers do not, nor do elements of arrays that do not.
    fn typed(&self, graph: &Graph, value: Id) -> bool {
        if self.bare.is_empty() {
            return graph.as_number(value).is_none();
        }
        let mut typed = Vec::with_capacity(value.index() + 1);
        for id in graph.ids().take(value.index() + 1) {
            typed.push(match graph.op(id) {
                Op::Number(_) => false,
                Op::Variable(name) => !self.bare.contains(name),
                Op::Call(_) => graph.args(id).iter().any(|arg| typed[arg.index()]),
            });
        }
        typed[value.index()]
    }
}

/// Adds the arrays of which an element is read before one is stored that shows the type of all.
fn read_first(block: &Block, shown: &mut Shown, bare: &mut BTreeSet<ArrayId>) {
    for step in &block.steps {
        match step {
            Step::Load { place, out } if !shown.arrays.contains(&place.array) => {
                shown.bare.insert(out.leaf());
                bare.insert(place.array);
            }
            Step::Store { place, value } if shown.typed(&block.graph, *value) => {
                shown.arrays.insert(place.array);
            }
            Step::Local { array, init } if shown.declares(init) => {
                shown.arrays.insert(*array);
            }
            step => step.blocks().into_iter().for_each(|inner| read_first(inner, shown, bare)),
        }
    }
}
