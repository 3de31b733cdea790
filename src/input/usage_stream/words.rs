//! The words of a column that were met before, by their bytes: what they mean is looked up, not
//! worked out again.

use rustc_hash::FxHashMap;

/// Words of up to fifteen bytes are compared as one number.
const SHORT: usize = 15;
/// So many short words are found without search; a power of two.
const RECENT: usize = 1 << 12;

/// Known words, each with its number.
pub(crate) struct Words {
    short: FxHashMap<u128, u32>,
    long: FxHashMap<Box<[u8]>, u32>,
    /// Short words by a cheap hash, the latest in each place; the number is counted from 1.
    recent: Vec<(u128, u32)>,
}

impl Default for Words {
    fn default() -> Words {
        Words {
            short: FxHashMap::default(),
            long: FxHashMap::default(),
            recent: vec![(0, 0); RECENT],
        }
    }
}

impl Words {
    /// Finds the number of a word.
    #[inline]
    pub(crate) fn find(&mut self, block: &[u8], from: usize, to: usize) -> Option<u32> {
        let Some(packed) = pack(block, from, to) else {
            return self.long.get(&block[from..to]).copied();
        };
        let recent = &mut self.recent[hash(packed)];
        if recent.0 == packed && recent.1 != 0 {
            return Some(recent.1.wrapping_sub(1));
        }
        let number = self.short.get(&packed).copied()?;
        *recent = (packed, number.checked_add(1)?);
        Some(number)
    }

    /// Gives a word a number.
    pub(crate) fn learn(&mut self, word: &[u8], number: u32) {
        match pack(word, 0, word.len()) {
            Some(packed) => self.short.insert(packed, number),
            None => self.long.insert(word.into(), number),
        };
    }
}

/// Makes a number of a short word: its bytes, and its length above them.
#[inline]
fn pack(block: &[u8], from: usize, to: usize) -> Option<u128> {
    let length = to.wrapping_sub(from);
    if length > SHORT {
        return None;
    }
    let bytes: [u8; 16] = match block.get(from..from.wrapping_add(16)) {
        Some(bytes) => bytes.try_into().ok()?,
        None => {
            let mut bytes = [0; 16];
            bytes[..length].copy_from_slice(&block[from..to]);
            bytes
        }
    };
    let mask = (1_u128 << (8 * length)).wrapping_sub(1);
    Some(u128::from_le_bytes(bytes) & mask | (length as u128) << 120)
}

/// A place among the recent words.
#[expect(
    clippy::cast_possible_truncation,
    reason = "both halves, and the upper bits of their product, are wanted"
)]
fn hash(packed: u128) -> usize {
    let mixed = (packed as u64) ^ ((packed >> 64) as u64).rotate_left(29);
    (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - RECENT.trailing_zeros())) as usize
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_by_all_their_bytes() {
        let text = b"HE,HESSE,\0,\0\0,,12345678901234567890,1234567890123456";
        let mut words = Words::default();
        let all: Vec<&[u8]> = text.split(|byte| *byte == b',').collect();
        for (number, word) in (0..).zip(&all) {
            words.learn(word, number);
        }
        let mut from = 0;
        for (number, word) in (0..).zip(&all) {
            assert_eq!(words.find(text, from, from + word.len()), Some(number));
            from += word.len() + 1;
        }
        assert_eq!(words.find(text, 0, 1), None);
    }
}
