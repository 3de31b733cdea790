//! Small sums (Bagatellgrenze, `minimum_billed`): rules.md#minimum-billed. What a party bears by
//! one rule in one settlement period, over all pools, is billed from a minimum on; a smaller sum is
//! listed, or the others bear it.
//!
//! Rules: rules.md#below-rest.

use std::collections::{BTreeMap, BTreeSet};

use super::part::Part;
use super::pool_result::PoolResult;
use super::run::{NotBilled, Pool, Share};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{Below, DateRange, PartyIx, Project, RuleIx};
use crate::money::Cents;
use crate::trace::Trace;

/// What the work on one pool came to.
pub(super) type Outcome = Checked<(PoolResult, Trace)>;

/// A rule in a settlement period.
type Bill = (RuleIx, DateRange);

/// Finds the sums below the minimum of their rule, has the pools of those that go to the others
/// shared once more by `share_without`, and lists what became of each.
///
/// The figures of the first time are kept with their derivation. `base` is where the traces of
/// pools begin.
///
/// Where nobody else can bear it, a pool stays as it was. The pools are shared once more and not
/// again: a sum that is small only then is listed.
pub(super) fn bill(
    project: &Project,
    pools: &[(Pool, Vec<Part>)],
    base: u32,
    outcomes: &mut [Outcome],
    share_without: impl Fn(usize, &BTreeSet<PartyIx>) -> Outcome,
) -> Checked<Vec<NotBilled>> {
    if project.rules.iter().all(|rule| rule.minimum_billed.is_none()) {
        return Ok(Vec::new());
    }
    let before = sums(pools, outcomes)?;
    let mut left_out: BTreeMap<Bill, BTreeSet<PartyIx>> = BTreeMap::new();
    for ((bill, party), amount) in &before {
        if below(project, bill.0, *amount) == Some(Below::Rest) {
            left_out.entry(*bill).or_default().insert(*party);
        }
    }
    for (number, ((pool, _), outcome)) in pools.iter().zip(outcomes.iter_mut()).enumerate() {
        let (Ok((result, own)), Some(parties)) =
            (&mut *outcome, left_out.get(&(pool.rule, pool.period)))
        else {
            continue;
        };
        let bears =
            |share: &Share| parties.contains(&share.party) && !share.amount.amount().is_zero();
        if result.shares.iter().any(bears) {
            match share_without(number, parties) {
                Err(fault) if nobody_else(&fault.fault) => {}
                Err(fault) => *outcome = Err(fault),
                Ok((again, trace)) => {
                    *result = std::mem::take(result).replaced(own, again, trace, parties, base);
                }
            }
        }
    }
    let after = sums(pools, outcomes)?;
    let mut list = Vec::new();
    for ((bill, party), amount) in &before {
        let stays = Cents::found(after.get(&(*bill, *party)));
        let moved = amount.checked_sub(stays).filter(|moved| !moved.is_zero());
        let is_left_out = left_out.get(bill).is_some_and(|parties| parties.contains(party));
        if let Some(amount) = moved.filter(|_| is_left_out) {
            let (rule, period) = *bill;
            list.push(NotBilled { rule, period, party: *party, amount, below: Below::Rest });
        }
    }
    let small =
        after.iter().filter(|((bill, _), amount)| below(project, bill.0, **amount).is_some());
    list.extend(small.map(|(((rule, period), party), amount)| NotBilled {
        rule: *rule,
        period: *period,
        party: *party,
        amount: *amount,
        below: Below::List,
    }));
    list.sort_by_key(|entry| (entry.period, entry.rule, entry.party));
    Ok(list)
}

/// What is to be done with a sum where it is below the minimum of its rule.
fn below(project: &Project, rule: RuleIx, amount: Cents) -> Option<Below> {
    let minimum = project.rule(rule).minimum_billed.as_ref()?;
    let is_small = !amount.is_zero() && amount.ratio().abs() < minimum.amount.value.ratio();
    is_small.then_some(minimum.below)
}

/// What each party bears by each rule in each settlement period.
fn sums(
    pools: &[(Pool, Vec<Part>)],
    outcomes: &[Outcome],
) -> Checked<BTreeMap<(Bill, PartyIx), Cents>> {
    let mut sums: BTreeMap<(Bill, PartyIx), Cents> = BTreeMap::new();
    for ((pool, _), outcome) in pools.iter().zip(outcomes) {
        let Ok((result, _)) = outcome else { continue };
        for share in &result.shares {
            let sum = sums.entry(((pool.rule, pool.period), share.party)).or_default();
            let added = sum.checked_add(share.amount.amount());
            *sum = added.ok_or_else(|| Box::new(Diagnostic::new(Fault::AmountOverflow)))?;
        }
    }
    Ok(sums)
}

/// Whether a pool could not be shared once more because nobody else can bear it.
fn nobody_else(fault: &Fault) -> bool {
    matches!(
        fault,
        Fault::NobodyPresent { .. }
            | Fault::AllWeightsZero { .. }
            | Fault::CapsBelowSum { .. }
            | Fault::RestLeft { .. }
    )
}
