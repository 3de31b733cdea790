//! Seeded damage to the bytes of files: the same seed gives the same mutant. The tests beside the
//! code use it, too.

/// Numbers that look random and are the same for the same seed (SplitMix64).
pub(crate) struct Dice(u64);

impl Dice {
    /// Begins with a seed.
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// Returns a number below a bound; 0 where the bound is 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 1).unwrap() % bound.max(1)
    }

    /// Picks one of several.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    /// Returns a stretch of some bytes, at most so long.
    fn stretch(&mut self, len: usize, longest: usize) -> std::ops::Range<usize> {
        let from = self.below(len + 1);
        from..len.min(from + 1 + self.below(longest))
    }
}

/// Damages bytes in one to four places: by words of their language, and with a stretch of another
/// file.
pub(crate) fn mutate(dice: &mut Dice, bytes: &mut Vec<u8>, words: &[&str], other: &[u8]) {
    for _ in 0..=dice.below(4) {
        mutate_once(dice, bytes, words, other);
    }
}

fn mutate_once(dice: &mut Dice, bytes: &mut Vec<u8>, words: &[&str], other: &[u8]) {
    let here = dice.below(bytes.len() + 1);
    match dice.below(24) {
        0 => bytes.iter_mut().skip(here).take(1).for_each(|byte| *byte ^= 1 << dice.below(8)),
        1 => bytes
            .iter_mut()
            .skip(here)
            .take(1)
            .for_each(|byte| *byte = u8::try_from(dice.below(256)).unwrap()),
        2..=8 => insert(bytes, here, dice.pick(words).as_bytes()),
        9..=12 => {
            let gone = dice.stretch(bytes.len(), 4);
            bytes.splice(gone, dice.pick(words).bytes());
        }
        13..=16 => drop(bytes.drain(dice.stretch(bytes.len(), 4))),
        17 => drop(bytes.drain(dice.stretch(bytes.len(), 60))),
        18 | 19 => {
            let again = bytes[dice.stretch(bytes.len(), 60)].to_vec();
            insert(bytes, here, &again);
        }
        20 => bytes.truncate(here),
        21 => {
            let piece = &other[dice.stretch(other.len(), 200)];
            insert(bytes, here, piece);
        }
        22 => {
            let behind = dice.stretch(other.len(), other.len());
            bytes.truncate(here);
            bytes.extend_from_slice(&other[behind]);
        }
        _ => {
            let often = if dice.below(20) == 0 { 2000 } else { 12 };
            let many = dice.pick(words).repeat(1 + dice.below(often));
            insert(bytes, here, many.as_bytes());
        }
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    bytes.splice(at..at, piece.iter().copied());
}

/// The seeds of the mutants: so many from 0 on, unless `UMLAGE_CASES` has another number or
/// `FROM..TO`.
#[expect(clippy::disallowed_methods, reason = "a number of tests, no figure of a result")]
pub(crate) fn seeds(default: u64) -> std::ops::Range<u64> {
    let said = std::env::var("UMLAGE_CASES").unwrap_or_else(|_| default.to_string());
    let (from, to) = said.split_once("..").unwrap_or(("0", &said));
    from.parse().unwrap()..to.parse().unwrap()
}

/// The contents of all files below `fixtures` in some of its folders with one ending, sorted by
/// path.
pub(crate) fn fixtures(groups: &[&str], ending: &str) -> Vec<Vec<u8>> {
    let mut paths = Vec::new();
    for group in groups {
        let pattern = format!("{}/fixtures/{group}/**/*.{ending}", env!("CARGO_MANIFEST_DIR"));
        // A folder may be called like a file, to see what is said of it.
        paths.extend(
            glob::glob(&pattern).unwrap().map(Result::unwrap).filter(|path| path.is_file()),
        );
    }
    paths.sort();
    assert!(!paths.is_empty(), "no files in {groups:?}");
    paths
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .filter(|bytes| bytes.len() < 1 << 14)
        .collect()
}
