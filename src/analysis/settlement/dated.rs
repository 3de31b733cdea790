//! Due dates that have passed when the letters are written.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{CalledRun, Outcome, Settlement};
use crate::diag::{Diagnostic, Fault};
use crate::model::{Project, Status};
use crate::text::{Text, counted};

/// Finds what the letters ask for before the day that they bear: balances that are moved, and the calls of a plan. What is called
/// after a settlement is only listed in its letters.
pub fn due_before_letters(
    project: &Project,
    status: Status,
    settlement: Option<&Settlement>,
    called: Option<&CalledRun>,
) -> Vec<Diagnostic> {
    let Some(date) = &project.letterhead.date else { return Vec::new() };
    let moves = |outcome: Outcome| matches!(outcome, Outcome::Claim | Outcome::Refund);
    let accounts = settlement.into_iter().flat_map(Settlement::accounts);
    let balances = accounts.filter(|account| moves(account.outcome)).filter_map(|account| account.due);
    let called = called.filter(|_| status == Status::Plan);
    let calls = called.into_iter().flat_map(|called| &called.calls);
    let calls = calls.filter(|call| call.amount.amount().signum() > 0).map(|call| call.due);
    let tell = |(due, what): (Date, Text)| {
        let fault = Fault::DueBeforeLetter { what, due: due.to_string(), date: date.value.to_string() };
        Diagnostic::at(fault, date.loc)
    };
    let balance =
        (("Nachforderung oder Erstattung", "Nachforderungen und Erstattungen"), ("balance", "balances"));
    let call = (("Rate", "Raten"), ("instalment", "instalments"));
    let balances = by_day(balances.filter(|due| *due < date.value), balance);
    balances.into_iter().chain(by_day(calls.filter(|due| *due < date.value), call)).map(tell).collect()
}

/// A noun for one and for many.
type Noun = (&'static str, &'static str);

/// Counts what is due on each day.
fn by_day(days: impl Iterator<Item = Date>, (de, en): (Noun, Noun)) -> Vec<(Date, Text)> {
    let mut counts: BTreeMap<Date, u64> = BTreeMap::new();
    days.for_each(|day| *counts.entry(day).or_default() += 1);
    counts.into_iter().map(|(day, count)| (day, counted(count, de, en))).collect()
}
