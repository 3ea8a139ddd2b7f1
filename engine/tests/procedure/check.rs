//! What `Procedure::check` refuses, and what it says.

use gradus_engine::function::Function;
use gradus_engine::graph::Id;
use gradus_engine::program::procedure::*;

use crate::build::{array, branch, each, integer, program, range, returns, scalar, zeros};

/// A loop over an array, a branch and a local array, with a hand on its parts.
fn sound() -> Procedure {
    let program = program(|| {
        let (x, a, n) = (array("x", 1), scalar("a"), integer("n"));
        let y = zeros("y", &[n]);
        let s = each("i", range(0, n), a, |i, s| {
            let t = x.at(i).get();
            y.at(i).set(t * s);
            branch(t.greater(0.0), || s * t, || s + a)
        });
        returns(s + y.at(0).get());
    });
    program.procedure.clone()
}

#[track_caller]
fn refused(change: impl FnOnce(&mut Procedure), says: &str) {
    let mut procedure = sound();
    procedure.check_forward().unwrap_or_else(|error| panic!("{error}"));
    change(&mut procedure);
    let error = procedure.check_forward().expect_err(says);
    assert!(error.contains(says), "{error}");
}

fn looped(procedure: &mut Procedure) -> &mut Loop {
    let mut steps = procedure.body.steps.iter_mut();
    let found = steps.find_map(|step| if let Step::Loop(looped) = step { Some(&mut **looped) } else { None });
    found.expect("one")
}

fn branched(procedure: &mut Procedure) -> &mut If {
    let mut steps = looped(procedure).body.steps.iter_mut();
    let found = steps.find_map(|step| if let Step::If(branch) = step { Some(&mut **branch) } else { None });
    found.expect("one")
}

fn leaf(block: &mut Block, var: Var) -> Id {
    block.leaf(var)
}

#[test]
fn values_out_of_scope() {
    refused(|p| p.given.clear(), "is not defined");
    refused(|p| p.body.steps.retain(|step| !matches!(step, Step::Loop(_))), "results: v");
    // a value of the loop's body, read after it
    refused(
        |p| {
            let Step::Load { out, .. } = looped(p).body.steps[0] else { panic!("a load") };
            let id = leaf(&mut p.body, out);
            p.body.results = vec![Operand::Node(id)];
        },
        "results: v",
    );
    // a value of one side, read on the other
    refused(
        |p| {
            let other = p.var(VarKind::Real, "other");
            let branch = branched(p);
            let value = branch.then.graph.integer(1);
            branch.then.steps.push(Step::Name { out: other, value });
            let id = leaf(&mut branch.otherwise, other);
            branch.otherwise.results = vec![Operand::Node(id)];
        },
        "`other` is not defined",
    );
    // the loop comes before what it carries
    refused(
        |p| {
            let (init, at) = (p.var(VarKind::Real, "late"), p.body.steps.len());
            let value = p.body.graph.integer(1);
            let id = leaf(&mut p.body, init);
            looped(p).carried[0].init = Operand::Node(id);
            p.body.steps.insert(at, Step::Name { out: init, value });
        },
        "`late` is",
    );
}

#[test]
fn values_defined_twice() {
    refused(|p| p.given.push(p.given[0]), "is defined twice");
    refused(
        |p| {
            let step = looped(p).body.steps[0].clone();
            looped(p).body.steps.insert(0, step);
        },
        "step 1 (load): v",
    );
    // a side defines what it read of the loop's body before
    refused(
        |p| {
            let Step::Load { out, place } = looped(p).body.steps[0].clone() else { panic!("a load") };
            let then = &mut branched(p).then;
            let value = leaf(then, out);
            then.steps.push(Step::Store { place: place.clone(), value });
            then.steps.push(Step::Load { out, place });
        },
        "is defined after that of an outer block was read",
    );
    refused(
        |p| {
            let value = p.body.graph.integer(1);
            let out = p.var(VarKind::Real, "named");
            p.body.steps.push(Step::Name { out, value });
            let id = leaf(&mut p.body, out);
            p.body.results = vec![Operand::Node(id)];
        },
        "names a node",
    );
}

#[test]
fn the_same_value_in_scopes_side_by_side() {
    let mut procedure = sound();
    let copy = procedure.body.steps.iter().find(|step| matches!(step, Step::Loop(_))).expect("a loop").clone();
    let Step::Loop(mut again) = copy else { unreachable!("a loop") };
    again.carried[0].exit = procedure.var(VarKind::Real, "again");
    procedure.body.steps.push(Step::Loop(again));
    procedure.check_forward().unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn kinds_that_do_not_fit() {
    // an integer and a condition as numbers
    refused(
        |p| {
            let id = leaf(&mut p.body, p.given[1]);
            p.body.results = vec![Operand::Node(id)];
        },
        "is a leaf",
    );
    refused(
        |p| {
            let flag = p.var(VarKind::Condition, "flag");
            p.given.push(flag);
            let id = leaf(&mut p.body, flag);
            let twice = p.body.graph.intern(Function::Add, &[id, id]);
            p.body.results = vec![Operand::Node(twice)];
        },
        "is taken for a number",
    );
    refused(
        |p| {
            let flag = p.var(VarKind::Condition, "flag");
            p.given.push(flag);
            let id = leaf(&mut p.body, flag);
            p.body.results = vec![Operand::Node(id)];
        },
        "is taken for a number",
    );
    // a number as a condition
    refused(|p| branched(p).condition = Id::from_index(0), "is not of kind Bool");
    refused(|p| branched(p).condition = Id::from_index(99), "is not in the graph");
    // a constant that varies
    refused(
        |p| {
            let (out, value) = (p.var(VarKind::Constant, "c"), leaf(&mut p.body, p.given[0]));
            p.body.steps.push(Step::Name { out, value });
        },
        "may vary",
    );
    refused(
        |p| {
            let exit = looped(p).carried[0].exit;
            p.vars[exit.0 as usize].kind = VarKind::Condition;
        },
        "differ in kind",
    );
    refused(
        |p| {
            let stack = p.stack("opaque", false);
            let value = Operand::Node(leaf(&mut p.body, p.given[0]));
            p.body.steps.push(Step::Push { stack, value });
        },
        "step 3 (push)",
    );
    refused(
        |p| {
            let (stack, out) = (p.stack("opaque", false), p.var(VarKind::Real, "out"));
            p.body.steps.push(Step::Pop { stack, out });
        },
        "is not what the stack holds",
    );
    refused(
        |p| {
            let stack = p.stack("opaque", false);
            p.body.steps.push(Step::Save { stack, array: ArrayId(0) });
        },
        "a stack of reals",
    );
    refused(|p| p.body.steps.push(Step::Save { stack: StackId(0), array: ArrayId(0) }), "does not exist");
}

#[test]
fn numbers_of_results() {
    refused(|p| branched(p).then.results.clear(), "then: results: 0 instead of 1");
    refused(|p| looped(p).breaks = true, "body: results: 1 instead of 2");
    refused(|p| looped(p).head = Some(Block::default()), "head: results: 0 instead of 1");
    refused(|p| looped(p).space = Space::Endless, "never ends");
}

#[test]
fn arrays_and_places() {
    refused(|p| p.body.steps.retain(|step| !matches!(step, Step::Local { .. })), "ArrayId(1) is not declared");
    refused(
        |p| {
            let local = p.body.steps[0].clone();
            p.body.steps.push(local);
        },
        "declared twice",
    );
    refused(
        |p| {
            let (out, place) = (p.var(VarKind::Real, "t"), Place { array: ArrayId(0), path: Vec::new() });
            p.body.steps.push(Step::Load { out, place });
        },
        "rank 1 instead of 0",
    );
    refused(
        |p| {
            let path = vec![Index::Literal(0), Index::Literal(0)];
            let (out, place) = (p.var(VarKind::Real, "t"), Place { array: ArrayId(0), path });
            p.body.steps.push(Step::Load { out, place });
        },
        "is a number after fewer indices",
    );
    refused(
        |p| {
            let to = Place { array: ArrayId(0), path: Vec::new() };
            let from = Place { array: ArrayId(1), path: vec![Index::Literal(0)] };
            p.body.steps.push(Step::Copy { to, from });
        },
        "rank 0 instead of 1",
    );
    refused(
        |p| {
            let Step::Local { init, .. } = &mut p.body.steps[0] else { panic!("a local array") };
            *init = Init::Elements(vec![(2, false)], Vec::new());
        },
        "number of elements 0 instead of 2",
    );
}

#[test]
fn order_of_nodes() {
    refused(
        |p| {
            let out = p.var(VarKind::Real, "early");
            leaf(&mut p.body, out);
            let value = p.body.graph.integer(77);
            let looped = looped(p);
            looped.carried[0].init = Operand::Node(value);
            looped.carried[0].exit = out;
        },
        "before the input",
    );
}

#[test]
fn equal_keys_read_equal_values() {
    refused(
        |p| {
            let Step::Local { init: Init::Constant(expression), .. } = &p.body.steps[0] else {
                panic!("a local array")
            };
            let other = Expression { reads: Vec::new(), ..expression.clone() };
            p.body.steps.push(Step::Effect(other));
        },
        "reads other values here than elsewhere",
    );
}

#[test]
fn a_message_says_where() {
    let error = {
        let mut procedure = sound();
        let otherwise = &mut branched(&mut procedure).otherwise;
        otherwise.results = vec![Operand::Opaque(Var(1))];
        procedure.check().expect_err("an opaque result of kind Real")
    };
    assert!(error.starts_with("step 1 (loop): body: step 2 (if): otherwise: results: "), "{error}");
}
