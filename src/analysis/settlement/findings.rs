//! What is odd in a settlement without stopping it: payments, outlays, leftovers and balances that
//! may be mistaken.
//!
//! Rules: rules.md#leftover-limit.

use std::collections::BTreeMap;

use super::account::{Account, CreditKind, Settlement};
use super::outcome::{Outcome, is_closed};
use super::payments;
use super::sums::{overflow, total};
use crate::allocation::Destination;
use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::model::{DateRange, Leftover, PartyIx, PaymentRow, Project, Status};
use crate::money::Cents;
use crate::source::Loc;
use crate::text::{Text, counted};

/// Notes all findings of the periods asked for.
pub(super) fn notice(
    project: &Project,
    status: Status,
    settlement: &mut Settlement,
) -> Result<(), Diagnostics> {
    let mut found = without_period(project, settlement);
    found.extend(for_nothing(project, settlement));
    found.extend(nearly_interest(project, settlement));
    found.extend(not_shared(project, settlement)?);
    if status == Status::Actual {
        found.extend(too_much_left(project, settlement)?);
        found.extend(carried_again(project, settlement));
    }
    settlement.findings.extend(found);
    Ok(())
}

/// Groups payments of the periods asked for by period.
fn by_period<'a>(
    project: &'a Project,
    settlement: &Settlement,
    wanted: impl Fn(&PaymentRow, DateRange) -> bool,
) -> BTreeMap<DateRange, Vec<&'a PaymentRow>> {
    let mut found: BTreeMap<DateRange, Vec<&PaymentRow>> = BTreeMap::new();
    for payment in &project.payments {
        if let Ok(period) = payments::period_of(project, payment)
            && settlement.periods.contains(&period)
            && wanted(payment, period)
        {
            found.entry(period).or_default().push(payment);
        }
    }
    found
}

/// Counts rows of payments in words.
fn rows_of(payments: &[&PaymentRow]) -> Text {
    let count = payments.iter().map(|payment| payment.rows.len() as u64).sum();
    counted(count, ("Zahlung", "Zahlungen"), ("payment", "payments"))
}

/// Payments whose period was taken from their day.
fn without_period(project: &Project, settlement: &Settlement) -> Vec<Diagnostic> {
    let found = by_period(project, settlement, |payment, _| payment.period.is_none());
    let tell = |(period, rows): (DateRange, Vec<&PaymentRow>)| {
        let fault =
            Fault::PaymentWithoutPeriod { rows: rows_of(&rows), period: period.to_string() };
        let first = rows.first().and_then(|payment| payment.rows.first());
        first.map(|row| Diagnostic::at(fault, row.loc))
    };
    found.into_iter().filter_map(tell).collect()
}

/// Payments for a period that has neither cost nor plan.
fn for_nothing(project: &Project, settlement: &Settlement) -> Vec<Diagnostic> {
    let with_cost = payments::with_cost(project, None);
    let found = by_period(project, settlement, |_, period| !with_cost.contains(&period));
    let tell = |(period, rows): (DateRange, Vec<&PaymentRow>)| {
        let fault =
            Fault::PaymentForEmptyPeriod { rows: rows_of(&rows), period: period.to_string() };
        rows.first().map(|payment| Diagnostic::at(fault, payment.places.period))
    };
    found.into_iter().filter_map(tell).collect()
}

/// Payments that count as advances though their purpose speaks of interest.
fn nearly_interest(project: &Project, settlement: &Settlement) -> Vec<Diagnostic> {
    let found = by_period(project, settlement, |payment, _| payment.speaks_of_interest());
    let mut by_purpose: BTreeMap<&str, Vec<&PaymentRow>> = BTreeMap::new();
    for payment in found.into_values().flatten() {
        by_purpose.entry(payment.purpose.as_deref().unwrap_or_default()).or_default().push(payment);
    }
    let tell = |(purpose, rows): (&str, Vec<&PaymentRow>)| {
        let fault = Fault::NearlyInterest { rows: rows_of(&rows), purpose: purpose.to_owned() };
        let first = rows.first().and_then(|payment| payment.rows.first());
        first.map(|row| Diagnostic::at(fault, row.loc))
    };
    by_purpose.into_iter().filter_map(tell).collect()
}

/// Outlays that nobody shares.
fn not_shared(project: &Project, settlement: &Settlement) -> Result<Vec<Diagnostic>, Diagnostics> {
    let mut borne: BTreeMap<PartyIx, (Vec<Cents>, Loc)> = BTreeMap::new();
    for booked in &settlement.run.booked {
        if let (Destination::NotShared(_), Some(party)) = (booked.destination, booked.paid_by)
            && settlement.periods.contains(&booked.period)
        {
            let loc = settlement.run.costs[booked.entry].loc();
            borne.entry(party).or_insert((Vec::new(), loc)).0.push(booked.amount.amount());
        }
    }
    let tell = |(party, (amounts, loc)): (PartyIx, (Vec<Cents>, Loc))| {
        let amount = Text::money(total(amounts)?, &project.currency);
        let fault = Fault::OutlayNotShared { party: project.party(party).id.clone(), amount };
        Ok(Diagnostic::at(fault, loc))
    };
    borne.into_iter().map(tell).collect()
}

/// Leftovers of a closed period that are more than what is left of it: paid in, laid out and
/// credited, less shares.
fn too_much_left(
    project: &Project,
    settlement: &Settlement,
) -> Result<Vec<Diagnostic>, Diagnostics> {
    let mut found = Vec::new();
    for period in settlement.periods.iter().filter(|period| is_closed(project, **period)) {
        let leaves =
            |leftover: &&Leftover| leftover.from == *period && !leftover.is_from_elsewhere();
        let leftovers: Vec<&Leftover> = project.leftovers.iter().filter(leaves).collect();
        let Some(first) = leftovers.first() else { continue };
        let own = || settlement.accounts().filter(|account| account.period == *period);
        let out = |kind: CreditKind| matches!(kind, CreditKind::LeftoverOut(_));
        let parts =
            own().flat_map(|account| account.credit_parts.iter().filter(|part| out(part.kind)));
        let gone = total(parts.map(|part| part.amount.amount()))?;
        // What balances leave is what is left less what is taken out.
        let left = total(own().map(|account| account.balance.amount()).chain([gone]))?;
        if gone.signum() < 0 && gone < left {
            let text = |amount: Cents| {
                let size = amount.checked_neg().ok_or_else(overflow)?;
                Ok::<Text, Diagnostics>(Text::money(size, &project.currency))
            };
            let (leftovers_in_words, left) = (text(gone)?, text(left)?);
            let fault = Fault::LeftoverTooLarge {
                period: period.to_string(),
                amount: leftovers_in_words,
                left,
            };
            let at = Diagnostic::at(fault, first.loc);
            found
                .push(leftovers.iter().skip(1).fold(at, |fault, leftover| fault.and(leftover.loc)));
        }
    }
    Ok(found)
}

/// Balances that are carried once more, of parties without a share in a period that others share.
fn carried_again(project: &Project, settlement: &Settlement) -> Vec<Diagnostic> {
    let shares = |period: DateRange, party: Option<PartyIx>| {
        settlement.run.shares.iter().any(|share| {
            party.is_none_or(|party| share.party == party)
                && settlement.run.pools[share.pool as usize].period == period
        })
    };
    let again = |account: &&Account| {
        account.outcome == Outcome::Carried
            && account.credit_parts.iter().any(|part| part.kind == CreditKind::Carried)
            && shares(account.period, None)
            && !shares(account.period, Some(account.party))
    };
    let tell = |account: &Account| {
        let balance = account.balance.amount();
        Diagnostic::new(Fault::CarriedAgain {
            party: project.party(account.party).id.clone(),
            period: account.period.to_string(),
            amount: Text::money(balance, &project.currency),
        })
    };
    settlement.accounts().filter(again).map(tell).collect()
}
