//! How much a step takes: rules.md#steps-in-order.
//!
//! Rules: rules.md#step-sum, rules.md#share, rules.md#share-whole, rules.md#amount, rules.md#each,
//! rules.md#rest, rules.md#at-most, rules.md#opposite.

use std::collections::BTreeSet;

use super::balance::View;
use super::context::StepContext;
use super::pool_result::PoolResult;
use super::pro_rata::base_amounts;
use super::receivers::memberships;
use super::run::Dimension;
use super::step_amount::StepAmount;
use super::used::use_in_pool;
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{Ceiling, DateRange, HowMuch, PartyIx, PerUnit, Whole};
use crate::money::{Cents, Mode, Ratio};
use crate::source::Sourced;
use crate::trace::{Exact, Money, Recorder, Scope, Subject, Trace, Traced};

/// Finds out how much a step takes, cut to its ceiling; `None` where it takes nothing and leaves no
/// mark.
pub(super) fn take(
    step: StepContext<'_>,
    view: &View,
    trace: &mut Trace,
    result: &mut PoolResult,
) -> Checked<Option<StepAmount>> {
    let Some(amount) = uncut(step, view, trace)? else { return Ok(None) };
    match &step.step.at_most {
        None => Ok(Some(amount)),
        Some(ceiling) => cut_to_ceiling(step, ceiling, amount, trace, result).map(Some),
    }
}

fn uncut(step: StepContext<'_>, view: &View, trace: &mut Trace) -> Checked<Option<StepAmount>> {
    let scope = step.scope(None);
    if let HowMuch::Rest = step.step.how_much {
        return Ok(Some(take_all(view, scope, trace)));
    }
    if view.total.amount().is_zero() {
        return Ok(None);
    }
    match &step.step.how_much {
        HowMuch::Share { share, of } => take_share(step, share, *of, view, trace),
        HowMuch::Amount(_) | HowMuch::Each(_) if opposite(view) => Ok(None),
        HowMuch::Amount(amount) => {
            let value = Money::Cents(amount.value.ratio());
            let read = trace.at(scope).read(Subject::Quota, value, amount.loc);
            at_most(&read, view, scope, trace).map(Some)
        }
        HowMuch::Each(base) => {
            let memberships = memberships(step)?;
            let base_amounts = base_amounts(step, &memberships, base, trace)?;
            let all: Vec<Exact> = base_amounts.iter().map(|(_, amount)| amount.clone()).collect();
            if Ratio::sum(all.iter().map(Exact::value)).is_zero() {
                return Ok(None);
            }
            let sum = trace.at(scope).total(Subject::Quota, &all);
            Ok(Some(StepAmount { base_amounts, ..at_most(&sum, view, scope, trace)? }))
        }
        HowMuch::Rest | HowMuch::Direct => Ok(None),
    }
}

/// Cuts the sum of a step to its ceiling, by size; a ceiling with a part of a cent is cut down.
fn cut_to_ceiling(
    step: StepContext<'_>,
    ceiling: &Ceiling,
    amount: StepAmount,
    trace: &mut Trace,
    result: &mut PoolResult,
) -> Checked<StepAmount> {
    let (Ceiling::Amount(most) | Ceiling::PerUnit(PerUnit { amount: most, .. })) = ceiling;
    let scope = step.scope(None);
    let mut limit = trace.at(scope).read(Subject::Cap, Money::Cents(most.value.ratio()), most.loc);
    if let Ceiling::PerUnit(per_unit) = ceiling {
        let used = use_of_all(step, per_unit, trace, result)?;
        limit = trace.at(scope).product(Subject::Cap, &[&limit, &used]);
    }
    let limit = whole(&mut trace.at(scope), Subject::Cap, &limit, Mode::Down)?;
    let limited = limit.amount().ratio() < amount.sum.amount().ratio().abs();
    let sum = amount.sum.exact();
    let sum = trace.at(scope).at_most(Subject::StepSum, &limit.exact(), &sum, &sum);
    let sum = sum.whole().ok_or_else(overflow)?;
    if !limited {
        return Ok(StepAmount { sum, ..amount });
    }
    Ok(StepAmount { sum, exact: Some(sum.amount().ratio()), all: false, ..amount })
}

/// Adds up what everybody used of the pool's service in the pool's time.
fn use_of_all(
    step: StepContext<'_>,
    per_unit: &PerUnit,
    trace: &mut Trace,
    result: &mut PoolResult,
) -> Checked<Exact> {
    let mut users = BTreeSet::new();
    if let Dimension::Is(service) = step.pool.service {
        let rows = step.project.usage_of(service, &per_unit.measure.value);
        users.extend(rows.map(|(_, row)| row.party));
    }
    let users: Vec<PartyIx> = users.into_iter().collect();
    let all = |_: PartyIx, _: &DateRange| true;
    let used = use_in_pool(step, per_unit, &users, &all, trace, result)?;
    Ok(trace.at(step.scope(None)).sum(Subject::Weight, &used))
}

/// Whether what is left has not the sign of the total.
fn opposite(view: &View) -> bool {
    view.left_cents.amount().signum() != view.total.amount().signum()
}

/// Rounds to the cent; whole cents stay what they are.
fn whole(at: &mut Recorder<'_>, subject: Subject, exact: &Exact, mode: Mode) -> Checked<Traced> {
    match exact.whole() {
        Some(whole) => Ok(whole),
        None => at.round(subject, exact, Cents::ONE, mode).ok_or_else(overflow),
    }
}

fn overflow() -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Fault::AmountOverflow))
}

/// Takes an amount in the direction of the total, at most what is left.
fn at_most(wanted: &Exact, view: &View, scope: Scope, trace: &mut Trace) -> Checked<StepAmount> {
    let mut at = trace.at(scope);
    let rounded = whole(&mut at, Subject::Quota, wanted, Mode::HalfUp)?;
    let (limit, total) = (view.left_cents.exact(), view.total.exact());
    let limited = *wanted.value() > limit.value().abs();
    let sum = at.at_most(Subject::StepSum, &rounded.exact(), &limit, &total);
    let sum = sum.whole().ok_or_else(overflow)?;
    let sign = Ratio::from(view.total.amount().signum());
    let exact = if limited { sum.amount().ratio() } else { &wanted.value().abs() * &sign };
    Ok(StepAmount { sum, scope, exact: Some(exact), all: false, base_amounts: Vec::new() })
}

fn take_share(
    step: StepContext<'_>,
    share: &Sourced<Ratio>,
    of: Whole,
    view: &View,
    trace: &mut Trace,
) -> Checked<Option<StepAmount>> {
    if share.value.is_zero() {
        return Ok(None);
    }
    let scope = step.scope(None);
    let (base, exact) = match of {
        Whole::Total if !view.left_cents.amount().is_zero() && opposite(view) => {
            return Err(Box::new(opposite_sign(step, view)));
        }
        Whole::Total => (view.total, &view.total.amount().ratio() * &share.value),
        Whole::Rest => (view.left_cents, &view.exact_left * &share.value),
    };
    let sign = Ratio::from(view.total.amount().signum());
    if of == Whole::Total && &exact * &sign > &view.exact_left * &sign {
        return Err(Box::new(beyond_whole(step, &exact, view)));
    }
    if exact == view.exact_left {
        return Ok(Some(take_all(view, scope, trace)));
    }
    let mut at = trace.at(scope);
    let quota = at.read(Subject::Quota, Money::Number(share.value.clone()), share.loc);
    let wanted = at.product(Subject::Quota, &[&base.exact(), &quota]);
    let rounded = whole(&mut at, Subject::Quota, &wanted, Mode::HalfUp)?.exact();
    let left = view.left_cents.exact();
    let is_beyond = of == Whole::Total && rounded.value().abs() > left.value().abs();
    let sum = match is_beyond {
        true => at.at_most(Subject::StepSum, &rounded, &left, &view.total.exact()),
        false => at.total(Subject::StepSum, &[rounded]),
    };
    let sum = sum.whole().ok_or_else(overflow)?;
    Ok(Some(StepAmount { sum, scope, exact: Some(exact), all: false, base_amounts: Vec::new() }))
}

/// Takes all that is left.
fn take_all(view: &View, scope: Scope, trace: &mut Trace) -> StepAmount {
    let left = view.left_cents;
    let sum = trace.at(scope).same(Subject::StepSum, left);
    let all = view.left.value().is_integer();
    StepAmount { sum, scope, exact: None, all, base_amounts: Vec::new() }
}

fn beyond_whole(step: StepContext<'_>, share: &Ratio, view: &View) -> Diagnostic {
    let fault = Fault::BeyondWhole {
        rule: step.rule.id.clone(),
        step: step.step.id.clone(),
        share: step.exact_amount(share),
        left: step.exact_amount(&view.exact_left),
    };
    Diagnostic::at(fault, step.step.loc)
}

fn opposite_sign(step: StepContext<'_>, view: &View) -> Diagnostic {
    let fault = Fault::OppositeSign {
        rule: step.rule.id.clone(),
        step: step.step.id.clone(),
        left: step.amount(view.left_cents.amount()),
        total: step.amount(view.total.amount()),
    };
    Diagnostic::at(fault, step.step.loc)
}
