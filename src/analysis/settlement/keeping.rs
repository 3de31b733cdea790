//! How the accounts of a settlement period are kept: what each party bears, has paid, is credited
//! with, and still has to pay.
//!
//! Rules: rules.md#account, rules.md#chain, rules.md#outlays.

use std::collections::{BTreeMap, BTreeSet};

use super::account::{Account, Credit, CreditKind, Settlement};
use super::outcome::{Outcome, outcome};
use super::sums::{ByParty, difference, negated, scope, sum};
use super::unspent_funds::{enters, leaves};
use super::{due, payments};
use crate::diag::Diagnostics;
use crate::model::{DateRange, PartyIx, PaymentRow, Project, Status};
use crate::trace::{Figure, Money, Scope, Subject, Trace, Traced};

/// The payments for a settlement period.
#[derive(Default)]
pub(super) struct Paid {
    pub(super) all: ByParty,
    /// Those up to the day of settlement; later ones settle the balance.
    pub(super) in_time: ByParty,
}

/// What accounts are kept from.
pub(super) struct Books<'a> {
    project: &'a Project,
    status: Status,
}

impl<'a> Books<'a> {
    pub(super) fn new(project: &'a Project, status: Status) -> Books<'a> {
        Books { project, status }
    }

    /// Keeps the accounts of the next settlement period.
    pub(super) fn keep(
        &self,
        period: DateRange,
        settlement: &mut Settlement,
    ) -> Result<(), Diagnostics> {
        let shares = shares(settlement, period);
        let paid = self.payments(period, &mut settlement.run.trace);
        let outlays = outlays(settlement, period);
        let left = leaves(self.project, period, &shares, &paid.in_time, settlement)?;
        let mut credits: BTreeMap<PartyIx, Vec<Credit>> = BTreeMap::new();
        for (party, amount) in carried_into(self.project, period, settlement)? {
            credits.entry(party).or_default().push(Credit { kind: CreditKind::Carried, amount });
        }
        for part in enters(self.project, period, settlement) {
            let kind = CreditKind::LeftoverIn(part.leftover);
            credits.entry(part.party).or_default().push(Credit { kind, amount: part.amount });
        }
        for part in &left {
            let amount =
                negated(part.amount, scope(part.party, period), &mut settlement.run.trace)?;
            let kind = CreditKind::LeftoverOut(part.leftover);
            credits.entry(part.party).or_default().push(Credit { kind, amount });
        }
        settlement.leftovers.extend(left);
        let paid = paid.all;
        let parties: BTreeSet<PartyIx> = shares
            .keys()
            .chain(paid.keys())
            .chain(outlays.keys())
            .chain(credits.keys())
            .copied()
            .collect();
        for party in parties {
            let none = Vec::new();
            let of = |amounts: &ByParty| amounts.get(&party).unwrap_or(&none).clone();
            let money = [of(&shares), of(&paid), of(&outlays)];
            let parts = credits.remove(&party).unwrap_or_default();
            let account = self.account(period, party, money, parts, &mut settlement.run.trace)?;
            settlement.chain.push(account);
        }
        Ok(())
    }

    /// Reads the payments of a period.
    pub(super) fn payments(&self, period: DateRange, trace: &mut Trace) -> Paid {
        let mut paid = Paid::default();
        let settled = self.project.settled_on(period);
        let belongs = |payment: &&PaymentRow| {
            !payment.is_interest()
                && payments::period_of(self.project, payment).is_ok_and(|own| own == period)
        };
        for payment in self.project.payments.iter().filter(belongs) {
            let day = DateRange::new(payment.date, payment.date);
            let scope = Scope { party: Some(payment.party), range: day, ..Scope::default() };
            for row in &payment.rows {
                let value = Money::Cents(row.value.ratio());
                let (places, history) = ([row.loc], row.history.as_deref());
                let figure = Figure { subject: Subject::Payment, places: &places, value, history };
                let Some(amount) = trace.at(scope).figure(&figure).whole() else { continue };
                paid.all.entry(payment.party).or_default().push(amount);
                if payment.date <= settled {
                    paid.in_time.entry(payment.party).or_default().push(amount);
                }
            }
        }
        paid
    }

    pub(super) fn account(
        &self,
        period: DateRange,
        party: PartyIx,
        [shares, paid, outlays]: [Vec<Traced>; 3],
        credit_parts: Vec<Credit>,
        trace: &mut Trace,
    ) -> Result<Account, Diagnostics> {
        let scope = scope(party, period);
        let mut add = |amounts: Vec<Traced>, subject: Subject| sum(&amounts, subject, scope, trace);
        let share = add(shares, Subject::Figure)?;
        let advances = add(paid, Subject::Payment)?;
        let paid_for_all = add(outlays, Subject::Outlay)?;
        let parts = credit_parts.iter().map(|credit| credit.amount).collect();
        let credits = add(parts, Subject::Credit)?;
        let less = [advances, paid_for_all, credits];
        let balance = difference(share, &less, Subject::Balance, scope, trace)?;
        let outcome = outcome(self.project, self.status, period, balance.amount());
        let moves = matches!(outcome, Outcome::Claim | Outcome::Refund);
        let due = moves.then(|| due::settlement(self.project, period));
        Ok(Account {
            period,
            party,
            share,
            advances,
            paid_for_all,
            credits,
            credit_parts,
            balance,
            outcome,
            due,
        })
    }
}

/// Takes over what the period before carries, as credits.
pub(super) fn carried_into(
    project: &Project,
    period: DateRange,
    settlement: &mut Settlement,
) -> Result<Vec<(PartyIx, Traced)>, Diagnostics> {
    let Ok(day) = period.from.yesterday() else { return Ok(Vec::new()) };
    let before = project.settled_per.around(day);
    let carried: Vec<(PartyIx, Traced)> =
        settlement.carried_out_of(before).map(|account| (account.party, account.balance)).collect();
    let trace = &mut settlement.run.trace;
    let credit = |(party, balance)| Ok((party, negated(balance, scope(party, period), trace)?));
    carried.into_iter().map(credit).collect()
}

/// Lists the shares of a period.
pub(super) fn shares(settlement: &Settlement, period: DateRange) -> ByParty {
    let mut shares = ByParty::new();
    for share in &settlement.run.shares {
        if settlement.run.pools[share.pool as usize].period == period {
            shares.entry(share.party).or_default().push(share.amount);
        }
    }
    shares
}

/// Lists what parties paid for all in a period.
pub(super) fn outlays(settlement: &Settlement, period: DateRange) -> ByParty {
    let mut outlays = ByParty::new();
    for (party, booked) in settlement.run.outlays().filter(|(_, booked)| booked.period == period) {
        outlays.entry(party).or_default().push(booked.amount);
    }
    outlays
}
