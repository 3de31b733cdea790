//! One bears what the weights of the others miss of one: the federal share of Medicaid is 1 - 0.45
//! × (income per head of the state ÷ that of the country)² (CRS report RL32950).
//!
//! Rules: rules.md#complement.

use super::{Evaluation, Question, Weight, present, weights};
use crate::diag::Checked;
use crate::model::{Key, KeyIx, PartyIx};
use crate::money::Ratio;
use crate::trace::{Input, Money, Operation, Subject};

/// `method = "complement"`: the weights of a key, and for one party what they miss of one.
pub(super) fn weigh(
    key: &Key,
    of: KeyIx,
    party: PartyIx,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let found = complement(key, (of, party), question, evaluation)?;
    Ok(present(&found, question, evaluation))
}

fn complement(
    key: &Key,
    (of, party): (KeyIx, PartyIx),
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let others: Vec<PartyIx> =
        question.receivers.iter().copied().filter(|other| *other != party).collect();
    let mut found =
        weights(of, &Question { receivers: &others, presence: &[], ..*question }, evaluation)?;
    let Some(place) = question.receivers.iter().position(|other| *other == party) else {
        return Ok(found);
    };
    let rest = &Ratio::ONE - &Ratio::sum(found.iter().map(|weight| &weight.value));
    if rest.signum() < 0 {
        return Err(evaluation.negative(key, party, &rest, key.loc));
    }
    let (scope, whole) = (evaluation.scope, Money::Number(Ratio::ONE));
    let one = evaluation.trace.add(Operation::Constant, Subject::WeightSum, whole, [], scope);
    let steps = std::iter::once(one).chain(found.iter().map(|weight| weight.step)).map(Input::Step);
    let inputs: Vec<Input> = steps.collect();
    found
        .insert(place, evaluation.add(Operation::Difference, Subject::Weight, rest, inputs, party));
    Ok(found)
}
