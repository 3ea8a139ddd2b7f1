//! The view in the language of Graphviz.

use std::fmt::Write;

use super::gates::number;
use super::svg::escape;
use super::{GraphView, NodeKind};

pub(super) fn to_dot(view: &GraphView) -> String {
    let mut dot = String::from(
        "digraph {\n    rankdir=LR;\n    node [shape=circle, fontname=\"Helvetica\"];\n    edge [fontname=\"Helvetica\", fontsize=11];\n",
    );
    for (at, node) in view.nodes.iter().enumerate() {
        let shape = if node.kind == NodeKind::Gate { "" } else { ", shape=plaintext" };
        let _ = writeln!(dot, "    n{at} [label=\"{}\"{shape}];", quote(&view.symbol(at)));
    }
    for edge in &view.edges {
        let label = flow(&view.value_text(edge.from), edge.gradient);
        let _ = writeln!(dot, "    n{} -> n{} [label=<{label}>];", edge.from, edge.to);
    }
    for (at, output) in view.outputs.iter().enumerate() {
        let label = flow(&view.value_text(*output), view.nodes[*output].gradient);
        let _ = writeln!(dot, "    out{at} [label=\"\", shape=none, width=0, height=0];");
        let _ = writeln!(dot, "    n{output} -> out{at} [label=<{label}>];");
    }
    dot.push_str("}\n");
    dot
}

/// A value above a gradient.
fn flow(value: &str, gradient: Option<f64>) -> String {
    let mut label = format!("<font color=\"#1a7f37\">{}</font>", escape(value));
    if let Some(gradient) = gradient {
        let _ = write!(label, "<br/><font color=\"#c9252d\">{}</font>", number(gradient));
    }
    label
}

fn quote(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
