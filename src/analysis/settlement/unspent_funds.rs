//! Leftovers (Restmittel): money of one settlement period that is set off or used in a later one.
//!
//! Rules: rules.md#leftover, rules.md#leftover-division.

use super::account::{LeftoverPart, Settlement};
use super::split::{Part, split};
use super::sums::{ByParty, scope};
use crate::apportion::Ties;
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::keys::{Evaluation, Noticed, Question, weights};
use crate::model::{DateRange, KeyIx, Leftover, LeftoverSplit, PartyIx, Project};
use crate::money::{Cents, Ratio};
use crate::source::Sourced;
use crate::trace::{Figure, Input, Money, Operation, Scope, StepId, Subject, Trace, Traced};

impl Leftover {
    /// Tells whether it comes from books that are not kept here, so that it is taken from no
    /// account.
    pub(super) fn is_from_elsewhere(&self) -> bool {
        matches!(self.split, LeftoverSplit::Parts(_))
    }
}

/// Splits the leftovers that leave a period, by what was borne in it or was paid for it up to its
/// day of settlement.
pub(super) fn leaves(
    project: &Project,
    period: DateRange,
    (shares, paid): (&ByParty, &ByParty),
    settlement: &mut Settlement,
) -> Result<Vec<LeftoverPart>, Diagnostics> {
    let (mut faults, mut parts) = (Diagnostics::default(), Vec::new());
    let trace = &mut settlement.run.trace;
    for (number, leftover) in
        (0..).zip(&project.leftovers).filter(|(_, leftover)| leftover.from == period)
    {
        let (amount, by) = match &leftover.split {
            LeftoverSplit::Parts(_) => continue,
            LeftoverSplit::Shares(amount) => {
                (amount, Ok(sums(shares, Subject::Figure, period, trace)))
            }
            LeftoverSplit::Payments(amount) => {
                (amount, Ok(sums(paid, Subject::Payment, period, trace)))
            }
            LeftoverSplit::Key(amount, key) => {
                let weights = by_key(project, *key, period, shares, trace);
                (amount, weights.map_err(|fault| Diagnostics::from(fault.and(leftover.loc))))
            }
        };
        match by.and_then(|weights| divide(leftover, amount, &weights, trace)) {
            Ok(amounts) => parts.extend(amounts.into_iter().map(|(party, amount)| LeftoverPart {
                leftover: number,
                party,
                amount,
            })),
            Err(fault) => faults.extend(fault.iter().cloned()),
        }
    }
    if faults.is_empty() { Ok(parts) } else { Err(faults) }
}

/// Lists the parts of leftovers that enter a period; those that come from elsewhere are read now.
pub(super) fn enters(
    project: &Project,
    period: DateRange,
    settlement: &mut Settlement,
) -> Vec<LeftoverPart> {
    let known = settlement.leftovers.iter().filter(|part| part.enters(project, period)).copied();
    let mut parts: Vec<LeftoverPart> = known.collect();
    for (number, leftover) in
        (0..).zip(&project.leftovers).filter(|(_, leftover)| leftover.into == period)
    {
        let LeftoverSplit::Parts(amounts) = &leftover.split else { continue };
        for (party, amount) in amounts {
            let step = read(amount, scope(*party, period), &mut settlement.run.trace);
            let read = settlement.run.trace.traced(step);
            parts.extend(read.map(|amount| LeftoverPart {
                leftover: number,
                party: *party,
                amount,
            }));
        }
    }
    let fresh = parts
        .iter()
        .filter(|part| project.leftovers[usize::from(part.leftover)].is_from_elsewhere());
    settlement.leftovers.extend(fresh.copied());
    parts
}

fn read(amount: &Sourced<Cents>, scope: Scope, trace: &mut Trace) -> StepId {
    let value = Money::Cents(amount.value.ratio());
    trace.figure(
        &Figure { subject: Subject::Credit, places: &[amount.loc], value, history: None },
        scope,
    )
}

/// A weight of a party with the step that derives it.
type Weighted = (PartyIx, Ratio, StepId);

fn sums(steps: &ByParty, subject: Subject, period: DateRange, trace: &mut Trace) -> Vec<Weighted> {
    let mut weights = Vec::new();
    for (party, steps) in steps {
        let value = Ratio::sum(steps.iter().map(|step| &trace.step(*step).value));
        let inputs: Vec<Input> = steps.iter().map(|step| Input::Step(*step)).collect();
        let money = Money::Cents(value.clone());
        weights.push((
            *party,
            value,
            trace.add(Operation::Sum, subject, money, inputs, scope(*party, period)),
        ));
    }
    weights
}

/// Evaluates a key among those who have a share.
fn by_key(
    project: &Project,
    key: KeyIx,
    period: DateRange,
    shares: &ByParty,
    trace: &mut Trace,
) -> Checked<Vec<Weighted>> {
    let receivers: Vec<PartyIx> = shares.keys().copied().collect();
    let question = Question {
        receivers: &receivers,
        presence: &[],
        window: period,
        service: None,
        counts: &|_, _| true,
    };
    let mut noticed = Noticed::default();
    let mut evaluation = Evaluation::new(project, trace, &mut noticed, Scope::default());
    let found = weights(key, &question, &mut evaluation)?;
    Ok(receivers
        .into_iter()
        .zip(found)
        .map(|(party, weight)| (party, weight.value().clone(), weight.step()))
        .collect())
}

fn of_nobody(leftover: &Leftover) -> Diagnostic {
    let fault =
        Fault::LeftoverOfNobody { id: leftover.id.clone(), period: leftover.from.to_string() };
    Diagnostic::at(fault, leftover.loc)
}

/// Refuses leftovers that go into some periods out of one in which there was no money at all.
pub(super) fn all_somebodys(
    project: &Project,
    periods: &[DateRange],
    settlement: &Settlement,
) -> Result<(), Diagnostics> {
    let mut faults = Diagnostics::default();
    for (number, leftover) in (0..).zip(&project.leftovers) {
        let comes =
            periods.contains(&leftover.into) && !leftover.bound && !leftover.is_from_elsewhere();
        if comes && settlement.leftovers.iter().all(|part| part.leftover != number) {
            faults.push(of_nobody(leftover));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Divides a leftover in proportion to weights, in whole cents by largest remainders.
fn divide(
    leftover: &Leftover,
    amount: &Sourced<Cents>,
    weights: &[Weighted],
    trace: &mut Trace,
) -> Result<Vec<(PartyIx, Traced)>, Diagnostics> {
    let sum = Ratio::sum(weights.iter().map(|(_, value, _)| value));
    let inputs: Vec<Input> = weights.iter().map(|(.., step)| Input::Step(*step)).collect();
    let whole = read(amount, Scope { range: Some(leftover.from), ..Scope::default() }, trace);
    let scope = |party: PartyIx| scope(party, leftover.into);
    let is_money = weights.first().is_some_and(|(.., step)| trace.step(*step).money);
    let value = if is_money { Money::Cents(sum.clone()) } else { Money::Number(sum.clone()) };
    let total = trace.add(Operation::Sum, Subject::WeightSum, value, inputs, Scope::default());
    if sum.is_zero() {
        return Err(of_nobody(leftover).into());
    }
    let by: Vec<Part> =
        weights.iter().map(|(party, value, step)| (value.clone(), *step, scope(*party))).collect();
    let parts = split(
        (amount.value, whole),
        &by,
        (&sum, total),
        (Subject::Credit, Ties::SizeThenOrder),
        trace,
    )?;
    Ok(weights.iter().map(|(party, ..)| *party).zip(parts).collect())
}
