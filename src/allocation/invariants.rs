//! Stage 8: cost = allocated + residue + not shared, for each pool and in all.
//!
//! Rules: rules.md#balance-of-run.

use std::collections::BTreeMap;

use super::context::describe;
use super::pool::Shared;
use super::run::{AllocationRun, Totals};
use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::model::Project;
use crate::money::Cents;

pub(super) fn check(project: &Project, shared: Shared) -> Result<AllocationRun, Diagnostics> {
    let Shared {
        costs,
        fates,
        trace,
        pools,
        shares,
        residues,
        booked,
        moved,
        not_billed,
        not_shared,
        noticed,
        selected,
        periods,
    } = shared;
    let mut left: BTreeMap<u32, Option<Cents>> =
        (0..).zip(&pools).map(|(number, pool)| (number, Some(pool.cost))).collect();
    let paid = shares.iter().map(|share| (share.pool, share.amount.amount()));
    let stays = residues.iter().map(|residue| (residue.pool, residue.amount));
    for (pool, amount) in paid.chain(stays) {
        left.entry(pool).and_modify(|left| *left = left.and_then(|left| left.checked_sub(amount)));
    }
    for (number, left) in &left {
        if *left != Some(Cents::ZERO) {
            let pool = &pools[*number as usize];
            let what = format!("{} ({})", project.rule(pool.rule).id, describe(project, pool));
            let left = left.map_or("?".to_owned(), |left| left.to_string());
            return Err(imbalance(what, format!("{} - {left}", pool.cost)));
        }
    }
    let totals = || {
        let allocated = Cents::sum(shares.iter().map(|share| share.amount.amount()))?;
        let residue = Cents::sum(residues.iter().map(|residue| residue.amount))?;
        let pooled = Cents::sum(pools.iter().map(|pool| pool.cost))?;
        let cost = pooled.checked_add(not_shared)?;
        let parts = allocated.checked_add(residue)?.checked_add(not_shared)?;
        (cost == parts).then_some(Totals { cost, allocated, residue, not_shared })
    };
    let totals = totals().ok_or_else(|| imbalance(project.title.clone(), "?".to_owned()))?;
    Ok(AllocationRun {
        selected,
        periods,
        pools,
        shares,
        residues,
        booked,
        moved,
        not_billed,
        totals,
        trace,
        noticed,
        costs,
        entries: fates,
    })
}

fn imbalance(what: String, figures: String) -> Diagnostics {
    Diagnostics::from(Diagnostic::new(Fault::Imbalance { what, figures }))
}
