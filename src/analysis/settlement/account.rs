//! One account for each party and settlement period.
//!
//! Rules: rules.md#account, rules.md#outcome, rules.md#chain, rules.md#outlays.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Settlement, due, overflow, payments};
use crate::analysis::settlement::unspent_funds::{LeftoverPart, enters, leaves};
use crate::diag::Diagnostics;
use crate::model::{DateRange, Handling, PartyIx, PaymentRow, Project, Status};
use crate::money::{Cents, Ratio};
use crate::trace::{Figure, Input, Money, Operation, Scope, StepId, Subject, Trace, Traced};

/// What a party bears, has paid and still has to pay for a settlement period (Abrechnung).
#[derive(Clone, Debug)]
pub struct Account {
    /// The settlement period.
    pub period: DateRange,
    /// Whose account it is.
    pub party: PartyIx,
    /// Its share of the cost.
    pub share: Traced,
    /// What it paid in, less what was paid back (Abschläge).
    pub advances: Traced,
    /// What it paid for all (Auslagen).
    pub paid_for_all: Traced,
    /// What it is credited with from other periods; negative: what it owes from them.
    pub credits: Traced,
    /// What the credits are made of.
    pub credit_parts: Vec<Credit>,
    /// What is still to be paid; negative: what was paid too much. Share less advances, outlays and
    /// credits.
    pub balance: Traced,
    /// What becomes of the balance.
    pub outcome: Outcome,
    /// When the balance is due, where it is to be moved.
    pub due: Option<Date>,
}

/// A credit from another period.
#[derive(Clone, Copy, Debug)]
pub struct Credit {
    /// Where it comes from.
    pub kind: CreditKind,
    /// How much; negative: a debt.
    pub amount: Traced,
}

/// Where a credit comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditKind {
    /// The balance of the period before (Vortrag).
    Carried,
    /// A leftover of an earlier period that enters this one, by its number.
    LeftoverIn(u16),
    /// A leftover that leaves this period for a later one, by its number.
    LeftoverOut(u16),
}

/// What becomes of a balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is none.
    Even,
    /// It is claimed (Nachforderung).
    Claim,
    /// It is paid back (Erstattung).
    Refund,
    /// It goes into the next settlement period (Vortrag, Guthaben).
    Carried,
    /// The period is not closed: the balance is what stands so far.
    Open,
}

impl Outcome {
    /// Returns the name for machines.
    pub const fn name(self) -> &'static str {
        match self {
            Outcome::Even => "even",
            Outcome::Claim => "claim",
            Outcome::Refund => "refund",
            Outcome::Carried => "carried",
            Outcome::Open => "open",
        }
    }
}

/// The money of one settlement period by party: steps to be added up.
pub(super) type ByParty = BTreeMap<PartyIx, Vec<StepId>>;

/// The payments for a settlement period.
#[derive(Default)]
struct Paid {
    all: ByParty,
    /// Those up to the day of settlement; later ones settle the balance.
    in_time: ByParty,
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
        let left = leaves(self.project, period, (&shares, &paid.in_time), settlement)?;
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
            let of = |steps: &ByParty| steps.get(&party).unwrap_or(&none).clone();
            let money = [of(&shares), of(&paid), of(&outlays)];
            let parts = credits.remove(&party).unwrap_or_default();
            let account = self.account((period, party), money, parts, &mut settlement.run.trace)?;
            settlement.chain.push(account);
        }
        Ok(())
    }

    /// Reads the payments of a period.
    fn payments(&self, period: DateRange, trace: &mut Trace) -> Paid {
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
                let step = trace.figure(&figure, scope);
                paid.all.entry(payment.party).or_default().push(step);
                if payment.date <= settled {
                    paid.in_time.entry(payment.party).or_default().push(step);
                }
            }
        }
        paid
    }

    fn account(
        &self,
        (period, party): (DateRange, PartyIx),
        [shares, paid, outlays]: [Vec<StepId>; 3],
        credit_parts: Vec<Credit>,
        trace: &mut Trace,
    ) -> Result<Account, Diagnostics> {
        let scope = scope(party, period);
        let mut add = |steps: Vec<StepId>, subject: Subject| sum(&steps, subject, scope, trace);
        let share = add(shares, Subject::Figure)?;
        let advances = add(paid, Subject::Payment)?;
        let paid_for_all = add(outlays, Subject::Outlay)?;
        let parts = credit_parts.iter().map(|credit| credit.amount.step()).collect();
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

/// Tells what becomes of a balance.
pub(super) fn outcome(
    project: &Project,
    status: Status,
    period: DateRange,
    balance: Cents,
) -> Outcome {
    let terms = &project.settlement;
    let size = balance.get().unsigned_abs();
    let is_small =
        terms.threshold.as_ref().is_some_and(|least| size < least.value.get().unsigned_abs());
    let carries = |handling: Handling| is_small || handling == Handling::Carry;
    match balance.signum() {
        0 => Outcome::Even,
        _ if status == Status::Plan || !is_closed(project, period) => Outcome::Open,
        1 if carries(terms.claims) => Outcome::Carried,
        1 => Outcome::Claim,
        _ if carries(terms.surplus) => Outcome::Carried,
        _ => Outcome::Refund,
    }
}

/// Tells whether a settlement period is closed.
pub(super) fn is_closed(project: &Project, period: DateRange) -> bool {
    project.settlement.closed.is_none_or(|closed| period.to <= closed)
}

/// The scope of the steps of an account.
pub(super) fn scope(party: PartyIx, period: DateRange) -> Scope {
    Scope { party: Some(party), range: Some(period), ..Scope::default() }
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
fn shares(settlement: &Settlement, period: DateRange) -> ByParty {
    let mut shares = ByParty::new();
    for share in &settlement.run.shares {
        if settlement.run.pools[share.pool as usize].period == period {
            shares.entry(share.party).or_default().push(share.amount.step());
        }
    }
    shares
}

/// Lists what parties paid for all in a period.
fn outlays(settlement: &Settlement, period: DateRange) -> ByParty {
    let mut outlays = ByParty::new();
    for (party, booked) in settlement.run.outlays().filter(|(_, booked)| booked.period == period) {
        outlays.entry(party).or_default().push(booked.amount.step());
    }
    outlays
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

impl LeftoverPart {
    /// Tells whether the part enters a period.
    pub(super) fn enters(&self, project: &Project, period: DateRange) -> bool {
        project.leftovers[usize::from(self.leftover)].into == period
    }
}
