//! Weights fixed by contract (fester Schlüssel).
//!
//! Rules: rules.md#fixed.

use std::collections::BTreeMap;

use super::normal::present;
use super::{Evaluation, Question, Weight};
use crate::diag::Checked;
use crate::model::{Key, PartyIx};
use crate::money::Ratio;
use crate::source::Sourced;
use crate::trace::{Money, Subject};

/// `method = "fixed"`: the weights of the table.
pub(super) fn weigh(
    key: &Key,
    table: &BTreeMap<PartyIx, Sourced<Ratio>>,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let weights = read(key, table, question, evaluation)?;
    Ok(present(weights, question, evaluation))
}

/// Reads the weight of each receiver out of the table; one that is missing or negative is a fault.
fn read(
    key: &Key,
    table: &BTreeMap<PartyIx, Sourced<Ratio>>,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let read_one = |party: &PartyIx| {
        let weight = table.get(party).ok_or_else(|| evaluation.no_weight(key, *party))?;
        if weight.value.signum() < 0 {
            return Err(evaluation.negative(key, *party, &weight.value, weight.loc));
        }
        let value = Money::Number(weight.value.clone());
        Ok(evaluation.of(*party).read(Subject::Weight, value, weight.loc))
    };
    question.receivers.iter().map(read_one).collect()
}
