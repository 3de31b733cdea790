//! One bears what the weights of the others miss of one: the federal share of Medicaid is 1 - 0.45
//! × (income per head of the state ÷ that of the country)² (CRS report RL32950).
//!
//! Rules: rules.md#complement.

use super::normal::present;
use super::{Evaluation, Question, Weight};
use crate::diag::Checked;
use crate::model::{Key, KeyIx, PartyIx};
use crate::money::Ratio;
use crate::trace::{Money, Subject};

/// `method = "complement"`: the weights of a key, and for one party what they miss of one.
pub(super) fn weigh(
    key: &Key,
    of: KeyIx,
    party: PartyIx,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let found = complement(key, of, party, question, evaluation)?;
    Ok(present(found, question, evaluation))
}

fn complement(
    key: &Key,
    of: KeyIx,
    party: PartyIx,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let others: Vec<PartyIx> =
        question.receivers.iter().copied().filter(|other| *other != party).collect();
    let among = Question { receivers: &others, presence: &[], ..*question };
    let mut found = evaluation.weights(of, &among)?;
    let Some(place) = question.receivers.iter().position(|other| *other == party) else {
        return Ok(found);
    };
    let rest = &Ratio::ONE - &Ratio::sum(found.iter().map(Weight::value));
    if rest.signum() < 0 {
        return Err(evaluation.negative(key, party, &rest, key.loc));
    }
    let one = evaluation.of_all().constant(Subject::WeightSum, Money::Number(Ratio::ONE));
    let rest = evaluation.of(party).difference(Subject::Weight, &one, &found);
    found.insert(place, rest);
    Ok(found)
}
