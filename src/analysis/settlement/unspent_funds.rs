//! Leftovers (Restmittel): money of one settlement period that is set off or used in a later one.
//!
//! Rules: rules.md#leftover, rules.md#leftover-division.

use super::account::{LeftoverPart, Settlement};
use super::split::{Weighted, split};
use super::sums::{ByParty, overflow, scope};
use crate::apportion::Ties;
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::keys::{Evaluation, Noticed, Question, weights};
use crate::model::{DateRange, KeyIx, Leftover, LeftoverSplit, PartyIx, Project};
use crate::money::Cents;
use crate::source::Sourced;
use crate::trace::{Exact, Money, Scope, Subject, Trace, Traced};

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
    shares: &ByParty,
    paid: &ByParty,
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
            let read = read(amount, scope(*party, period), &mut settlement.run.trace);
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

fn read(amount: &Sourced<Cents>, scope: Scope, trace: &mut Trace) -> Option<Traced> {
    let value = Money::Cents(amount.value.ratio());
    trace.at(scope).read(Subject::Credit, value, amount.loc).whole()
}

/// Weights of parties.
type Weights = Vec<(PartyIx, Exact)>;

fn sums(amounts: &ByParty, subject: Subject, period: DateRange, trace: &mut Trace) -> Weights {
    let sum = |(party, amounts): (&PartyIx, &Vec<Traced>)| {
        let exact: Vec<Exact> = amounts.iter().map(Traced::exact).collect();
        (*party, trace.at(scope(*party, period)).total(subject, &exact))
    };
    amounts.iter().map(sum).collect()
}

/// Evaluates a key among those who have a share.
fn by_key(
    project: &Project,
    key: KeyIx,
    period: DateRange,
    shares: &ByParty,
    trace: &mut Trace,
) -> Checked<Weights> {
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
    Ok(receivers.into_iter().zip(found).collect())
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
    weights: &[(PartyIx, Exact)],
    trace: &mut Trace,
) -> Result<Vec<(PartyIx, Traced)>, Diagnostics> {
    let of_source = Scope { range: Some(leftover.from), ..Scope::default() };
    let whole = read(amount, of_source, trace).ok_or_else(overflow)?;
    let all: Vec<Exact> = weights.iter().map(|(_, weight)| weight.clone()).collect();
    let total = trace.at(Scope::default()).sum(Subject::WeightSum, &all);
    if total.value().is_zero() {
        return Err(of_nobody(leftover).into());
    }
    let weighted = |(party, weight): &(PartyIx, Exact)| Weighted {
        weight: weight.clone(),
        scope: scope(*party, leftover.into),
    };
    let by: Vec<Weighted> = weights.iter().map(weighted).collect();
    let parts = split(whole, &by, &total, Subject::Credit, Ties::SizeThenOrder, trace)?;
    Ok(weights.iter().map(|(party, _)| *party).zip(parts).collect())
}
