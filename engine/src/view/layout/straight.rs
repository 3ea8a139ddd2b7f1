//! Wires with as few bends as the room between their neighbours allows.

use super::{Columns, Wire, apart};

/// Rounds over all wires, for one makes room for another.
const ROUNDS: usize = 3;

/// Straightens each wire: from its start on it keeps one height for as many columns as it can. `ports` are the heights at which
/// the wires end.
pub(super) fn straighten(columns: &Columns, wires: &[Wire], ports: &[f64], heights: &mut [f64]) {
    let mut above = vec![None; columns.places.len()];
    let mut below = vec![None; columns.places.len()];
    for pair in columns.layers.iter().flat_map(|layer| layer.windows(2)) {
        below[pair[0]] = Some(pair[1]);
        above[pair[1]] = Some(pair[0]);
    }
    for _ in 0..ROUNDS {
        for (index, wire) in wires.iter().enumerate() {
            let room = |place: usize, heights: &[f64]| {
                let low = above[place].map_or(f64::NEG_INFINITY, |other| heights[other] + apart(columns, other, place));
                let high = below[place].map_or(f64::INFINITY, |other| heights[other] - apart(columns, place, other));
                (low, high)
            };
            let passes = &columns.passes[index];
            let mut y = heights[wire.from];
            let mut rest = &passes[..];
            while !rest.is_empty() {
                let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
                let mut count = 0;
                for &place in rest {
                    let here = room(place, heights);
                    if here.0.max(low) > here.1.min(high) + 1e-6 {
                        break;
                    }
                    (low, high) = (low.max(here.0), high.min(here.1));
                    count += 1;
                }
                // A place that has no room stays.
                if count == 0 {
                    y = heights[rest[0]];
                    rest = &rest[1..];
                    continue;
                }
                let aim = if count == rest.len() { ports[index] } else { y };
                y = aim.min(high).max(low);
                for &place in &rest[..count] {
                    heights[place] = y;
                }
                rest = &rest[count..];
            }
        }
    }
}
