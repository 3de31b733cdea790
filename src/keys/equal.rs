//! The same for each (zu gleichen Teilen).
//!
//! Rules: rules.md#equal.

use super::{Evaluation, Question, Weight, present};
use crate::model::PartyIx;
use crate::money::Ratio;
use crate::trace::{Operation, Subject};

/// `method = "equal"`: one for each.
pub(super) fn weigh(question: &Question<'_>, evaluation: &mut Evaluation<'_>) -> Vec<Weight> {
    let one = |party: &PartyIx| {
        evaluation.add(Operation::Constant, Subject::Weight, Ratio::ONE, [], *party)
    };
    let ones: Vec<Weight> = question.receivers.iter().map(one).collect();
    present(&ones, question, evaluation)
}
