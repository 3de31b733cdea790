//! What the own budget of each party must hold in which year (Kassenwirksamkeit): advances and
//! balances by due date.

use std::collections::BTreeMap;

use super::account::Account;
use super::outcome::{Outcome, outcome};
use super::settle::settle;
use super::sums::{overflow, total};
use super::{calls, due, payments};
use crate::allocation::Request;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::{Calls, DateRange, Method, PartyIx, Project, SettlementTerms, Status};
use crate::money::Cents;

/// What is due to or from a party in a calendar year, gross: what is paid and what comes in are
/// never netted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// Advances that are called (Abschläge).
    pub called: Cents,
    /// Balances that were claimed at settlement (Nachforderungen), whether paid since or not.
    pub claimed: Cents,
    /// Balances that were to be paid back at settlement (Erstattungen): income, as a positive
    /// amount.
    pub refunded: Cents,
}

impl Due {
    /// What the party is to pay: advances and claims; `None` beyond 128 bits.
    pub fn to_pay(&self) -> Option<Cents> {
        self.called.checked_add(self.claimed)
    }
}

/// Lists what is due by calendar year and party, over all settlement periods: advances after the
/// plan, and balances of what is closed.
///
/// # Errors
/// All that [`calls`] and [`settle`] refuse, and sums beyond 128 bits.
pub fn dues(project: &Project) -> Result<BTreeMap<(i16, PartyIx), Due>, Diagnostics> {
    let mut dues: BTreeMap<(i16, PartyIx), Due> = BTreeMap::new();
    let planned = Request { period: all(project, Status::Plan)?, status: Status::Plan };
    for call in calls(project, planned)?.calls {
        let due = dues.entry((call.due.year(), call.party)).or_default();
        due.called = due.called.checked_add(call.amount.amount()).ok_or_else(overflow)?;
    }
    let actual = Request { period: all(project, Status::Actual)?, status: Status::Actual };
    for account in settle(project, actual)?.accounts() {
        let balance = settled(project, account)?;
        if !matches!(
            outcome(project, Status::Actual, account.period, balance),
            Outcome::Claim | Outcome::Refund
        ) {
            continue;
        }
        let year = due::settlement(project, account.period).year();
        let due = dues.entry((year, account.party)).or_default();
        let (sum, amount) = match balance.signum() {
            -1 => (&mut due.refunded, Cents::ZERO.checked_sub(balance)),
            _ => (&mut due.claimed, Some(balance)),
        };
        *sum = amount.and_then(|amount| sum.checked_add(amount)).ok_or_else(overflow)?;
    }
    Ok(dues)
}

/// The balance on the day of settlement: without the payments that came later to settle it.
fn settled(project: &Project, account: &Account) -> Result<Cents, Diagnostics> {
    let day = project.settled_on(account.period);
    let later = project.payments.iter().filter(|payment| {
        payment.party == account.party
            && payment.date > day
            && !payment.is_interest()
            && payments::period_of(project, payment).is_ok_and(|period| period == account.period)
    });
    total(later.map(|payment| payment.amount).chain([account.balance.amount()]))
}

/// Keeps all accounts where the project settles, and makes all calls where `[calls]` says how;
/// tells what is noticed.
///
/// # Errors
/// All that [`calls`] and [`settle`] refuse.
pub fn examine(project: &Project) -> Result<Vec<Diagnostic>, Diagnostics> {
    let mut found = Vec::new();
    let mut faults = Diagnostics::default();
    if settles(project) {
        let request = Request { period: all(project, Status::Actual)?, status: Status::Actual };
        match settle(project, request) {
            Ok(settlement) => found.extend(settlement.findings),
            Err(refused) => faults.extend(refused.into_sorted()),
        }
    }
    if project.calls != Calls::default()
        && project.entries.iter().any(|entry| entry.status == Status::Plan)
    {
        let request = Request { period: all(project, Status::Plan)?, status: Status::Plan };
        match calls(project, request) {
            Ok(called) => found.extend(called.findings),
            Err(refused) => {
                let told: Vec<Diagnostic> = faults.iter().cloned().collect();
                let is_new = |fault: &Diagnostic| told.iter().all(|told| !told.is_same(fault));
                faults.extend(refused.into_sorted().into_iter().filter(is_new));
            }
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// Tells whether a project settles: it says how, or it has payments that are not only the data of a
/// key.
pub fn settles(project: &Project) -> bool {
    let is_key_data =
        || project.keys.iter().any(|key| matches!(key.method, Method::Payments { .. }));
    project.settlement != SettlementTerms::default()
        || !project.leftovers.is_empty()
        || (!project.payments.is_empty() && !is_key_data())
}

/// The stretch of all settlement periods with money, whatever period the project names as its
/// default.
fn all(project: &Project, status: Status) -> Result<Option<DateRange>, Diagnostics> {
    let found = payments::with_money(project, status)?;
    Ok(found
        .first()
        .zip(found.last())
        .and_then(|(first, last)| DateRange::new(first.from, last.to)))
}
