//! Exact fractions of any size.
//!
//! Rules: rules.md#exact.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Div, Mul, Neg, Rem, Sub};
use std::sync::Arc;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

use super::Mode;

/// An exact fraction.
///
/// Fractions of up to 128 bits are kept inline in lowest terms; what grows beyond (a mix of two
/// statistics reaches 1e36) moves to big integers and back by itself. Big fractions may stand over
/// a common denominator: a system of 200 cost centres has one of thousands of bits for all of its
/// 120,000 results, and cancelling each would take a minute where adding numerators takes none.
#[derive(Clone)]
pub struct Ratio(Repr);

#[derive(Clone)]
enum Repr {
    /// Numerator and positive denominator, in lowest terms.
    Small(i128, i128),
    /// What does not fit [`Repr::Small`], or stands over a common denominator.
    Big(Box<Over>),
}

/// A numerator over a positive denominator that others may share.
#[derive(Clone)]
struct Over {
    top: BigInt,
    bottom: Arc<BigInt>,
}

impl Ratio {
    /// Zero.
    pub const ZERO: Ratio = Ratio(Repr::Small(0, 1));
    /// One, the whole.
    pub const ONE: Ratio = Ratio(Repr::Small(1, 1));

    /// Makes the fraction `numerator / denominator`. A denominator of zero is a fault of the
    /// program.
    pub fn new(numerator: i128, denominator: i128) -> Ratio {
        assert!(denominator != 0, "a fraction needs a denominator");
        if numerator == i128::MIN || denominator == i128::MIN {
            return Ratio::from_big(BigRational::new(numerator.into(), denominator.into()));
        }
        Ratio::reduced(numerator, denominator)
    }

    /// Cancels the common divisor; neither number is `i128::MIN`.
    fn reduced(numerator: i128, denominator: i128) -> Ratio {
        if denominator == 1 {
            return Ratio(Repr::Small(numerator, 1));
        }
        let divisor = gcd(numerator.unsigned_abs(), denominator.unsigned_abs());
        let (top, bottom) = match i128::try_from(divisor) {
            Ok(divisor) if divisor > 1 => (
                Integer::div_floor(&numerator, &divisor),
                Integer::div_floor(&denominator, &divisor),
            ),
            _ => (numerator, denominator),
        };
        if bottom < 0 {
            Ratio(Repr::Small(top.wrapping_neg(), bottom.wrapping_neg()))
        } else {
            Ratio(Repr::Small(top, bottom))
        }
    }

    fn from_big(value: BigRational) -> Ratio {
        match (value.numer().to_i128(), value.denom().to_i128()) {
            (Some(top), Some(bottom)) if top != i128::MIN => Ratio(Repr::Small(top, bottom)),
            _ => {
                let (top, bottom) = value.into_raw();
                Ratio::over(top, &Arc::new(bottom))
            }
        }
    }

    /// Makes the fraction of two whole numbers of any size; a denominator of zero is a fault of the
    /// program.
    pub(crate) fn of_integers(numerator: BigInt, denominator: BigInt) -> Ratio {
        Ratio::from_big(BigRational::new(numerator, denominator))
    }

    /// Makes the fraction of two whole numbers of any size without cancelling, so that many can
    /// share a positive denominator.
    pub(crate) fn over(top: BigInt, bottom: &Arc<BigInt>) -> Ratio {
        if top.is_zero() {
            return Ratio::ZERO;
        }
        Ratio(Repr::Big(Box::new(Over { top, bottom: Arc::clone(bottom) })))
    }

    /// Returns numerator and denominator in lowest terms as whole numbers of any size.
    pub(crate) fn integers(&self) -> (BigInt, BigInt) {
        self.to_big().into_raw()
    }

    fn to_big(&self) -> BigRational {
        match &self.0 {
            Repr::Small(top, bottom) => {
                BigRational::new_raw(BigInt::from(*top), BigInt::from(*bottom))
            }
            Repr::Big(over) => BigRational::new(over.top.clone(), (*over.bottom).clone()),
        }
    }

    /// Returns the numerator over a denominator if that takes no cancelling: the value is whole or
    /// stands over it.
    fn top_over(&self, bottom: &Arc<BigInt>) -> Option<BigInt> {
        match &self.0 {
            Repr::Small(whole, 1) => Some(Mul::mul(&**bottom, *whole)),
            Repr::Big(over) if Arc::ptr_eq(&over.bottom, bottom) => Some(over.top.clone()),
            _ => None,
        }
    }

    /// Returns two numerators over the denominator that both can stand over, if there is one.
    fn tops(&self, other: &Ratio) -> Option<(BigInt, BigInt, Arc<BigInt>)> {
        let ((Repr::Big(over), _) | (_, Repr::Big(over))) = (&self.0, &other.0) else {
            return None;
        };
        let bottom = &over.bottom;
        Some((self.top_over(bottom)?, other.top_over(bottom)?, Arc::clone(bottom)))
    }

    /// Tells whether the value is zero.
    pub fn is_zero(&self) -> bool {
        self.signum() == 0
    }

    /// Returns -1, 0 or 1.
    pub fn signum(&self) -> i128 {
        match &self.0 {
            Repr::Small(top, _) => top.signum(),
            Repr::Big(over) if over.top.is_negative() => -1,
            Repr::Big(_) => 1,
        }
    }

    /// Returns the size without its sign.
    pub fn abs(&self) -> Ratio {
        if self.signum() < 0 { -self } else { self.clone() }
    }

    /// Tells whether the value is a whole number.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Small(_, bottom) => *bottom == 1,
            Repr::Big(over) => over.top.is_multiple_of(&over.bottom),
        }
    }

    /// Divides exactly; `None` for a divisor of zero.
    pub fn checked_div(&self, other: &Ratio) -> Option<Ratio> {
        if other.is_zero() {
            return None;
        }
        if let Repr::Small(top, bottom) = &other.0 {
            let inverse = if *top < 0 {
                Ratio(Repr::Small(bottom.wrapping_neg(), top.wrapping_neg()))
            } else {
                Ratio(Repr::Small(*bottom, *top))
            };
            return Some(self * &inverse);
        }
        Some(Ratio::from_big(Div::div(self.to_big(), other.to_big())))
    }

    /// Divides a part by its whole. A whole of nothing has parts of nothing, so that there the
    /// result is zero; it is no way to divide by what may be zero for another reason.
    pub fn part_of(&self, whole: &Ratio) -> Ratio {
        match self.checked_div(whole) {
            Some(part) => part,
            None => Ratio::ZERO,
        }
    }

    /// The number found in a table: zero for who does not stand in it.
    pub fn found(entry: Option<&Ratio>) -> Ratio {
        entry.map_or(Ratio::ZERO, Clone::clone)
    }

    /// Rounds to a whole number; `None` where that does not fit 128 bits.
    pub fn round(&self, mode: Mode) -> Option<i128> {
        match &self.0 {
            Repr::Small(top, bottom) => round_small(*top, *bottom, mode),
            Repr::Big(over) => round_big(&over.top, &over.bottom, mode).to_i128(),
        }
    }

    /// Counts the digits above or below the line, whichever are more, give or take one.
    pub fn digits(&self) -> u64 {
        let bits = match &self.0 {
            Repr::Small(top, bottom) => {
                let used =
                    |number: &i128| 128_u32.saturating_sub(number.unsigned_abs().leading_zeros());
                u64::from(used(top).max(used(bottom)))
            }
            Repr::Big(over) => over.top.bits().max(over.bottom.bits()),
        };
        // A bit is 0.30103 digits.
        bits.saturating_mul(30_103).div_ceil(100_000)
    }

    /// Adds up.
    pub fn sum<'a>(values: impl IntoIterator<Item = &'a Ratio>) -> Ratio {
        values.into_iter().fold(Ratio::ZERO, |sum, value| &sum + value)
    }

    /// Writes the fraction in lowest terms, always with its denominator: `7/1`, `-1/3`.
    pub fn fraction(&self) -> String {
        let (top, bottom) = match &self.0 {
            Repr::Small(top, bottom) => return format!("{top}/{bottom}"),
            Repr::Big(_) => self.integers(),
        };
        format!("{top}/{bottom}")
    }

    /// Writes the value with at most `places` decimals and tells whether that is exact; trailing
    /// zeros are cut where it is, a value that goes on is rounded half-up to exactly `places`
    /// decimals.
    pub fn decimal(&self, places: u32) -> (String, bool) {
        let (digits, exact) = self.scaled_small(places).unwrap_or_else(|| self.scaled_big(places));
        let (sign, digits) =
            digits.strip_prefix('-').map_or(("", digits.as_str()), |digits| ("-", digits));
        let width = (places as usize).saturating_add(1);
        let text = format!("{digits:0>width$}");
        let (whole, part) = text.split_at(text.len().saturating_sub(places as usize));
        let part = if exact { part.trim_end_matches('0') } else { part };
        let point = if part.is_empty() { "" } else { "." };
        (format!("{sign}{whole}{point}{part}"), exact)
    }

    /// The value times ten to a power, rounded half-up, and whether that is exact; `None` beyond
    /// 128 bits.
    fn scaled_small(&self, places: u32) -> Option<(String, bool)> {
        let Repr::Small(top, bottom) = self.0 else { return None };
        let scaled = top.checked_mul(10_i128.checked_pow(places)?)?;
        let digits = round_small(scaled, bottom, Mode::HalfUp)?;
        Some((digits.to_string(), scaled.checked_rem(bottom)? == 0))
    }

    fn scaled_big(&self, places: u32) -> (String, bool) {
        let (top, bottom) = self.integers();
        let scaled = Mul::mul(top, BigInt::from(10).pow(places));
        (round_big(&scaled, &bottom, Mode::HalfUp).to_string(), scaled.is_multiple_of(&bottom))
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    match (u64::try_from(a), u64::try_from(b)) {
        (Ok(a), Ok(b)) => u128::from(a.gcd(&b)),
        _ => a.gcd(&b),
    }
}

fn round_small(top: i128, bottom: i128, mode: Mode) -> Option<i128> {
    if bottom == 1 {
        return Some(top);
    }
    let (down, rest) = (top.checked_div(bottom)?, top.checked_rem(bottom)?.unsigned_abs());
    let away = match mode {
        Mode::Down => false,
        Mode::Up => rest > 0,
        Mode::HalfUp | Mode::HalfEven => {
            let other = bottom.unsigned_abs().checked_sub(rest)?;
            match rest.cmp(&other) {
                Ordering::Less => false,
                Ordering::Greater => true,
                Ordering::Equal => mode == Mode::HalfUp || down.is_odd(),
            }
        }
    };
    if away { down.checked_add(top.signum()) } else { Some(down) }
}

fn round_big(top: &BigInt, bottom: &BigInt, mode: Mode) -> BigInt {
    let (down, rest) = (Div::div(top, bottom), Rem::rem(top, bottom).abs());
    let away = match mode {
        Mode::Down => false,
        Mode::Up => !rest.is_zero(),
        Mode::HalfUp | Mode::HalfEven => match Add::add(&rest, &rest).cmp(bottom) {
            Ordering::Less => false,
            Ordering::Greater => true,
            Ordering::Equal => mode == Mode::HalfUp || down.is_odd(),
        },
    };
    if away { Add::add(down, top.signum()) } else { down }
}

impl From<i128> for Ratio {
    fn from(value: i128) -> Ratio {
        Ratio::new(value, 1)
    }
}

impl From<rust_decimal::Decimal> for Ratio {
    fn from(value: rust_decimal::Decimal) -> Ratio {
        Ratio::new(value.mantissa(), 10_i128.pow(value.scale()))
    }
}

impl Add for &Ratio {
    type Output = Ratio;
    fn add(self, other: &Ratio) -> Ratio {
        if let (Repr::Small(a, b), Repr::Small(c, d)) = (&self.0, &other.0) {
            if b == d {
                if let Some(top) = a.checked_add(*c).filter(|top| *top != i128::MIN) {
                    return Ratio::reduced(top, *b);
                }
            } else if let (Some(left), Some(right), Some(bottom)) =
                (a.checked_mul(*d), c.checked_mul(*b), b.checked_mul(*d))
                && let Some(top) = left.checked_add(right).filter(|top| *top != i128::MIN)
            {
                return Ratio::reduced(top, bottom);
            }
        }
        if let Some((a, b, bottom)) = self.tops(other) {
            return Ratio::over(Add::add(a, b), &bottom);
        }
        Ratio::from_big(Add::add(self.to_big(), other.to_big()))
    }
}

impl Sub for &Ratio {
    type Output = Ratio;
    fn sub(self, other: &Ratio) -> Ratio {
        self + &-other
    }
}

impl Mul for &Ratio {
    type Output = Ratio;
    fn mul(self, other: &Ratio) -> Ratio {
        if let (Repr::Small(a, b), Repr::Small(c, d)) = (&self.0, &other.0)
            && let (Some(top), Some(bottom)) = (a.checked_mul(*c), b.checked_mul(*d))
            && top != i128::MIN
        {
            return Ratio::reduced(top, bottom);
        }
        if let (Repr::Big(over), Repr::Small(top, bottom))
        | (Repr::Small(top, bottom), Repr::Big(over)) = (&self.0, &other.0)
        {
            let top = Mul::mul(&over.top, *top);
            return match *bottom {
                1 => Ratio::over(top, &over.bottom),
                _ => Ratio::over(top, &Arc::new(Mul::mul(&*over.bottom, *bottom))),
            };
        }
        Ratio::from_big(Mul::mul(self.to_big(), other.to_big()))
    }
}

impl Neg for &Ratio {
    type Output = Ratio;
    fn neg(self) -> Ratio {
        match &self.0 {
            Repr::Small(top, bottom) => Ratio(Repr::Small(top.wrapping_neg(), *bottom)),
            Repr::Big(over) => Ratio::over(Neg::neg(&over.top), &over.bottom),
        }
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Ratio) -> bool {
        match (&self.0, &other.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) => a == c && b == d,
            _ => self.cmp(other) == Ordering::Equal,
        }
    }
}

impl Eq for Ratio {}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Ratio) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Ratio) -> Ordering {
        if let (Repr::Small(a, b), Repr::Small(c, d)) = (&self.0, &other.0) {
            if b == d {
                return a.cmp(c);
            }
            if let (Some(left), Some(right)) = (a.checked_mul(*d), c.checked_mul(*b)) {
                return left.cmp(&right);
            }
        }
        match self.tops(other) {
            Some((a, b, _)) => a.cmp(&b),
            None => self.to_big().cmp(&other.to_big()),
        }
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fraction())
    }
}

impl fmt::Debug for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fraction())
    }
}

#[cfg(test)]
#[expect(
    clippy::arithmetic_side_effects,
    reason = "the big integers that fractions are held against"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_value_has_one_representation_across_128_bits() {
        let huge = Ratio::from(i128::MAX);
        let over = &huge + &Ratio::ONE;
        assert_eq!(over.fraction(), "170141183460469231731687303715884105728/1");
        assert_eq!(&over - &Ratio::ONE, huge);
        assert_eq!(Ratio::new(i128::MIN, i128::MIN), Ratio::ONE);
        assert_eq!((&huge * &huge).checked_div(&huge), Some(huge));
        assert_eq!(Ratio::ONE.checked_div(&Ratio::ZERO), None);
    }

    #[test]
    fn decimals_are_exact_or_rounded_and_say_which() {
        assert_eq!(Ratio::new(1, 8).decimal(10), ("0.125".into(), true));
        assert_eq!(Ratio::new(2, 3).decimal(4), ("0.6667".into(), false));
        assert_eq!(Ratio::new(-1, 3).decimal(2), ("-0.33".into(), false));
        assert_eq!(Ratio::from(40).decimal(10), ("40".into(), true));
        assert_eq!(Ratio::ZERO.decimal(0), ("0".into(), true));
        // The longest numbers that are scaled within 128 bits, and the first beyond.
        let most = i128::MAX / 1_000;
        assert_eq!(Ratio::from(most).decimal(3).0, most.to_string());
        assert_eq!(Ratio::from(most + 1).decimal(3).0, (most + 1).to_string());
        assert_eq!(Ratio::new(-(most + 1), 8).decimal(3).0, format!("-{}.25", (most + 1) / 8));
    }

    #[test]
    fn every_mode_rounds_a_half_by_its_name() {
        let round = |top, mode| Ratio::new(top, 2).round(mode);
        assert_eq!([1, 3, -1, -3].map(|t| round(t, Mode::HalfUp).unwrap()), [1, 2, -1, -2]);
        assert_eq!([1, 3, -1, -3].map(|t| round(t, Mode::HalfEven).unwrap()), [0, 2, 0, -2]);
        assert_eq!([1, 3, -1, -3].map(|t| round(t, Mode::Down).unwrap()), [0, 1, 0, -1]);
        assert_eq!([1, 3, -1, -3].map(|t| round(t, Mode::Up).unwrap()), [1, 2, -1, -2]);
    }

    fn parts() -> impl Strategy<Value = (i128, i128)> {
        let size = prop_oneof![-50_i128..50, any::<i64>().prop_map(i128::from), any::<i128>()];
        (size.clone(), size.prop_filter("not zero", |d| *d != 0))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn arithmetic_agrees_with_big_integers(a in parts(), b in parts()) {
            let big = |(n, d): (i128, i128)| BigRational::new(n.into(), d.into());
            let (x, y) = (Ratio::new(a.0, a.1), Ratio::new(b.0, b.1));
            prop_assert_eq!(&x + &y, Ratio::from_big(big(a) + big(b)));
            prop_assert_eq!(&x - &y, Ratio::from_big(big(a) - big(b)));
            prop_assert_eq!(&x * &y, Ratio::from_big(big(a) * big(b)));
            prop_assert_eq!(x.cmp(&y), big(a).cmp(&big(b)));
            if b.0 != 0 {
                prop_assert_eq!(x.checked_div(&y), Some(Ratio::from_big(big(a) / big(b))));
            }
            for mode in Mode::ALL {
                let (top, bottom) = big(a).into_raw();
                let big = Some(round_big(&top, &bottom, mode)).filter(|n| n.to_i128().is_some());
                prop_assert_eq!(x.round(mode).map(BigInt::from), big);
            }
        }

        #[test]
        fn a_common_denominator_changes_no_value(
            a in parts(),
            b in parts(),
            common in 1_i128..,
            scale in -9_i128..9,
        ) {
            let common = Arc::new(BigInt::from(common));
            let over = |top: i128| Ratio::over(top.into(), &common);
            let pair = |(top, bottom): (i128, i128)| (over(top), over(bottom));
            let plain = |value: &Ratio| Ratio::from_big(value.to_big());
            let ((x, y), (z, _)) = (pair(a), pair(b));
            let scale = Ratio::from(scale);
            for (left, right) in [(&x, &y), (&x, &z), (&x, &scale), (&scale, &y)] {
                let (p, q) = (plain(left), plain(right));
                prop_assert_eq!(left + right, &p + &q);
                prop_assert_eq!(left - right, &p - &q);
                prop_assert_eq!(left * right, &p * &q);
                prop_assert_eq!(left.cmp(right), p.cmp(&q));
                prop_assert_eq!(left.checked_div(right), p.checked_div(&q));
            }
            let p = plain(&x);
            prop_assert_eq!(x.fraction(), p.fraction());
            prop_assert_eq!(x.decimal(7), p.decimal(7));
            prop_assert_eq!(x.is_integer(), p.is_integer());
            prop_assert_eq!((x.signum(), x.is_zero()), (p.signum(), p.is_zero()));
            prop_assert_eq!(x.abs(), p.abs());
            for mode in Mode::ALL {
                prop_assert_eq!(x.round(mode), p.round(mode));
            }
        }
    }
}
