//! The sum of a step reaches its receivers: slices, weights, exact parts, and one apportionment.
//!
//! Rules: rules.md#slices, rules.md#cost-in-time, rules.md#nobody, rules.md#rows-of-receivers,
//! rules.md#rounding, rules.md#residue, rules.md#zero-total.

use std::collections::BTreeMap;

use super::amount::{Ledger, Taking, View, fraction, fraction_step};
use super::limits::limit;
use super::pool::{Bench, Number, PoolResult};
use super::receivers::{Slice, Slices, counting, no_service, roster, slices};
use super::selection::name;
use super::split::{TimeBy, exactly, extent, is_of_both_signs};
use super::{Dimension, Share, StepResidue};
use crate::apportion::apportion;
use crate::diag::{Checked, Diagnostic, Fault, Needed};
use crate::keys::{Presence, Question, Workshop, all_zero, sum_of, weights};
use crate::model::{DateRange, KeyIx, PartyIx, ProRata, Residue, Roster, Step};
use crate::money::{Cents, Ratio};
use crate::text::Text;
use crate::trace::{
    ApportionResidue, Input, Money, Operation, Scope, StepId, Subject, Ties, Trace, Unit,
};

/// The exact parts of each receiver, slice by slice.
type ExactParts = BTreeMap<PartyIx, Vec<Number>>;

/// What is taken, from what: the ledger, the classes of the step, what they looked like, and the
/// taking.
type Taken<'a> = (&'a Ledger, &'a [usize], &'a View, &'a Taking);

/// Shares out the sum of a step and notes the shares and the residue.
pub(super) fn distribute(
    bench: Bench<'_>,
    index: u16,
    step: &Step,
    taken: Taken<'_>,
    trace: &mut Trace,
    result: &mut PoolResult,
) -> Checked<()> {
    let taking = taken.3;
    let (parts, presence) = if taking.base_amounts.is_empty() {
        sliced_parts(bench, index, step, taken, trace, result)?
    } else {
        (base_parts(bench, index, taking, trace), BTreeMap::new())
    };
    if parts.is_empty() {
        return Ok(());
    }
    let mut exact: Vec<(PartyIx, Number)> = Vec::with_capacity(parts.len());
    for (party, numbers) in parts {
        exact.push((party, add_up(numbers, bench.scope(index, Some(party)), trace)));
    }
    let exact = limit(bench, index, step, taking, (exact, &presence), (trace, result))?;
    round_shares(bench, index, step, taking, exact, (trace, result))
}

/// For `each`: the sum in proportion to the base amounts.
fn base_parts(bench: Bench<'_>, index: u16, taking: &Taking, trace: &mut Trace) -> ExactParts {
    let total = Ratio::sum(taking.base_amounts.iter().map(|(_, (value, _))| value));
    let inputs: Vec<Input> =
        taking.base_amounts.iter().map(|(_, (_, step))| Input::Step(*step)).collect();
    let value = Money::Cents(total.clone());
    let total_step =
        trace.add(Operation::Sum, Subject::WeightSum, value, inputs, bench.scope(index, None));
    let sum = (taking.sum.ratio(), taking.sum_step);
    let part = |(party, weight): &(PartyIx, Number)| {
        let scope = bench.scope(index, Some(*party));
        (*party, vec![portion(&sum, weight, &(total.clone(), total_step), scope, trace)])
    };
    taking.base_amounts.iter().map(part).collect()
}

/// The exact parts over the slices of the step's time, and the part present of each receiver where
/// weights count by it.
fn sliced_parts(
    bench: Bench<'_>,
    index: u16,
    step: &Step,
    taken: Taken<'_>,
    trace: &mut Trace,
    result: &mut PoolResult,
) -> Checked<(ExactParts, BTreeMap<PartyIx, Presence>)> {
    let taking = taken.3;
    let roster = roster(bench, step)?;
    let mut parts = ExactParts::new();
    if taking.sum.is_zero() && !takes_from_a_slice(bench, index, step, taken, &roster, trace)? {
        return Ok((parts, BTreeMap::new()));
    }
    let Slices { slices, presence } = slices(bench, index, step, &roster, trace)?;
    for slice in &slices {
        let sum = if slices.len() == 1 {
            (taking.sum.ratio(), taking.sum_step)
        } else {
            slice_sum(bench, index, taken, slice.range, trace)
        };
        if sum.0.is_zero() {
            continue;
        }
        if slice.receivers.is_empty() {
            return Err(Box::new(nobody(bench, step, slice, &sum.0, taken)));
        }
        let Some(key) = step.key else {
            for party in &slice.receivers {
                parts.entry(*party).or_default().push(sum.clone());
            }
            continue;
        };
        let scope = Scope { range: Some(slice.range), ..bench.scope(index, None) };
        let mut shop = Workshop::new(bench.project, trace, &mut result.noticed, scope);
        let weights = weigh(bench, step, key, (&roster, slice, &presence), &sum.0, &mut shop)?;
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
    bench: Bench<'_>,
    index: u16,
    step: &Step,
    taken: Taken<'_>,
    roster: &Roster,
    trace: &mut Trace,
) -> Checked<bool> {
    let pro_rata = match bench.pro_rata {
        None | Some(ProRata::Months) => Some(ProRata::Days),
        other => other,
    };
    let bench = Bench { pro_rata, ..bench };
    let slices = slices(bench, index, step, roster, trace)?.slices;
    let mut sums = slices.iter().map(|slice| slice_sum(bench, index, taken, slice.range, trace).0);
    Ok(slices.len() > 1 && sums.any(|sum| !sum.is_zero()))
}

/// Evaluates the key for the receivers of a slice: their weights and the sum of these.
fn weigh(
    bench: Bench<'_>,
    step: &Step,
    key: KeyIx,
    (roster, slice, presence): (&Roster, &Slice, &[Presence]),
    sum: &Ratio,
    shop: &mut Workshop<'_>,
) -> Checked<(Vec<(PartyIx, Number)>, Number)> {
    let service =
        if let Dimension::Is(service) = bench.pool.service { Some(service) } else { None };
    if service.is_none() && bench.project.counts_pool_usage(key) {
        let what = format!("key = \"{}\"", bench.project.key(key).id);
        return Err(Box::new(no_service(what, Needed::Usage, bench, step)));
    }
    let counts = counting(bench, roster);
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
    let found = weights(key, &question, shop).map_err(|fault| for_this_step(*fault))?;
    let total = Ratio::sum(found.iter().map(|weight| &weight.value));
    if total.is_zero() {
        let Text { de, en } = bench.exact_amount(sum);
        let fault = for_this_step(all_zero(bench.project.key(key), slice.range));
        return Err(Box::new(
            fault.note(format!("zu verteilen: {de}"), format!("to be shared: {en}")),
        ));
    }
    let total_step = sum_of(&found, &total, shop);
    let numbers = found.into_iter().map(|weight| (weight.value, weight.step));
    Ok((slice.receivers.iter().copied().zip(numbers).collect(), (total, total_step)))
}

/// The part of a step's sum that lies in a slice: every slice gives the same fraction of what is
/// left of it.
fn slice_sum(
    bench: Bench<'_>,
    index: u16,
    taken: Taken<'_>,
    slice: DateRange,
    trace: &mut Trace,
) -> Number {
    let (ledger, members, view, taking) = taken;
    let scope = Scope { range: Some(slice), ..bench.scope(index, None) };
    let narrowed = ledger.classes.len() > 1;
    let fraction = fraction(view, taking);
    let fraction = (
        fraction.clone(),
        if narrowed { Some(fraction_step(view, taking, &fraction, trace)) } else { None },
    );
    let mut sums = Vec::new();
    let open = members.iter().map(|member| &ledger.classes[*member]);
    for class in open.filter(|class| !class.remaining.0.is_zero()) {
        let inside: Vec<Number> = class
            .parts
            .iter()
            .filter_map(|part| part_in_slice(bench, *part, slice, scope, trace))
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
            let sum = (taking.sum.ratio(), taking.sum_step);
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
    bench: Bench<'_>,
    part: usize,
    slice: DateRange,
    scope: Scope,
    trace: &mut Trace,
) -> Option<Number> {
    let part = &bench.parts[part];
    let inside = part.period.intersect(&slice)?;
    let whole = (part.amount.ratio(), part.step);
    if inside == part.period {
        return Some(whole);
    }
    let by = if bench.pro_rata == Some(ProRata::Months) { TimeBy::Months } else { TimeBy::Days };
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
    bench: Bench<'_>,
    index: u16,
    step: &Step,
    taking: &Taking,
    mut exact: Vec<(PartyIx, Number)>,
    (trace, result): (&mut Trace, &mut PoolResult),
) -> Checked<()> {
    let stranger = add_taker(step, &mut exact, bench.scope(index, None), trace);
    let position = |party: PartyIx| {
        let index = exact.iter().position(|(receiver, _)| *receiver == party).unwrap_or_default();
        u32::try_from(index).unwrap_or(u32::MAX)
    };
    let residue = ApportionResidue::of(step.rounding.residue, position);
    let (unit, ties) = (step.rounding.unit, Ties::SizeThenOrder);
    let values: Vec<Ratio> = exact.iter().map(|(_, (value, _))| value.clone()).collect();
    let overflow = || Box::new(Diagnostic::at(Fault::AmountOverflow, step.loc));
    let amounts = apportion(taking.sum, &values, unit, residue, ties).ok_or_else(overflow)?;
    let steps = exact.iter().map(|(_, (_, step))| Input::Step(*step));
    let inputs = trace.inputs(std::iter::once(Input::Step(taking.sum_step)).chain(steps));
    for ((place, amount), (party, _)) in (0..).zip(&amounts).zip(&exact) {
        if stranger == Some(*party) && amount.is_zero() {
            continue;
        }
        let operation =
            Operation::Apportion { index: place, unit: Unit::Cents(unit), residue, ties };
        let amount =
            trace.share(operation, *amount, inputs.clone(), bench.scope(index, Some(*party)));
        result.shares.push(Share { pool: bench.number, step: index, party: *party, amount });
    }
    let shared = Cents::sum(amounts).ok_or_else(overflow)?;
    let left = taking.sum.checked_sub(shared).ok_or_else(overflow)?;
    if !left.is_zero() {
        result.residues.push(StepResidue { pool: bench.number, step: index, amount: left });
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
    bench: Bench<'_>,
    step: &Step,
    slice: &Slice,
    sum: &Ratio,
    taken: Taken<'_>,
) -> Diagnostic {
    let fault = Fault::NobodyPresent {
        rule: bench.rule.id.clone(),
        step: step.id.clone(),
        range: slice.range.to_string(),
        amount: bench.exact_amount(sum),
    };
    let classes = taken.1.iter().map(|member| &taken.0.classes[*member]);
    let parts = classes.flat_map(|class| &class.parts).map(|part| &bench.parts[*part]);
    let inside = parts.filter(|part| part.period.intersect(&slice.range).is_some()).take(5);
    inside.fold(Diagnostic::at(fault, step.loc), |diagnostic, part| {
        let entry = &bench.costs[part.entry];
        let label = name(entry, bench.project);
        diagnostic.and_here(
            entry.loc(),
            &format!("diese Kosten {label}"),
            &format!("this cost {label}"),
        )
    })
}
