//! What each has paid in (Einzahlungen): a surplus goes back in proportion to it.
//!
//! Rules: rules.md#payments-key.

use std::collections::BTreeSet;

use super::{Evaluation, Question, Weight};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{Key, PartyIx, PaymentRow};
use crate::money::{Cents, Ratio};
use crate::source::Loc;
use crate::trace::Subject;

/// `method = "payments"`: what each paid for these purposes; of none, for any.
pub(super) fn weigh(
    key: &Key,
    purposes: &BTreeSet<String>,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    question
        .receivers
        .iter()
        .map(|party| paid(key, purposes, *party, question, evaluation))
        .collect()
}

/// Adds up what a party paid for the window, in the project's currency.
fn paid(
    key: &Key,
    purposes: &BTreeSet<String>,
    party: PartyIx,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Weight> {
    let chosen = |row: &&PaymentRow| {
        let purpose = row.purpose.as_deref().unwrap_or_default();
        row.party == party && (purposes.is_empty() || purposes.contains(purpose))
    };
    let mut found = Vec::new();
    for row in evaluation.project.payments.iter().filter(chosen) {
        let time = row.time();
        if question.window.intersect(&time).is_none() {
            continue;
        }
        if !question.window.covers(&time) {
            return Err(too_coarse(key, row, question));
        }
        if row.rows.iter().all(|row| row.history.is_none()) {
            let places: Vec<Loc> = row.rows.iter().map(|row| row.loc).collect();
            found.push(evaluation.read(units(row.amount), &places, None, party));
            continue;
        }
        for row in &row.rows {
            let history = row.history.as_ref().map(|history| history.in_units());
            found.push(evaluation.read(units(row.value), &[row.loc], history.as_ref(), party));
        }
    }
    let sum = Ratio::sum(found.iter().map(Weight::value));
    if sum.signum() < 0 {
        let loc = evaluation.project.payments.iter().find(chosen).and_then(|row| row.rows.first());
        return Err(evaluation.negative(
            key,
            party,
            &sum,
            loc.map_or(Loc::Builtin("payments"), |row| row.loc),
        ));
    }
    Ok(evaluation.of(party).sum(Subject::Weight, &found))
}

/// Returns an amount in units of the currency.
fn units(amount: Cents) -> Ratio {
    &amount.ratio() * &Ratio::new(1, 100)
}

fn too_coarse(key: &Key, row: &PaymentRow, question: &Question<'_>) -> Box<Diagnostic> {
    let fault =
        Fault::CoarsePayment { period: row.time().to_string(), range: question.window.to_string() };
    let places = row.rows.iter().take(1);
    let diagnostic = places.fold(Diagnostic::new(fault), |diagnostic, row| {
        diagnostic.and_here(row.loc, "diese Zahlung", "this payment")
    });
    Box::new(diagnostic.and_here(
        key.loc,
        "dieser Schlüssel zählt die Zahlungen",
        "this key counts the payments",
    ))
}
