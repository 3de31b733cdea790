//! Rows of a large file that repeat others: how often, among as many different rows as there is
//! room for.
//!
//! The rows with the smallest digests are kept. Which these are depends on the rows alone, not on
//! their order or on who read them, and each is counted from its first time on.

use std::collections::BTreeMap;
use std::hash::Hasher as _;

use rustc_hash::FxHasher;

/// So many different rows are kept.
pub(in crate::input) const KEPT: usize = 4096;

/// How often a row stands in a file, and where it is met first.
#[derive(Clone, Copy)]
pub(crate) struct Times {
    count: u64,
    first: u32,
    second: u32,
}

/// The rows that are kept, by their digests.
#[derive(Clone, Default)]
pub(crate) struct Sample {
    rows: BTreeMap<u64, Times>,
}

/// What a sample says.
pub(crate) struct Repeated {
    /// How many different rows were looked at, and whether they are all there are.
    pub(crate) rows: u64,
    pub(crate) is_all: bool,
    /// How many rows repeat one of these.
    pub(crate) more: u64,
    /// The lines of a row and its first repetition.
    pub(crate) lines: [u32; 2],
}

impl Sample {
    /// Takes a row in.
    #[inline]
    pub(crate) fn take(&mut self, row: &[u8], line: u32) {
        let digest = digest(row);
        let is_full = self.rows.len() >= KEPT;
        if is_full && self.rows.last_key_value().is_some_and(|(last, _)| digest > *last) {
            return;
        }
        self.add(digest, Times { count: 1, first: line, second: u32::MAX });
    }

    /// Takes in what another has kept of the same file.
    pub(crate) fn join(&mut self, other: Sample) {
        for (digest, times) in other.rows {
            self.add(digest, times);
        }
    }

    fn add(&mut self, digest: u64, times: Times) {
        self.rows.entry(digest).and_modify(|known| *known = known.and(times)).or_insert(times);
        if self.rows.len() > KEPT {
            self.rows.pop_last();
        }
    }

    /// Tells whether rows repeat others.
    pub(crate) fn repeated(&self) -> Option<Repeated> {
        let more = |times: &Times| times.count.saturating_sub(1);
        let lines = self
            .rows
            .values()
            .filter(|times| times.count > 1)
            .map(|times| [times.first, times.second]);
        Some(Repeated {
            lines: lines.min()?,
            rows: self.rows.len() as u64,
            is_all: self.rows.len() < KEPT,
            more: self.rows.values().map(more).sum(),
        })
    }
}

impl Times {
    /// Adds other times of the same row.
    fn and(self, other: Times) -> Times {
        let mut lines = [self.first, self.second, other.first, other.second];
        lines.sort_unstable();
        Times { count: self.count.saturating_add(other.count), first: lines[0], second: lines[1] }
    }
}

/// A digest of a row without its line end.
#[inline]
fn digest(row: &[u8]) -> u64 {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    let row = row.strip_suffix(b"\r").unwrap_or(row);
    let mut hasher = FxHasher::default();
    hasher.write(row);
    // The upper bits decide which rows are kept: all bits of the row must reach them.
    let mixed = hasher.finish();
    (mixed ^ (mixed >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_does_not_depend_on_order_or_on_who_read() {
        let rows: Vec<Vec<u8>> = (0..20_000_u32)
            .map(|number| format!("2024,s,HE,{}\n", number % 9_000).into_bytes())
            .collect();
        let read = |parts: usize, backwards: bool| {
            let mut samples = vec![Sample::default(); parts];
            let mut lines: Vec<usize> = (0..rows.len()).collect();
            if backwards {
                lines.reverse();
            }
            for (turn, line) in lines.into_iter().enumerate() {
                samples[turn % parts].take(&rows[line], u32::try_from(line).unwrap());
            }
            let mut all = Sample::default();
            samples.into_iter().for_each(|sample| all.join(sample));
            all.repeated().map(|found| (found.rows, found.is_all, found.more, found.lines))
        };
        let found = read(1, false).unwrap();
        assert!(found.0 == KEPT as u64 && !found.1 && found.2 > 4096, "{found:?}");
        assert_eq!(read(3, false), Some(found));
        assert_eq!(read(2, true), Some(found));
    }

    #[test]
    fn few_rows_are_all_looked_at() {
        let mut sample = Sample::default();
        sample.take(b"a\r\n", 2);
        sample.take(b"b\r\n", 3);
        assert!(sample.repeated().is_none());
        sample.take(b"a", 4);
        let found = sample.repeated().unwrap();
        assert_eq!((found.rows, found.is_all, found.more, found.lines), (2, true, 1, [2, 4]));
    }
}
