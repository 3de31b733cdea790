//! Stage 4: an entry over several settlement periods, or over quarters or months of its pool, is split in one step
//! into the finest parts needed (PRODUCT.md 1.3).

use std::sync::Arc;

use super::EntryFate;
use super::assign::Assigned;
use super::collect::{self, Collected};
use super::pool::Number;
use crate::apportion::apportion;
use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::model::{
    CostEntry, CostObject, DateRange, Grain, PoolBy, ProRata, Project, Rule, RuleIx, months_in,
};
use crate::money::{Cents, Ratio};
use crate::trace::{ApportionResidue, Input, Money, Operation, Scope, StepId, Subject, Ties, Trace, Unit};

/// A part of an entry that lies in one period.
pub(super) struct Part {
    /// The number of the entry in `costs`.
    pub(super) entry: usize,
    /// Its rule.
    pub(super) rule: RuleIx,
    /// The stretch of time.
    pub(super) period: DateRange,
    /// What each stretch of time brings, where the entry comes from several.
    pub(super) lies: Option<Arc<[Brought]>>,
    /// How much.
    pub(super) amount: Cents,
    /// The step that derives the amount.
    pub(super) step: StepId,
}

/// What a stretch of time brings to a derived entry.
pub(super) type Brought = (DateRange, Number);

/// Parts in the selected periods.
pub(super) struct Split {
    pub(super) collected: Collected,
    pub(super) parts: Vec<Part>,
}

pub(super) fn split(project: &Project, assigned: Assigned) -> Result<Split, Diagnostics> {
    let Assigned { mut collected, entries } = assigned;
    let mut faults = Diagnostics::default();
    let mut parts = Vec::new();
    let costs = Arc::clone(&collected.costs);
    for (number, step, rule) in entries {
        let entry = &costs[number];
        let by = project.rule(rule);
        let pieces = entry.period.periods(finest(project.settled_per, by.pool));
        let pieces: Vec<DateRange> =
            pieces.iter().filter_map(|piece| piece.intersect(&entry.period)).collect();
        let in_months = counts_months(by);
        let lies = collected.lies.get(&number).cloned();
        let amounts = divide(entry, lies.as_deref(), &pieces, step, in_months, &mut collected.trace);
        let Some(amounts) = amounts else {
            faults.push(Diagnostic::at(Fault::AmountOverflow, entry.loc()));
            continue;
        };
        let selected = collected.selected;
        for (period, (amount, step)) in pieces.into_iter().zip(amounts) {
            if selected.is_none_or(|range| range.covers(&period)) {
                let lies = lies.clone();
                parts.push(Part { entry: number, rule, period, lies, amount, step });
            }
        }
    }
    if faults.is_empty() { Ok(Split { collected, parts }) } else { Err(faults) }
}

/// Returns how much of an entry lies in a range of whole settlement periods, as this stage splits it; `fate` is what
/// became of the entry in a run. `None` beyond 128 bits.
pub fn part_within(project: &Project, entry: &CostEntry, fate: EntryFate, range: DateRange) -> Option<Cents> {
    let (grain, in_months) = match fate {
        EntryFate::Shared(rule) | EntryFate::NotShared(rule) => {
            let by = project.rule(rule);
            (finest(project.settled_per, by.pool), counts_months(by))
        }
        _ => (project.settled_per, false),
    };
    let mut trace = Trace::default();
    let whole = collect::read(&mut trace, entry);
    let pieces: Vec<DateRange> =
        entry.period.periods(grain).iter().filter_map(|piece| piece.intersect(&entry.period)).collect();
    let amounts = divide(entry, None, &pieces, whole, in_months, &mut trace)?;
    let inside = pieces.iter().zip(amounts).filter(|(piece, _)| range.covers(piece));
    Cents::sum(inside.map(|(_, (amount, _))| amount))
}

fn counts_months(rule: &Rule) -> bool {
    matches!(rule.pro_rata, Some(ProRata::Months | ProRata::WeightMonths))
}

/// The finest grain that settlement and pool need.
pub(super) fn finest(settled: Grain, pool: PoolBy) -> Grain {
    let month = pool.month.then_some(Grain::Month);
    let quarter = pool.quarter.then_some(Grain::Quarter);
    [month, quarter].into_iter().flatten().fold(settled, Grain::min)
}

/// Divides an entry in cents by days; by months where the rule counts in months and the entry, or the source that
/// brings something, covers whole ones. Entries on centres are always divided by days (PRODUCT.md 1.5).
pub(super) fn divide(
    entry: &CostEntry,
    lies: Option<&[Brought]>,
    pieces: &[DateRange],
    whole: StepId,
    in_months: bool,
    trace: &mut Trace,
) -> Option<Vec<(Cents, StepId)>> {
    if pieces.len() == 1 {
        return Some(vec![(entry.amount, whole)]);
    }
    let whole_months = lies.is_some() || entry.period.is_whole_months();
    let by = match in_months && whole_months && matches!(entry.object, CostObject::Service(_)) {
        true => TimeBy::WholeMonths,
        false => TimeBy::Days,
    };
    let (total, total_step) = extent(entry.period, lies, by, trace);
    let mut exact = Vec::with_capacity(pieces.len());
    let mut inputs = vec![Input::Step(whole)];
    for piece in pieces {
        let (length, length_step) = extent(*piece, lies, by, trace);
        let part = (&entry.amount.ratio() * &length).checked_div(&total)?;
        let scope = Scope { range: Some(*piece), ..Scope::default() };
        let from = [Input::Step(whole), Input::Step(length_step), Input::Step(total_step)];
        let step = trace.add(Operation::Portion, Subject::EntryPart, Money::Cents(part.clone()), from, scope);
        inputs.push(Input::Step(step));
        exact.push(part);
    }
    let residue = ApportionResidue::LargestRemainder;
    let amounts = apportion(entry.amount, &exact, Cents::ONE, residue, Ties::Order)?;
    let inputs = trace.inputs(inputs);
    let steps = (0..).zip(&amounts).zip(pieces).map(|((index, amount), piece)| {
        let operation = Operation::Apportion { index, unit: Unit::CENT, residue, ties: Ties::Order };
        let scope = Scope { range: Some(*piece), ..Scope::default() };
        let value = Money::Cents(amount.ratio());
        (*amount, trace.add_shared(operation, Subject::EntryPart, value, inputs.clone(), scope))
    });
    Some(steps.collect())
}

/// How stretches of time are measured against each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeBy {
    /// By days.
    Days,
    /// By months.
    Months,
    /// By months what covers whole ones, by days other sources of a derived entry.
    WholeMonths,
}

/// Says how much of an entry lies in a range: its length, or what its sources bring there. Sources that cancel out
/// bring nothing anywhere; then length decides.
pub(super) fn extent(range: DateRange, lies: Option<&[Brought]>, by: TimeBy, trace: &mut Trace) -> Number {
    let Some(lies) = lies.filter(|lies| !Ratio::sum(lies.iter().map(|(_, (value, _))| value)).is_zero())
    else {
        return measure(range, by != TimeBy::Days, trace);
    };
    let scope = Scope { range: Some(range), ..Scope::default() };
    let mut found = Vec::new();
    for (source, whole) in lies {
        let Some(inside) = source.intersect(&range) else { continue };
        if inside == *source {
            found.push(whole.clone());
            continue;
        }
        let by_months = match by {
            TimeBy::Days => false,
            TimeBy::Months => true,
            TimeBy::WholeMonths => source.is_whole_months(),
        };
        let (part, total) = (measure(inside, by_months, trace), measure(*source, by_months, trace));
        let value = (&whole.0 * &part.0).checked_div(&total.0).unwrap_or(Ratio::ZERO);
        let from = [whole.1, part.1, total.1].map(Input::Step);
        let worth = Money::Cents(value.clone());
        found.push((value, trace.add(Operation::Portion, Subject::Brought, worth, from, scope)));
    }
    let value = Ratio::sum(found.iter().map(|(value, _)| value));
    let from: Vec<Input> = found.iter().map(|(_, step)| Input::Step(*step)).collect();
    let worth = Money::Cents(value.clone());
    (value, trace.add(Operation::Sum, Subject::Brought, worth, from, scope))
}

/// Adds the step that measures a range by days or months.
pub(super) fn measure(range: DateRange, by_months: bool, trace: &mut Trace) -> (Ratio, StepId) {
    let (operation, length) = if by_months {
        (Operation::Months(range), months_in(&range))
    } else {
        (Operation::Days(range), Ratio::from(range.days()))
    };
    let scope = Scope { range: Some(range), ..Scope::default() };
    let step = trace.add(operation, Subject::Time, Money::Number(length.clone()), [], scope);
    (length, step)
}
