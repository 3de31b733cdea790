//! The sum of a step reaches its receivers: slices, weights, exact parts, and one apportionment.
//!
//! Rules: rules.md#slices, rules.md#cost-in-time, rules.md#nobody, rules.md#rows-of-receivers,
//! rules.md#rounding, rules.md#residue, rules.md#zero-total.

use std::collections::BTreeMap;

use super::amount::{PoolBalance, StepAmount, View, fraction, fraction_step};
use super::limits::limit;
use super::pool::{Number, PoolContext, PoolResult};
use super::receivers::{Slice, Slices, counting, memberships, no_service, slices};
use super::selection::name;
use super::split::{TimeBy, exactly, extent, is_of_both_signs};
use super::{Dimension, Share, StepResidue};
use crate::apportion::apportion;
use crate::diag::{Checked, Diagnostic, Fault, Needed};
use crate::keys::{ActiveFraction, Evaluation, Question, all_zero, sum_of, weights};
use crate::model::{DateRange, KeyIx, MembershipPeriods, PartyIx, ProRata, Residue, Step};
use crate::money::{Cents, Ratio};
use crate::text::Text;
use crate::trace::{
    ApportionResidue, Input, Money, Operation, Scope, StepId, Subject, Ties, Trace, Unit,
};

/// The exact parts of each receiver, slice by slice.
type ExactParts = BTreeMap<PartyIx, Vec<Number>>;

/// What is taken, from what: the balance, the classes of the step, what they looked like, and the
/// step_amount.
type Taken<'a> = (&'a PoolBalance, &'a [usize], &'a View, &'a StepAmount);

/// Shares out the sum of a step and notes the shares and the residue.
pub(super) fn distribute(
    context: PoolContext<'_>,
    index: u16,
    step: &Step,
    taken: Taken<'_>,
    trace: &mut Trace,
    result: &mut PoolResult,
) -> Checked<()> {
    let step_amount = taken.3;
    let (parts, presence) = if step_amount.base_amounts.is_empty() {
        sliced_parts(context, index, step, taken, trace, result)?
    } else {
        (base_parts(context, index, step_amount, trace), BTreeMap::new())
    };
    if parts.is_empty() {
        return Ok(());
    }
    let mut exact: Vec<(PartyIx, Number)> = Vec::with_capacity(parts.len());
    for (party, numbers) in parts {
        exact.push((party, add_up(numbers, context.scope(index, Some(party)), trace)));
    }
    let exact = limit(context, index, step, step_amount, (exact, &presence), (trace, result))?;
    round_shares(context, index, step, step_amount, exact, (trace, result))
}

/// For `each`: the sum in proportion to the base amounts.
fn base_parts(
    context: PoolContext<'_>,
    index: u16,
    step_amount: &StepAmount,
    trace: &mut Trace,
) -> ExactParts {
    let total = Ratio::sum(step_amount.base_amounts.iter().map(|(_, (value, _))| value));
    let inputs: Vec<Input> =
        step_amount.base_amounts.iter().map(|(_, (_, step))| Input::Step(*step)).collect();
    let value = Money::Cents(total.clone());
    let total_step =
        trace.add(Operation::Sum, Subject::WeightSum, value, inputs, context.scope(index, None));
    let sum = (step_amount.sum.ratio(), step_amount.sum_step);
    let part = |(party, weight): &(PartyIx, Number)| {
        let scope = context.scope(index, Some(*party));
        (*party, vec![portion(&sum, weight, &(total.clone(), total_step), scope, trace)])
    };
    step_amount.base_amounts.iter().map(part).collect()
}

/// The exact parts over the slices of the step's time, and the part present of each receiver where
/// weights count by it.
fn sliced_parts(
    context: PoolContext<'_>,
    index: u16,
    step: &Step,
    taken: Taken<'_>,
    trace: &mut Trace,
    result: &mut PoolResult,
) -> Checked<(ExactParts, BTreeMap<PartyIx, ActiveFraction>)> {
    let step_amount = taken.3;
    let memberships = memberships(context, step)?;
    let mut parts = ExactParts::new();
    if step_amount.sum.is_zero()
        && !takes_from_a_slice(context, index, step, taken, &memberships, trace)?
    {
        return Ok((parts, BTreeMap::new()));
    }
    let Slices { slices, presence } = slices(context, index, step, &memberships, trace)?;
    for slice in &slices {
        let sum = if slices.len() == 1 {
            (step_amount.sum.ratio(), step_amount.sum_step)
        } else {
            slice_sum(context, index, taken, slice.range, trace)
        };
        if sum.0.is_zero() {
            continue;
        }
        if slice.receivers.is_empty() {
            return Err(Box::new(nobody(context, step, slice, &sum.0, taken)));
        }
        let Some(key) = step.key else {
            for party in &slice.receivers {
                parts.entry(*party).or_default().push(sum.clone());
            }
            continue;
        };
        let scope = Scope { range: Some(slice.range), ..context.scope(index, None) };
        let mut evaluation = Evaluation::new(context.project, trace, &mut result.noticed, scope);
        let weights =
            weigh(context, step, key, (&memberships, slice, &presence), &sum.0, &mut evaluation)?;
        for (party, part) in weights.0 {
            let scope = Scope { party: Some(party), ..scope };
            parts.entry(party).or_default().push(portion(&sum, &part, &weights.1, scope, trace));
        }
    }
    let receivers = slices.iter().flat_map(|slice| slice.receivers.iter().copied());
    Ok((parts, receivers.zip(presence).collect()))
}

/// Tells whether a rest of zero is made of slices that are not: by days where the rule does not
/// say.
fn takes_from_a_slice(
    context: PoolContext<'_>,
    index: u16,
    step: &Step,
    taken: Taken<'_>,
    memberships: &MembershipPeriods,
    trace: &mut Trace,
) -> Checked<bool> {
    let pro_rata = match context.pro_rata {
        None | Some(ProRata::Months) => Some(ProRata::Days),
        other => other,
    };
    let context = PoolContext { pro_rata, ..context };
    let slices = slices(context, index, step, memberships, trace)?.slices;
    let mut sums =
        slices.iter().map(|slice| slice_sum(context, index, taken, slice.range, trace).0);
    Ok(slices.len() > 1 && sums.any(|sum| !sum.is_zero()))
}

/// Evaluates the key for the receivers of a slice: their weights and the sum of these.
fn weigh(
    context: PoolContext<'_>,
    step: &Step,
    key: KeyIx,
    (memberships, slice, presence): (&MembershipPeriods, &Slice, &[ActiveFraction]),
    sum: &Ratio,
    evaluation: &mut Evaluation<'_>,
) -> Checked<(Vec<(PartyIx, Number)>, Number)> {
    let service =
        if let Dimension::Is(service) = context.pool.service { Some(service) } else { None };
    if service.is_none() && context.project.counts_pool_usage(key) {
        let what = format!("key = \"{}\"", context.project.key(key).id);
        return Err(Box::new(no_service(what, Needed::Usage, context, step)));
    }
    let counts = counting(context, memberships);
    let question = Question {
        receivers: &slice.receivers,
        presence,
        window: slice.range,
        service,
        counts: &counts,
    };
    let for_this_step = |fault: Diagnostic| {
        Box::new(fault.and_here(step.loc, "für diesen Schritt", "for this step"))
    };
    let found = weights(key, &question, evaluation).map_err(|fault| for_this_step(*fault))?;
    let total = Ratio::sum(found.iter().map(|weight| &weight.value));
    if total.is_zero() {
        let Text { de, en } = context.exact_amount(sum);
        let fault = for_this_step(all_zero(context.project.key(key), slice.range));
        return Err(Box::new(
            fault.note(format!("zu verteilen: {de}"), format!("to be shared: {en}")),
        ));
    }
    let total_step = sum_of(&found, &total, evaluation);
    let numbers = found.into_iter().map(|weight| (weight.value, weight.step));
    Ok((slice.receivers.iter().copied().zip(numbers).collect(), (total, total_step)))
}

/// The part of a step's sum that lies in a slice: every slice gives the same fraction of what is
/// left of it.
fn slice_sum(
    context: PoolContext<'_>,
    index: u16,
    taken: Taken<'_>,
    slice: DateRange,
    trace: &mut Trace,
) -> Number {
    let (balance, members, view, step_amount) = taken;
    let scope = Scope { range: Some(slice), ..context.scope(index, None) };
    let narrowed = balance.classes.len() > 1;
    let fraction = fraction(view, step_amount);
    let fraction = (
        fraction.clone(),
        if narrowed { Some(fraction_step(view, step_amount, &fraction, trace)) } else { None },
    );
    let mut sums = Vec::new();
    let open = members.iter().map(|member| &balance.classes[*member]);
    for class in open.filter(|class| !class.remaining.0.is_zero()) {
        let inside: Vec<Number> = class
            .parts
            .iter()
            .filter_map(|part| part_in_slice(context, *part, slice, scope, trace))
            .collect();
        let base = add_up(inside, scope, trace);
        if let Some(fraction_step) = fraction.1 {
            let mut inputs = vec![Input::Step(base.1), Input::Step(fraction_step)];
            inputs.extend(class.remaining.1.map(Input::Step));
            let value = &(&base.0 * &class.remaining.0) * &fraction.0;
            let step = trace.add(
                Operation::Product,
                Subject::SliceSum,
                Money::Cents(value.clone()),
                inputs,
                scope,
            );
            sums.push((value, step));
        } else if view.total.0.is_zero() {
            sums.push(base);
        } else {
            let sum = (step_amount.sum.ratio(), step_amount.sum_step);
            let total = (view.total.0.ratio(), view.total.1);
            let value = (&base.0 * &sum.0).part_of(&total.0);
            let inputs = [base.1, sum.1, total.1].map(Input::Step);
            let step = trace.add(
                Operation::Portion,
                Subject::SliceSum,
                Money::Cents(value.clone()),
                inputs,
                scope,
            );
            sums.push((value, step));
        }
    }
    add_up(sums, scope, trace)
}

/// The part of an entry that lies in a slice, by days or months.
fn part_in_slice(
    context: PoolContext<'_>,
    part: usize,
    slice: DateRange,
    scope: Scope,
    trace: &mut Trace,
) -> Option<Number> {
    let part = &context.parts[part];
    let inside = part.period.intersect(&slice)?;
    let whole = (part.amount.ratio(), part.step);
    if inside == part.period {
        return Some(whole);
    }
    let by = if context.pro_rata == Some(ProRata::Months) { TimeBy::Months } else { TimeBy::Days };
    let lies = part.lies.as_deref();
    let length = extent(inside, lies, by, trace);
    let total = extent(part.period, lies, by, trace);
    if lies.is_some_and(is_of_both_signs) {
        return Some(exactly(&whole, (length, &total), (inside, part.period, by), scope, trace));
    }
    Some(portion_about(Subject::EntryPart, &whole, &length, &total, scope, trace))
}

/// Rounds the exact parts once, to whole units, and notes shares and residue.
fn round_shares(
    context: PoolContext<'_>,
    index: u16,
    step: &Step,
    step_amount: &StepAmount,
    mut exact: Vec<(PartyIx, Number)>,
    (trace, result): (&mut Trace, &mut PoolResult),
) -> Checked<()> {
    let stranger = add_taker(step, &mut exact, context.scope(index, None), trace);
    let position = |party: PartyIx| {
        let index = exact.iter().position(|(receiver, _)| *receiver == party).unwrap_or_default();
        u32::try_from(index).unwrap_or(u32::MAX)
    };
    let residue = ApportionResidue::of(step.rounding.residue, position);
    let (unit, ties) = (step.rounding.unit, Ties::SizeThenOrder);
    let values: Vec<Ratio> = exact.iter().map(|(_, (value, _))| value.clone()).collect();
    let overflow = || Box::new(Diagnostic::at(Fault::AmountOverflow, step.loc));
    let amounts = apportion(step_amount.sum, &values, unit, residue, ties).ok_or_else(overflow)?;
    let steps = exact.iter().map(|(_, (_, step))| Input::Step(*step));
    let inputs = trace.inputs(std::iter::once(Input::Step(step_amount.sum_step)).chain(steps));
    for ((place, amount), (party, _)) in (0..).zip(&amounts).zip(&exact) {
        if stranger == Some(*party) && amount.is_zero() {
            continue;
        }
        let operation =
            Operation::Apportion { index: place, unit: Unit::Cents(unit), residue, ties };
        let amount =
            trace.share(operation, *amount, inputs.clone(), context.scope(index, Some(*party)));
        result.shares.push(Share { pool: context.number, step: index, party: *party, amount });
    }
    let shared = Cents::sum(amounts).ok_or_else(overflow)?;
    let left = step_amount.sum.checked_sub(shared).ok_or_else(overflow)?;
    if !left.is_zero() {
        result.residues.push(StepResidue { pool: context.number, step: index, amount: left });
    }
    Ok(())
}

/// A party that takes the difference without being a receiver comes in with an exact part of zero.
fn add_taker(
    step: &Step,
    exact: &mut Vec<(PartyIx, Number)>,
    scope: Scope,
    trace: &mut Trace,
) -> Option<PartyIx> {
    let Residue::To(taker, _) = step.rounding.residue else { return None };
    if exact.iter().any(|(party, _)| *party == taker) {
        return None;
    }
    let scope = Scope { party: Some(taker), ..scope };
    let zero =
        trace.add(Operation::Constant, Subject::ExactShare, Money::Cents(Ratio::ZERO), [], scope);
    exact.push((taker, (Ratio::ZERO, zero)));
    exact.sort_by_key(|(party, _)| *party);
    Some(taker)
}

/// Adds numbers up; a single one stands for itself.
fn add_up(numbers: Vec<Number>, scope: Scope, trace: &mut Trace) -> Number {
    if let [one] = &numbers[..] {
        return one.clone();
    }
    let value = Ratio::sum(numbers.iter().map(|(value, _)| value));
    let inputs: Vec<Input> = numbers.iter().map(|(_, step)| Input::Step(*step)).collect();
    let step =
        trace.add(Operation::Sum, Subject::ExactShare, Money::Cents(value.clone()), inputs, scope);
    (value, step)
}

/// sum × weight ÷ total.
fn portion(
    sum: &Number,
    weight: &Number,
    total: &Number,
    scope: Scope,
    trace: &mut Trace,
) -> Number {
    portion_about(Subject::ExactShare, sum, weight, total, scope, trace)
}

fn portion_about(
    subject: Subject,
    sum: &Number,
    weight: &Number,
    total: &Number,
    scope: Scope,
    trace: &mut Trace,
) -> Number {
    let value = (&sum.0 * &weight.0).part_of(&total.0);
    let inputs: [StepId; 3] = [sum.1, weight.1, total.1];
    let step = trace.add(
        Operation::Portion,
        subject,
        Money::Cents(value.clone()),
        inputs.map(Input::Step),
        scope,
    );
    (value, step)
}

fn nobody(
    context: PoolContext<'_>,
    step: &Step,
    slice: &Slice,
    sum: &Ratio,
    taken: Taken<'_>,
) -> Diagnostic {
    let fault = Fault::NobodyPresent {
        rule: context.rule.id.clone(),
        step: step.id.clone(),
        range: slice.range.to_string(),
        amount: context.exact_amount(sum),
    };
    let classes = taken.1.iter().map(|member| &taken.0.classes[*member]);
    let parts = classes.flat_map(|class| &class.parts).map(|part| &context.parts[*part]);
    let inside = parts.filter(|part| part.period.intersect(&slice.range).is_some()).take(5);
    inside.fold(Diagnostic::at(fault, step.loc), |diagnostic, part| {
        let entry = &context.costs[part.entry];
        let label = name(entry, context.project);
        diagnostic.and_here(
            entry.loc(),
            &format!("diese Kosten {label}"),
            &format!("this cost {label}"),
        )
    })
}
