//! Which carried values a loop only adds to, so that their adjoint is the same in every iteration.

use crate::function::Function;
use crate::graph::{Graph, Id, Op};
use crate::program::Use;
use crate::program::procedure::{Block, Operand, Step, Var};

/// Whether a result of a block is `entry` plus terms that do not depend on it, and nothing else reads `entry` or a sum on the way.
pub(super) fn accumulates(block: &Block, result: &Operand, entry: Var) -> bool {
    let Operand::Node(mut node) = *result else { return false };
    let uses = Uses::of(block);
    let mut depends = None;
    // one step further in, from the result to the entry
    for _ in 0..=block.graph.len() + block.steps.len() {
        if uses.count(node) != 1 {
            return false;
        }
        node = match block.graph.op(node) {
            Op::Variable(name) if Var::of_leaf(name) == Some(entry) => return uses.read(entry) == 0,
            Op::Variable(name) => match Var::of_leaf(name).and_then(|var| through(block, &uses, var)) {
                Some(Source::Node(node)) => node,
                Some(Source::Entry(var)) => return var == entry && uses.read(var) <= 1 && uses.leaf(var) == 0,
                None => return false,
            },
            Op::Call(function @ (Function::Add | Function::Sub)) => {
                let depends = depends.get_or_insert_with(|| depending(block, entry));
                let args = block.graph.args(node);
                match (depends[args[0].index()], depends[args[1].index()]) {
                    (true, false) => args[0],
                    (false, true) if function == Function::Add => args[1],
                    _ => return false,
                }
            }
            _ => return false,
        };
    }
    false
}

enum Source {
    Node(Id),
    /// A value of the outer block, which inner blocks add to.
    Entry(Var),
}

/// From what a step's output goes on, when the step only adds to it.
fn through(block: &Block, uses: &Uses, out: Var) -> Option<Source> {
    if uses.read(out) != 0 {
        return None;
    }
    let step = block.steps.iter().find(|step| step.outs().contains(&out))?;
    match step {
        Step::Loop(inner) => {
            let at = inner.carried.iter().position(|carried| carried.exit == out)?;
            let carried = &inner.carried[at];
            let in_head = inner.head.as_ref().is_some_and(|head| reads(head, carried.entry));
            let others = inner.body.results.iter().enumerate().filter(|(other, _)| *other != at);
            let elsewhere = others.into_iter().any(
                |(_, other)| matches!(other, Operand::Node(id) if inner.body.leaves(&[*id]).contains(&carried.entry)),
            );
            let only_added = !in_head && !elsewhere && accumulates(&inner.body, &inner.body.results[at], carried.entry);
            match carried.init {
                Operand::Node(init) if only_added => Some(Source::Node(init)),
                _ => None,
            }
        }
        Step::If(branch) => {
            let at = branch.outs.iter().position(|other| *other == out)?;
            let read = |block: &Block| {
                let mut read = Vec::new();
                block.free(&mut |used| {
                    if let Use::Var(var) = used {
                        read.push(var);
                    }
                });
                read
            };
            let (then, otherwise) = (read(&branch.then), read(&branch.otherwise));
            let both = then.into_iter().filter(|var| otherwise.contains(var));
            let mut found = both.filter(|var| {
                accumulates(&branch.then, &branch.then.results[at], *var)
                    && accumulates(&branch.otherwise, &branch.otherwise.results[at], *var)
            });
            let var = found.next()?;
            // both sides count as one reader
            let named = block.steps.iter().find_map(|step| match step {
                Step::Name { out, value } if *out == var => Some(*value),
                _ => None,
            });
            match named {
                Some(value) if uses.readers(var) == 1 => Some(Source::Node(value)),
                Some(_) => None,
                None => (uses.readers(var) == 1).then_some(Source::Entry(var)),
            }
        }
        _ => None,
    }
}

fn reads(block: &Block, var: Var) -> bool {
    let mut read = false;
    block.free(&mut |used| read |= used == Use::Var(var));
    read
}

/// The nodes that depend on a value, through steps too.
fn depending(block: &Block, entry: Var) -> Vec<bool> {
    let mut vars = vec![entry];
    loop {
        let leaves: Vec<Id> = vars.iter().filter_map(|var| block.graph.find_variable(&var.leaf())).collect();
        let depends = block.graph.depends(&leaves);
        let before = vars.len();
        for step in &block.steps {
            let mut touched = false;
            step.uses(&mut |used| match used {
                Use::Node(id) => touched |= depends[id.index()],
                Use::Var(var) => touched |= vars.contains(&var),
                _ => {}
            });
            if touched {
                vars.extend(step.outs().into_iter().filter(|out| !vars.contains(out)).collect::<Vec<_>>());
            }
        }
        if vars.len() == before {
            return depends;
        }
    }
}

/// How often each node and value of a block is read.
struct Uses<'b> {
    graph: &'b Graph,
    nodes: Vec<u32>,
    /// By step that reads values other than through nodes.
    vars: Vec<Vec<Var>>,
}

impl<'b> Uses<'b> {
    fn of(block: &'b Block) -> Self {
        let mut vars: Vec<Vec<Var>> = Vec::new();
        let mut roots = Vec::new();
        for step in &block.steps {
            let mut read = Vec::new();
            step.uses(&mut |used| {
                if let Use::Var(var) = used {
                    read.push(var);
                }
            });
            read.sort_unstable();
            read.dedup();
            vars.push(read);
        }
        for step in &block.steps {
            // a name that nothing reads is no use
            if let Step::Name { out, .. } = step
                && !vars.iter().any(|read| read.contains(out))
            {
                continue;
            }
            roots.extend(step.nodes());
        }
        for result in &block.results {
            match result {
                Operand::Node(id) => roots.push(*id),
                Operand::Opaque(var) => vars.push(vec![*var]),
                _ => {}
            }
        }
        let mut nodes = vec![0; block.graph.len()];
        for id in block.graph.cone(&roots).iter().flat_map(|id| block.graph.args(*id)).chain(&roots) {
            nodes[id.index()] += 1;
        }
        Uses { graph: &block.graph, nodes, vars }
    }

    fn count(&self, id: Id) -> u32 {
        self.nodes[id.index()]
    }

    fn leaf(&self, var: Var) -> u32 {
        self.graph.find_variable(&var.leaf()).map_or(0, |id| self.count(id))
    }

    /// The number of steps that read a value other than through nodes.
    fn readers(&self, var: Var) -> usize {
        self.vars.iter().filter(|read| read.contains(&var)).count()
    }

    fn read(&self, var: Var) -> usize {
        self.readers(var)
    }
}
