//! The order of the places in each column, with few crossings.

use super::{Columns, Holder, Segment, Wire};

/// Sweeps over all columns, at most.
const SWEEPS: usize = 24;

/// Rounds of exchanges after a sweep, at most.
const EXCHANGES: usize = 20;

/// Beyond so many segments the first order stays.
const SEGMENTS: usize = 50_000;

/// Orders every column.
pub(super) fn order(columns: &mut Columns, wires: &[Wire]) {
    let walk = walk(columns, wires);
    for layer in &mut columns.layers {
        layer.sort_by_key(|place| walk[*place]);
    }
    if columns.segments.len() > SEGMENTS {
        return;
    }
    let gaps = Gaps::new(columns);
    let mut best = (gaps.crossings(columns), columns.layers.clone());
    for sweep in 0..SWEEPS {
        if best.0 == 0 {
            break;
        }
        gaps.sweep(columns, sweep % 2 == 0);
        gaps.exchange(columns);
        let crossings = gaps.crossings(columns);
        if crossings < best.0 {
            best = (crossings, columns.layers.clone());
        }
    }
    columns.layers = best.1;
}

/// When a walk from the outputs, argument by argument, first comes to each place.
fn walk(columns: &Columns, wires: &[Wire]) -> Vec<usize> {
    let boxes = columns.places.iter().filter(|place| matches!(place.holder, Holder::Box(_))).count();
    let mut into: Vec<Vec<usize>> = vec![Vec::new(); boxes];
    let mut is_used = vec![false; boxes];
    for (index, wire) in wires.iter().enumerate() {
        into[wire.to].push(index);
        is_used[wire.from] = true;
    }
    let mut times = vec![usize::MAX; columns.places.len()];
    let mut now = 0;
    let mut visit = |times: &mut Vec<usize>, place: usize| {
        times[place] = now;
        now += 1;
    };
    let mut pending: Vec<usize> =
        (0..boxes).rev().filter(|index| !is_used[*index]).map(|index| index + wires.len()).collect();
    while let Some(next) = pending.pop() {
        let index = match next.checked_sub(wires.len()) {
            Some(index) => index,
            None => {
                for &pass in columns.passes[next].iter().rev() {
                    visit(&mut times, pass);
                }
                wires[next].from
            }
        };
        if times[index] == usize::MAX {
            visit(&mut times, index);
            pending.extend(into[index].iter().rev());
        }
    }
    times
}

/// The segments from each layer to the next.
struct Gaps {
    segments: Vec<Vec<Segment>>,
}

impl Gaps {
    fn new(columns: &Columns) -> Self {
        let mut segments = vec![Vec::new(); columns.layers.len()];
        for segment in &columns.segments {
            segments[columns.places[segment.left].layer].push(*segment);
        }
        Gaps { segments }
    }

    fn crossings(&self, columns: &Columns) -> usize {
        let positions = positions(columns);
        self.segments.iter().map(|gap| crossings(gap, &positions)).sum()
    }

    /// Sorts each column by the mean position of the neighbours in the column before it on the way.
    fn sweep(&self, columns: &mut Columns, leftwards: bool) {
        let count = columns.layers.len();
        let mut positions = positions(columns);
        for step in 1..count {
            let layer = if leftwards { count - 1 - step } else { step };
            let gap = if leftwards { &self.segments[layer] } else { &self.segments[layer - 1] };
            let mut sums = std::collections::HashMap::new();
            for segment in gap {
                let (here, there) =
                    if leftwards { (segment.left, segment.right) } else { (segment.right, segment.left) };
                let port = segment.port.filter(|_| leftwards).map_or(0.0, |port| 0.01 * port as f64);
                let sum = sums.entry(here).or_insert((0.0, 0.0));
                *sum = (sum.0 + positions[there] as f64 + port, sum.1 + 1.0);
            }
            let mut keyed: Vec<(f64, usize)> = Vec::new();
            for (at, place) in columns.layers[layer].iter().enumerate() {
                // What has no neighbour there stays beside the one above it.
                let key = sums.get(place).map_or(keyed.last().map_or(-1.0, |last| last.0), |(sum, count)| sum / count);
                debug_assert_eq!(positions[*place], at);
                keyed.push((key, *place));
            }
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            columns.layers[layer] = keyed.into_iter().map(|(_, place)| place).collect();
            for (at, place) in columns.layers[layer].iter().enumerate() {
                positions[*place] = at;
            }
        }
    }

    /// Exchanges neighbours in a column as long as that takes crossings away.
    fn exchange(&self, columns: &mut Columns) {
        let mut positions = positions(columns);
        let mut around: Vec<[Vec<(usize, usize)>; 2]> = vec![Default::default(); columns.places.len()];
        for segment in self.segments.iter().flatten() {
            let port = segment.port.unwrap_or(0);
            around[segment.left][1].push((segment.right, port));
            around[segment.right][0].push((segment.left, 0));
        }
        for _ in 0..EXCHANGES {
            let mut better = false;
            for layer in 0..columns.layers.len() {
                for at in 1..columns.layers[layer].len() {
                    let (a, b) = (columns.layers[layer][at - 1], columns.layers[layer][at]);
                    let now: usize = (0..2).map(|side| pairs(&around[a][side], &around[b][side], &positions)).sum();
                    let then: usize = (0..2).map(|side| pairs(&around[b][side], &around[a][side], &positions)).sum();
                    if then < now {
                        columns.layers[layer].swap(at - 1, at);
                        positions.swap(a, b);
                        better = true;
                    }
                }
            }
            if !better {
                break;
            }
        }
    }
}

/// How many segments of the upper place cross one of the lower.
fn pairs(upper: &[(usize, usize)], lower: &[(usize, usize)], positions: &[usize]) -> usize {
    let key = |(place, port): &(usize, usize)| (positions[*place], *port);
    upper.iter().map(|a| lower.iter().filter(|b| key(a) > key(b)).count()).sum()
}

/// The position of each place in its column.
fn positions(columns: &Columns) -> Vec<usize> {
    let mut positions = vec![0; columns.places.len()];
    for layer in &columns.layers {
        for (at, place) in layer.iter().enumerate() {
            positions[*place] = at;
        }
    }
    positions
}

/// Pairs of segments that cross: inversions of the right ends, by merging.
fn crossings(gap: &[Segment], positions: &[usize]) -> usize {
    let mut ends: Vec<(usize, (usize, usize))> =
        gap.iter().map(|s| (positions[s.left], (positions[s.right], s.port.unwrap_or(0)))).collect();
    ends.sort_unstable();
    let mut right: Vec<(usize, usize)> = ends.into_iter().map(|(_, right)| right).collect();
    let mut count = 0;
    let mut width = 1;
    while width < right.len() {
        for chunk in right.chunks_mut(2 * width) {
            let middle = width.min(chunk.len());
            let (low, high) = chunk.split_at(middle);
            count += high.iter().map(|h| low.len() - low.partition_point(|l| l <= h)).sum::<usize>();
            chunk.sort_unstable();
        }
        width *= 2;
    }
    count
}
