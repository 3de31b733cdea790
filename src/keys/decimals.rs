//! Rescaled percentages rounded to some decimals, which then act as weights: PRODUCT.md 1.1, `decimals`.

use std::cmp::Reverse;

use super::{Question, Weight, Workshop, sum_of};
use crate::model::{Decimals, DecimalsResidue};
use crate::money::{Mode, Ratio};
use crate::trace::{ApportionResidue, Input, Money, Operation, Subject, Ties, Unit};

/// Turns weights into percentages of the receivers and rounds them; weights that are all zero stay as they are.
pub(super) fn round(
    decimals: Decimals,
    weights: Vec<Weight>,
    question: &Question<'_>,
    shop: &mut Workshop<'_>,
) -> Vec<Weight> {
    let sum = Ratio::sum(weights.iter().map(|weight| &weight.value));
    if sum.is_zero() {
        return weights;
    }
    let total = sum_of(&weights, &sum, shop);
    let (hundred, scope) = (Ratio::from(100), shop.scope);
    let whole =
        shop.trace.add(Operation::Constant, Subject::Percent, Money::Number(hundred.clone()), [], scope);
    let mut exact = Vec::with_capacity(weights.len());
    let mut inputs = vec![Input::Step(whole)];
    for (weight, party) in weights.iter().zip(question.receivers) {
        let value = (&hundred * &weight.value).checked_div(&sum).unwrap_or(Ratio::ZERO);
        let from = [whole, weight.step, total].map(Input::Step);
        let percent = shop.add(Operation::Portion, Subject::Percent, value, from, *party);
        inputs.push(percent.step.into());
        exact.push(percent.value);
    }
    let rounded = rounded(decimals, &exact);
    let (unit, residue) = (Unit::Places(decimals.places), residue(decimals.residue));
    let inputs = shop.trace.inputs(inputs);
    let percent = |((index, value), party): ((u16, Ratio), &crate::model::PartyIx)| {
        let operation = Operation::Apportion { index, unit, residue, ties: Ties::SizeThenOrder };
        let scope = crate::trace::Scope { party: Some(*party), ..scope };
        let number = Money::Number(value.clone());
        let step = shop.trace.add_shared(operation, Subject::Weight, number, inputs.clone(), scope);
        Weight { value, step }
    };
    (0..).zip(rounded).zip(question.receivers).map(percent).collect()
}

fn residue(residue: DecimalsResidue) -> ApportionResidue {
    match residue {
        DecimalsResidue::Leave => ApportionResidue::Leave(Mode::HalfUp),
        DecimalsResidue::LargestShare => ApportionResidue::LargestShare(Mode::HalfUp),
        DecimalsResidue::LargestRemainder => ApportionResidue::LargestRemainder,
    }
}

/// Rounds percentages, none of them negative, that add to 100.
fn rounded(decimals: Decimals, exact: &[Ratio]) -> Vec<Ratio> {
    let unit = Unit::Places(decimals.places);
    let mode = match decimals.residue {
        DecimalsResidue::LargestRemainder => Mode::Down,
        DecimalsResidue::Leave | DecimalsResidue::LargestShare => Mode::HalfUp,
    };
    let mut percents: Vec<Ratio> =
        exact.iter().map(|value| unit.round(value, mode).unwrap_or_else(|| value.clone())).collect();
    let missing = &Ratio::from(100) - &Ratio::sum(&percents);
    match decimals.residue {
        DecimalsResidue::Leave => {}
        DecimalsResidue::LargestShare => {
            let largest = (0..exact.len()).max_by_key(|index| (&exact[*index], Reverse(*index)));
            if let Some(largest) = largest {
                percents[largest] = &percents[largest] + &missing;
            }
        }
        DecimalsResidue::LargestRemainder => {
            let mut order: Vec<usize> = (0..exact.len()).collect();
            order.sort_by_cached_key(|index| {
                (Reverse(&exact[*index] - &percents[*index]), Reverse(exact[*index].clone()), *index)
            });
            let step = Ratio::ONE.checked_div(&Ratio::from(power(decimals.places))).unwrap_or(Ratio::ZERO);
            let mut left = missing;
            for index in order {
                if left.signum() > 0 {
                    percents[index] = &percents[index] + &step;
                    left = &left - &step;
                }
            }
        }
    }
    percents
}

/// Ten to the power of some places, which are at most 20.
fn power(places: u8) -> i128 {
    10_i128.saturating_pow(places.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percents(places: u8, residue: DecimalsResidue, weights: &[i128]) -> Vec<String> {
        let total: i128 = weights.iter().sum();
        let exact: Vec<Ratio> = weights.iter().map(|w| Ratio::new(w * 100, total)).collect();
        rounded(Decimals { places, residue }, &exact).iter().map(|percent| percent.decimal(20).0).collect()
    }

    #[test]
    fn the_difference_to_a_hundred_stays_or_goes_where_the_rule_says() {
        let three = |residue| percents(2, residue, &[1, 1, 1]);
        assert_eq!(three(DecimalsResidue::Leave), ["33.33", "33.33", "33.33"]);
        assert_eq!(three(DecimalsResidue::LargestShare), ["33.34", "33.33", "33.33"]);
        assert_eq!(three(DecimalsResidue::LargestRemainder), ["33.34", "33.33", "33.33"]);
        let six = |residue| percents(0, residue, &[1, 1, 1, 1, 1, 1]);
        assert_eq!(six(DecimalsResidue::Leave), ["17"; 6]);
        assert_eq!(six(DecimalsResidue::LargestShare), ["15", "17", "17", "17", "17", "17"]);
        assert_eq!(six(DecimalsResidue::LargestRemainder), ["17", "17", "17", "17", "16", "16"]);
    }
}
