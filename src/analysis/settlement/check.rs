//! The sums of the accounts once more, from the rows: no cent comes about or is lost, within a
//! period or between two.
//!
//! Rules: rules.md#account.

use std::collections::BTreeMap;

use super::account::{CreditKind, Settlement};
use super::outcome::Outcome;
use super::payments;
use super::sums::{overflow, total};
use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::model::{DateRange, LeftoverSplit, Project};
use crate::money::Cents;

/// Checks: all shares are in an account; all payments are; what balances still ask for is shares
/// less money; and what one period gives another, that one takes.
pub(super) fn check(
    project: &Project,
    settlement: &Settlement,
    range: DateRange,
) -> Result<(), Diagnostics> {
    let of = |each: fn(&super::Account) -> Cents| total(settlement.chain.iter().map(each));
    let shares = of(|account| account.share.amount())?;
    let advances = of(|account| account.advances.amount())?;
    let outlays = of(|account| account.paid_for_all.amount())?;
    let credits = of(|account| account.credits.amount())?;
    let balances = of(|account| account.balance.amount())?;
    equal("shares", shares, settlement.run.totals.allocated)?;
    equal("advances", advances, paid_in(project, range)?)?;
    equal("outlays", outlays, laid_out(settlement)?)?;
    let less = total([advances, outlays, credits])?;
    equal("balances", balances, shares.checked_sub(less).ok_or_else(overflow)?)?;
    equal("credits", credits, crossing(project, settlement, range)?)
}

/// Adds up the rows of payments within the chain.
fn paid_in(project: &Project, range: DateRange) -> Result<Cents, Diagnostics> {
    let inside = project.payments.iter().filter(|payment| {
        !payment.is_interest()
            && payments::period_of(project, payment).is_ok_and(|period| range.covers(&period))
    });
    total(inside.flat_map(|payment| payment.rows.iter().map(|row| row.value)))
}

fn laid_out(settlement: &Settlement) -> Result<Cents, Diagnostics> {
    total(settlement.run.outlays().map(|(_, booked)| booked.amount.amount()))
}

/// Adds up what enters the chain from outside and leaves it: within, a credit in one period is a
/// debit in another.
fn crossing(
    project: &Project,
    settlement: &Settlement,
    range: DateRange,
) -> Result<Cents, Diagnostics> {
    let mut sums = BTreeMap::from([("in", Vec::new()), ("out", Vec::new())]);
    let mut add = |way: &'static str, amount: Cents| sums.entry(way).or_default().push(amount);
    for leftover in &project.leftovers {
        let enters = range.covers(&leftover.into);
        match &leftover.split {
            LeftoverSplit::Parts(parts) if enters => {
                parts.values().for_each(|part| add("in", part.value));
            }
            LeftoverSplit::Parts(_) => {}
            LeftoverSplit::Shares(amount)
            | LeftoverSplit::Payments(amount)
            | LeftoverSplit::Key(amount, _) => {
                if range.covers(&leftover.from) && !enters {
                    add("out", amount.value);
                }
            }
        }
    }
    let inside = settlement.chain.iter().filter(|account| account.period.to < range.to);
    for account in inside.filter(|account| account.outcome == Outcome::Carried) {
        // Carried once, taken over once: both sides are in the chain, and together they leave the
        // balance as it was.
        let taken = settlement.chain.iter().any(|other| {
            other.party == account.party
                && other.credit_parts.iter().any(|part| {
                    part.kind == CreditKind::Carried
                        && part.amount.amount().get() == -account.balance.amount().get()
                })
        });
        if !taken {
            return Err(imbalance("carried", account.balance.amount(), Cents::ZERO));
        }
        add("out", account.balance.amount());
    }
    let sum = |way: &str| total(sums.get(way).into_iter().flatten().copied());
    sum("in")?.checked_sub(sum("out")?).ok_or_else(overflow)
}

fn equal(what: &str, found: Cents, wanted: Cents) -> Result<(), Diagnostics> {
    if found == wanted { Ok(()) } else { Err(imbalance(what, found, wanted)) }
}

fn imbalance(what: &str, found: Cents, wanted: Cents) -> Diagnostics {
    let figures = format!("{found} - {wanted}");
    Diagnostic::new(Fault::Imbalance { what: what.to_owned(), figures }).into()
}
