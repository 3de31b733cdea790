//! Rescaled percentages rounded to some decimals, which then act as weights: rules.md#decimals.

use super::{Evaluation, Question, Weight, sum_of};
use crate::apportion::apportion;
use crate::model::{Decimals, DecimalsResidue};
use crate::money::{Cents, Mode, Ratio};
use crate::trace::{ApportionResidue, Input, Money, Operation, Subject, Ties, Unit};

/// Turns weights into percentages of the receivers and rounds them; weights that are all zero stay
/// as they are.
pub(super) fn round(
    decimals: Decimals,
    weights: Vec<Weight>,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Vec<Weight> {
    let sum = Ratio::sum(weights.iter().map(|weight| &weight.value));
    if sum.is_zero() {
        return weights;
    }
    let total = sum_of(&weights, &sum, evaluation);
    let (hundred, scope) = (Ratio::from(100), evaluation.scope);
    let whole = evaluation.trace.add(
        Operation::Constant,
        Subject::Percent,
        Money::Number(hundred.clone()),
        [],
        scope,
    );
    let mut exact = Vec::with_capacity(weights.len());
    let mut inputs = vec![Input::Step(whole)];
    for (weight, party) in weights.iter().zip(question.receivers) {
        let value = (&hundred * &weight.value).part_of(&sum);
        let from = [whole, weight.step, total].map(Input::Step);
        let percent = evaluation.add(Operation::Portion, Subject::Percent, value, from, *party);
        inputs.push(percent.step.into());
        exact.push(percent.value);
    }
    let (unit, residue) = (Unit::Places(decimals.places), residue(decimals.residue));
    // At most 20 places: 100 in units of the last fits 128 bits.
    let rounded = rounded(decimals.places, residue, &exact).unwrap_or(exact);
    let inputs = evaluation.trace.inputs(inputs);
    let percent = |((index, value), party): ((u32, Ratio), &crate::model::PartyIx)| {
        let operation = Operation::Apportion { index, unit, residue, ties: Ties::SizeThenOrder };
        let scope = crate::trace::Scope { party: Some(*party), ..scope };
        let number = Money::Number(value.clone());
        let step =
            evaluation.trace.add_shared(operation, Subject::Weight, number, inputs.clone(), scope);
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

/// Rounds percentages that add to 100: they are counted in units of the last place, and apportioned
/// as cents are.
fn rounded(places: u8, residue: ApportionResidue, exact: &[Ratio]) -> Option<Vec<Ratio>> {
    let scale = 10_i128.checked_pow(places.into())?;
    let units: Vec<Ratio> = exact.iter().map(|percent| percent * &Ratio::from(scale)).collect();
    let whole = Cents::new(scale.checked_mul(100)?);
    let shares = apportion(whole, &units, Cents::ONE, residue, Ties::SizeThenOrder)?;
    Some(shares.into_iter().map(|share| Ratio::new(share.get(), scale)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percents(places: u8, residue: DecimalsResidue, weights: &[i128]) -> Vec<String> {
        let total: i128 = weights.iter().sum();
        let exact: Vec<Ratio> = weights.iter().map(|w| Ratio::new(w * 100, total)).collect();
        rounded(places, super::residue(residue), &exact)
            .unwrap()
            .iter()
            .map(|percent| percent.decimal(20).0)
            .collect()
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
