//! Sums of money of a settlement, each with its derivation.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::model::{DateRange, PartyIx};
use crate::money::{Cents, Ratio};
use crate::trace::{Input, Money, Operation, Scope, StepId, Subject, Trace, Traced};

/// The money of one settlement period by party: steps to be added up.
pub(super) type ByParty = BTreeMap<PartyIx, Vec<StepId>>;

/// The scope of the steps of an account.
pub(super) fn scope(party: PartyIx, period: DateRange) -> Scope {
    Scope { party: Some(party), range: Some(period), ..Scope::default() }
}

/// Adds up steps of money.
pub(super) fn sum(
    steps: &[StepId],
    subject: Subject,
    scope: Scope,
    trace: &mut Trace,
) -> Result<Traced, Diagnostics> {
    let value = Ratio::sum(steps.iter().map(|step| &trace.step(*step).value));
    let inputs: Vec<Input> = steps.iter().map(|step| Input::Step(*step)).collect();
    let step = trace.add(Operation::Sum, subject, Money::Cents(value), inputs, scope);
    trace.traced(step).ok_or_else(overflow)
}

/// Adds up amounts.
pub(super) fn added(
    amounts: &[Traced],
    subject: Subject,
    scope: Scope,
    trace: &mut Trace,
) -> Result<Traced, Diagnostics> {
    let steps: Vec<StepId> = amounts.iter().map(Traced::step).collect();
    sum(&steps, subject, scope, trace)
}

/// Takes amounts away from one.
pub(super) fn difference(
    from: Traced,
    less: &[Traced],
    subject: Subject,
    scope: Scope,
    trace: &mut Trace,
) -> Result<Traced, Diagnostics> {
    let taken = less.iter().map(|amount| amount.amount().ratio());
    let value = taken.fold(from.amount().ratio(), |left, taken| &left - &taken);
    let inputs = std::iter::once(&from).chain(less).map(|amount| Input::Step(amount.step()));
    let inputs: Vec<Input> = inputs.collect();
    let step = trace.add(Operation::Difference, subject, Money::Cents(value), inputs, scope);
    trace.traced(step).ok_or_else(overflow)
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
