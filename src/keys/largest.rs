//! Some pay as much as the largest of the others: KPVP, agreement of 26.03.1993, where the Bund
//! pays as much as the largest Land.
//!
//! Rules: rules.md#largest-of.

use std::collections::BTreeSet;

use super::{ActiveFraction, Evaluation, Question, Weight};
use crate::diag::Checked;
use crate::model::{KeyIx, PartyIx};
use crate::trace::Subject;

/// `method = "largest-of"`: the weights of a key among the others; for these parties, the largest
/// of them.
pub(super) fn weigh(
    key: KeyIx,
    parties: &BTreeSet<PartyIx>,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let is_other = |party: &PartyIx| !parties.contains(party);
    let others: Vec<PartyIx> = question.receivers.iter().copied().filter(is_other).collect();
    let there = question.presence.iter().zip(question.receivers);
    let presence: Vec<ActiveFraction> =
        there.filter(|(_, party)| is_other(party)).map(|(presence, _)| presence.clone()).collect();
    let among = Question { receivers: &others, presence: &presence, ..*question };
    let found = evaluation.weights(key, &among)?;
    Ok(with_largest(&others, &found, question, evaluation))
}

/// The weights of the others, and for each of the rest the largest of them, times the part present.
fn with_largest(
    others: &[PartyIx],
    found: &[Weight],
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Vec<Weight> {
    let mut all = Vec::with_capacity(question.receivers.len());
    for (index, party) in question.receivers.iter().enumerate() {
        if let Some(other) = others.iter().position(|other| other == party) {
            all.push(found[other].clone());
            continue;
        }
        let weight = evaluation.of(*party).largest(Subject::Weight, found);
        all.push(match question.presence.get(index) {
            None => weight,
            Some(active) => evaluation.of(*party).product(Subject::Weight, &[&weight, active]),
        });
    }
    all
}
