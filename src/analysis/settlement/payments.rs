//! Which settlement period a payment belongs to, and who may pay.
//!
//! Rules: rules.md#advances, rules.md#strangers.

use std::collections::BTreeSet;

use super::account::Settlement;
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::model::{DateRange, PartyIx, PaymentRow, Project, Status};
use crate::text::Text;

/// Returns the settlement period of a payment: that of `period`, else the one in which it was made.
pub(super) fn period_of(project: &Project, payment: &PaymentRow) -> Checked<DateRange> {
    let whole = project.settled_per.around(payment.time().from);
    if whole.covers(&payment.time()) {
        return Ok(whole);
    }
    let fault =
        Fault::PaymentTooCoarse { period: payment.time().to_string(), whole: whole.to_string() };
    Err(Box::new(Diagnostic::at(fault, payment.places.period)))
}

/// Lists the settlement periods that have cost of a status, or of any.
pub(super) fn with_cost(project: &Project, status: Option<Status>) -> BTreeSet<DateRange> {
    let entries =
        project.entries.iter().filter(|entry| status.is_none_or(|status| entry.status == status));
    entries.flat_map(|entry| entry.period.periods(project.settled_per)).collect()
}

/// Lists the settlement periods that have cost of a status, payments, or leftovers that enter them.
pub(super) fn with_money(
    project: &Project,
    status: Status,
) -> Result<BTreeSet<DateRange>, Diagnostics> {
    let mut faults = Diagnostics::default();
    let (mut found, with_cost) = (with_cost(project, Some(status)), with_cost(project, None));
    for payment in &project.payments {
        let Some(period) = faults.keep(period_of(project, payment)) else { continue };
        if payment.period.is_none() && !with_cost.contains(&period) {
            let fault = Fault::PaymentForNothing { date: payment.date.to_string() };
            faults.push(Diagnostic::at(fault, payment.places.date));
        }
        found.insert(period);
    }
    found.extend(project.leftovers.iter().map(|leftover| leftover.into));
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// Refuses payments of those who owe nothing and do not belong, unless they were paid back.
pub(super) fn strangers(project: &Project, settlement: &Settlement) -> Result<(), Diagnostics> {
    let mut faults = Diagnostics::default();
    for account in settlement.accounts() {
        let shared = settlement.run.shares.iter().any(|share| {
            share.party == account.party
                && settlement
                    .run
                    .pools
                    .get(share.pool as usize)
                    .is_some_and(|pool| pool.period == account.period)
        });
        let busy = !account.paid_for_all.amount().is_zero() || !account.credit_parts.is_empty();
        if shared
            || busy
            || account.advances.amount().is_zero()
            || belongs(project, account.party, account.period)
        {
            continue;
        }
        let own = |payment: &&PaymentRow| {
            payment.party == account.party
                && period_of(project, payment).is_ok_and(|it| it == account.period)
        };
        let payments: Vec<&PaymentRow> = project.payments.iter().filter(own).collect();
        let Some(first) = payments.first() else { continue };
        let fault = Fault::PaymentOfStranger {
            party: project.party(account.party).id.clone(),
            period: account.period.to_string(),
            amount: Text::money(account.advances.amount(), &project.currency),
        };
        let at = Diagnostic::at(fault, first.places.party);
        faults.push(
            payments.iter().skip(1).fold(at, |fault, payment| fault.and(payment.places.party)),
        );
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Tells who is a member or takes part in a service on some day of a period.
fn belongs(project: &Project, party: PartyIx, period: DateRange) -> bool {
    let in_roster = |memberships: &crate::model::MembershipPeriods| {
        !memberships.presence(party, &period).is_empty()
    };
    in_roster(&project.members)
        || project.services.iter().any(|service| in_roster(&service.participants))
}
