//! Strict reading of numbers: one grammar, no guess between two readings.
//!
//! `Decimal::from_str` accepts `1_000`, `.5`, `5.` and `1e3` and rounds beyond 28 digits without a
//! word, so every text passes the grammar here first.

use rust_decimal::Decimal;

use super::{Cents, Ratio};

/// Why a text is not the number that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFault {
    /// Nothing there.
    Empty,
    /// Not digits with at most one decimal point.
    NotANumber,
    /// A comma, where the layout has a decimal point.
    Comma,
    /// Three decimals, or several points: perhaps thousands, perhaps not.
    Thousands,
    /// More than two decimals in an amount.
    SubCent,
    /// More digits than can be carried exactly (28 for quantities, 15 before the point for
    /// amounts).
    TooLarge,
    /// A share without `%` or `/`.
    NoShareSign,
    /// A fraction with a denominator of zero.
    ZeroDenominator,
}

/// The most digits that an amount may have before its decimal point.
const AMOUNT_DIGITS: usize = 15;

/// Reads a plain decimal number: `[+-]digits[.digits]`.
pub fn parse_number(text: &str) -> Result<Decimal, NumberFault> {
    if text.is_empty() {
        return Err(NumberFault::Empty);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = match unsigned.split_once('.') {
        Some((whole, part)) => (whole, Some(part)),
        None => (unsigned, None),
    };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !part.is_none_or(digits) {
        return Err(why_not(unsigned));
    }
    Decimal::from_str_exact(text.strip_prefix('+').unwrap_or(text))
        .map_err(|_| NumberFault::TooLarge)
}

/// Finds the reason why an unsigned text misses the grammar.
fn why_not(unsigned: &str) -> NumberFault {
    let numeric =
        |mark: char| unsigned.chars().all(|c| c.is_ascii_digit() || c == mark || c == '.');
    if unsigned.contains(',') && numeric(',') && unsigned.starts_with(|c: char| c.is_ascii_digit())
    {
        NumberFault::Comma
    } else if unsigned.matches('.').count() > 1 && numeric('.') {
        NumberFault::Thousands
    } else {
        NumberFault::NotANumber
    }
}

/// Reads an amount of money with at most two decimals.
pub fn parse_amount(text: &str) -> Result<Cents, NumberFault> {
    let value = parse_number(text)?;
    let whole = text.trim_start_matches(['-', '+']).split('.').next().unwrap_or_default();
    if whole.trim_start_matches('0').len() > AMOUNT_DIGITS {
        return Err(NumberFault::TooLarge);
    }
    match value.scale() {
        0..=2 => {}
        3 => return Err(NumberFault::Thousands),
        _ => return Err(NumberFault::SubCent),
    }
    Ratio::from(value)
        .checked_div(&Ratio::new(1, 100))
        .and_then(|cents| Cents::round(&cents, Cents::ONE, super::Mode::Down))
        .ok_or(NumberFault::TooLarge)
}

/// A part of a whole as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Share {
    /// `25 %`; the value is 1/4.
    Percent(Ratio),
    /// `2/3`.
    Fraction(Ratio),
}

impl Share {
    /// Returns the part as an exact fraction of the whole.
    pub fn value(&self) -> &Ratio {
        match self {
            Share::Percent(value) | Share::Fraction(value) => value,
        }
    }
}

/// Reads a share: `25 %`, `12.5%` or `2/3`.
pub fn parse_share(text: &str) -> Result<Share, NumberFault> {
    if text.is_empty() {
        return Err(NumberFault::Empty);
    }
    if let Some(number) = text.strip_suffix('%') {
        let number =
            Ratio::from(parse_number(number.trim_end_matches([' ', '\u{a0}', '\u{202f}']))?);
        return Ok(Share::Percent(&number * &Ratio::new(1, 100)));
    }
    if text.contains('/') {
        return parse_fraction(text).map(Share::Fraction);
    }
    parse_number(text)?;
    Err(NumberFault::NoShareSign)
}

/// The most digits of each part of a fraction: an exact result of a calculation can be written
/// back.
const FRACTION_DIGITS: usize = 1000;

/// So many digits are read at once.
const CHUNK: usize = 18;

/// Reads a fraction of two whole numbers: `2/3`.
pub fn parse_fraction(text: &str) -> Result<Ratio, NumberFault> {
    let (top, bottom) = text.split_once('/').ok_or(NumberFault::NotANumber)?;
    let (top, bottom) = (parse_whole(top)?, parse_whole(bottom)?);
    top.checked_div(&bottom).ok_or(NumberFault::ZeroDenominator)
}

fn parse_whole(text: &str) -> Result<Ratio, NumberFault> {
    let text = text.trim_matches(' ');
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NumberFault::NotANumber);
    }
    if digits.len() > FRACTION_DIGITS {
        return Err(NumberFault::TooLarge);
    }
    let (first, rest) = digits.split_at(digits.len() % CHUNK);
    let number = |digits: &[u8]| {
        digits.iter().fold(0_i128, |all, digit| {
            all.saturating_mul(10).saturating_add(i128::from(digit.saturating_sub(b'0')))
        })
    };
    let shift = Ratio::from(number(b"1000000000000000000"));
    let chunks = rest.as_bytes().chunks(CHUNK);
    let value = chunks.fold(Ratio::from(number(first.as_bytes())), |value, chunk| {
        &(&value * &shift) + &Ratio::from(number(chunk))
    });
    Ok(if text.starts_with('-') { &Ratio::ZERO - &value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_follow_one_grammar() {
        for (text, cents) in [
            ("0", 0),
            ("12", 1200),
            ("12.5", 1250),
            ("-1234.56", -123_456),
            ("+50.00", 5000),
            ("007.10", 710),
            ("-0", 0),
            ("-0.00", 0),
            ("999999999999999.99", 99_999_999_999_999_999),
        ] {
            assert_eq!(parse_amount(text), Ok(Cents::new(cents)), "{text}");
        }
        for (text, fault) in [
            ("", NumberFault::Empty),
            ("1_000", NumberFault::NotANumber),
            ("1e3", NumberFault::NotANumber),
            (".5", NumberFault::NotANumber),
            ("5.", NumberFault::NotANumber),
            ("1 000", NumberFault::NotANumber),
            (" 1", NumberFault::NotANumber),
            ("--1", NumberFault::NotANumber),
            ("+-1", NumberFault::NotANumber),
            ("1.5-", NumberFault::NotANumber),
            ("12 EUR", NumberFault::NotANumber),
            ("-0.0.66962", NumberFault::Thousands),
            ("10.999.99", NumberFault::Thousands),
            ("1.234,56", NumberFault::Comma),
            ("1,080", NumberFault::Comma),
            ("1.080", NumberFault::Thousands),
            ("0.0001", NumberFault::SubCent),
            ("1000000000000000", NumberFault::TooLarge),
            ("99999999999999999999999999999999999", NumberFault::TooLarge),
            ("\u{0661}", NumberFault::NotANumber),
        ] {
            assert_eq!(parse_amount(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_share_says_what_it_is() {
        assert_eq!(parse_share("25 %"), Ok(Share::Percent(Ratio::new(1, 4))));
        assert_eq!(parse_share("12.5%"), Ok(Share::Percent(Ratio::new(1, 8))));
        assert_eq!(parse_share("2/3"), Ok(Share::Fraction(Ratio::new(2, 3))));
        let long = format!("{}/{}", "2".repeat(80), "6".repeat(80));
        assert_eq!(parse_share(&long), Ok(Share::Fraction(Ratio::new(1, 3))));
        assert_eq!(parse_fraction("-10/4"), Ok(Ratio::new(-5, 2)));
        assert_eq!(parse_fraction(&format!("{}/1", "9".repeat(1001))), Err(NumberFault::TooLarge));
        assert_eq!(parse_share("0.25"), Err(NumberFault::NoShareSign));
        assert_eq!(parse_share("12,5 %"), Err(NumberFault::Comma));
        assert_eq!(parse_share("1/0"), Err(NumberFault::ZeroDenominator));
        assert_eq!(parse_share("1/"), Err(NumberFault::NotANumber));
        assert_eq!(parse_share("1.5/2"), Err(NumberFault::NotANumber));
        assert_eq!(parse_share("%"), Err(NumberFault::Empty));
    }
}
