//! Stage 4: an entry over several settlement periods, or over quarters or months of its pool, is
//! split in one step into the finest parts needed (rules.md#split).
//!
//! Rules: rules.md#months.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::EntryFate;
use super::assign::Assigned;
use super::collect::{self, Collected, Source};
use super::pool::Number;
use crate::apportion::apportion;
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::model::{
    CostEntry, CostObject, DateRange, Grain, PoolBy, ProRata, Project, Rule, RuleIx, months_in,
};
use crate::money::{Cents, Ratio};
use crate::trace::{
    ApportionResidue, Input, Money, Operation, Scope, StepId, Subject, Ties, Trace, Unit,
};

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

/// What a stretch of time brings to a derived entry: in proportion to the others; where they have
/// both signs, cost here and credits there, exactly this (see [`is_of_both_signs`]).
pub(super) type Brought = (DateRange, Number);

/// Parts in the selected periods.
pub(super) struct Split {
    pub(super) collected: Collected,
    pub(super) parts: Vec<Part>,
}

/// How an entry is cut: into which parts, and whether its amount is divided among them by months.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    grain: Grain,
    in_months: bool,
}

impl Cut {
    /// As a rule says.
    pub(super) fn by(rule: &Rule, settled: Grain) -> Cut {
        let in_months = matches!(rule.pro_rata, Some(ProRata::Months | ProRata::WeightMonths));
        Cut { grain: finest(settled, rule.pool), in_months }
    }

    /// Over settlement periods by days: entries on centres that pass them on, and entries that no
    /// rule takes.
    pub(super) fn by_days(settled: Grain) -> Cut {
        Cut { grain: settled, in_months: false }
    }

    /// Lists the parts of an entry's time.
    fn pieces(self, entry: &CostEntry) -> Vec<DateRange> {
        let periods = entry.period.periods(self.grain);
        periods.iter().filter_map(|piece| piece.intersect(&entry.period)).collect()
    }
}

pub(super) fn split(project: &Project, assigned: Assigned) -> Result<Split, Diagnostics> {
    let Assigned { mut collected, entries } = assigned;
    let mut faults = Diagnostics::default();
    let mut parts = Vec::new();
    let Collected { costs, lies, selected, trace, .. } = &mut collected;
    for (number, step, rule) in entries {
        let source = Source { entry: &costs[number], step, lies: lies.get(&number) };
        let cut = Cut::by(project.rule(rule), project.settled_per);
        for (period, (amount, step)) in faults.keep(divided(source, cut, trace)).unwrap_or_default()
        {
            if selected.is_none_or(|range| range.covers(&period)) {
                let lies = source.lies.cloned();
                parts.push(Part { entry: number, rule, period, lies, amount, step });
            }
        }
    }
    if faults.is_empty() { Ok(Split { collected, parts }) } else { Err(faults) }
}

/// Divides an entry in one step into its parts, each with its time, in cents. Whoever asks what of
/// an entry lies in a settlement period adds these parts up, so that everybody has the same answer.
pub(super) fn divided(
    source: Source<'_>,
    cut: Cut,
    trace: &mut Trace,
) -> Checked<Vec<(DateRange, (Cents, StepId))>> {
    let pieces = cut.pieces(source.entry);
    let amounts = divide(source, &pieces, cut.in_months, trace);
    let overflow = || Box::new(Diagnostic::at(Fault::AmountOverflow, source.entry.loc()));
    Ok(pieces.iter().copied().zip(amounts.ok_or_else(overflow)?).collect())
}

/// Returns how much of an entry of the project lies in a range of whole settlement periods, as this
/// stage splits it; `fate` is what became of the entry in a run. `None` beyond 128 bits.
pub fn part_within(
    project: &Project,
    entry: &CostEntry,
    fate: EntryFate,
    range: DateRange,
) -> Option<Cents> {
    let cut = match fate {
        EntryFate::Shared(rule) | EntryFate::NotShared(rule) => {
            Cut::by(project.rule(rule), project.settled_per)
        }
        _ => Cut::by_days(project.settled_per),
    };
    let mut trace = Trace::default();
    let step = collect::read(&mut trace, entry);
    let parts = divided(Source { entry, step, lies: None }, cut, &mut trace).ok()?;
    let inside = parts.into_iter().filter(|(piece, _)| range.covers(piece));
    Cents::sum(inside.map(|(_, (amount, _))| amount))
}

/// The finest grain that settlement and pool need.
pub(super) fn finest(settled: Grain, pool: PoolBy) -> Grain {
    let month = pool.month.then_some(Grain::Month);
    let quarter = pool.quarter.then_some(Grain::Quarter);
    [month, quarter].into_iter().flatten().fold(settled, Grain::min)
}

/// Divides an entry in cents by days; by months where the rule counts in months and the entry, or
/// the source that brings something, covers whole ones. Entries on centres are always divided by
/// days (rules.md#centre-time).
fn divide(
    source: Source<'_>,
    pieces: &[DateRange],
    in_months: bool,
    trace: &mut Trace,
) -> Option<Vec<(Cents, StepId)>> {
    let Source { entry, step: whole, lies } = source;
    let lies = lies.map(AsRef::as_ref);
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
        let scope = Scope { range: Some(*piece), ..Scope::default() };
        let (part, step) = if lies.is_some_and(is_of_both_signs) {
            let amount = (entry.amount.ratio(), whole);
            let time = (*piece, entry.period, by);
            exactly(
                &amount,
                ((length, length_step), &(total.clone(), total_step)),
                time,
                scope,
                trace,
            )
        } else {
            let part = (&entry.amount.ratio() * &length).checked_div(&total)?;
            let from = [whole, length_step, total_step].map(Input::Step);
            let value = Money::Cents(part.clone());
            (part, trace.add(Operation::Portion, Subject::EntryPart, value, from, scope))
        };
        inputs.push(Input::Step(step));
        exact.push(part);
    }
    let residue = ApportionResidue::LargestRemainder;
    let amounts = apportion(entry.amount, &exact, Cents::ONE, residue, Ties::Order)?;
    let inputs = trace.inputs(inputs);
    let steps = (0..).zip(&amounts).zip(pieces).map(|((index, amount), piece)| {
        let operation =
            Operation::Apportion { index, unit: Unit::CENT, residue, ties: Ties::Order };
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

/// Tells whether some stretches of time bring cost and others credits. In proportion to their sum,
/// which may be a cent, a rounded amount would be torn to any size: 0.01 of 100.00 less 99.99 is as
/// much as 0.005.
pub(super) fn is_of_both_signs(lies: &[Brought]) -> bool {
    let some = |sign| lies.iter().any(|(_, (value, _))| value.signum() == sign);
    if !(some(1) && some(-1)) {
        return false;
    }
    let mut sums: BTreeMap<DateRange, Ratio> = BTreeMap::new();
    for (range, (value, _)) in lies {
        let sum = sums.entry(*range).or_insert(Ratio::ZERO);
        *sum = &*sum + value;
    }
    let has = |sign| sums.values().any(|sum| sum.signum() == sign);
    has(1) && has(-1)
}

/// What each stretch of time brings to an entry that is a part, or a multiple, of another.
pub(super) fn scaled(
    lies: &[Brought],
    factor: &Number,
    scope: Scope,
    trace: &mut Trace,
) -> Arc<[Brought]> {
    let times = |(range, (value, step)): &Brought| {
        let (value, from) = (value * &factor.0, [*step, factor.1].map(Input::Step));
        let (money, scope) = (Money::Cents(value.clone()), Scope { range: Some(*range), ..scope });
        (*range, (value, trace.add(Operation::Product, Subject::Brought, money, from, scope)))
    };
    lies.iter().map(times).collect()
}

/// What of an amount lies in a stretch of its time where what was brought has both signs: what was
/// brought there, and evenly what rounding made of the whole.
pub(super) fn exactly(
    amount: &Number,
    (inside, all): (Number, &Number),
    (range, of, by): (DateRange, DateRange, TimeBy),
    scope: Scope,
    trace: &mut Trace,
) -> Number {
    let rounding = &amount.0 - &all.0;
    if rounding.is_zero() {
        return inside;
    }
    let add = |operation, value: &Ratio, from: &[StepId], trace: &mut Trace| {
        let inputs = from.iter().copied().map(Input::Step);
        trace.add(operation, Subject::EntryPart, Money::Cents(value.clone()), inputs, scope)
    };
    let difference = add(Operation::Difference, &rounding, &[amount.1, all.1], trace);
    let [here, whole] = [range, of].map(|range| measure(range, by != TimeBy::Days, trace));
    let value = (&rounding * &here.0).part_of(&whole.0);
    let portion = add(Operation::Portion, &value, &[difference, here.1, whole.1], trace);
    let sum = &inside.0 + &value;
    let step = add(Operation::Sum, &sum, &[inside.1, portion], trace);
    (sum, step)
}

/// Says how much of an entry lies in a range: its length, or what its sources bring there. Where
/// these bring nothing at all, length decides.
pub(super) fn extent(
    range: DateRange,
    lies: Option<&[Brought]>,
    by: TimeBy,
    trace: &mut Trace,
) -> Number {
    let brings = |lies: &&[Brought]| {
        is_of_both_signs(lies) || !Ratio::sum(lies.iter().map(|(_, (value, _))| value)).is_zero()
    };
    let Some(lies) = lies.filter(brings) else {
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
        let value = (&whole.0 * &part.0).part_of(&total.0);
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
