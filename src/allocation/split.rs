//! Stage 4: an entry over several settlement periods, or over quarters or months of its pool, is split in one step
//! into the finest parts needed (PRODUCT.md 1.3).

use super::apportion::apportion;
use super::assign::Assigned;
use super::collect::Collected;
use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::model::{CostEntry, CostObject, DateRange, Grain, PoolBy, ProRata, Project, RuleIx, months_in};
use crate::money::{Cents, Ratio};
use crate::trace::{ApportionResidue, Input, Money, Operation, Scope, StepId, Subject, Ties, Trace};

/// A part of an entry that lies in one period.
pub(super) struct Part {
    /// The number of the entry in `costs`.
    pub(super) entry: usize,
    /// Its rule.
    pub(super) rule: RuleIx,
    /// The stretch of time.
    pub(super) period: DateRange,
    /// How much.
    pub(super) amount: Cents,
    /// The step that derives the amount.
    pub(super) step: StepId,
}

/// Parts in the selected periods.
pub(super) struct Split {
    pub(super) collected: Collected,
    pub(super) parts: Vec<Part>,
}

pub(super) fn split(project: &Project, assigned: Assigned) -> Result<Split, Diagnostics> {
    let Assigned { mut collected, entries } = assigned;
    let mut faults = Diagnostics::default();
    let mut parts = Vec::new();
    let costs = std::sync::Arc::clone(&collected.costs);
    for (number, step, rule) in entries {
        let entry = &costs[number];
        let by = project.rule(rule);
        let pieces = entry.period.periods(finest(project.settled_per, by.pool));
        let pieces: Vec<DateRange> =
            pieces.iter().filter_map(|piece| piece.intersect(&entry.period)).collect();
        let Some(amounts) = divide(entry, &pieces, step, by.pro_rata, &mut collected.trace) else {
            faults.push(Diagnostic::at(Fault::AmountOverflow, entry.loc()));
            continue;
        };
        let selected = collected.selected;
        for (period, (amount, step)) in pieces.into_iter().zip(amounts) {
            if selected.is_none_or(|range| range.covers(&period)) {
                parts.push(Part { entry: number, rule, period, amount, step });
            }
        }
    }
    if faults.is_empty() { Ok(Split { collected, parts }) } else { Err(faults) }
}

/// The finest grain that settlement and pool need.
pub(super) fn finest(settled: Grain, pool: PoolBy) -> Grain {
    let month = pool.month.then_some(Grain::Month);
    let quarter = pool.quarter.then_some(Grain::Quarter);
    [month, quarter].into_iter().flatten().fold(settled, Grain::min)
}

/// Divides an entry in cents by days; by months where the rule counts in months and the entry covers whole ones.
/// Entries on centres are always divided by days (PRODUCT.md 1.5).
fn divide(
    entry: &CostEntry,
    pieces: &[DateRange],
    whole: StepId,
    pro_rata: Option<ProRata>,
    trace: &mut Trace,
) -> Option<Vec<(Cents, StepId)>> {
    if pieces.len() == 1 {
        return Some(vec![(entry.amount, whole)]);
    }
    let in_months = matches!(pro_rata, Some(ProRata::Months | ProRata::WeightMonths));
    let by_months =
        in_months && entry.period.is_whole_months() && matches!(entry.object, CostObject::Service(_));
    let (total, total_step) = measure(entry.period, by_months, trace);
    let mut exact = Vec::with_capacity(pieces.len());
    let mut inputs = vec![Input::Step(whole)];
    for piece in pieces {
        let (length, length_step) = measure(*piece, by_months, trace);
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
        let operation = Operation::Apportion { index, unit: Cents::ONE, residue, ties: Ties::Order };
        let scope = Scope { range: Some(*piece), ..Scope::default() };
        let value = Money::Cents(amount.ratio());
        (*amount, trace.add_shared(operation, Subject::EntryPart, value, inputs.clone(), scope))
    });
    Some(steps.collect())
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
