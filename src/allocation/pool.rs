//! Stage 6: each pool by itself. Direct entries leave first; then the steps take their sums in
//! order, and each sum is apportioned once (rules.md#steps-in-order).
//!
//! Rules: rules.md#direct, rules.md#nothing-left, rules.md#idle-step, rules.md#signs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::amount::take;
use super::balance::PoolBalance;
use super::billing::{Outcome, bill};
use super::context::{PoolContext, StepContext, describe};
use super::distribute::{Taken, distribute};
use super::part::Part;
use super::pool_result::PoolResult;
use super::pools::Pools;
use super::run::{Booked, EntryFate, NotBilled, Pool, Share, StepResidue};
use super::selection::{Whose, name, takes};
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::keys::Noticed;
use crate::model::{CostEntry, DateRange, HowMuch, PartyIx, ProRata, Project, Step};
use crate::money::Cents;
use crate::text::{Lang, Text};
use crate::trace::{Subject, Trace};

/// What the pools gave, before the sums are checked.
pub(super) struct Shared {
    pub(super) costs: Arc<Vec<CostEntry>>,
    pub(super) fates: Vec<EntryFate>,
    pub(super) trace: Trace,
    pub(super) pools: Vec<Pool>,
    pub(super) shares: Vec<Share>,
    pub(super) residues: Vec<StepResidue>,
    pub(super) booked: Vec<Booked>,
    pub(super) moved: Vec<Share>,
    pub(super) not_billed: Vec<NotBilled>,
    pub(super) not_shared: Cents,
    pub(super) noticed: Noticed,
    pub(super) selected: Option<DateRange>,
    pub(super) periods: Vec<DateRange>,
}

pub(super) fn share_all(project: &Project, pools: Pools) -> Result<Shared, Diagnostics> {
    let Pools { costs, fates, noticed, mut trace, pools, booked, not_shared, selected, periods } =
        pools;
    let base = &trace;
    let share_without = |index: usize, left_out: &BTreeSet<PartyIx>| -> Outcome {
        let (pool, parts) = &pools[index];
        let rule = project.rule(pool.rule);
        let number = u32::try_from(index).unwrap_or(u32::MAX);
        let context = PoolContext {
            project,
            pool,
            number,
            rule,
            parts,
            costs: &costs,
            pro_rata: rule.pro_rata,
            left_out,
        };
        let mut trace = Trace::after(base);
        match share_pool(context, &mut trace) {
            Ok(result) => Ok((result, trace)),
            Err(diagnostic) => Err(Box::new(explain_choices(context, base, *diagnostic))),
        }
    };
    let everybody = BTreeSet::new();
    let work = |index: usize| share_without(index, &everybody);
    let mut results: Vec<Outcome> = (0..pools.len()).into_par_iter().map(work).collect();
    let base = trace.base();
    let not_billed = bill(project, &pools, base, &mut results, share_without);
    let not_billed = not_billed.map_err(|fault| Diagnostics::from(*fault))?;
    let mut faults = Vec::new();
    let mut all = PoolResult { noticed, ..PoolResult::default() };
    for result in results {
        match result {
            Ok((result, own)) => all.take_in(result, trace.append(own, base), base),
            Err(diagnostic) => faults.push(*diagnostic),
        }
    }
    if !faults.is_empty() {
        return Err(once_each(faults));
    }
    let PoolResult { shares, residues, moved, noticed } = all;
    let pools = pools.into_iter().map(|(pool, _)| pool).collect();
    Ok(Shared {
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
    })
}

/// The same fault at the same place in many pools is told once, with a count.
fn once_each(faults: Vec<Diagnostic>) -> Diagnostics {
    let mut told: BTreeMap<_, (Diagnostic, usize)> = BTreeMap::new();
    for fault in faults {
        let key = (fault.fault.code(), fault.labels.first().map(|label| label.loc));
        told.entry(key)
            .and_modify(|(_, count)| *count = count.saturating_add(1))
            .or_insert((fault, 0));
    }
    let mut diagnostics = Diagnostics::default();
    for (diagnostic, more) in told.into_values() {
        diagnostics.push(match more {
            0 => diagnostic,
            _ => diagnostic.note(
                format!("dasselbe in {more} weiteren Umlagemassen"),
                format!("the same in {more} more pools"),
            ),
        });
    }
    diagnostics
}

/// Shares one pool.
pub(super) fn share_pool(context: PoolContext<'_>, trace: &mut Trace) -> Checked<PoolResult> {
    let mut result = PoolResult::default();
    let rest = direct(context, trace, &mut result)?;
    let mut balance = PoolBalance::open(context, rest, trace)?;
    for (index, step) in (0..).zip(&context.rule.steps) {
        let step = StepContext { of_pool: context, index, step };
        let members = balance.members(index);
        if matches!(step.step.how_much, HowMuch::Direct) || members.is_empty() {
            continue;
        }
        let view = balance.view(&members, step, trace)?;
        if let Some(amount) = take(step, &view, trace, &mut result)? {
            if !amount.sum.amount().is_zero() || amount.all {
                let taken =
                    Taken { balance: &balance, members: &members, view: &view, amount: &amount };
                distribute(step, taken, trace, &mut result)?;
            }
            balance.draw(&members, &view, &amount, trace);
        }
    }
    let left = balance.left_in_all()?;
    if !left.is_zero() {
        return Err(Box::new(rest_left(context, left)));
    }
    result.shares.sort_by_key(|share| (share.step, share.party));
    Ok(result)
}

/// Entries with a party go to that party and leave the pool before its total is formed.
fn direct(
    context: PoolContext<'_>,
    trace: &mut Trace,
    result: &mut PoolResult,
) -> Checked<Vec<usize>> {
    let mut rest = Vec::new();
    let mut by_party: BTreeMap<(u16, PartyIx), Vec<usize>> = BTreeMap::new();
    for (number, part) in context.parts.iter().enumerate() {
        let entry = &context.costs[part.entry];
        let Some(party) = entry.party else {
            rest.push(number);
            continue;
        };
        let mut taker = None;
        for (index, step) in (0..).zip(&context.rule.steps) {
            if taker.is_none() && is_direct_for(step, part, context)? {
                taker = Some(index);
            }
        }
        let Some(index) = taker else {
            let fault = Fault::PartyWithoutDirect {
                entry: name(entry, context.project),
                party: context.project.party(party).id.clone(),
                rule: context.rule.id.clone(),
            };
            return Err(Box::new(Diagnostic::at(fault, entry.loc()).and(context.rule.loc)));
        };
        if !part.amount.amount().is_zero() {
            by_party.entry((index, party)).or_default().push(number);
        }
    }
    for ((step, party), parts) in by_party {
        let booked: Vec<_> = parts.iter().map(|part| context.parts[*part].amount.exact()).collect();
        let scope = context.scope(step, Some(party));
        let amount = trace.at(scope).total(Subject::Share, &booked).whole();
        let amount = amount.ok_or_else(|| Box::new(Diagnostic::new(Fault::AmountOverflow)))?;
        result.shares.push(Share { pool: context.number, step, party, amount });
    }
    Ok(rest)
}

fn is_direct_for(step: &Step, part: &Part, context: PoolContext<'_>) -> Checked<bool> {
    let entry = &context.costs[part.entry];
    match (&step.how_much, &step.only) {
        (HowMuch::Direct, None) => Ok(true),
        (HowMuch::Direct, Some(only)) => {
            takes(only, entry, Whose::Step(context.rule, step), context.project)
        }
        _ => Ok(false),
    }
}

fn rest_left(context: PoolContext<'_>, left: Cents) -> Diagnostic {
    let fault = Fault::RestLeft {
        rule: context.rule.id.clone(),
        pool: describe(context.project, context.pool),
        amount: context.amount(left),
    };
    Diagnostic::at(fault, context.rule.loc)
}

/// Where `pro_rata` is missing, shows what each choice would give.
fn explain_choices(context: PoolContext<'_>, base: &Trace, diagnostic: Diagnostic) -> Diagnostic {
    let Fault::ProRataMissing { step: id, .. } = &diagnostic.fault else { return diagnostic };
    let index = context.rule.steps.iter().position(|step| step.id == *id);
    let Some(index) = index.and_then(|index| u16::try_from(index).ok()) else { return diagnostic };
    ProRata::ALL.into_iter().fold(diagnostic.clone(), |mut told, mode| {
        let mut trace = Trace::after(base);
        let given = share_pool(PoolContext { pro_rata: Some(mode), ..context }, &mut trace);
        let (pool, mode) = (describe(context.project, context.pool), mode.name());
        told.notes.push(match given {
            Ok(result) => {
                let Text { de, en } = amounts_of(context.project, &result.shares, index);
                Text::new(
                    format!("{pool}: `{mode}` ergäbe {de}"),
                    format!("{pool}: `{mode}` would give {en}"),
                )
            }
            Err(other) => {
                let [de, en] = [Lang::De, Lang::En].map(|lang| other.fault.message(lang));
                Text::new(
                    format!("{pool}: `{mode}` geht nicht: {de}"),
                    format!("{pool}: `{mode}` is not possible: {en}"),
                )
            }
        });
        told
    })
}

fn amounts_of(project: &Project, shares: &[Share], step: u16) -> Text {
    let list = |lang: Lang| {
        let amounts = shares.iter().filter(|share| share.step == step).map(|share| {
            format!("{} {}", project.party(share.party).id, lang.amount(share.amount.amount()))
        });
        amounts.collect::<Vec<_>>().join("; ")
    };
    Text::styled(list)
}
