//! Large and deep graphs: no recursion, no quadratic work, the same text every time.

use gradus_engine::emit::{to_c, to_latex, to_rust};
use gradus_engine::function::Function;
use gradus_engine::graph::Graph;
use gradus_engine::program::Output;

use crate::corpus::program;

const SIZE: usize = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };

fn emit_all(block: Graph, output: Output) {
    let program = program(&["x", "y"], block, output);
    let emit = || [to_rust(&program, "f"), to_c(&program, "f"), to_latex(&program, "f")];
    let texts = emit();
    for text in &texts {
        assert!(text.len() < 100 * program.block.len(), "{}", text.len());
        let longest = text.lines().map(str::len).max().unwrap();
        assert!(longest < 3_000, "{longest}");
    }
    assert!(texts == emit());
}

#[test]
fn a_deep_graph_is_emitted() {
    let mut graph = Graph::new();
    let (x, y) = (graph.variable("x"), graph.variable("y"));
    let mut value = x;
    for i in 0..SIZE / 2 {
        value = graph.intern([Function::Sin, Function::Neg, Function::Exp][i % 3], &[value]);
        value = graph.intern([Function::Sub, Function::Div, Function::Max, Function::Powf][i % 4], &[y, value]);
    }
    emit_all(graph, Output::Scalar(value));
}

#[test]
fn a_shared_graph_is_emitted() {
    // written out it would have 2^SIZE terms
    let mut graph = Graph::new();
    let (x, y) = (graph.variable("x"), graph.variable("y"));
    let (mut value, mut roots) = (x, Vec::new());
    for i in 0..SIZE / 3 {
        let sum = graph.intern(Function::Add, &[value, y]);
        let condition = graph.intern(Function::Less, &[sum, x]);
        value = graph.intern(if i % 2 == 0 { Function::Mul } else { Function::Sub }, &[sum, value]);
        if i % 50 == 0 {
            value = graph.intern(Function::Select, &[condition, value, sum]);
            roots.push(value);
        }
    }
    emit_all(graph, Output::Gradient(value, roots));
}

#[test]
fn a_long_chain_of_choices_is_emitted() {
    let mut graph = Graph::new();
    let (x, y) = (graph.variable("x"), graph.variable("y"));
    let mut value = y;
    for i in 0..SIZE / 4 {
        let bound = graph.integer(i as i64);
        let condition = graph.intern(Function::Less, &[x, bound]);
        value = graph.intern(Function::Select, &[condition, y, value]);
    }
    emit_all(graph, Output::Scalar(value));
}
