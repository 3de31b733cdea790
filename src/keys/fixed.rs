//! Weights fixed by contract (fester Schlüssel).
//!
//! Rules: rules.md#fixed.

use std::collections::BTreeMap;

use super::{KeyMethod, Question, Weight, Workshop, present};
use crate::diag::Checked;
use crate::model::{Key, Method, PartyIx};
use crate::money::Ratio;
use crate::source::Sourced;
use crate::trace::{Input, Operation, Subject};

/// `method = "fixed"`.
pub(super) struct Fixed;

impl KeyMethod for Fixed {
    fn name(&self) -> &'static str {
        "fixed"
    }

    fn weights(
        &self,
        key: &Key,
        question: &Question<'_>,
        shop: &mut Workshop<'_>,
    ) -> Option<Checked<Vec<Weight>>> {
        let Method::Fixed { weights } = &key.method else { return None };
        Some(read(key, weights, question, shop).map(|weights| present(&weights, question, shop)))
    }
}

/// Reads the weight of each receiver out of the table; one that is missing or negative is a fault.
fn read(
    key: &Key,
    table: &BTreeMap<PartyIx, Sourced<Ratio>>,
    question: &Question<'_>,
    shop: &mut Workshop<'_>,
) -> Checked<Vec<Weight>> {
    let read_one = |party: &PartyIx| {
        let weight = table.get(party).ok_or_else(|| shop.no_weight(key, *party))?;
        if weight.value.signum() < 0 {
            return Err(shop.negative(key, *party, &weight.value, weight.loc));
        }
        Ok(shop.add(
            Operation::Read,
            Subject::Weight,
            weight.value.clone(),
            [Input::Place(weight.loc)],
            *party,
        ))
    };
    question.receivers.iter().map(read_one).collect()
}
