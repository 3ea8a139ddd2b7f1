//! The heights of the places, in the order given.

use super::{Columns, apart};

/// Sweeps before the last.
const SWEEPS: usize = 12;

/// Sweeps for the wires alone.
const SMOOTHING: usize = 12;

/// The height of each place.
pub(super) fn heights(columns: &Columns) -> Vec<f64> {
    let mut heights = vec![0.0; columns.places.len()];
    for layer in &columns.layers {
        let offsets = offsets(columns, layer);
        for (place, offset) in layer.iter().zip(&offsets) {
            heights[*place] = *offset;
        }
    }
    let neighbours = Neighbours::new(columns);
    for sweep in 0..=SWEEPS {
        let rightwards = sweep == SWEEPS || sweep % 2 == 1;
        for layer in order(columns.layers.len(), rightwards) {
            settle(columns, layer, &mut heights, |place, heights| {
                neighbours.one_side(columns, place, rightwards, heights)
            });
        }
    }
    // Wires are smoothed between boxes that stay.
    for sweep in 0..SMOOTHING {
        for layer in order(columns.layers.len(), sweep % 2 == 0) {
            settle(columns, layer, &mut heights, |place, heights| neighbours.both_sides(columns, place, heights));
        }
    }
    heights
}

/// Moves everything so that the topmost place reaches up to 0.
pub(super) fn from_zero(columns: &Columns, heights: &mut [f64]) {
    let top = columns.places.iter().zip(&*heights).map(|(place, y)| y - place.above).fold(f64::INFINITY, f64::min);
    heights.iter_mut().for_each(|y| *y -= top);
}

/// The neighbours of each place on its left and right.
struct Neighbours {
    around: Vec<[Vec<usize>; 2]>,
}

impl Neighbours {
    fn new(columns: &Columns) -> Self {
        let mut around: Vec<[Vec<usize>; 2]> = vec![Default::default(); columns.places.len()];
        for segment in &columns.segments {
            around[segment.left][1].push(segment.right);
            around[segment.right][0].push(segment.left);
        }
        Neighbours { around }
    }

    /// The mean height on one side, and how much it counts. What has nothing there looks to the other side, but makes way.
    fn one_side(&self, columns: &Columns, place: usize, rightwards: bool, heights: &[f64]) -> (f64, f64) {
        let [left, right] = &self.around[place];
        let (near, far) = if rightwards { (left, right) } else { (right, left) };
        let (toward, weight) = if near.is_empty() { (far, 0.05) } else { (near, 1.0) };
        let weight = if columns.is_wire(place) { 3.0 * weight } else { weight };
        (mean(toward, heights).unwrap_or(heights[place]), weight)
    }

    /// The mean height of a wire's neighbours; a box wants to stay where it is.
    fn both_sides(&self, columns: &Columns, place: usize, heights: &[f64]) -> (f64, f64) {
        let [left, right] = &self.around[place];
        match (mean(left, heights), mean(right, heights)) {
            (Some(left), Some(right)) if columns.is_wire(place) => ((left + right) / 2.0, 1.0),
            _ => (heights[place], 1e6),
        }
    }
}

fn mean(places: &[usize], heights: &[f64]) -> Option<f64> {
    let sum: f64 = places.iter().map(|place| heights[*place]).sum();
    (!places.is_empty()).then(|| sum / places.len() as f64)
}

/// Distances of the places of a column from its top when they stand as close as they can.
fn offsets(columns: &Columns, layer: &[usize]) -> Vec<f64> {
    let mut y = 0.0;
    let mut offsets = vec![0.0; layer.len().min(1)];
    for pair in layer.windows(2) {
        y += apart(columns, pair[0], pair[1]);
        offsets.push(y);
    }
    offsets
}

/// Moves the places of a column to the heights they want, each with its weight, as far as their order and distances allow:
/// least squares, so places that push one another stand about their common mean.
fn settle(columns: &Columns, layer: usize, heights: &mut [f64], want: impl Fn(usize, &[f64]) -> (f64, f64)) {
    let layer = &columns.layers[layer];
    let offsets = offsets(columns, layer);
    // Sum of weights, sum of weighted heights of the block's start, number of places.
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for (&place, offset) in layer.iter().zip(&offsets) {
        let (height, weight) = want(place, heights);
        blocks.push((weight, weight * (height - offset), 1));
        while let [.., above, below] = &blocks[..] {
            if above.1 / above.0 <= below.1 / below.0 {
                break;
            }
            let merged = (above.0 + below.0, above.1 + below.1, above.2 + below.2);
            blocks.truncate(blocks.len() - 2);
            blocks.push(merged);
        }
    }
    let starts = blocks.iter().flat_map(|(weight, sum, count)| std::iter::repeat_n(sum / weight, *count));
    for ((&place, offset), start) in layer.iter().zip(&offsets).zip(starts) {
        heights[place] = start + offset;
    }
}

/// The columns from left to right, or from right to left.
fn order(count: usize, rightwards: bool) -> impl Iterator<Item = usize> {
    (0..count).map(move |step| if rightwards { step } else { count - 1 - step })
}
