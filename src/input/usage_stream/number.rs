//! Ordinary numbers of a large file; whatever else is a number is left to the strict reader.

/// How numbers are written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// Before the decimals.
    pub(crate) decimal: u8,
    /// Between groups of three digits, where that is allowed.
    pub(crate) thousands: Option<u8>,
    /// Whether the layout says so.
    pub(crate) declared: bool,
}

/// Numbers are counted in millionths.
pub(crate) const MICRO: i64 = 1_000_000;

/// Reads a field as a number of up to 12 digits and 6 decimals, in millionths.
#[inline]
pub(crate) fn read(block: &[u8], from: usize, to: usize, style: Style) -> Option<i64> {
    match eight_digits(block, from, to) {
        Some(wholes) => Some(wholes.wrapping_mul(MICRO)),
        None => any(&block[from..to], style),
    }
}

/// Reads up to eight digits at once, in halves, quarters and eighths of a word.
#[inline]
fn eight_digits(block: &[u8], from: usize, to: usize) -> Option<i64> {
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    const UPPER: u64 = 0xf0f0_f0f0_f0f0_f0f0;
    let length = to.wrapping_sub(from);
    if length.wrapping_sub(1) >= 8 || block[from] == b'0' && length > 1 {
        return None;
    }
    let bytes: [u8; 8] = block.get(to.wrapping_sub(8)..to)?.try_into().ok()?;
    let before = (1_u64 << (8 * (8 - length))).wrapping_sub(1);
    let text = u64::from_le_bytes(bytes) & !before | ZEROS & before;
    let past_nine = text.wrapping_add(0x0606_0606_0606_0606);
    if (text & UPPER) != ZEROS || (past_nine & UPPER) != ZEROS {
        return None;
    }
    let pairs = (text & !UPPER).wrapping_mul(10 << 8 | 1) >> 8;
    let fours = (pairs & 0x00ff_00ff_00ff_00ff).wrapping_mul(100 << 16 | 1) >> 16;
    let eight = (fours & 0x0000_ffff_0000_ffff).wrapping_mul(10_000 << 32 | 1) >> 32;
    i64::try_from(eight).ok()
}

/// Reads a number digit by digit.
fn any(text: &[u8], style: Style) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let point = digits.iter().position(|byte| *byte == style.decimal);
    let (whole, part) = match point {
        Some(at) => (&digits[..at], &digits[at + 1..]),
        None => (digits, &[][..]),
    };
    let ordinary = match whole {
        [] => false,
        [b'0', rest @ ..] => rest.is_empty(),
        _ => true,
    };
    if !ordinary || point.is_some() && part.is_empty() || part.len() > 6 {
        return None;
    }
    if !style.declared && part.len() == 3 && whole.len() <= 3 && whole != b"0" {
        return None;
    }
    let whole = wholes(whole, style.thousands)?;
    let mut millionths = 0_i64;
    for index in 0..6 {
        let digit = part.get(index).copied().unwrap_or(b'0').wrapping_sub(b'0');
        millionths =
            (digit < 10).then(|| millionths.wrapping_mul(10).wrapping_add(digit.into()))?;
    }
    let all = whole.wrapping_mul(MICRO).wrapping_add(millionths);
    Some(if negative { all.wrapping_neg() } else { all })
}

fn wholes(text: &[u8], thousands: Option<u8>) -> Option<i64> {
    if text.len() > 19 {
        return None;
    }
    let mut value = 0_i64;
    let (mut group, mut digits, mut grouped) = (0, 0, false);
    for byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            value = value.wrapping_mul(10).wrapping_add(digit.into());
            group += 1;
            digits += 1;
        } else {
            let fits = if grouped { group == 3 } else { (1..=3).contains(&group) };
            if Some(*byte) != thousands || !fits {
                return None;
            }
            (grouped, group) = (true, 0);
        }
    }
    let whole_groups = !grouped || group == 3;
    (whole_groups && (1..=12).contains(&digits)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{NumberStyle, Ratio, parse_number};
    use proptest::prelude::*;

    const ENGLISH: Style = Style { decimal: b'.', thousands: None, declared: true };
    const GERMAN: Style = Style { decimal: b',', thousands: Some(b'.'), declared: true };

    #[test]
    fn ordinary_numbers_are_read_and_others_left() {
        for (text, value) in [("0", 0), ("17", 17 * MICRO), ("-17.5", -17_500_000), ("0.000001", 1)]
        {
            assert_eq!(read(text.as_bytes(), ENGLISH), Some(value), "{text}");
        }
        for text in
            ["", "-", "+1", "01", "1.", ".5", "1e3", "1,000", "1.0000001", "1234567890123", "1 "]
        {
            assert_eq!(read(text.as_bytes(), ENGLISH), None, "{text}");
        }
        let undeclared = Style { declared: false, ..ENGLISH };
        assert_eq!(read(b"1.080", ENGLISH), Some(1_080_000));
        assert_eq!(read(b"1.080", undeclared), None);
        assert_eq!(read(b"0.125", undeclared), Some(125_000));
        assert_eq!(read(b"1234.567", undeclared), Some(1_234_567_000));
        for (text, value) in [
            ("1.080", 1_080_000_000),
            ("1.234.567,5", 1_234_567_500_000),
            ("12345", 12_345_000_000),
        ] {
            assert_eq!(read(text.as_bytes(), GERMAN), Some(value), "{text}");
        }
        for text in ["1.08", "10.999.99", "1234.567", ".123", "1..234", "1,", "0.123"] {
            assert_eq!(read(text.as_bytes(), GERMAN), None, "{text}");
        }
    }

    /// Reads a text between others.
    fn read(text: &[u8], style: Style) -> Option<i64> {
        let block = [b"123456789,", text, b",1"].concat();
        super::read(&block, 10, 10 + text.len(), style)
    }

    proptest! {
        #[test]
        fn what_is_read_in_german_is_what_the_strict_reader_reads(
            text in "-?[0-9.]{0,12}(,[0-9]{0,8})?",
        ) {
            let strict = NumberStyle { decimal: ',', thousands: vec!['.'], declared: true };
            if let Some(millionths) = read(text.as_bytes(), GERMAN) {
                let value = Ratio::new(millionths.into(), MICRO.into());
                let (plain, oddity) = strict.plain(&text).unwrap();
                prop_assert_eq!(oddity, None);
                prop_assert_eq!(Ratio::from(parse_number(&plain).unwrap()), value);
            }
        }

        #[test]
        fn what_is_read_is_what_the_strict_reader_reads(text in "-?[0-9]{0,17}(\\.[0-9]{0,8})?") {
            if let Some(millionths) = read(text.as_bytes(), ENGLISH) {
                let value = Ratio::new(millionths.into(), MICRO.into());
                prop_assert_eq!(Ratio::from(parse_number(&text).unwrap()), value);
            }
        }
    }
}
