//! An index of what stands in an arena: open addressing with linear probing. The keys stay where they are; a slot has the hash and the place
//! in the arena, so that a probe touches the arena only where it is likely to match.
//!
//! A macro works without optimisation, where a general hash table takes some thousand instructions for a look; this one takes a hundred.

/// A power of two of slots, at most 3/4 of them in use.
#[derive(Clone, Default)]
pub(crate) struct Index {
    /// The hash above, the place plus one below; 0 is empty, for a vector of zeros comes from the allocator as it is.
    slots: Vec<u64>,
    used: usize,
}

const EMPTY: u64 = 0;

fn slot(hash: u32, id: u32) -> u64 {
    (hash as u64) << 32 | (id as u64 + 1)
}

fn hash_of(slot: u64) -> u32 {
    (slot >> 32) as u32
}

/// Where a key is that is not there yet.
#[derive(Clone, Copy)]
pub(crate) struct Vacant {
    place: usize,
    hash: u32,
}

impl Index {
    /// The place in the arena of a key with a hash; `same` compares it with what stands at a place.
    pub(crate) fn find(&mut self, hash: u64, same: impl FnMut(u32) -> bool) -> Result<u32, Vacant> {
        self.reserve(1);
        self.probe(fold(hash), same)
    }

    /// The same without preparing for a new one.
    pub(crate) fn get(&self, hash: u64, same: impl FnMut(u32) -> bool) -> Option<u32> {
        if self.slots.is_empty() { None } else { self.probe(fold(hash), same).ok() }
    }

    /// Enters a key that [`find`](Index::find) has just not found.
    pub(crate) fn enter(&mut self, vacant: Vacant, id: u32) {
        self.slots[vacant.place] = slot(vacant.hash, id);
        self.used += 1;
    }

    /// Makes room for so many more keys at once, where their number is known: finding places anew costs more than they do.
    pub(crate) fn reserve(&mut self, additional: usize) {
        let needed = 4 * (self.used + additional);
        if needed > 3 * self.slots.len() {
            self.grow(needed.div_ceil(3).next_power_of_two().max(16));
        }
    }

    fn probe(&self, hash: u32, mut same: impl FnMut(u32) -> bool) -> Result<u32, Vacant> {
        let slots = &self.slots[..];
        let mask = slots.len() - 1;
        let mut place = hash as usize & mask;
        loop {
            let slot = slots[place];
            if slot == EMPTY {
                return Err(Vacant { place, hash });
            }
            let id = slot as u32 - 1;
            if hash_of(slot) == hash && same(id) {
                return Ok(id);
            }
            place = (place + 1) & mask;
        }
    }

    fn grow(&mut self, size: usize) {
        let old = std::mem::replace(&mut self.slots, vec![EMPTY; size]);
        let (old, slots) = (&old[..], &mut self.slots[..]);
        let mut at = 0;
        while at < old.len() {
            if old[at] != EMPTY {
                let mut place = hash_of(old[at]) as usize & (size - 1);
                while slots[place] != EMPTY {
                    place = (place + 1) & (size - 1);
                }
                slots[place] = old[at];
            }
            at += 1;
        }
    }
}

/// What a [`Table`] looks for.
pub(crate) trait Key: PartialEq {
    fn hash(&self) -> u64;
}

/// Values by key, in order of first appearance.
pub(crate) struct Table<K, V> {
    entries: Vec<(K, V)>,
    index: Index,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Table { entries: Vec::new(), index: Index::default() }
    }
}

impl<V: Default> Table<String, V> {
    /// The value of a text, made where there is none.
    pub(crate) fn of_text(&mut self, text: &str) -> &mut V {
        let entries = &self.entries[..];
        match self.index.find(hash_text(text), |at| entries[at as usize].0 == text) {
            Ok(at) => &mut self.entries[at as usize].1,
            Err(vacant) => self.enter(vacant, text.to_owned()),
        }
    }
}

impl<K, V: Default> Table<K, V> {
    fn enter(&mut self, vacant: Vacant, key: K) -> &mut V {
        let at = self.entries.len();
        self.index.enter(vacant, at as u32);
        self.entries.push((key, V::default()));
        &mut self.entries[at].1
    }
}

impl<K: Key, V: Default> Table<K, V> {
    /// The value of a key, made where there is none.
    pub(crate) fn of(&mut self, key: K) -> &mut V {
        let entries = &self.entries[..];
        match self.index.find(key.hash(), |at| entries[at as usize].0 == key) {
            Ok(at) => &mut self.entries[at as usize].1,
            Err(vacant) => self.enter(vacant, key),
        }
    }

    /// The value of a key, where there is one.
    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        let entries = &self.entries[..];
        let at = self.index.get(key.hash(), |at| entries[at as usize].0 == *key)?;
        Some(&entries[at as usize].1)
    }

    pub(crate) fn into_entries(self) -> Vec<(K, V)> {
        self.entries
    }
}

/// The half that depends on all words.
fn fold(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// A hash with one more word in it.
pub(crate) const fn mix(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The hash of a text.
pub(crate) fn hash_text(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut hash = bytes.len() as u64;
    let mut at = 0;
    while at < bytes.len() {
        hash = mix(hash, u64::from(bytes[at]));
        at += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_entered_is_found_and_nothing_else() {
        let mut index = Index::default();
        let keys: Vec<u64> = (0..1_000).map(|key| key * key).collect();
        // few hashes, so that many keys share one
        let hash = |key: u64| mix(0, key % 97);
        for (id, key) in keys.iter().enumerate() {
            let same = |id: u32| keys[id as usize] == *key;
            assert_eq!(index.get(hash(*key), same), None);
            let vacant = index.find(hash(*key), same).expect_err("not entered");
            index.enter(vacant, id as u32);
        }
        for (id, key) in keys.iter().enumerate() {
            assert_eq!(index.get(hash(*key), |id| keys[id as usize] == *key), Some(id as u32));
            assert_eq!(index.get(hash(key + 2), |id| keys[id as usize] == key + 2), None);
        }
    }

    impl Key for u64 {
        fn hash(&self) -> u64 {
            mix(0, self % 7)
        }
    }

    #[test]
    fn a_table_keeps_the_order_of_first_appearance() {
        let mut counts: Table<u64, usize> = Table::default();
        for key in [20, 3, 20, 10, 3, 20] {
            *counts.of(key) += 1;
        }
        assert_eq!((counts.get(&20), counts.get(&13)), (Some(&3), None));
        assert_eq!(counts.into_entries(), [(20, 3), (3, 2), (10, 1)]);
    }
}
