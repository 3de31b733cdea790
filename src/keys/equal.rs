//! The same for each (zu gleichen Teilen).
//!
//! Rules: rules.md#equal.

use super::{Question, Weight, Workshop, present};
use crate::model::PartyIx;
use crate::money::Ratio;
use crate::trace::{Operation, Subject};

/// `method = "equal"`: one for each.
pub(super) fn weigh(question: &Question<'_>, shop: &mut Workshop<'_>) -> Vec<Weight> {
    let one =
        |party: &PartyIx| shop.add(Operation::Constant, Subject::Weight, Ratio::ONE, [], *party);
    let ones: Vec<Weight> = question.receivers.iter().map(one).collect();
    present(&ones, question, shop)
}
