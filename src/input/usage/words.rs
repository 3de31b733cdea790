//! The words of a column that were met before, by their bytes: what they mean is looked up, not worked out again.

use rustc_hash::FxHashMap;

/// Words of up to fifteen bytes are compared as one number.
const SHORT: usize = 15;

/// Known words, each with its number.
#[derive(Default)]
pub(super) struct Words {
    short: FxHashMap<u128, u32>,
    long: FxHashMap<Box<[u8]>, u32>,
    last: Option<(u128, u32)>,
}

impl Words {
    /// Finds the number of a word.
    pub(super) fn find(&mut self, block: &[u8], from: usize, to: usize) -> Option<u32> {
        let Some(packed) = pack(block, from, to) else { return self.long.get(&block[from..to]).copied() };
        if let Some((last, number)) = self.last
            && last == packed
        {
            return Some(number);
        }
        let number = self.short.get(&packed).copied()?;
        self.last = Some((packed, number));
        Some(number)
    }

    /// Gives a word a number.
    pub(super) fn learn(&mut self, word: &[u8], number: u32) {
        match pack(word, 0, word.len()) {
            Some(packed) => self.short.insert(packed, number),
            None => self.long.insert(word.into(), number),
        };
    }
}

/// Makes a number of a short word: its bytes, and its length above them.
fn pack(block: &[u8], from: usize, to: usize) -> Option<u128> {
    let length = to.checked_sub(from).filter(|length| *length <= SHORT)?;
    let bytes: [u8; 16] = match block.get(from..from + 16) {
        Some(bytes) => bytes.try_into().ok()?,
        None => {
            let mut bytes = [0; 16];
            bytes[..length].copy_from_slice(&block[from..to]);
            bytes
        }
    };
    let mask = (1_u128 << (8 * length)) - 1;
    Some(u128::from_le_bytes(bytes) & mask | (length as u128) << 120)
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
