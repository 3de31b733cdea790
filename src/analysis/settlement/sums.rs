//! Sums of money of a settlement, each with its derivation.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::model::{DateRange, PartyIx};
use crate::money::Cents;
use crate::trace::{Exact, Scope, Subject, Trace, Traced};

/// The money of one settlement period by party, to be added up.
pub(super) type ByParty = BTreeMap<PartyIx, Vec<Traced>>;

/// The scope of the steps of an account.
pub(super) fn scope(party: PartyIx, period: DateRange) -> Scope {
    Scope { party: Some(party), range: Some(period), ..Scope::default() }
}

/// Adds up amounts.
pub(super) fn sum(
    amounts: &[Traced],
    subject: Subject,
    scope: Scope,
    trace: &mut Trace,
) -> Result<Traced, Diagnostics> {
    let exact: Vec<Exact> = amounts.iter().map(Traced::exact).collect();
    trace.at(scope).total(subject, &exact).whole().ok_or_else(overflow)
}

/// Takes amounts away from one.
pub(super) fn difference(
    from: Traced,
    less: &[Traced],
    subject: Subject,
    scope: Scope,
    trace: &mut Trace,
) -> Result<Traced, Diagnostics> {
    let less: Vec<Exact> = less.iter().map(Traced::exact).collect();
    trace.at(scope).difference(subject, &from.exact(), &less).whole().ok_or_else(overflow)
}

/// Takes the smaller of an amount and a limit, in the direction of the amount; nothing where the
/// limit has not its sign.
pub(super) fn at_most(
    amount: Traced,
    limit: Traced,
    subject: Subject,
    scope: Scope,
    trace: &mut Trace,
) -> Result<Traced, Diagnostics> {
    let amount = amount.exact();
    let least = trace.at(scope).at_most(subject, &amount, &limit.exact(), &amount);
    least.whole().ok_or_else(overflow)
}

/// Turns a sign: nothing less the amount.
pub(super) fn negated(
    amount: Traced,
    scope: Scope,
    trace: &mut Trace,
) -> Result<Traced, Diagnostics> {
    let nothing = sum(&[], Subject::Credit, scope, trace)?;
    difference(nothing, &[amount], Subject::Credit, scope, trace)
}

pub(super) fn overflow() -> Diagnostics {
    Diagnostics::from(Diagnostic::new(Fault::AmountOverflow))
}

/// Adds up, or says that a sum is too large.
pub(super) fn total(amounts: impl IntoIterator<Item = Cents>) -> Result<Cents, Diagnostics> {
    Cents::sum(amounts).ok_or_else(overflow)
}
