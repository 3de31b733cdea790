//! Whole cents.
//!
//! Rules: rules.md#cents.

use std::fmt;

use super::{Mode, Ratio};

/// An amount of money in whole cents of the project's currency; negative for credits.
///
/// There is no multiplication and no division: what is not whole is a [`Ratio`] until it is
/// rounded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Cents(i128);

impl Cents {
    /// No money.
    pub const ZERO: Cents = Cents(0);
    /// The smallest amount that can be paid, 0.01.
    pub const ONE: Cents = Cents(1);

    /// Makes an amount of this many cents.
    pub const fn new(cents: i128) -> Cents {
        Cents(cents)
    }

    /// Returns the number of cents.
    pub const fn get(self) -> i128 {
        self.0
    }

    /// Tells whether there is no money.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Returns -1, 0 or 1.
    pub const fn signum(self) -> i128 {
        self.0.signum()
    }

    /// Adds; `None` beyond 128 bits, which no sum of readable amounts reaches.
    pub fn checked_add(self, other: Cents) -> Option<Cents> {
        self.0.checked_add(other.0).map(Cents)
    }

    /// Subtracts; `None` beyond 128 bits.
    pub fn checked_sub(self, other: Cents) -> Option<Cents> {
        self.0.checked_sub(other.0).map(Cents)
    }

    /// Adds up; `None` beyond 128 bits.
    pub fn sum(amounts: impl IntoIterator<Item = Cents>) -> Option<Cents> {
        amounts.into_iter().try_fold(Cents::ZERO, Cents::checked_add)
    }

    /// Returns the amount with the other sign; `None` for the one amount that has no mirror.
    pub fn checked_neg(self) -> Option<Cents> {
        self.0.checked_neg().map(Cents)
    }

    /// The amount found in a table: nothing for who does not stand in it.
    pub fn found(entry: Option<&Cents>) -> Cents {
        entry.map_or(Cents::ZERO, |amount| *amount)
    }

    /// Returns the same amount as an exact number of cents.
    pub fn ratio(self) -> Ratio {
        Ratio::from(self.0)
    }

    /// Rounds an exact number of cents to a multiple of `unit`; `None` beyond 128 bits or for a
    /// unit of zero.
    pub fn round(exact_cents: &Ratio, unit: Cents, mode: Mode) -> Option<Cents> {
        if unit == Cents::ONE {
            return exact_cents.round(mode).map(Cents);
        }
        let units = exact_cents.checked_div(&unit.ratio())?;
        units.round(mode)?.checked_mul(unit.0).map(Cents)
    }

    /// Writes the amount for machines: `-1234.56`.
    pub fn plain(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        format!("{sign}{}.{:02}", size / 100, size % 100)
    }

    /// Writes the amount for people, with the given marks: `-1.234,56` or `-1,234.56`.
    pub fn grouped(self, thousands: char, decimal: char) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        format!("{sign}{}{decimal}{:02}", group(&(size / 100).to_string(), thousands), size % 100)
    }
}

/// Sets a mark between groups of three digits.
fn group(digits: &str, mark: char) -> String {
    let mut out = String::with_capacity(digits.len().saturating_mul(2));
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && digits.len().abs_diff(index).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.plain())
    }
}

impl fmt::Debug for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.plain())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_with_their_sign_and_two_decimals() {
        assert_eq!(Cents::new(-8).plain(), "-0.08");
        assert_eq!(Cents::new(0).plain(), "0.00");
        assert_eq!(Cents::new(123_456_789).grouped('.', ','), "1.234.567,89");
        assert_eq!(Cents::new(-12_345).grouped('.', ','), "-123,45");
        assert_eq!(Cents::new(-100_000).grouped(',', '.'), "-1,000.00");
    }

    #[test]
    fn half_a_cent_goes_away_from_zero_in_both_directions() {
        let half = Ratio::new(1, 2);
        assert_eq!(Cents::round(&half, Cents::ONE, Mode::HalfUp), Some(Cents::new(1)));
        assert_eq!(Cents::round(&-&half, Cents::ONE, Mode::HalfUp), Some(Cents::new(-1)));
        assert_eq!(Cents::round(&half, Cents::ZERO, Mode::HalfUp), None);
        assert_eq!(
            Cents::round(&Ratio::from(149), Cents::new(100), Mode::Up),
            Some(Cents::new(200))
        );
    }

    #[test]
    fn sums_that_do_not_fit_are_noticed() {
        assert_eq!(Cents::new(i128::MAX).checked_add(Cents::ONE), None);
        assert_eq!(Cents::sum([Cents::new(5), Cents::new(-7)]), Some(Cents::new(-2)));
    }
}
