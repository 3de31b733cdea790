//! The sum of a step reaches its receivers: slices, weights, exact parts, and one apportionment.
//!
//! Rules: rules.md#slices, rules.md#cost-in-time, rules.md#nobody, rules.md#rows-of-receivers,
//! rules.md#rounding, rules.md#residue, rules.md#zero-total.

use std::collections::BTreeMap;

use super::balance::{PoolBalance, View, fraction_taken};
use super::context::{PoolContext, StepContext};
use super::limits::limit;
use super::pool_result::PoolResult;
use super::pro_rata::{Measure, Slice, Slices, Stretch, extent, slices};
use super::receivers::{counting, memberships, no_service};
use super::run::{Dimension, Share, StepResidue};
use super::selection::name;
use super::step_amount::StepAmount;
use crate::apportion::{ApportionResidue, Policy, Ties, Unit};
use crate::diag::{Checked, Diagnostic, Fault, Needed};
use crate::keys::{ActiveFraction, Evaluation, Question, Weight, all_zero, weights};
use crate::model::{DateRange, KeyIx, MembershipPeriods, PartyIx, ProRata, Residue};
use crate::money::{Cents, Ratio};
use crate::text::Text;
use crate::trace::{Exact, Money, Scope, Subject, Trace};

/// The exact parts of each receiver, slice by slice.
type ExactParts = BTreeMap<PartyIx, Vec<Exact>>;

/// What a step takes, and from what.
#[derive(Clone, Copy)]
pub(super) struct Taken<'a> {
    pub(super) balance: &'a PoolBalance,
    /// The classes of the step.
    pub(super) members: &'a [usize],
    /// What the step saw of them.
    pub(super) view: &'a View,
    pub(super) amount: &'a StepAmount,
}

/// Shares out the sum of a step and notes the shares and the residue.
pub(super) fn distribute(
    step: StepContext<'_>,
    taken: Taken<'_>,
    trace: &mut Trace,
    result: &mut PoolResult,
) -> Checked<()> {
    let (parts, active) = if taken.amount.base_amounts.is_empty() {
        sliced_parts(step, taken, trace, result)?
    } else {
        (base_parts(step, taken.amount, trace), BTreeMap::new())
    };
    if parts.is_empty() {
        return Ok(());
    }
    let mut exact: Vec<(PartyIx, Exact)> = Vec::with_capacity(parts.len());
    for (party, numbers) in parts {
        exact.push((party, add_up(numbers, step.scope(Some(party)), trace)));
    }
    let exact = limit(step, &taken.amount.sum.exact(), exact, &active, trace, result)?;
    round_shares(step, taken.amount, exact, trace, result)
}

/// For `each`: the sum in proportion to the base amounts.
fn base_parts(step: StepContext<'_>, amount: &StepAmount, trace: &mut Trace) -> ExactParts {
    let all: Vec<Exact> = amount.base_amounts.iter().map(|(_, base)| base.clone()).collect();
    let total = trace.at(step.scope(None)).total(Subject::WeightSum, &all);
    let sum = amount.sum.exact();
    let part = |(party, weight): &(PartyIx, Exact)| {
        let mut at = trace.at(step.scope(Some(*party)));
        (*party, vec![at.portion(Subject::ExactShare, &sum, weight, &total)])
    };
    amount.base_amounts.iter().map(part).collect()
}

/// The exact parts over the slices of the step's time, and the active fraction of each receiver
/// where weights count by it.
fn sliced_parts(
    step: StepContext<'_>,
    taken: Taken<'_>,
    trace: &mut Trace,
    result: &mut PoolResult,
) -> Checked<(ExactParts, BTreeMap<PartyIx, ActiveFraction>)> {
    let memberships = memberships(step)?;
    let mut parts = ExactParts::new();
    let whole = taken.amount.sum.exact();
    if whole.value().is_zero() && !takes_from_a_slice(step, taken, &memberships, trace)? {
        return Ok((parts, BTreeMap::new()));
    }
    let Slices { slices, presence } = slices(step, &memberships, trace)?;
    for slice in &slices {
        let sum = match slices.len() {
            1 => whole.clone(),
            _ => slice_sum(step, taken, slice.range, trace),
        };
        if sum.value().is_zero() {
            continue;
        }
        if slice.receivers.is_empty() {
            return Err(Box::new(nobody(step, slice, sum.value(), taken)));
        }
        let Some(key) = step.step.key else {
            for party in &slice.receivers {
                parts.entry(*party).or_default().push(sum.clone());
            }
            continue;
        };
        let scope = Scope { range: Some(slice.range), ..step.scope(None) };
        let mut evaluation = Evaluation::new(step.project, trace, &mut result.noticed, scope);
        let counts = counting(step, &memberships);
        let question = Question {
            receivers: &slice.receivers,
            presence: &presence,
            window: slice.range,
            service: service_of(step, key)?,
            counts: &counts,
        };
        let weights = weigh(step, key, &question, sum.value(), &mut evaluation)?;
        let total = evaluation.sum_of(&weights);
        for (party, weight) in slice.receivers.iter().zip(&weights) {
            let mut at = trace.at(Scope { party: Some(*party), ..scope });
            let part = at.portion(Subject::ExactShare, &sum, weight, &total);
            parts.entry(*party).or_default().push(part);
        }
    }
    let receivers = slices.iter().flat_map(|slice| slice.receivers.iter().copied());
    Ok((parts, receivers.zip(presence).collect()))
}

/// Tells whether a rest of zero is made of slices that are not: by days where the rule does not
/// say.
fn takes_from_a_slice(
    step: StepContext<'_>,
    taken: Taken<'_>,
    memberships: &MembershipPeriods,
    trace: &mut Trace,
) -> Checked<bool> {
    let pro_rata = match step.pro_rata {
        None | Some(ProRata::Months) => Some(ProRata::Days),
        other => other,
    };
    let step = StepContext { of_pool: PoolContext { pro_rata, ..step.of_pool }, ..step };
    let slices = slices(step, memberships, trace)?.slices;
    let mut sums = slices.iter().map(|slice| slice_sum(step, taken, slice.range, trace));
    Ok(slices.len() > 1 && sums.any(|sum| !sum.value().is_zero()))
}

/// Finds the service of the pool, which a key that counts its use needs.
fn service_of(step: StepContext<'_>, key: KeyIx) -> Checked<Option<crate::model::ServiceIx>> {
    if let Dimension::Is(service) = step.pool.service {
        return Ok(Some(service));
    }
    if step.project.counts_pool_usage(key) {
        let what = format!("key = \"{}\"", step.project.key(key).id);
        return Err(Box::new(no_service(what, Needed::Usage, step)));
    }
    Ok(None)
}

/// Evaluates the key for the receivers of a slice; somebody has a weight.
fn weigh(
    step: StepContext<'_>,
    key: KeyIx,
    question: &Question<'_>,
    sum: &Ratio,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let for_this_step = |fault: Diagnostic| {
        Box::new(fault.and_here(step.step.loc, "für diesen Schritt", "for this step"))
    };
    let found = weights(key, question, evaluation).map_err(|fault| for_this_step(*fault))?;
    if !Ratio::sum(found.iter().map(Weight::value)).is_zero() {
        return Ok(found);
    }
    let Text { de, en } = step.exact_amount(sum);
    let fault = for_this_step(all_zero(step.project.key(key), question.window));
    Err(Box::new(fault.note(format!("zu verteilen: {de}"), format!("to be shared: {en}"))))
}

/// The part of a step's sum that lies in a slice: every slice gives the same fraction of what is
/// left of it.
fn slice_sum(
    step: StepContext<'_>,
    taken: Taken<'_>,
    slice: DateRange,
    trace: &mut Trace,
) -> Exact {
    let Taken { balance, members, view, amount } = taken;
    let scope = Scope { range: Some(slice), ..step.scope(None) };
    let fraction = balance.is_narrowed().then(|| fraction_taken(view, amount, trace));
    let mut sums = Vec::new();
    let open = members.iter().map(|member| &balance.classes[*member]);
    for class in open.filter(|class| !class.remaining.is_zero()) {
        let inside = |part: &usize| part_in_slice(step, *part, slice, scope, trace);
        let inside: Vec<Exact> = class.parts.iter().filter_map(inside).collect();
        let base = add_up(inside, scope, trace);
        let mut at = trace.at(scope);
        sums.push(if let Some(fraction) = &fraction {
            let factors: Vec<&Exact> =
                [&base, fraction].into_iter().chain(&class.remaining_traced).collect();
            at.product(Subject::SliceSum, &factors)
        } else if view.total.amount().is_zero() {
            base
        } else {
            let (sum, total) = (amount.sum.exact(), view.total.exact());
            at.portion(Subject::SliceSum, &base, &sum, &total)
        });
    }
    add_up(sums, scope, trace)
}

/// The part of an entry that lies in a slice, by days or months.
fn part_in_slice(
    step: StepContext<'_>,
    part: usize,
    slice: DateRange,
    scope: Scope,
    trace: &mut Trace,
) -> Option<Exact> {
    let part = &step.parts[part];
    let (range, of) = (part.period.intersect(&slice)?, part.period);
    let whole = part.amount.exact();
    if range == of {
        return Some(whole);
    }
    let by = if step.pro_rata == Some(ProRata::Months) { Measure::Months } else { Measure::Days };
    let sources = part.time_sources.as_deref();
    let inside = extent(range, sources, by, trace);
    let all = extent(of, sources, by, trace);
    Some(Stretch { range, of, by, scope }.part(&whole, inside, &all, sources, trace))
}

/// Rounds the exact parts once, to whole units, and notes shares and residue.
fn round_shares(
    step: StepContext<'_>,
    amount: &StepAmount,
    mut exact: Vec<(PartyIx, Exact)>,
    trace: &mut Trace,
    result: &mut PoolResult,
) -> Checked<()> {
    let stranger = add_taker(step, &mut exact, trace);
    let position = |party: PartyIx| {
        let index = exact.iter().position(|(receiver, _)| *receiver == party).unwrap_or_default();
        u32::try_from(index).unwrap_or(u32::MAX)
    };
    let rounding = &step.step.rounding;
    let residue = residue(rounding.residue, position);
    let policy = Policy { unit: Unit::Cents(rounding.unit), residue, ties: Ties::SizeThenOrder };
    let overflow = || Box::new(Diagnostic::at(Fault::AmountOverflow, step.step.loc));
    let (receivers, parts): (Vec<PartyIx>, Vec<Exact>) = exact.into_iter().unzip();
    let shares = trace.apportion(&amount.sum.exact(), &parts, policy).ok_or_else(overflow)?;
    let mut shared = Vec::with_capacity(receivers.len());
    for ((index, part), party) in (0..).zip(&shares.parts).zip(receivers) {
        if stranger == Some(party) && part.is_zero() {
            continue;
        }
        let share = trace.part(&shares, index, Subject::Share, step.scope(Some(party)));
        let amount = share.whole().ok_or_else(overflow)?;
        shared.push(amount.amount());
        result.shares.push(Share { pool: step.number, step: step.index, party, amount });
    }
    let shared = Cents::sum(shared).ok_or_else(overflow)?;
    let left = amount.sum.amount().checked_sub(shared).ok_or_else(overflow)?;
    if !left.is_zero() {
        result.residues.push(StepResidue { pool: step.number, step: step.index, amount: left });
    }
    Ok(())
}

/// Says what happens to the difference; `position` finds a party among the parts.
fn residue(residue: Residue, position: impl Fn(PartyIx) -> u32) -> ApportionResidue {
    match residue {
        Residue::LargestRemainder => ApportionResidue::LargestRemainder,
        Residue::LargestShare(mode) => ApportionResidue::LargestShare(mode),
        Residue::To(party, mode) => ApportionResidue::To(position(party), mode),
        Residue::Leave(mode) => ApportionResidue::Leave(mode),
    }
}

/// A party that takes the difference without being a receiver comes in with an exact part of zero.
fn add_taker(
    step: StepContext<'_>,
    exact: &mut Vec<(PartyIx, Exact)>,
    trace: &mut Trace,
) -> Option<PartyIx> {
    let Residue::To(taker, _) = step.step.rounding.residue else { return None };
    if exact.iter().any(|(party, _)| *party == taker) {
        return None;
    }
    let mut at = trace.at(step.scope(Some(taker)));
    exact.push((taker, at.constant(Subject::ExactShare, Money::Cents(Ratio::ZERO))));
    exact.sort_by_key(|(party, _)| *party);
    Some(taker)
}

/// Adds money up; a single amount stands for itself.
fn add_up(mut numbers: Vec<Exact>, scope: Scope, trace: &mut Trace) -> Exact {
    match numbers.len() {
        1 => numbers.remove(0),
        _ => trace.at(scope).total(Subject::ExactShare, &numbers),
    }
}

fn nobody(step: StepContext<'_>, slice: &Slice, sum: &Ratio, taken: Taken<'_>) -> Diagnostic {
    let fault = Fault::NobodyPresent {
        rule: step.rule.id.clone(),
        step: step.step.id.clone(),
        range: slice.range.to_string(),
        amount: step.exact_amount(sum),
    };
    let classes = taken.members.iter().map(|member| &taken.balance.classes[*member]);
    let parts = classes.flat_map(|class| &class.parts).map(|part| &step.parts[*part]);
    let inside = parts.filter(|part| part.period.intersect(&slice.range).is_some()).take(5);
    inside.fold(Diagnostic::at(fault, step.step.loc), |diagnostic, part| {
        let entry = &step.costs[part.entry];
        let label = name(entry, step.project);
        diagnostic.and_here(
            entry.loc(),
            &format!("diese Kosten {label}"),
            &format!("this cost {label}"),
        )
    })
}
