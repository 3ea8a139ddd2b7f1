//! What is known to stand in arrays, so that a number that was just stored or read is not read again.

use std::collections::BTreeMap;

use gradus_engine::program::procedure::{ArrayId, Index, Place, Step, VarKind};

use super::Reader;
use super::value::Node;

/// What a block has read and written so far.
pub(super) struct Memory {
    /// Whether it is the block of a loop, which may have written in an earlier iteration.
    repeated: bool,
    known: BTreeMap<ArrayId, Known>,
    writes: BTreeMap<ArrayId, Vec<Vec<Index>>>,
}

/// What is known of one array: what stands at the end of each path.
#[derive(Default)]
struct Known {
    /// By the literal that a path begins with.
    literal: BTreeMap<usize, Vec<(Vec<Index>, Node)>>,
    other: Vec<(Vec<Index>, Node)>,
}

impl Known {
    fn beside(&self, path: &[Index]) -> &[(Vec<Index>, Node)] {
        match path.first() {
            Some(Index::Literal(first)) => self.literal.get(first).map_or(&[], |known| known),
            _ => &self.other,
        }
    }

    fn forget(&mut self, path: &[Index]) {
        match path.first() {
            // paths that begin with other literals are disjoint
            Some(Index::Literal(first)) => {
                if let Some(known) = self.literal.get_mut(first) {
                    known.retain(|(other, _)| disjoint(other, path));
                }
            }
            _ => self.literal.values_mut().for_each(|known| known.retain(|(other, _)| disjoint(other, path))),
        }
        self.other.retain(|(other, _)| disjoint(other, path));
    }

    fn learn(&mut self, path: &[Index], value: Node) {
        let known = match path.first() {
            Some(Index::Literal(first)) => self.literal.entry(*first).or_default(),
            _ => &mut self.other,
        };
        known.retain(|(other, _)| other != path);
        known.push((path.to_vec(), value));
    }
}

/// More writes than these to one array are taken for one to all of it.
const MANY: usize = 64;

impl Memory {
    pub(super) fn new(repeated: bool) -> Self {
        Memory { repeated, known: BTreeMap::new(), writes: BTreeMap::new() }
    }

    fn write(&mut self, array: ArrayId, path: &[Index]) {
        if let Some(known) = self.known.get_mut(&array) {
            known.forget(path);
        }
        let writes = self.writes.entry(array).or_default();
        if writes.len() < MANY {
            writes.push(path.to_vec());
        } else {
            *writes = vec![Vec::new()];
        }
    }

    /// What an inner block has written is no longer known.
    pub(super) fn after(&mut self, inner: &Memory) {
        for (array, paths) in &inner.writes {
            paths.iter().for_each(|path| self.write(*array, path));
        }
    }

    fn learn(&mut self, place: &Place, value: Node) {
        self.known.entry(place.array).or_default().learn(&place.path, value);
    }
}

/// Whether two paths into one array never lead to a common element.
pub(super) fn disjoint(a: &[Index], b: &[Index]) -> bool {
    for (a, b) in a.iter().zip(b) {
        match (a, b) {
            (Index::Literal(a), Index::Literal(b)) if a != b => return true,
            (Index::Range(_), _) | (_, Index::Range(_)) => return false,
            _ => {}
        }
    }
    false
}

impl Reader<'_> {
    /// The number at a place.
    pub(super) fn load(&mut self, place: Place, hint: &str) -> Node {
        if let Some(known) = self.known(&place) {
            return known;
        }
        let out = self.var(VarKind::Real, hint);
        self.step(Step::Load { out, place: place.clone() });
        let value = self.leaf(out);
        self.frame().memory.learn(&place, value);
        value
    }

    fn known(&self, place: &Place) -> Option<Node> {
        let writable = self.arrays[place.array.0 as usize].writable;
        for frame in self.frames.iter().rev() {
            let memory = &frame.memory;
            let known = memory.known.get(&place.array).map_or(&[][..], |known| known.beside(&place.path));
            if let Some((_, value)) = known.iter().find(|(path, _)| *path == place.path) {
                return Some(*value);
            }
            let written =
                memory.writes.get(&place.array).is_some_and(|w| w.iter().any(|path| !disjoint(path, &place.path)));
            if written || memory.repeated && writable {
                return None;
            }
        }
        None
    }

    /// A number is at a place.
    pub(super) fn learned(&mut self, place: &Place, value: Node) {
        self.frame().memory.learn(place, value);
    }

    pub(super) fn store(&mut self, place: Place, value: Node) {
        self.written(&place);
        let id = self.here(value);
        self.frame().memory.learn(&place, value);
        self.step(Step::Store { place, value: id });
    }

    pub(super) fn add_to(&mut self, place: Place, value: Node, negative: bool) {
        self.written(&place);
        let value = self.here(value);
        self.step(Step::Add { place, value, negative });
    }

    /// Something is written to a place.
    pub(super) fn written(&mut self, place: &Place) {
        self.frame().memory.write(place.array, &place.path);
    }
}
