//! Interest on advances that came after their due date (Verzugszinsen), where `[settlement]` has a
//! rate.
//!
//! Rules: rules.md#interest, rules.md#interest-order.

use std::collections::VecDeque;

use jiff::civil::Date;

use super::account::{Late, Settlement};
use super::calls::Call;
use super::sums::{at_most, difference, negated, overflow, scope};
use super::{calls, payments};
use crate::allocation::{Request, allocate};
use crate::diag::Diagnostics;
use crate::model::{DateRange, PartyIx, Project, Status};
use crate::money::{Cents, Mode, Ratio};
use crate::source::Sourced;
use crate::trace::{Figure, Money, Scope, Subject, Trace, Traced};

/// The days of a year of interest.
const YEAR: i128 = 365;

/// Money with the step that derives it and its day.
type Dated = (Date, Traced);

/// Adds the interest of the periods asked for. Payments settle the instalments in the order of
/// their days.
pub(super) fn add(project: &Project, settlement: &mut Settlement) -> Result<(), Diagnostics> {
    let Some(rate) = &project.settlement.interest else { return Ok(()) };
    let periods = settlement.periods.clone();
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return Ok(()) };
    let period = DateRange::new(first.from, last.to);
    let plan = allocate(project, Request { period, status: Status::Plan })?;
    let shares = settlement.run.beside(plan);
    let (calls, _) = calls::in_settlement(project, settlement, &shares, &periods)?;
    for period in periods {
        let mut parties: Vec<PartyIx> = calls.iter().map(|call| call.party).collect();
        parties.sort();
        parties.dedup();
        for party in parties {
            let own = |call: &&Call| call.party == party && call.period == period;
            let due: VecDeque<Dated> =
                calls.iter().filter(own).map(|call| (call.due, call.amount)).collect();
            let paid = payments_of(project, party, period, &mut settlement.run.trace)?;
            let late = match_up(party, period, due, paid, rate, &mut settlement.run.trace)?;
            settlement.late.extend(late);
        }
    }
    Ok(())
}

/// Lists what a party paid in for a period by day; what was paid back takes back what was paid in
/// last.
fn payments_of(
    project: &Project,
    party: PartyIx,
    period: DateRange,
    trace: &mut Trace,
) -> Result<VecDeque<Dated>, Diagnostics> {
    let (scope, settled) = (scope(party, period), project.settled_on(period));
    let mut rows: Vec<Dated> = Vec::new();
    for payment in project.payments.iter().filter(|payment| payment.party == party) {
        let belongs = payments::period_of(project, payment).is_ok_and(|own| own == period);
        if !belongs || payment.is_interest() {
            continue;
        }
        for row in &payment.rows {
            let value = Money::Cents(row.value.ratio());
            let (places, history) = ([row.loc], row.history.as_deref());
            let figure = Figure { subject: Subject::Payment, places: &places, value, history };
            let amount = trace.at(scope).figure(&figure).whole();
            rows.extend(amount.map(|amount| (payment.date, amount)));
        }
    }
    // What is paid back later refunds a balance, and makes no advance come later than it came.
    rows.retain(|(day, amount)| amount.amount().signum() > 0 || *day <= settled);
    rows.sort_by_key(|(day, amount)| (*day, amount.amount().signum() < 0, amount.amount()));
    let (mut paid, mut back): (Vec<Dated>, Vec<Dated>) = (Vec::new(), Vec::new());
    for (day, amount) in rows {
        match amount.amount().signum() {
            -1 => {
                back.push((day, negated(amount, scope, trace)?));
                offset(&mut paid, &mut back, scope, trace)?;
            }
            _ => {
                paid.push((day, amount));
                offset(&mut back, &mut paid, scope, trace)?;
            }
        }
    }
    Ok(paid.into())
}

/// Takes the last of some money off what is open of other money, the last first.
fn offset(
    open: &mut Vec<Dated>,
    money: &mut Vec<Dated>,
    scope: Scope,
    trace: &mut Trace,
) -> Result<(), Diagnostics> {
    let Some((day, mut left)) = money.pop() else { return Ok(()) };
    while !left.amount().is_zero()
        && let Some((other, amount)) = open.pop()
    {
        let taken = at_most(left, amount, Subject::Payment, scope, trace)?;
        left = difference(left, &[taken], Subject::Left, scope, trace)?;
        let rest = difference(amount, &[taken], Subject::Left, scope, trace)?;
        if !rest.amount().is_zero() {
            open.push((other, rest));
        }
    }
    if !left.amount().is_zero() {
        money.push((day, left));
    }
    Ok(())
}

/// Matches payments with instalments, first with first.
fn match_up(
    party: PartyIx,
    period: DateRange,
    mut due: VecDeque<Dated>,
    mut paid: VecDeque<Dated>,
    rate: &Sourced<Ratio>,
    trace: &mut Trace,
) -> Result<Vec<Late>, Diagnostics> {
    let scope = scope(party, period);
    let mut late = Vec::new();
    while let (Some((due_day, open)), Some((day, money))) = (due.pop_front(), paid.pop_front()) {
        if open.amount().signum() <= 0 || money.amount().signum() <= 0 {
            // What is not above zero needs no payment, and pays nothing.
            if money.amount().signum() > 0 {
                paid.push_front((day, money));
            } else {
                due.push_front((due_day, open));
            }
            continue;
        }
        let amount = at_most(open, money, Subject::Payment, scope, trace)?;
        let left = difference(open, &[amount], Subject::Left, scope, trace)?;
        let more = difference(money, &[amount], Subject::Left, scope, trace)?;
        if !left.amount().is_zero() {
            due.push_front((due_day, left));
        }
        if !more.amount().is_zero() {
            paid.push_front((day, more));
        }
        if let Some(days) = due_day.tomorrow().ok().and_then(|first| DateRange::new(first, day)) {
            let interest = interest(amount, rate, days, scope, trace)?;
            late.push(Late { period, party, due: due_day, paid: day, amount, interest });
        }
    }
    Ok(late)
}

/// Amount × rate × days ÷ 365, half-up to the cent.
fn interest(
    amount: Traced,
    rate: &Sourced<Ratio>,
    days: DateRange,
    scope: Scope,
    trace: &mut Trace,
) -> Result<Traced, Diagnostics> {
    let mut at = trace.at(scope);
    let rate = at.read(Subject::Rate, Money::Number(rate.value.clone()), rate.loc);
    let yearly = at.product(Subject::Interest, &[&amount.exact(), &rate]);
    let length = at.days(days);
    let year = at.constant(Subject::Time, Money::Number(Ratio::from(YEAR)));
    let portion = at.portion(Subject::Interest, &yearly, &length, &year);
    at.round(Subject::Interest, &portion, Cents::ONE, Mode::HalfUp).ok_or_else(overflow)
}
