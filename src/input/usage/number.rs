//! Ordinary numbers of a large file; whatever else is a number is left to the strict reader.

/// How numbers are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// Before the decimals.
    pub(super) decimal: u8,
    /// Between groups of three digits, where that is allowed.
    pub(super) thousands: Option<u8>,
    /// Whether the layout says so.
    pub(super) declared: bool,
}

/// Parts of one in the second part of a number.
pub(super) const MICRO: i64 = 1_000_000;

/// Reads a number of up to 15 digits and 6 decimals as wholes and millionths, both with its sign.
pub(super) fn read(text: &[u8], style: Style) -> Option<(i64, i64)> {
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
        millionths = (digit < 10).then(|| millionths.wrapping_mul(10).wrapping_add(digit.into()))?;
    }
    Some(if negative { (-whole, -millionths) } else { (whole, millionths) })
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
    (whole_groups && (1..=15).contains(&digits)).then_some(value)
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
        for (text, value) in
            [("0", (0, 0)), ("17", (17, 0)), ("-17.5", (-17, -500_000)), ("0.000001", (0, 1))]
        {
            assert_eq!(read(text.as_bytes(), ENGLISH), Some(value), "{text}");
        }
        for text in ["", "-", "+1", "01", "1.", ".5", "1e3", "1,000", "1.0000001", "1234567890123456", "1 "] {
            assert_eq!(read(text.as_bytes(), ENGLISH), None, "{text}");
        }
        let undeclared = Style { declared: false, ..ENGLISH };
        assert_eq!(read(b"1.080", ENGLISH), Some((1, 80_000)));
        assert_eq!(read(b"1.080", undeclared), None);
        assert_eq!(read(b"0.125", undeclared), Some((0, 125_000)));
        assert_eq!(read(b"1234.567", undeclared), Some((1234, 567_000)));
        for (text, value) in
            [("1.080", (1080, 0)), ("1.234.567,5", (1_234_567, 500_000)), ("12345", (12345, 0))]
        {
            assert_eq!(read(text.as_bytes(), GERMAN), Some(value), "{text}");
        }
        for text in ["1.08", "10.999.99", "1234.567", ".123", "1..234", "1,", "0.123"] {
            assert_eq!(read(text.as_bytes(), GERMAN), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_in_german_is_what_the_strict_reader_reads(text in "-?[0-9.]{0,12}(,[0-9]{0,8})?") {
            let strict = NumberStyle { decimal: ',', thousands: vec!['.'], declared: true };
            if let Some((wholes, millionths)) = read(text.as_bytes(), GERMAN) {
                let value = &Ratio::from(i128::from(wholes)) + &Ratio::new(millionths.into(), MICRO.into());
                let (plain, oddity) = strict.plain(&text).unwrap();
                prop_assert_eq!(oddity, None);
                prop_assert_eq!(Ratio::from(parse_number(&plain).unwrap()), value);
            }
        }

        #[test]
        fn what_is_read_is_what_the_strict_reader_reads(text in "-?[0-9]{0,17}(\\.[0-9]{0,8})?") {
            if let Some((wholes, millionths)) = read(text.as_bytes(), ENGLISH) {
                let value = &Ratio::from(i128::from(wholes)) + &Ratio::new(millionths.into(), MICRO.into());
                prop_assert_eq!(Ratio::from(parse_number(&text).unwrap()), value);
            }
        }
    }
}
