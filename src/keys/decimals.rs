//! Rescaled percentages rounded to some decimals, which then act as weights: rules.md#decimals.

use super::question::{Evaluation, Question, Weight};
use crate::apportion::{ApportionResidue, Policy, Ties, Unit};
use crate::model::{Decimals, DecimalsResidue, PartyIx};
use crate::money::{Mode, Ratio};
use crate::trace::{Money, Scope, Subject};

/// Rounds weights; where nobody has one they stay.
pub(super) fn round(
    decimals: Decimals,
    weights: Vec<Weight>,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Vec<Weight> {
    if Ratio::sum(weights.iter().map(Weight::value)).is_zero() {
        return weights;
    }
    let sum = evaluation.sum_of(&weights);
    let hundred = evaluation.of_all().constant(Subject::Percent, Money::Number(Ratio::from(100)));
    let percent = |(weight, party): (&Weight, &PartyIx)| {
        evaluation.of(*party).portion(Subject::Percent, &hundred, weight, &sum)
    };
    let exact: Vec<Weight> = weights.iter().zip(question.receivers).map(percent).collect();
    let (unit, ties) = (Unit::Places(decimals.places), Ties::SizeThenOrder);
    let policy = Policy { unit, residue: residue(decimals.residue), ties };
    // At most 20 places: 100 in units of the last fits 128 bits.
    let Some(shared) = evaluation.trace.apportion(&hundred, &exact, policy) else {
        return weights;
    };
    let rounded = |(index, party): (u32, &PartyIx)| {
        let scope = Scope { party: Some(*party), ..evaluation.scope };
        evaluation.trace.part(&shared, index, Subject::Weight, scope)
    };
    (0..).zip(question.receivers).map(rounded).collect()
}

fn residue(residue: DecimalsResidue) -> ApportionResidue {
    match residue {
        DecimalsResidue::Leave => ApportionResidue::Leave(Mode::HalfUp),
        DecimalsResidue::LargestShare => ApportionResidue::LargestShare(Mode::HalfUp),
        DecimalsResidue::LargestRemainder => ApportionResidue::LargestRemainder,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apportion::parts;

    fn percents(places: u8, rule: DecimalsResidue, weights: &[i128]) -> Vec<String> {
        let total: i128 = weights.iter().sum();
        let exact: Vec<Ratio> = weights.iter().map(|w| Ratio::new(w * 100, total)).collect();
        let (unit, ties) = (Unit::Places(places), Ties::SizeThenOrder);
        let policy = Policy { unit, residue: residue(rule), ties };
        let rounded = parts(&Ratio::from(100), &exact, policy).unwrap();
        rounded.iter().map(|percent| percent.decimal(20).0).collect()
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
