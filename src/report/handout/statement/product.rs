//! A share as the product that a reader can work out again: the sum as it is printed, times the part as it is printed. The part
//! gets as many decimals as make the product come out.

use crate::money::{Cents, Mode, Ratio};
use crate::report::Value;
use crate::trace::{Input, Operation, StepId, Trace, Unit};

use super::own_part;

/// The fewest decimals of a percentage.
const FEWEST: u32 = 5;
/// The most decimals of a percentage that people are shown.
const MOST: u32 = 10;

/// A sum, the exact part of it, and what was billed.
pub(super) struct Product {
    /// The sum as it is printed.
    pub(super) sum: Cents,
    /// The exact share in cents.
    pub(super) exact: Ratio,
    /// What was billed.
    billed: Cents,
    /// To what the share is rounded.
    unit: Cents,
}

impl Product {
    /// Reads a share; `None` for what goes to one party as it is.
    pub(super) fn of(trace: &Trace, share: StepId) -> Option<Product> {
        let exact = trace.step(own_part(trace, share)?).value.clone();
        let Some(Input::Step(sum)) = trace.inputs_of(share).first() else { return None };
        let Operation::Apportion { unit: Unit::Cents(unit), .. } = trace.step(share).operation else {
            return None;
        };
        let cents = |value: &Ratio| Cents::round(value, Cents::ONE, Mode::HalfUp);
        let (sum, billed) = (cents(&trace.step(*sum).value)?, cents(&trace.step(share).value)?);
        Some(Product { sum, exact, billed, unit })
    }

    /// Returns the exact share as a part of the printed sum; `None` for a sum of zero.
    pub(super) fn part(&self) -> Option<Ratio> {
        self.exact.checked_div(&self.sum.ratio())
    }

    /// Tells whether the product with a part rounded to so many decimals of its percentage comes out: it lies less than one unit
    /// from what was billed, and rounds to it where the exact share does.
    fn comes_out(&self, places: u32) -> bool {
        let Some(part) = self.part() else { return true };
        let Some(printed) = rounded(&part, places) else { return false };
        let product = &self.sum.ratio() * &printed;
        let nearest = |value: &Ratio| Cents::round(value, self.unit, Mode::HalfUp) == Some(self.billed);
        (&product - &self.billed.ratio()).abs() < self.unit.ratio()
            && (nearest(&product) || !nearest(&self.exact))
    }

    /// Writes the part with so many decimals; as the fraction where they do not make the product come out.
    pub(super) fn value(&self, places: u32) -> Value {
        let part = self.part();
        match part.as_ref().and_then(|part| rounded(part, places)) {
            Some(printed) if self.comes_out(places) => Value::Percent(printed),
            _ => Value::of(part, |part| Value::Fraction(&part * &Ratio::from(100))),
        }
    }
}

/// Finds the fewest decimals with which every product comes out, the most where none do.
pub(super) fn places(products: &[Product]) -> u32 {
    let all = |places: &u32| products.iter().all(|product| product.comes_out(*places));
    (FEWEST..MOST).find(all).unwrap_or(MOST)
}

/// Rounds a part half-up to so many decimals of its percentage.
fn rounded(part: &Ratio, places: u32) -> Option<Ratio> {
    let scale = 10_i128.checked_pow(places.checked_add(2)?)?;
    let rounded = (part * &Ratio::from(scale)).round(Mode::HalfUp)?;
    Some(Ratio::new(rounded, scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(sum: i128, exact: Ratio, billed: i128) -> Product {
        Product { sum: Cents::new(sum), exact, billed: Cents::new(billed), unit: Cents::ONE }
    }

    #[test]
    fn a_part_has_as_many_decimals_as_the_product_needs() {
        let of = |sum: i128, weight: i128, all: i128, billed: i128| {
            product(sum, &Ratio::from(sum) * &Ratio::new(weight, all), billed)
        };
        // 72,446.75 × 68.3053 % is 49,484.97, billed is 49,484.99.
        assert!(!of(7_244_675, 6_830_532, 10_000_000, 4_948_499).comes_out(4));
        assert_eq!(places(&[of(7_244_675, 6_830_532, 10_000_000, 4_948_499)]), 5);
        assert!(places(&[of(100, 1, 3, 33), of(123_456_789_012, 1, 3, 41_152_263_004)]) > 5);
        assert_eq!(places(&[of(100, 1, 3, 33), of(100, 1, 3, 34)]), FEWEST);
    }

    #[test]
    fn where_no_decimals_do_the_fraction_stands() {
        // A part of a sum beyond what ten decimals of a percentage tell.
        let sum = 10_i128.pow(20);
        let exact = &Ratio::from(sum) * &Ratio::new(1, 3);
        let huge = product(sum, exact.clone(), exact.round(Mode::HalfUp).unwrap());
        assert_eq!(
            huge.value(places(&[product(sum, exact.clone(), 1)])),
            Value::Fraction(Ratio::new(100, 3))
        );
    }
}
