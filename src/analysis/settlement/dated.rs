//! Due dates that have passed when the letters are written.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::account::Settlement;
use super::calls::{Call, CalledRun};
use super::outcome::Outcome;
use super::paid::paid_on_calls;
use crate::diag::{Diagnostic, Fault};
use crate::model::{PartyIx, Project};
use crate::text::{Text, counted};

/// Finds what the letters ask for before the day that they bear: balances that are moved, and calls
/// that were not paid by then.
pub fn due_before_letters(
    project: &Project,
    settlement: Option<&Settlement>,
    called: Option<&CalledRun>,
) -> Vec<Diagnostic> {
    let Some(date) = &project.letterhead.date else { return Vec::new() };
    let moves = |outcome: Outcome| matches!(outcome, Outcome::Claim | Outcome::Refund);
    let accounts = settlement.into_iter().flat_map(Settlement::accounts);
    let balances =
        accounts.filter(|account| moves(account.outcome)).filter_map(|account| account.due);
    let late = |called: &CalledRun| {
        let parties: BTreeSet<PartyIx> = called.calls.iter().map(|call| call.party).collect();
        let calls = parties
            .into_iter()
            .flat_map(|party| paid_on_calls(project, called, party, Some(date.value)));
        // What is missing of a period that is closed is claimed with its balance.
        let is_closed =
            |call: &Call| project.settlement.closed.is_some_and(|closed| call.period.to <= closed);
        let open = calls.filter(|(call, paid)| *paid < call.amount.amount() && !is_closed(call));
        open.map(|(call, _)| call.due).collect::<Vec<_>>()
    };
    let calls = called.map(late).unwrap_or_default().into_iter();
    let tell = |(due, what): (Date, Text)| {
        let fault =
            Fault::DueBeforeLetter { what, due: due.to_string(), date: date.value.to_string() };
        Diagnostic::at(fault, date.loc)
    };
    let nouns = ("Nachforderung oder Erstattung", "Nachforderungen und Erstattungen");
    let is_before = |due: &Date| *due < date.value;
    let balances = by_day(balances.filter(is_before), nouns, ("balance", "balances"));
    let calls = calls.filter(is_before);
    balances
        .into_iter()
        .chain(by_day(calls, ("Rate", "Raten"), ("instalment", "instalments")))
        .map(tell)
        .collect()
}

/// A noun for one and for many.
type Noun = (&'static str, &'static str);

/// Counts what is due on each day.
fn by_day(days: impl Iterator<Item = Date>, de: Noun, en: Noun) -> Vec<(Date, Text)> {
    let mut counts: BTreeMap<Date, u64> = BTreeMap::new();
    days.for_each(|day| *counts.entry(day).or_default() += 1);
    counts.into_iter().map(|(day, count)| (day, counted(count, de, en))).collect()
}
