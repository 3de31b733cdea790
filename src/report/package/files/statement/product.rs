//! A share as the product that a reader can work out again: the sum as it is printed, times the
//! part as it is printed, times the part of time where that is not the whole. The part gets as many
//! decimals as make the product come out.

use std::collections::BTreeSet;

use super::own_part;
use crate::apportion::Unit;
use crate::money::{Cents, Mode, Ratio};
use crate::report::Value;
use crate::text::Lang;
use crate::trace::{Input, Operation, Policy, StepId, Subject, Trace};

/// The fewest decimals of a percentage.
const FEWEST: u32 = 5;
/// The most decimals of a percentage that people are shown.
const MOST: u32 = 10;
/// The most decimals of a length of time.
const TIME_PLACES: u32 = 4;

/// A sum, the exact part of it, and what was billed.
pub(crate) struct Product {
    /// The sum as it is printed.
    pub(crate) sum: Cents,
    /// The exact share in cents.
    pub(crate) exact: Ratio,
    /// What was billed.
    billed: Cents,
    /// To what the share is rounded.
    unit: Cents,
    /// The part of the time that counts, and of how much time.
    time: Option<(Ratio, Ratio)>,
}

impl Product {
    /// Reads a share; `None` for what goes to one party as it is.
    pub(crate) fn of(trace: &Trace, share: StepId) -> Option<Product> {
        let exact = trace.step(own_part(trace, share)?).value.clone();
        let Some(Input::Step(sum)) = trace.inputs_of(share).first() else { return None };
        let Operation::Apportion { policy: Policy { unit: Unit::Cents(unit), .. }, .. } =
            trace.step(share).operation
        else {
            return None;
        };
        let cents = |value: &Ratio| Cents::round(value, Cents::ONE, Mode::HalfUp);
        let (sum, billed) = (cents(&trace.step(*sum).value)?, cents(&trace.step(share).value)?);
        Some(Product { sum, exact, billed, unit, time: time(trace, share) })
    }

    /// Returns the exact share as a part of the printed sum in its time; `None` for a sum of zero.
    fn part(&self) -> Option<Ratio> {
        self.exact.checked_div(&self.timed())
    }

    /// The printed sum, as far as it lies in the time that counts.
    fn timed(&self) -> Ratio {
        let sum = self.sum.ratio();
        self.time.as_ref().map_or(sum.clone(), |(part, whole)| (&sum * part).part_of(whole))
    }

    /// Writes the part of the time: `5/12`.
    pub(crate) fn time(&self, lang: Lang) -> Value {
        let written = |length: &Ratio| lang.number(&length.decimal(TIME_PLACES).0);
        let time = self.time.as_ref();
        Value::of(time, |(part, whole)| {
            Value::text(format!("{}/{}", written(part), written(whole)))
        })
    }

    /// Tells whether the product with a part rounded to so many decimals of its percentage comes
    /// out: it lies less than one unit from what was billed, and rounds to it where the exact share
    /// does.
    fn comes_out(&self, places: u32) -> bool {
        let Some(part) = self.part() else { return true };
        let Some(printed) = rounded(&part, places) else { return false };
        let product = &self.timed() * &printed;
        let nearest =
            |value: &Ratio| Cents::round(value, self.unit, Mode::HalfUp) == Some(self.billed);
        (&product - &self.billed.ratio()).abs() < self.unit.ratio()
            && (nearest(&product) || !nearest(&self.exact))
    }

    /// Writes the part with so many decimals; as the fraction where they do not make the product
    /// come out.
    pub(crate) fn value(&self, places: u32) -> Value {
        let part = self.part();
        if self.exact.is_zero() {
            return Value::Percent(Ratio::ZERO);
        }
        match part.as_ref().and_then(|part| rounded(part, places)) {
            Some(printed) if self.comes_out(places) => Value::Percent(printed),
            _ => Value::of(part, |part| Value::Fraction(&part * &Ratio::from(100))),
        }
    }
}

/// Returns the part of a sum that lies in the one slice of time from which an exact part is taken;
/// `None` for all of it, and for parts of several slices.
fn slice(trace: &Trace, share: StepId) -> Option<StepId> {
    let (sum, part) = (*trace.steps_of(share).first()?, own_part(trace, share)?);
    let is_weighed = trace.step(part).subject == Subject::ExactShare
        && trace.step(part).operation == Operation::Portion;
    let slice = trace.steps_of(part).first().copied().filter(|_| is_weighed)?;
    let is_all = trace.step(slice).value == trace.step(sum).value;
    (!is_all).then_some(slice)
}

/// Finds the time of a slice and of the cost that is cut: so many months of so many, where all of
/// the cost lies in the same time.
fn time(trace: &Trace, share: StepId) -> Option<(Ratio, Ratio)> {
    let slice = slice(trace, share)?;
    let sum = &trace.step(*trace.steps_of(share).first()?).value;
    let mut lengths = BTreeSet::new();
    let mut open = vec![slice];
    while let Some(step) = open.pop() {
        let inputs = trace.steps_of(step);
        match (trace.step(step).subject, &inputs[..]) {
            (Subject::EntryPart, [_, part, whole]) => {
                lengths.insert([part, whole].map(|length| trace.step(*length).value.clone()));
            }
            (Subject::SliceSum, [base, ..]) => open.push(*base),
            (Subject::ExactShare, parts) => open.extend(parts),
            _ => return None,
        }
    }
    let [part, whole] = lengths.pop_first().filter(|_| lengths.is_empty())?;
    let is_written = [&part, &whole].iter().all(|length| length.decimal(TIME_PLACES).1);
    let is_it = trace.step(slice).value == (sum * &part).part_of(&whole);
    (is_written && is_it).then_some((part, whole))
}

/// Tells whether a share lies in a part of the time that no fraction of months or days tells.
pub(crate) fn has_other_time(trace: &Trace, share: StepId) -> bool {
    slice(trace, share).is_some() && time(trace, share).is_none()
}

/// Finds the fewest decimals with which every product comes out, the most where none do.
pub(crate) fn places(products: &[Product]) -> u32 {
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
        Product {
            sum: Cents::new(sum),
            exact,
            billed: Cents::new(billed),
            unit: Cents::ONE,
            time: None,
        }
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
    fn a_part_of_the_time_stands_apart() {
        // 31,460.75 for 5 of 12 months, and 2,120,237 of 13,495,773 inhabitants.
        let exact =
            &(&Ratio::from(3_146_075) * &Ratio::new(5, 12)) * &Ratio::new(2_120_237, 13_495_773);
        let timed = Product {
            time: Some((Ratio::from(5), Ratio::from(12))),
            ..product(3_146_075, exact, 205_942)
        };
        assert_eq!(timed.time(Lang::De), Value::text("5/12"));
        assert_eq!(timed.value(5), Value::Percent(Ratio::new(1_571_038, 10_000_000)));
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
