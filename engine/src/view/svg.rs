//! The picture of a view as SVG.

use std::fmt::Write;

use super::gates::number;
use super::layout::{Layout, Route, Shape, Wire, layout};
use super::table::DIGITS;
use super::{GraphView, NodeKind};
use crate::columns::digits;

const MARGIN: f64 = 24.0;
const RADIUS: f64 = 20.0;
/// Sizes of fonts.
const NUMBERS: f64 = 13.0;
const SYMBOLS: f64 = 14.0;
const NAMES: f64 = 17.0;

const STYLE: &str = "\
text { font-family: \"DejaVu Sans\", Verdana, \"Segoe UI\", Helvetica, Arial, sans-serif; text-anchor: middle; }
.wire { fill: none; stroke: #8c959f; stroke-width: 1.5; }
.head { fill: #8c959f; }
.gate { fill: #eef4fb; stroke: #30638e; stroke-width: 1.6; }
.symbol { font-size: 14px; fill: #17324d; }
.input { font-size: 17px; font-style: italic; fill: #1f2328; }
.constant { font-size: 14px; fill: #6e7781; }
.value { font-size: 13px; fill: #1a7f37; }
.gradient { font-size: 13px; fill: #c9252d; }
.dot { fill: #8c959f; }";

pub(super) fn to_svg(view: &GraphView) -> String {
    let symbols: Vec<String> = (0..view.nodes.len()).map(|node| view.symbol(node)).collect();
    let drawing = Drawing::new(view, &symbols);
    drawing.text()
}

/// About the width of a text in a font of this size; a wide font counts.
fn width(text: &str, size: f64) -> f64 {
    let letter = |c: char| match c {
        '.' | ',' | '(' | ')' | '|' | ' ' | 'i' | 'l' | '/' => 0.4,
        '+' | '−' | '×' | '<' | '>' | '=' | '≤' | '≥' | '≠' | 'm' | 'w' => 0.84,
        _ => 0.64,
    };
    text.chars().map(letter).sum::<f64>() * size
}

struct Drawing<'v> {
    view: &'v GraphView,
    symbols: &'v [String],
    shapes: Vec<Shape>,
    layout: Layout,
    /// How many wires leave each node.
    uses: Vec<usize>,
}

impl<'v> Drawing<'v> {
    fn new(view: &'v GraphView, symbols: &'v [String]) -> Self {
        let mut uses = vec![0; view.nodes.len()];
        for edge in &view.edges {
            uses[edge.from] += 1;
        }
        let shapes: Vec<Shape> = symbols.iter().enumerate().map(|(node, symbol)| shape(view, node, symbol)).collect();
        let wires = view.edges.iter().map(|edge| {
            let ordered = view.function(edge.to).is_some_and(|function| !function.commutes());
            let tag =
                edge.gradient.filter(|_| uses[edge.from] > 1).map_or(0.0, |share| width(&number(share), NUMBERS) + 8.0);
            Wire { from: edge.from, to: edge.to, port: ordered.then_some(edge.argument), tag }
        });
        let layout = layout(&shapes, &wires.collect::<Vec<_>>());
        Drawing { view, symbols, shapes, layout, uses }
    }

    fn text(&self) -> String {
        let (width, height) = (self.layout.width + 2.0 * MARGIN, self.layout.height + 2.0 * MARGIN + 22.0);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\">\n<style>\n{STYLE}\n</style>\n\
             <rect width=\"{0}\" height=\"{1}\" fill=\"#ffffff\"/>\n",
            round(width),
            round(height)
        );
        let _ = writeln!(svg, "<g transform=\"translate({MARGIN} {MARGIN})\">");
        for (at, route) in self.layout.routes.iter().enumerate() {
            self.wire(&mut svg, at, route);
        }
        for node in 0..self.view.nodes.len() {
            self.node(&mut svg, node);
        }
        svg.push_str("</g>\n");
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" style=\"text-anchor: start\"><tspan class=\"value\">value</tspan> \
             <tspan class=\"constant\">above,</tspan> <tspan class=\"gradient\">gradient</tspan> \
             <tspan class=\"constant\">below</tspan></text>",
            round(MARGIN),
            round(height - 14.0)
        );
        svg.push_str("</svg>\n");
        svg
    }

    /// From the tail of a node through the level pieces of its route to the port.
    fn wire(&self, svg: &mut String, at: usize, route: &Route) {
        let edge = &self.view.edges[at];
        let (start, (cx, cy)) = (self.layout.tails[edge.from], self.layout.centres[edge.to]);
        let end = (cx + route.port.0, cy + route.port.1);
        let (mut x, mut y) = (start, self.layout.centres[edge.from].1);
        let mut path = format!("M{} {}", round(x), round(y));
        for &(left, right, level) in route.level.iter().chain([&(end.0 - 7.0, end.0 - 4.0, end.1)]) {
            curve(&mut path, (x, y), (left, level));
            let _ = write!(path, " H{}", round(right));
            (x, y) = (right, level);
        }
        let _ = writeln!(svg, "<path class=\"wire\" d=\"{path}\"/>");
        let (x, y) = end;
        let _ = writeln!(svg, "<path class=\"head\" d=\"M{} {}l-8 -3.5v7z\"/>", round(x), round(y));
        if let (Some((x, y)), Some(share)) = (route.tag, edge.gradient) {
            label(svg, "gradient", x, y + 15.0, &number(share));
        }
    }

    fn node(&self, svg: &mut String, node: usize) {
        let (x, y) = self.layout.centres[node];
        let (shape, tail) = (&self.shapes[node], self.layout.tails[node]);
        let of = &self.view.nodes[node];
        let _ = writeln!(svg, "<g><title>{}</title>", escape(&self.title(node)));
        let edge = x + shape.half;
        let _ = writeln!(svg, "<path class=\"wire\" d=\"M{} {}H{}\"/>", round(edge), round(y), round(tail));
        match of.kind {
            NodeKind::Gate => {
                gate(svg, x, y, shape.half);
                label(svg, "symbol", x, y + 5.0, &self.symbols[node]);
            }
            NodeKind::Input => label(svg, "input", x, y + 6.0, &self.symbols[node]),
            NodeKind::Constant => label(svg, "constant", x, y + 5.0, &self.symbols[node]),
        }
        let middle = (edge + tail) / 2.0;
        if of.kind != NodeKind::Constant {
            label(svg, "value", middle, y - 7.0, &self.view.value_text(node));
        }
        if let Some(gradient) = of.gradient {
            label(svg, "gradient", middle, y + 17.0, &number(gradient));
        }
        if self.uses[node] > 1 {
            let _ = writeln!(svg, "<circle class=\"dot\" cx=\"{}\" cy=\"{}\" r=\"3.5\"/>", round(tail), round(y));
        }
        if self.uses[node] == 0 {
            let _ = writeln!(svg, "<path class=\"head\" d=\"M{} {}l-8 -3.5v7z\"/>", round(tail), round(y));
        }
        svg.push_str("</g>\n");
    }

    /// What is shown when the pointer rests on a node.
    fn title(&self, node: usize) -> String {
        let of = &self.view.nodes[node];
        let names: Vec<String> =
            self.view.arguments(node).into_iter().map(|name| name.unwrap_or_default().to_owned()).collect();
        let value = digits(of.value, DIGITS);
        let mut text = match of.kind {
            NodeKind::Gate => format!("{} = {}\nvalue {value}", of.name, self.view.gate_formula(node, &names)),
            NodeKind::Input => format!("{} = {value}", of.name),
            NodeKind::Constant => value,
        };
        if let Some(gradient) = of.gradient {
            let _ = write!(text, "\ngradient {}", digits(gradient, DIGITS));
        }
        text
    }
}

fn shape(view: &GraphView, node: usize, symbol: &str) -> Shape {
    let of = &view.nodes[node];
    let value = width(&view.value_text(node), NUMBERS);
    let gradient = of.gradient.map_or(0.0, |gradient| width(&number(gradient), NUMBERS));
    let tail = value.max(gradient).max(16.0) + 14.0;
    match of.kind {
        NodeKind::Gate => {
            let half = (width(symbol, SYMBOLS) / 2.0 + 4.0).max(RADIUS);
            Shape { half, radius: RADIUS, tail, above: RADIUS + 2.0, below: RADIUS + 4.0 }
        }
        NodeKind::Input => {
            Shape { half: width(symbol, NAMES) / 2.0 + 6.0, radius: 0.0, tail, above: 19.0, below: 21.0 }
        }
        NodeKind::Constant => {
            Shape { half: width(symbol, SYMBOLS) / 2.0 + 5.0, radius: 0.0, tail: 4.0, above: 11.0, below: 11.0 }
        }
    }
}

/// A circle, drawn out to its width.
fn gate(svg: &mut String, x: f64, y: f64, half: f64) {
    let [left, top, middle, width] = [x - half, y - RADIUS, y, 2.0 * half].map(round);
    let _ = match half > RADIUS {
        false => writeln!(svg, "<circle class=\"gate\" cx=\"{}\" cy=\"{middle}\" r=\"{RADIUS}\"/>", round(x)),
        true => {
            let height = 2.0 * RADIUS;
            let size = format!("width=\"{width}\" height=\"{height}\" rx=\"{RADIUS}\"");
            writeln!(svg, "<rect class=\"gate\" x=\"{left}\" y=\"{top}\" {size}/>")
        }
    };
}

/// An S from one level to another.
fn curve(path: &mut String, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) {
    if (y0 - y1).abs() < 0.05 {
        let _ = write!(path, " H{}", round(x1));
        return;
    }
    let middle = (x0 + x1) / 2.0;
    let [x1, y0, y1, middle] = [x1, y0, y1, middle].map(round);
    let _ = write!(path, " C{middle} {y0} {middle} {y1} {x1} {y1}");
}

fn label(svg: &mut String, class: &str, x: f64, y: f64, text: &str) {
    let _ = writeln!(svg, "<text class=\"{class}\" x=\"{}\" y=\"{}\">{}</text>", round(x), round(y), escape(text));
}

/// Tenths are fine enough.
fn round(x: f64) -> f64 {
    (x * 10.0).round() / 10.0 + 0.0
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
