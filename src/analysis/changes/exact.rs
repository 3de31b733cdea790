//! What a run comes to for each party, and what has cost in it.

use std::collections::{BTreeMap, BTreeSet};

use super::shapley::{CoalitionValue, nothing};
use crate::allocation::{AllocationRun, EntryFate};
use crate::model::{CostEntry, CostObject, PartyIx};
use crate::money::Cents;
use crate::trace::{Input, Operation};

/// What parties pay in whole cents; who has no share is absent.
pub(super) type Amounts = BTreeMap<PartyIx, Cents>;

/// Adds up the shares of each party before they were rounded, in cents.
pub(super) fn exact(
    run: &AllocationRun,
    number: impl Fn(PartyIx) -> PartyIx,
    parties: usize,
) -> CoalitionValue {
    let mut sums = nothing(parties);
    for share in &run.shares {
        let step = share.amount.step();
        let unrounded = match (run.trace.step(step).operation, run.trace.inputs_of(step)) {
            (Operation::Apportion { index, .. }, inputs) => {
                inputs.get((index as usize).saturating_add(1)).and_then(|input| match input {
                    Input::Step(part) => Some(&run.trace.step(*part).value),
                    Input::Place(_) => None,
                })
            }
            _ => None,
        };
        let sum = &mut sums[usize::from(number(share.party).0)];
        *sum = &*sum + unrounded.unwrap_or(&run.trace.step(step).value);
    }
    sums
}

/// Adds up the shares of each party in cents; `None` beyond 128 bits.
pub(super) fn amounts(run: &AllocationRun, number: impl Fn(PartyIx) -> PartyIx) -> Option<Amounts> {
    let mut sums = Amounts::new();
    for share in &run.shares {
        let sum = sums.entry(number(share.party)).or_default();
        *sum = sum.checked_add(share.amount.amount())?;
    }
    Some(sums)
}

/// Lists the services and centres that have cost of their own in a run; what a centre passes on is
/// not theirs.
pub(super) fn objects(run: &AllocationRun) -> BTreeSet<CostObject> {
    let of = |(entry, fate): (&CostEntry, &EntryFate)| {
        let counts =
            matches!(fate, EntryFate::Shared(_) | EntryFate::NotShared(_) | EntryFate::PassedOn);
        let passed_on = entry.made_by.is_none() && !entry.sources.is_empty();
        (counts && !passed_on).then_some(entry.object)
    };
    run.costs.iter().zip(&run.entries).filter_map(of).collect()
}
