//! Calls for advances (Mittelabruf): the planned share of each party in instalments, less what is
//! set off.
//!
//! Rules: rules.md#instalments, rules.md#set-off.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::account::{Credit, CreditKind, LeftoverPart, Settlement};
use super::chain::{carries, chain};
use super::split::{Weighted, split};
use super::sums::{at_most, difference, overflow, scope, sum};
use super::{due, keeping, payments, unspent_funds};
use crate::allocation::{AllocationRun, Request, Share, allocate};
use crate::apportion::Ties;
use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::model::{DateRange, Instalment, PartyIx, Project, Status, Takes};
use crate::money::{Cents, Ratio};
use crate::trace::{Exact, Money, Scope, Subject, Trace, Traced};

/// One call: an instalment of a party (Abschlag).
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// The settlement period.
    pub period: DateRange,
    /// Who is to pay.
    pub party: PartyIx,
    /// Which instalment of the period, from 1.
    pub number: u16,
    /// When it is due.
    pub due: Date,
    /// The instalment of the planned share.
    pub instalment: Traced,
    /// What is set off: credits of other periods; negative: a debt that is added.
    pub set_off: Traced,
    /// What is called: the instalment less what is set off.
    pub amount: Traced,
}

/// The calls of some settlement periods.
#[derive(Clone, Debug)]
pub struct CalledRun {
    /// The allocations they come from, with the trace.
    pub run: AllocationRun,
    /// The settlement periods, in order.
    pub periods: Vec<DateRange>,
    /// The calls by period, party and due date.
    pub calls: Vec<Call>,
    /// What there was to set off, by period and party.
    pub credits: Vec<CalledCredit>,
    /// What was noticed.
    pub findings: Vec<Diagnostic>,
}

/// What there is to set off against the calls of a party for a period.
#[derive(Clone, Copy, Debug)]
pub struct CalledCredit {
    /// The settlement period of the calls.
    pub period: DateRange,
    /// Whose calls.
    pub party: PartyIx,
    /// Where it comes from, and how much.
    pub credit: Credit,
}

/// Calls the planned cost of the periods asked for.
///
/// Set off are: balances that the closed period before carries, and leftovers of earlier periods
/// that are not bound.
pub fn calls(project: &Project, request: Request) -> Result<CalledRun, Diagnostics> {
    let plan = allocate(project, Request { status: Status::Plan, ..request })?;
    let periods = plan.periods.clone();
    let mut findings = Vec::new();
    if periods.is_empty() {
        let period = plan.selected.map_or("–".to_owned(), |range| range.to_string());
        findings.push(Diagnostic::new(Fault::NothingPlanned { period }));
    }
    let earlier = earlier(project, &periods)?;
    let (run, calls, credits) = match earlier {
        None => {
            let mut run = plan;
            let shares = std::mem::take(&mut run.shares);
            let calls = of_periods(project, &mut run, &shares, &[], &periods)?;
            run.shares = shares;
            (run, calls, Vec::new())
        }
        Some(mut settlement) => {
            let shares = settlement.run.beside(plan);
            let (calls, credits) = in_settlement(project, &mut settlement, &shares, &periods)?;
            (settlement.run, calls, credits)
        }
    };
    Ok(CalledRun { run, periods, calls, credits, findings })
}

/// Makes the calls of periods beside their accounts, and lists what there was to set off.
pub(super) fn in_settlement(
    project: &Project,
    settlement: &mut Settlement,
    shares: &[Share],
    periods: &[DateRange],
) -> Result<(Vec<Call>, Vec<CalledCredit>), Diagnostics> {
    let mut credits = Vec::new();
    for period in periods {
        credits.extend(set_off(project, settlement, *period)?);
    }
    let calls = of_periods(project, &mut settlement.run, shares, &credits, periods)?;
    Ok((calls, credits))
}

/// Settles the earlier periods of which something can reach the calls; `None` where nothing can.
fn earlier(project: &Project, periods: &[DateRange]) -> Result<Option<Settlement>, Diagnostics> {
    let Some(last) = periods.last() else { return Ok(None) };
    let free = project
        .leftovers
        .iter()
        .filter(|leftover| !leftover.bound && periods.contains(&leftover.into));
    let mut wanted: Vec<DateRange> = free.map(|leftover| leftover.from).collect();
    if carries(project)
        && let (Some(closed), Ok(day)) = (closed(project), last.from.yesterday())
    {
        // A balance is carried through periods without money, too.
        let end = project.settled_per.around(closed.min(day));
        let money = payments::with_money(project, Status::Actual)?;
        let first = money.first().copied().filter(|first| first.from <= end.from);
        wanted.extend(first.into_iter().flat_map(|first| [first, end]));
    }
    wanted.sort();
    let (Some(first), Some(last)) = (wanted.first(), wanted.last()) else { return Ok(None) };
    let period = DateRange::new(first.from, last.to);
    let settlement = chain(project, Request { period, status: Status::Actual }, period)?;
    unspent_funds::all_somebodys(project, periods, &settlement)?;
    Ok(Some(settlement))
}

/// Until when the settlement periods are closed as far as calls go: without `closed` the last that
/// has actual cost, so that advances of the running period are no surplus.
fn closed(project: &Project) -> Option<Date> {
    let actual = project.entries.iter().filter(|entry| entry.status == Status::Actual);
    let ends = actual.map(|entry| project.settled_per.around(entry.period.to).to);
    project.settlement.closed.or_else(|| ends.max())
}

/// Lists what is set off in a period: what is carried into it, and leftovers that are not bound.
fn set_off(
    project: &Project,
    settlement: &mut Settlement,
    period: DateRange,
) -> Result<Vec<CalledCredit>, Diagnostics> {
    let before = period.from.yesterday().ok();
    let is_closed = closed(project).zip(before).is_some_and(|(closed, before)| before <= closed);
    let counts = |kind: CreditKind| match kind {
        CreditKind::Carried => is_closed,
        CreditKind::LeftoverIn(number) => !project.leftovers[usize::from(number)].bound,
        CreditKind::LeftoverOut(_) => false,
    };
    let own = settlement.chain.iter().filter(|account| account.period == period);
    let mut kept: Vec<(PartyIx, Credit)> = own
        .flat_map(|account| account.credit_parts.iter().map(|part| (account.party, *part)))
        .collect();
    if settlement.chain.iter().all(|account| account.period != period) {
        let carried = keeping::carried_into(project, period, settlement)?;
        let credit = |(party, amount)| (party, Credit { kind: CreditKind::Carried, amount });
        kept.extend(carried.into_iter().map(credit));
        let parts = unspent_funds::enters(project, period, settlement);
        let credit = |part: LeftoverPart| {
            (
                part.party,
                Credit { kind: CreditKind::LeftoverIn(part.leftover), amount: part.amount },
            )
        };
        kept.extend(parts.into_iter().map(credit));
    }
    kept.retain(|(_, credit)| counts(credit.kind));
    Ok(kept.into_iter().map(|(party, credit)| CalledCredit { period, party, credit }).collect())
}

/// Makes the calls of each period for each party that has a planned share or a credit.
fn of_periods(
    project: &Project,
    run: &mut AllocationRun,
    shares: &[Share],
    credits: &[CalledCredit],
    periods: &[DateRange],
) -> Result<Vec<Call>, Diagnostics> {
    let mut calls = Vec::new();
    for period in periods {
        let mut planned: BTreeMap<PartyIx, Vec<Traced>> = BTreeMap::new();
        for share in shares.iter().filter(|share| run.pools[share.pool as usize].period == *period)
        {
            planned.entry(share.party).or_default().push(share.amount);
        }
        let mut to_set_off: BTreeMap<PartyIx, Vec<Traced>> = BTreeMap::new();
        for own in credits.iter().filter(|own| own.period == *period) {
            planned.entry(own.party).or_default();
            to_set_off.entry(own.party).or_default().push(own.credit.amount);
        }
        let schedule = Schedule::of(project, *period, &mut run.trace);
        for (party, amounts) in planned {
            let scope = scope(party, *period);
            let share = sum(&amounts, Subject::Figure, scope, &mut run.trace)?;
            let credits = to_set_off.get(&party).map_or(&[][..], |credits| credits);
            let credit = sum(credits, Subject::Credit, scope, &mut run.trace)?;
            calls.extend(schedule.calls(project, party, share, credit, &mut run.trace)?);
        }
    }
    Ok(calls)
}

/// The instalments of one settlement period.
struct Schedule<'a> {
    period: DateRange,
    /// Due days with the instalments of the year; `None`: the one instalment of a period that has
    /// none of its own.
    instalments: Vec<(Date, Option<&'a Instalment>)>,
    /// What each takes of what fixed sums leave; zero for a fixed sum.
    weights: Vec<Exact>,
    total: Exact,
}

impl<'a> Schedule<'a> {
    fn of(project: &'a Project, period: DateRange, trace: &mut Trace) -> Schedule<'a> {
        let on = |instalment: &'a Instalment| {
            let day = due::day_of(instalment.due, period.from.year())?;
            period.contains(day).then_some((day, Some(instalment)))
        };
        let mut instalments: Vec<(Date, Option<&Instalment>)> =
            project.calls.instalments.iter().filter_map(on).collect();
        if instalments.is_empty() {
            instalments.push((period.from, None));
        }
        let weights = weights(&instalments, trace);
        let total = trace.at(Scope::default()).sum(Subject::WeightSum, &weights);
        Schedule { period, instalments, weights, total }
    }

    /// Makes the calls of a party with a planned share and a credit.
    fn calls(
        &self,
        project: &Project,
        party: PartyIx,
        share: Traced,
        credit: Traced,
        trace: &mut Trace,
    ) -> Result<Vec<Call>, Diagnostics> {
        let scope = scope(party, self.period);
        let instalments = self.amounts(party, share, trace)?;
        let first = usize::from(project.settlement.instalment.unwrap_or(1)).min(instalments.len());
        let mut left = credit;
        let mut calls = Vec::new();
        for ((number, instalment), (day, _)) in (1..).zip(instalments).zip(&self.instalments) {
            let may = usize::from(number) >= first;
            let set_off = match (may, left.amount().signum()) {
                (false, _) | (_, 0) => sum(&[], Subject::SetOff, scope, trace)?,
                // A debt is added to one instalment.
                (true, -1) => sum(&[left], Subject::SetOff, scope, trace)?,
                (true, _) => at_most(left, instalment, Subject::SetOff, scope, trace)?,
            };
            left = difference(left, &[set_off], Subject::Credit, scope, trace)?;
            let amount = difference(instalment, &[set_off], Subject::Call, scope, trace)?;
            let due = due::workday(*day, project.calls.workdays);
            calls.push(Call {
                period: self.period,
                party,
                number,
                due,
                instalment,
                set_off,
                amount,
            });
        }
        Ok(calls)
    }

    /// Splits a share into its instalments: fixed sums first, the others in proportion to what they
    /// take.
    fn amounts(
        &self,
        party: PartyIx,
        share: Traced,
        trace: &mut Trace,
    ) -> Result<Vec<Traced>, Diagnostics> {
        let scope = scope(party, self.period);
        let mut left = share;
        let mut fixed = Vec::new();
        for (_, instalment) in &self.instalments {
            let wanted = match instalment.map(|instalment| &instalment.takes) {
                Some(Takes::Amount(amount)) => Some(amount),
                Some(Takes::Amounts(amounts)) => amounts.get(&party),
                _ => None,
            };
            let Some(wanted) = wanted else {
                fixed.push(sum(&[], Subject::Instalment, scope, trace)?);
                continue;
            };
            let value = Money::Cents(wanted.value.ratio());
            let read = trace.at(scope).read(Subject::Instalment, value, wanted.loc);
            let wanted = read.whole().ok_or_else(overflow)?;
            let taken = at_most(wanted, left, Subject::Instalment, scope, trace)?;
            left = difference(left, &[taken], Subject::Left, scope, trace)?;
            fixed.push(taken);
        }
        let rest = self.rest(left, scope, trace)?;
        let both =
            fixed.iter().zip(&rest).map(|(fixed, rest)| match (fixed.amount(), rest.amount()) {
                (Cents::ZERO, _) => Ok(*rest),
                (_, Cents::ZERO) => Ok(*fixed),
                _ => sum(&[*fixed, *rest], Subject::Instalment, scope, trace),
            });
        both.collect()
    }

    /// Splits what fixed sums leave; all of it goes to the last instalment where no other takes a
    /// part.
    fn rest(
        &self,
        left: Traced,
        scope: Scope,
        trace: &mut Trace,
    ) -> Result<Vec<Traced>, Diagnostics> {
        if self.total.value().is_zero() {
            let last = self.instalments.len().saturating_sub(1);
            let part = |at: usize| match at == last {
                true => Ok(left),
                false => sum(&[], Subject::Instalment, scope, trace),
            };
            return (0..self.instalments.len()).map(part).collect();
        }
        let weighted = |weight: &Exact| Weighted { weight: weight.clone(), scope };
        let weights: Vec<Weighted> = self.weights.iter().map(weighted).collect();
        split(left, &weights, &self.total, Subject::Instalment, Ties::Order, trace)
    }
}

/// Lists what each instalment takes: its share, or an equal part of what the shares of the others
/// leave of one.
fn weights(instalments: &[(Date, Option<&Instalment>)], trace: &mut Trace) -> Vec<Exact> {
    let mut at = trace.at(Scope::default());
    let takes = |instalment: &Option<&Instalment>| {
        instalment.map_or(Takes::Equal, |instalment| instalment.takes.clone())
    };
    let shares: Vec<Option<Exact>> = instalments
        .iter()
        .map(|(_, instalment)| match takes(instalment) {
            Takes::Share(share) => {
                Some(at.read(Subject::Quota, Money::Number(share.value), share.loc))
            }
            _ => None,
        })
        .collect();
    let equal = instalments.iter().filter(|(_, it)| matches!(takes(it), Takes::Equal)).count();
    let given: Vec<Exact> = shares.iter().flatten().cloned().collect();
    let one = at.constant(Subject::Fraction, Money::Number(Ratio::ONE));
    let each = match given.is_empty() {
        true => one,
        false => {
            let rest = at.difference(Subject::Fraction, &one, &given);
            let count = Money::Number(Ratio::from(equal.max(1) as i128));
            let parts = at.constant(Subject::Fraction, count);
            at.part_of(Subject::Fraction, &rest, &parts)
        }
    };
    let none = at.constant(Subject::Fraction, Money::Number(Ratio::ZERO));
    let weight = |share: Option<Exact>, instalment: &Option<&Instalment>| {
        share.unwrap_or_else(|| match takes(instalment) {
            Takes::Equal => each.clone(),
            _ => none.clone(),
        })
    };
    let both = shares.into_iter().zip(instalments);
    both.map(|(share, (_, instalment))| weight(share, instalment)).collect()
}
