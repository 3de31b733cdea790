//! The same for each (zu gleichen Teilen).
//!
//! Rules: rules.md#equal.

use super::normal::present;
use super::{Evaluation, Question, Weight};
use crate::model::PartyIx;
use crate::money::Ratio;
use crate::trace::{Money, Subject};

/// `method = "equal"`: one for each.
pub(super) fn weigh(question: &Question<'_>, evaluation: &mut Evaluation<'_>) -> Vec<Weight> {
    let one = |party: &PartyIx| {
        evaluation.of(*party).constant(Subject::Weight, Money::Number(Ratio::ONE))
    };
    let ones = question.receivers.iter().map(one).collect();
    present(ones, question, evaluation)
}
