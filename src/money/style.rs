//! Numbers as a declared layout writes them: which mark is the decimal one and which may part
//! thousands.
//!
//! A text is first brought into the plain form of [`parse_number`](super::parse_number), digits
//! with a decimal point, or refused: there is never a second reading.
//!
//! Rules: rules.md#nothing-guessed.

use std::borrow::Cow;

use super::NumberFault;

/// How a layout writes numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberStyle {
    /// The decimal mark.
    pub decimal: char,
    /// The marks that may part thousands.
    pub thousands: Vec<char>,
    /// Whether the layout says so: only then may a number have a unit, its sign in another place,
    /// and thousands.
    pub declared: bool,
}

/// The marks that part thousands wherever the decimal mark is another.
const MARKS: [char; 7] = ['.', ',', ' ', '\u{a0}', '\u{202f}', '\'', '’'];

/// What is unusual about a number that has one reading nevertheless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Oddity {
    /// The minus sign stands behind: `100,00-`.
    TrailingMinus,
    /// Parentheses for a negative number: `(900,23)`.
    Parentheses,
    /// A minus sign that is not that of the keyboard: U+2212 or a dash.
    OtherMinus,
}

impl Default for NumberStyle {
    /// The style of a file whose layout says nothing: a decimal point and nothing else.
    fn default() -> NumberStyle {
        NumberStyle { decimal: '.', thousands: Vec::new(), declared: false }
    }
}

impl NumberStyle {
    /// The style of a layout that names its decimal mark: every other usual mark may part
    /// thousands.
    pub fn with_decimal(decimal: char) -> NumberStyle {
        let thousands = MARKS.into_iter().filter(|mark| *mark != decimal).collect();
        NumberStyle { decimal, thousands, declared: true }
    }

    /// Writes a number as this style has it, for a suggestion.
    pub fn example(&self) -> String {
        let mark = self.thousands.first().map(char::to_string).unwrap_or_default();
        format!("1{mark}234{}56", self.decimal)
    }

    /// Writes a number as plain digits with a decimal point, and tells what is unusual about it.
    pub fn plain<'t>(&self, text: &'t str) -> Result<(Cow<'t, str>, Option<Oddity>), NumberFault> {
        if !self.declared {
            return Ok((Cow::Borrowed(text), None));
        }
        if text.is_empty() {
            return Err(NumberFault::Empty);
        }
        let inner = without_unit(text)?;
        let (negative, digits, oddity) = sign(inner, inner.len() < text.len())?;
        let (whole, part) = match digits.split_once(self.decimal) {
            Some((whole, part)) => (whole, Some(part)),
            None => (digits, None),
        };
        let whole = self.without_thousands(whole)?;
        if part.is_some_and(|part| !is_digits(part)) {
            return Err(NumberFault::NotANumber);
        }
        let mut plain = String::with_capacity(text.len());
        plain.push_str(if negative { "-" } else { "" });
        plain.push_str(&whole);
        if let Some(part) = part {
            plain.push('.');
            plain.push_str(part);
        }
        Ok((Cow::Owned(plain), oddity))
    }

    /// Takes the marks between thousands out: one kind of mark, a first group of one to three
    /// digits that does not begin with 0, and then groups of exactly three.
    fn without_thousands(&self, whole: &str) -> Result<String, NumberFault> {
        if is_digits(whole) {
            return Ok(whole.to_owned());
        }
        let mark = whole.chars().find(|c| !c.is_ascii_digit()).unwrap_or_default();
        if !self.thousands.contains(&mark) {
            return Err(NumberFault::NotANumber);
        }
        let mut groups = whole.split(mark);
        let first = groups.next().unwrap_or_default();
        let good = is_digits(first) && first.len() <= 3 && !first.starts_with('0');
        if !good || !groups.all(|group| is_digits(group) && group.len() == 3) {
            return Err(NumberFault::Thousands);
        }
        Ok(whole.replace(mark, ""))
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

const BLANKS: [char; 3] = [' ', '\u{a0}', '\u{202f}'];
const UNITS: [&str; 2] = ["€", "EUR"];

/// Takes the unit off, before or behind the number, once.
fn without_unit(text: &str) -> Result<&str, NumberFault> {
    let behind = UNITS
        .iter()
        .find_map(|unit| text.strip_suffix(unit))
        .map(|rest| rest.trim_end_matches(BLANKS));
    let before = UNITS
        .iter()
        .find_map(|unit| text.strip_prefix(unit))
        .map(|rest| rest.trim_start_matches(BLANKS));
    match (before, behind) {
        (Some(_), Some(_)) => Err(NumberFault::NotANumber),
        (Some(rest), None) | (None, Some(rest)) if !rest.is_empty() => Ok(rest),
        (None, None) => Ok(text),
        _ => Err(NumberFault::NotANumber),
    }
}

/// Takes the sign off: whether the number is negative, its digits, and what is unusual. Within
/// parentheses there may be a unit, unless one stood outside.
fn sign(text: &str, has_unit: bool) -> Result<(bool, &str, Option<Oddity>), NumberFault> {
    if let Some(inner) = text.strip_prefix('(') {
        let inner = inner.strip_suffix(')').ok_or(NumberFault::NotANumber)?;
        let digits = if has_unit { inner } else { without_unit(inner)? };
        return Ok((true, digits, Some(Oddity::Parentheses)));
    }
    if let Some(rest) = text.strip_prefix(['\u{2212}', '–']) {
        return Ok((true, rest, Some(Oddity::OtherMinus)));
    }
    if let Some(rest) = text.strip_suffix(['-', '\u{2212}', '–']) {
        return Ok((true, rest, Some(Oddity::TrailingMinus)));
    }
    match text.strip_prefix('-') {
        Some(rest) => Ok((true, rest, None)),
        None => Ok((false, text.strip_prefix('+').unwrap_or(text), None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{Cents, parse_amount, parse_number};

    fn german(text: &str) -> Result<(Cents, Option<Oddity>), NumberFault> {
        let (plain, oddity) = NumberStyle::with_decimal(',').plain(text)?;
        Ok((parse_amount(&plain)?, oddity))
    }

    #[test]
    fn german_numbers_have_one_reading() {
        for (text, cents) in [
            ("1.080", 108_000),
            ("1.234,56", 123_456),
            ("1 234,56", 123_456),
            ("1\u{a0}234\u{a0}567,5", 123_456_750),
            ("1\u{202f}234", 123_400),
            ("1'234,00", 123_400),
            ("12’345’678", 1_234_567_800),
            ("1234,56", 123_456),
            ("-1.000,00 €", -100_000),
            ("-950,00\u{a0}€", -95_000),
            ("12,50EUR", 1250),
            ("€ 12,50", 1250),
            ("EUR -3", -300),
            ("+50,00", 5000),
            ("0,05", 5),
            ("007,10", 710),
            ("-0", 0),
        ] {
            assert_eq!(german(text), Ok((Cents::new(cents), None)), "{text}");
        }
    }

    #[test]
    fn unusual_signs_are_told() {
        for (text, cents, oddity) in [
            ("100,00-", -10_000, Oddity::TrailingMinus),
            ("1.100,00- €", -110_000, Oddity::TrailingMinus),
            ("(900,23)", -90_023, Oddity::Parentheses),
            ("(900,23 €)", -90_023, Oddity::Parentheses),
            ("(900,23) €", -90_023, Oddity::Parentheses),
            ("\u{2212}5", -500, Oddity::OtherMinus),
            ("–1.000", -100_000, Oddity::OtherMinus),
        ] {
            assert_eq!(german(text), Ok((Cents::new(cents), Some(oddity))), "{text}");
        }
    }

    #[test]
    fn whatever_has_another_reading_is_refused() {
        for text in [
            "10.999.99",
            "-0.0.66962",
            "0.123",
            "1.08",
            "12.5",
            "1234.567",
            "1.234.56",
            "1.234 567",
            "1.234,567.8",
            "1,234,567",
            "1,5,5",
            ",5",
            "5,",
            "5,-",
            "1.",
            ".5",
            "1e3",
            "1_000",
            "12 %",
            "12,5%",
            "12 $",
            "12 CHF",
            "€",
            "€ 5 €",
            "€ (5 €)",
            "(5 EUR) EUR",
            "EUR",
            "- 5",
            "--5",
            "-5-",
            "+-5",
            "(-5)",
            "(5",
            "5)",
            "()",
            "((5))",
            "-(5)",
            "(5)-",
            "5 -",
            "-",
            "–",
            "x",
            ".",
            "...",
            "/",
            "1..000",
            "1.000.",
            "\u{661}",
            "5 EUR EUR",
            "5 eur",
            "1  000",
            "1,2 34",
        ] {
            let found = german(text);
            assert!(found.is_err(), "{text}: {found:?}");
        }
    }

    #[test]
    fn one_mark_may_be_named_and_the_point_may_be_declared() {
        let english = NumberStyle::with_decimal('.');
        let read = |style: &NumberStyle, text: &str| {
            style
                .plain(text)
                .and_then(|(plain, _)| parse_number(&plain))
                .map(|number| number.to_string())
        };
        assert_eq!(read(&english, "1,080.50"), Ok("1080.50".to_owned()));
        assert_eq!(read(&english, "1,080"), Ok("1080".to_owned()));
        assert!(read(&english, "1.080,50").is_err());
        let none = NumberStyle { thousands: Vec::new(), ..NumberStyle::with_decimal(',') };
        assert!(read(&none, "1.080").is_err());
        assert_eq!(read(&none, "1080,5"), Ok("1080.5".to_owned()));
        assert_eq!(read(&NumberStyle::default(), "1.080"), Ok("1.080".to_owned()));
        assert!(read(&NumberStyle::default(), "5-").is_err());
        assert!(read(&NumberStyle::default(), "5 €").is_err());
    }

    mod properties {
        use proptest::prelude::*;

        use super::*;

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(4000))]

            /// Whoever reads the plain form reads what was written: the digits are the same in the
            /// same order, and the part behind the decimal sign is as long.
            #[test]
            fn a_number_keeps_its_digits_and_decimals(
                text in "[-+(−]?[0-9]{1,4}([.,' ][0-9]{2,3}){0,3}([.,][0-9]{1,3})?[-)]?( ?€)?",
            ) {
                for decimal in [',', '.'] {
                    let style = NumberStyle::with_decimal(decimal);
                    let Ok((plain, _)) = style.plain(&text) else { continue };
                    prop_assert!(parse_number(&plain).is_ok(), "{text}: {plain}");
                    let digits =
                        |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
                    prop_assert_eq!(digits(&text), digits(&plain));
                    let decimals = |text: &str, mark: char| {
                        text.split_once(mark).map(|(_, part)| digits(part))
                    };
                    prop_assert_eq!(decimals(&text, decimal), decimals(&plain, '.'));
                    let negative = text.contains(['-', '−', '(']);
                    prop_assert_eq!(negative, plain.starts_with('-'));
                }
            }
        }
    }
}
