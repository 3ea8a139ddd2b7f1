//! A layered layout from left to right, after Sugiyama, Tagawa and Toda (1981).
//!
//! 1. Every box stands in the column just before the first that needs it; between two columns of boxes is a lane for the tags of
//!    wires. A wire over several columns has a place in each.
//! 2. The order in each column starts from a walk through the graph, without crossings where it is a tree, and sweeps by
//!    barycentres improve it as long as crossings go away.
//! 3. Heights: each place moves to the mean of its neighbours as far as the others leave room (least squares in a fixed order,
//!    by pooling of adjacent violators). The last sweep goes from left to right, which makes chains straight.
//!
//! All of it depends on the order of boxes and wires alone.

mod heights;
mod order;
mod straight;

/// A box to be placed: a shape about a centre, and a tail on its right from which its wires start.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// Half of the width.
    pub(super) half: f64,
    /// Of its round ends.
    pub(super) radius: f64,
    pub(super) tail: f64,
    pub(super) above: f64,
    pub(super) below: f64,
}

/// A wire from the tail of a box to a port on the left of another, which comes later in the list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wire {
    pub(super) from: usize,
    pub(super) to: usize,
    /// The wire's place among the ports from the top, unless any will do.
    pub(super) port: Option<usize>,
    /// Width of the tag that hangs on the wire, 0 for none.
    pub(super) tag: f64,
}

/// Where everything goes.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    /// Centres of the shapes.
    pub(super) centres: Vec<(f64, f64)>,
    /// Where the tails end.
    pub(super) tails: Vec<f64>,
    pub(super) routes: Vec<Route>,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// The way of a wire.
#[derive(Clone, Debug, Default)]
pub(super) struct Route {
    /// Level pieces `(left, right, y)` between the tail and the shape, to be joined by curves.
    pub(super) level: Vec<(f64, f64, f64)>,
    /// The middle of the tag.
    pub(super) tag: Option<(f64, f64)>,
    /// The port, from the middle of the shape.
    pub(super) port: (f64, f64),
}

/// Room between neighbours in a column.
const APART: f64 = 12.0;
/// Heights of a wire without a tag, above and below.
const WIRE: (f64, f64) = (5.0, 5.0);
const TAGGED: (f64, f64) = (5.0, 19.0);
/// The least and the largest room for the curves between two columns.
const CURVE: (f64, f64) = (26.0, 90.0);
/// Beyond so many places of wires, long wires go straight.
const PLACES: usize = 20_000;

/// A place in a column: of a box, or of a wire that passes through.
#[derive(Clone, Copy, Debug)]
struct Place {
    layer: usize,
    holder: Holder,
    above: f64,
    below: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Holder {
    Box(usize),
    Wire(usize),
}

/// A part of a wire between two neighbouring layers, left and right place. Into a box with ordered ports it has its port.
#[derive(Clone, Copy, Debug)]
struct Segment {
    left: usize,
    right: usize,
    port: Option<usize>,
}

/// Boxes and wires cut into places and segments.
#[derive(Debug, Default)]
struct Columns {
    places: Vec<Place>,
    segments: Vec<Segment>,
    /// The places of each wire between its ends.
    passes: Vec<Vec<usize>>,
    /// By layer, from the top; boxes are in even layers.
    layers: Vec<Vec<usize>>,
}

/// Places boxes and wires.
pub(super) fn layout(shapes: &[Shape], wires: &[Wire]) -> Layout {
    if shapes.is_empty() {
        return Layout::default();
    }
    let mut columns = Columns::new(shapes, wires);
    order::order(&mut columns, wires);
    let mut heights = heights::heights(&columns);
    let ports = ports(shapes, wires, &columns, &heights);
    let ends: Vec<f64> = wires.iter().zip(&ports).map(|(wire, port)| heights[wire.to] + port.1).collect();
    straight::straighten(&columns, wires, &ends, &mut heights);
    heights::from_zero(&columns, &mut heights);
    draw(shapes, wires, &columns, &ports, &heights)
}

impl Columns {
    fn new(shapes: &[Shape], wires: &[Wire]) -> Self {
        let ranks = ranks(shapes.len(), wires);
        let mut columns = Columns::default();
        let layers = 2 * ranks.iter().max().unwrap_or(&0) + 1;
        columns.layers = vec![Vec::new(); layers];
        for (shape, rank) in shapes.iter().zip(&ranks) {
            let holder = Holder::Box(columns.places.len());
            columns.add(Place { layer: 2 * rank, holder, above: shape.above, below: shape.below });
        }
        let length = |wire: &Wire| 2 * (ranks[wire.to] - ranks[wire.from]) - 1;
        let all: usize = wires.iter().map(length).sum();
        for (index, wire) in wires.iter().enumerate() {
            let first = 2 * ranks[wire.from] + 1;
            let last = if all <= PLACES { first + length(wire) } else { first + 1 };
            let mut left = wire.from;
            let mut passes = Vec::new();
            for layer in first..last {
                let (above, below) = if layer == first && wire.tag > 0.0 { TAGGED } else { WIRE };
                let here = columns.add(Place { layer, holder: Holder::Wire(index), above, below });
                columns.segments.push(Segment { left, right: here, port: None });
                passes.push(here);
                left = here;
            }
            if 2 * ranks[wire.to] == last {
                columns.segments.push(Segment { left, right: wire.to, port: wire.port });
            }
            columns.passes.push(passes);
        }
        columns
    }

    fn is_wire(&self, place: usize) -> bool {
        matches!(self.places[place].holder, Holder::Wire(_))
    }

    fn add(&mut self, place: Place) -> usize {
        self.places.push(place);
        self.layers[place.layer].push(self.places.len() - 1);
        self.places.len() - 1
    }
}

/// The column of each box: as far right as what needs it allows.
fn ranks(count: usize, wires: &[Wire]) -> Vec<usize> {
    let mut depths = vec![0; count];
    let mut by_target: Vec<Vec<usize>> = vec![Vec::new(); count];
    for wire in wires {
        by_target[wire.to].push(wire.from);
    }
    for to in (0..count).rev() {
        for &from in &by_target[to] {
            depths[from] = depths[from].max(depths[to] + 1);
        }
    }
    let deepest = depths.iter().copied().max().unwrap_or(0);
    depths.into_iter().map(|depth| deepest - depth).collect()
}

/// Everything at its place.
fn draw(shapes: &[Shape], wires: &[Wire], columns: &Columns, ports: &[(f64, f64)], heights: &[f64]) -> Layout {
    let spans = spans(shapes, wires, columns, heights);
    let mut layout = Layout { width: spans.last().map_or(0.0, |span| span.right), ..Layout::default() };
    for (index, shape) in shapes.iter().enumerate() {
        let span = &spans[columns.places[index].layer];
        layout.centres.push((span.left + span.half, heights[index]));
        layout.tails.push(span.right);
        layout.height = layout.height.max(heights[index] + shape.below);
    }
    for ((wire, passes), &port) in wires.iter().zip(&columns.passes).zip(ports) {
        let mut route = Route { port, ..Route::default() };
        for &pass in passes {
            let Span { left, right, .. } = spans[columns.places[pass].layer];
            let y = heights[pass];
            if route.level.is_empty() && wire.tag > 0.0 {
                route.tag = Some(((left + right) / 2.0, y));
            }
            if right > left {
                route.level.push((left, right, y));
            }
            layout.height = layout.height.max(y + columns.places[pass].below);
        }
        layout.routes.push(route);
    }
    layout
}

/// From where to where a layer reaches, and half of its widest box.
struct Span {
    left: f64,
    right: f64,
    half: f64,
}

/// The extents of the layers. A lane without tags has no width, and between boxes and lane is room for curves.
fn spans(shapes: &[Shape], wires: &[Wire], columns: &Columns, heights: &[f64]) -> Vec<Span> {
    let mut steepest = vec![0.0_f64; columns.layers.len() + 1];
    for segment in &columns.segments {
        let layer = columns.places[segment.left].layer;
        steepest[layer] = steepest[layer].max((heights[segment.left] - heights[segment.right]).abs());
    }
    let (mut halves, mut widths) = (vec![0.0_f64; columns.layers.len()], vec![0.0_f64; columns.layers.len() + 1]);
    for (place, of) in columns.places.iter().enumerate() {
        let (half, rest) = match of.holder {
            Holder::Box(index) => (shapes[index].half, shapes[index].tail),
            Holder::Wire(_) => (0.0, tag(columns, wires, place)),
        };
        halves[of.layer] = halves[of.layer].max(half);
        widths[of.layer] = widths[of.layer].max(rest);
    }
    let mut left = 0.0;
    let mut spans = Vec::new();
    for (layer, &half) in halves.iter().enumerate() {
        let right = left + 2.0 * half + widths[layer];
        spans.push(Span { left, right, half });
        let room = |steep: f64| (0.35 * steep).clamp(CURVE.0, CURVE.1);
        let boxes = layer % 2 == 0;
        left = right
            + match widths[if boxes { layer + 1 } else { layer }] > 0.0 {
                true => room(steepest[layer]),
                // With no tag in the lane the curves before and behind it are one.
                false if boxes => room(steepest[layer] + steepest[layer + 1]),
                false => 0.0,
            };
    }
    spans
}

/// The width of the tag at a place.
fn tag(columns: &Columns, wires: &[Wire], place: usize) -> f64 {
    match columns.places[place].holder {
        Holder::Wire(wire) if columns.passes[wire][0] == place => wires[wire].tag,
        _ => 0.0,
    }
}

/// The port of each wire, from the middle of its box: in the order asked for, or in that in which the wires come in.
fn ports(shapes: &[Shape], wires: &[Wire], columns: &Columns, heights: &[f64]) -> Vec<(f64, f64)> {
    let mut into: Vec<Vec<usize>> = vec![Vec::new(); shapes.len()];
    for (index, wire) in wires.iter().enumerate() {
        into[wire.to].push(index);
    }
    let mut ports = vec![(0.0, 0.0); wires.len()];
    for (shape, mut arriving) in shapes.iter().zip(into) {
        let from = |wire: &usize| columns.passes[*wire].last().map_or(0.0, |place| heights[*place]);
        let key = |wire: &usize| wires[*wire].port.unwrap_or(0);
        arriving.sort_by(|a, b| key(a).cmp(&key(b)).then(from(a).total_cmp(&from(b))));
        let gaps = arriving.len().saturating_sub(1) as f64;
        let spread = (1.3 * shape.radius / gaps).min(0.95 * shape.radius);
        for (at, wire) in arriving.into_iter().enumerate() {
            let y = if gaps > 0.0 { (at as f64 - gaps / 2.0) * spread } else { 0.0 };
            let bow = (shape.radius * shape.radius - y * y).max(0.0).sqrt();
            ports[wire] = (shape.radius - shape.half - bow, y);
        }
    }
    ports
}

/// The least distance between neighbours of a column.
fn apart(columns: &Columns, upper: usize, lower: usize) -> f64 {
    let wires = columns.is_wire(upper) && columns.is_wire(lower);
    columns.places[upper].below + columns.places[lower].above + if wires { APART / 4.0 } else { APART }
}
