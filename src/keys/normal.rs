//! What several methods do with weights: times the active fraction, over their sum.
//!
//! Rules: rules.md#weights, rules.md#weight-time.

use super::question::{Evaluation, Question, Weight};
use crate::diag::{Diagnostic, Fault};
use crate::model::{DateRange, Key, PartyIx};
use crate::money::Ratio;
use crate::text::Text;
use crate::trace::Subject;

/// Multiplies weights by the active fraction of their receivers.
pub(super) fn present(
    weights: Vec<Weight>,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Vec<Weight> {
    if question.presence.is_empty() {
        return weights;
    }
    let all = weights.iter().zip(question.presence).zip(question.receivers);
    all.map(|((weight, active), party)| {
        evaluation.of(*party).product(Subject::Weight, &[weight, active])
    })
    .collect()
}

/// Divides weights by their sum; `None` where that is zero.
pub(super) fn normalised(
    parties: &[PartyIx],
    weights: &[Weight],
    evaluation: &mut Evaluation<'_>,
) -> Option<Vec<Weight>> {
    if Ratio::sum(weights.iter().map(Weight::value)).is_zero() {
        return None;
    }
    let sum = evaluation.sum_of(weights);
    let shares = parties.iter().zip(weights);
    shares
        .map(|(party, weight)| evaluation.of(*party).quotient(Subject::NormalWeight, weight, &sum))
        .collect()
}

/// The fault of a key that has no weight for anybody.
pub(crate) fn all_zero(key: &Key, range: DateRange) -> Diagnostic {
    Diagnostic::at(Fault::AllWeightsZero { key: key.id.clone(), range: within(range) }, key.loc)
}

/// Names a stretch of time for a message, with a blank before it; all time needs no word.
pub(super) fn within(range: DateRange) -> Text {
    if range == DateRange::ALWAYS {
        Text::default()
    } else {
        Text::new(format!(" im Zeitraum {range}"), format!(" in {range}"))
    }
}
