//! Which settlement period a payment belongs to, and what is odd about payments.

use std::collections::{BTreeMap, BTreeSet};

use super::Settlement;
use crate::allocation::Goes;
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::model::{DateRange, PartyIx, PaymentRow, Project, Status};
use crate::money::Cents;
use crate::source::Loc;
use crate::text::counted;

/// Returns the settlement period of a payment: that of `period`, else the one in which it was made.
pub(super) fn period_of(project: &Project, payment: &PaymentRow) -> Checked<DateRange> {
    let whole = project.settled_per.around(payment.time().from);
    if whole.covers(&payment.time()) {
        return Ok(whole);
    }
    let fault = Fault::PaymentTooCoarse { period: payment.time().to_string(), whole: whole.to_string() };
    Err(Box::new(Diagnostic::at(fault, payment.places.period)))
}

/// Lists the settlement periods that have cost of a status, payments, or leftovers that enter them.
pub(super) fn with_money(project: &Project, status: Status) -> Result<BTreeSet<DateRange>, Diagnostics> {
    let mut faults = Diagnostics::default();
    let costs = |any: bool| {
        let entries = project.entries.iter().filter(move |entry| any || entry.status == status);
        entries.flat_map(|entry| entry.period.periods(project.settled_per)).collect::<BTreeSet<_>>()
    };
    let (mut found, with_cost) = (costs(false), costs(true));
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
            payment.party == account.party && period_of(project, payment).is_ok_and(|it| it == account.period)
        };
        let payments: Vec<&PaymentRow> = project.payments.iter().filter(own).collect();
        let Some(first) = payments.first() else { continue };
        let fault = Fault::PaymentOfStranger {
            party: project.party(account.party).id.clone(),
            period: account.period.to_string(),
            amount: account.advances.amount().plain(),
        };
        let at = Diagnostic::at(fault, first.places.party);
        faults.push(payments.iter().skip(1).fold(at, |fault, payment| fault.and(payment.places.party)));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Tells who is a member or takes part in a service on some day of a period.
fn belongs(project: &Project, party: PartyIx, period: DateRange) -> bool {
    let in_roster = |roster: &crate::model::Roster| !roster.presence(party, &period).is_empty();
    in_roster(&project.members) || project.services.iter().any(|service| in_roster(&service.participants))
}

/// Notices payments whose period was taken from their day, and outlays that nobody shares.
pub(super) fn notice(project: &Project, settlement: &mut Settlement) {
    let mut without: BTreeMap<DateRange, Vec<Loc>> = BTreeMap::new();
    for payment in project.payments.iter().filter(|payment| payment.period.is_none()) {
        if let Ok(period) = period_of(project, payment)
            && settlement.periods.contains(&period)
        {
            without.entry(period).or_default().extend(payment.rows.iter().map(|row| row.loc));
        }
    }
    for (period, rows) in without {
        let count = rows.len() as u64;
        let rows_in_words = counted(count, ("Zahlung", "Zahlungen"), ("payment", "payments"));
        let fault = Fault::PaymentWithoutPeriod { rows: rows_in_words, period: period.to_string() };
        settlement.findings.extend(rows.first().map(|loc| Diagnostic::at(fault, *loc)));
    }
    let mut borne: BTreeMap<PartyIx, (Vec<Cents>, Loc)> = BTreeMap::new();
    for booked in settlement.run.booked.iter().filter(|booked| booked.goes == Goes::NotShared) {
        if let Some(party) = booked.paid_by
            && settlement.periods.contains(&booked.period)
        {
            let loc = settlement.run.costs[booked.entry].loc();
            borne.entry(party).or_insert((Vec::new(), loc)).0.push(booked.amount.amount());
        }
    }
    for (party, (amounts, loc)) in borne {
        let amount = Cents::sum(amounts).unwrap_or_default().plain();
        let fault = Fault::OutlayNotShared { party: project.party(party).id.clone(), amount };
        settlement.findings.push(Diagnostic::at(fault, loc));
    }
}
