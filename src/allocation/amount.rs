//! How much a step takes, and what that leaves: rules.md#steps-in-order.
//!
//! Entries of a pool that the `only` of every step treats alike form a class. A step draws from its
//! classes in proportion to what is left of each, so that one fraction for each class says what is
//! left.
//!
//! Rules: rules.md#step-sum, rules.md#share, rules.md#share-whole, rules.md#amount, rules.md#each,
//! rules.md#rest, rules.md#only, rules.md#at-most, rules.md#opposite, rules.md#zero-total.

use std::collections::{BTreeMap, BTreeSet};

use super::Dimension;
use super::limits::use_in_pool;
use super::pool::{Number, PoolContext, PoolResult};
use super::receivers::{base_amounts, memberships};
use super::selection::{Whose, takes};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{Ceiling, HowMuch, PartyIx, PerUnit, Step, Whole};
use crate::money::{Cents, Mode, Ratio};
use crate::source::Sourced;
use crate::trace::{Input, Money, Operation, Scope, StepId, Subject, Trace};

/// Entries that every step treats alike.
pub(super) struct Class {
    /// Their numbers among the parts of the pool.
    pub(super) parts: Vec<usize>,
    /// Which steps they belong to.
    member_of: Vec<bool>,
    /// Their sum and its step.
    pub(super) sum: (Cents, StepId),
    /// The fraction of the sum that is left; the step where something was taken.
    pub(super) remaining: (Ratio, Option<StepId>),
    /// What is left when earlier shares are counted unrounded.
    exact_left: Ratio,
}

/// What is left of a pool.
pub(super) struct PoolBalance {
    pub(super) classes: Vec<Class>,
    /// The sums taken so far, with the step of each.
    taken: Vec<(Cents, StepId)>,
}

/// Total and rest as a step sees them: of all entries, or of those it is narrowed to.
pub(super) struct View {
    pub(super) total: (Cents, StepId),
    /// What is left exactly; whole cents unless the step is narrowed.
    pub(super) left: Number,
    /// What is left in cents, half-up.
    left_cents: (Cents, StepId),
    /// What is left when earlier shares are counted unrounded.
    exact_left: Ratio,
}

/// What a step takes.
pub(super) struct StepAmount {
    /// The sum in cents and its step.
    pub(super) sum: Cents,
    pub(super) sum_step: StepId,
    /// The sum before rounding, for the exact count; `None`: everything.
    exact: Option<Ratio>,
    /// Whether every entry is taken as it is (a rest of zero may be made of slices that are not).
    pub(super) all: bool,
    /// For `each`: the base amount of each receiver, multiplied by the part present.
    pub(super) base_amounts: Vec<(PartyIx, Number)>,
}

impl PoolBalance {
    /// Sorts the parts into classes and sums them up.
    pub(super) fn open(
        context: PoolContext<'_>,
        parts: Vec<usize>,
        trace: &mut Trace,
    ) -> Checked<PoolBalance> {
        let mut classes: BTreeMap<Vec<bool>, Vec<usize>> = BTreeMap::new();
        for part in parts {
            let entry = &context.costs[context.parts[part].entry];
            let mut member_of = Vec::with_capacity(context.rule.steps.len());
            for step in &context.rule.steps {
                let direct = matches!(step.how_much, HowMuch::Direct);
                member_of.push(match &step.only {
                    Some(only) if !direct => {
                        takes(only, entry, Whose::Step(context.rule, step), context.project)?
                    }
                    _ => true,
                });
            }
            classes.entry(member_of).or_default().push(part);
        }
        let mut balance = PoolBalance { classes: Vec::new(), taken: Vec::new() };
        for (member_of, parts) in classes {
            let amounts =
                parts.iter().map(|part| (context.parts[*part].amount, context.parts[*part].step));
            let sum = add_up(&amounts.collect::<Vec<_>>(), context, trace)?;
            let exact_left = sum.0.ratio();
            balance.classes.push(Class {
                parts,
                member_of,
                sum,
                remaining: (Ratio::ONE, None),
                exact_left,
            });
        }
        Ok(balance)
    }

    /// Lists the classes that a step is about.
    pub(super) fn members(&self, step: u16) -> Vec<usize> {
        let is_member = |class: &usize| self.classes[*class].member_of[usize::from(step)];
        (0..self.classes.len()).filter(is_member).collect()
    }

    /// What is left of the whole pool, in cents.
    pub(super) fn left_in_all(&self) -> Checked<Cents> {
        let left = |class: &Class| &class.sum.0.ratio() * &class.remaining.0;
        let lefts: Vec<Ratio> = self.classes.iter().map(left).collect();
        to_cents(&Ratio::sum(&lefts))
    }

    /// Looks at the classes of a step.
    pub(super) fn view(
        &self,
        members: &[usize],
        context: PoolContext<'_>,
        step: u16,
        trace: &mut Trace,
    ) -> Checked<View> {
        let scope = context.scope(step, None);
        let classes: Vec<&Class> = members.iter().map(|member| &self.classes[*member]).collect();
        let sums = classes.iter().map(|class| class.sum.0);
        let total = Cents::sum(sums).ok_or_else(overflow)?;
        let mut sum_up = |steps: Vec<StepId>, subject, value: &Ratio| match steps[..] {
            [one] => one,
            _ => {
                let inputs: Vec<Input> = steps.into_iter().map(Input::Step).collect();
                trace.add(Operation::Sum, subject, Money::Cents(value.clone()), inputs, scope)
            }
        };
        let total_step = sum_up(
            classes.iter().map(|class| class.sum.1).collect(),
            Subject::Total,
            &total.ratio(),
        );
        let lefts: Vec<Ratio> =
            classes.iter().map(|class| &class.sum.0.ratio() * &class.remaining.0).collect();
        let left = Ratio::sum(&lefts);
        let exact_left = Ratio::sum(classes.iter().map(|class| &class.exact_left));
        let left_step = self.left_step(&classes, &lefts, (total_step, &left), scope, trace);
        let left_cents = to_cents(&left)?;
        let cents_step = if left.is_integer() {
            left_step
        } else {
            let operation = Operation::Round(Cents::ONE, Mode::HalfUp);
            trace.add(
                operation,
                Subject::Left,
                Money::Cents(left_cents.ratio()),
                [left_step.into()],
                scope,
            )
        };
        Ok(View {
            total: (total, total_step),
            left: (left, left_step),
            left_cents: (left_cents, cents_step),
            exact_left,
        })
    }

    /// Derives what is left: the total less the sums taken, or the classes' sums times what remains
    /// of each.
    fn left_step(
        &self,
        classes: &[&Class],
        lefts: &[Ratio],
        (total, left): (StepId, &Ratio),
        scope: crate::trace::Scope,
        trace: &mut Trace,
    ) -> StepId {
        if self.taken.is_empty() {
            return total;
        }
        let value = Money::Cents(left.clone());
        if self.classes.len() == 1 {
            let taken = self.taken.iter().map(|(_, step)| Input::Step(*step));
            let inputs: Vec<Input> = std::iter::once(Input::Step(total)).chain(taken).collect();
            return trace.add(Operation::Difference, Subject::Left, value, inputs, scope);
        }
        let mut inputs = Vec::new();
        for (class, left) in classes.iter().zip(lefts) {
            inputs.push(Input::Step(match class.remaining.1 {
                None => class.sum.1,
                Some(remaining) => {
                    let from = [Input::Step(class.sum.1), Input::Step(remaining)];
                    trace.add(
                        Operation::Product,
                        Subject::Left,
                        Money::Cents(left.clone()),
                        from,
                        scope,
                    )
                }
            }));
        }
        trace.add(Operation::Sum, Subject::Left, value, inputs, scope)
    }

    /// Takes a sum out of the classes of a step, in proportion to what is left of each.
    pub(super) fn draw(
        &mut self,
        members: &[usize],
        view: &View,
        step_amount: &StepAmount,
        trace: &mut Trace,
    ) {
        self.taken.push((step_amount.sum, step_amount.sum_step));
        let fraction = fraction(view, step_amount);
        let remains = &Ratio::ONE - &fraction;
        let exact_remains = match &step_amount.exact {
            None => Ratio::ZERO,
            Some(exact) => &Ratio::ONE - &exact.part_of(&view.exact_left),
        };
        let narrowed = self.classes.len() > 1;
        let step =
            if narrowed { Some(remains_step(view, step_amount, &fraction, trace)) } else { None };
        for member in members {
            let class = &mut self.classes[*member];
            let value = &class.remaining.0 * &remains;
            let step = match (class.remaining.1, step) {
                (Some(before), Some(step)) => {
                    let inputs = [Input::Step(before), Input::Step(step)];
                    let scope = trace.step(step).scope;
                    Some(trace.add(
                        Operation::Product,
                        Subject::Fraction,
                        Money::Number(value.clone()),
                        inputs,
                        scope,
                    ))
                }
                (_, step) => step,
            };
            class.remaining = (value, step);
            class.exact_left = &class.exact_left * &exact_remains;
        }
    }
}

/// The fraction of what is left that a step takes, the same from every entry.
pub(super) fn fraction(view: &View, step_amount: &StepAmount) -> Ratio {
    if step_amount.all {
        return Ratio::ONE;
    }
    step_amount.sum.ratio().part_of(&view.left.0)
}

/// Derives the fraction that a step takes.
pub(super) fn fraction_step(
    view: &View,
    step_amount: &StepAmount,
    fraction: &Ratio,
    trace: &mut Trace,
) -> StepId {
    let scope = trace.step(step_amount.sum_step).scope;
    let value = Money::Number(fraction.clone());
    if step_amount.all || view.left.0.is_zero() {
        return trace.add(Operation::Constant, Subject::Fraction, value, [], scope);
    }
    let inputs = [Input::Step(step_amount.sum_step), Input::Step(view.left.1)];
    trace.add(Operation::Quotient, Subject::Fraction, value, inputs, scope)
}

fn remains_step(
    view: &View,
    step_amount: &StepAmount,
    fraction: &Ratio,
    trace: &mut Trace,
) -> StepId {
    let scope = trace.step(step_amount.sum_step).scope;
    let taken = fraction_step(view, step_amount, fraction, trace);
    let one =
        trace.add(Operation::Constant, Subject::Fraction, Money::Number(Ratio::ONE), [], scope);
    let value = Money::Number(&Ratio::ONE - fraction);
    trace.add(
        Operation::Difference,
        Subject::Fraction,
        value,
        [Input::Step(one), Input::Step(taken)],
        scope,
    )
}

fn add_up(
    amounts: &[(Cents, StepId)],
    context: PoolContext<'_>,
    trace: &mut Trace,
) -> Checked<(Cents, StepId)> {
    if let [one] = amounts {
        return Ok(*one);
    }
    let sum = Cents::sum(amounts.iter().map(|(amount, _)| *amount));
    let sum = sum.ok_or_else(overflow)?;
    let inputs: Vec<Input> = amounts.iter().map(|(_, step)| Input::Step(*step)).collect();
    let scope = crate::trace::Scope {
        pool: Some(context.number),
        rule: Some(context.pool.rule),
        ..Default::default()
    };
    Ok((sum, trace.add(Operation::Sum, Subject::Total, Money::Cents(sum.ratio()), inputs, scope)))
}

/// Finds out how much a step takes; `None` where it takes nothing and leaves no mark.
pub(super) fn take(
    context: PoolContext<'_>,
    index: u16,
    step: &Step,
    view: &View,
    trace: &mut Trace,
) -> Checked<Option<StepAmount>> {
    let scope = context.scope(index, None);
    if let HowMuch::Rest = step.how_much {
        return Ok(Some(take_all(view, scope, trace)));
    }
    if view.total.0.is_zero() {
        return Ok(None);
    }
    match &step.how_much {
        HowMuch::Share { share, of } => take_share(context, index, step, (share, *of), view, trace),
        HowMuch::Amount(amount) => {
            if opposite(view) {
                return Ok(None);
            }
            let place = [Input::Place(amount.loc)];
            let read = trace.add(
                Operation::Read,
                Subject::Quota,
                Money::Cents(amount.value.ratio()),
                place,
                scope,
            );
            at_most(amount.value.ratio(), (amount.value, read), view, scope, trace).map(Some)
        }
        HowMuch::Each(base) => {
            if opposite(view) {
                return Ok(None);
            }
            let memberships = memberships(context, step)?;
            let amounts = base_amounts(context, index, step, &memberships, base, trace)?;
            let exact = Ratio::sum(amounts.iter().map(|(_, (value, _))| value));
            if exact.is_zero() {
                return Ok(None);
            }
            let inputs: Vec<Input> =
                amounts.iter().map(|(_, (_, step))| Input::Step(*step)).collect();
            let sum = trace.add(
                Operation::Sum,
                Subject::Quota,
                Money::Cents(exact.clone()),
                inputs,
                scope,
            );
            let rounded = round(&exact, sum, scope, trace)?;
            let step_amount = at_most(exact, rounded, view, scope, trace)?;
            Ok(Some(StepAmount { base_amounts: amounts, ..step_amount }))
        }
        HowMuch::Rest | HowMuch::Direct => Ok(None),
    }
}

/// Cuts the sum of a step to its ceiling, by size; a ceiling with a part of a cent is cut down.
pub(super) fn cut_to_ceiling(
    context: PoolContext<'_>,
    index: u16,
    step: &Step,
    step_amount: StepAmount,
    (trace, result): (&mut Trace, &mut PoolResult),
) -> Checked<StepAmount> {
    let Some(ceiling) = &step.at_most else { return Ok(step_amount) };
    let scope = context.scope(index, None);
    let (Ceiling::Amount(amount) | Ceiling::PerUnit(PerUnit { amount, .. })) = ceiling;
    let (value, place) = (Money::Cents(amount.value.ratio()), [Input::Place(amount.loc)]);
    let mut limit =
        (amount.value.ratio(), trace.add(Operation::Read, Subject::Cap, value, place, scope));
    if let Ceiling::PerUnit(per_unit) = ceiling {
        let used = use_of_all(context, index, step, per_unit, (&mut *trace, result))?;
        let value = &limit.0 * &used.0;
        let inputs = [limit.1, used.1].map(Input::Step);
        let product =
            trace.add(Operation::Product, Subject::Cap, Money::Cents(value.clone()), inputs, scope);
        limit = (value, product);
    }
    let whole = Cents::round(&limit.0, Cents::ONE, Mode::Down).ok_or_else(overflow)?;
    if whole.ratio() != limit.0 {
        let (operation, value) =
            (Operation::Round(Cents::ONE, Mode::Down), Money::Cents(whole.ratio()));
        limit.1 = trace.add(operation, Subject::Cap, value, [Input::Step(limit.1)], scope);
    }
    let limited = whole.ratio() < step_amount.sum.ratio().abs();
    let sum = match (limited, step_amount.sum.signum()) {
        (false, _) => step_amount.sum,
        (true, 1) => whole,
        (true, _) => negated(whole)?,
    };
    let inputs = [limit.1, step_amount.sum_step, step_amount.sum_step].map(Input::Step);
    let sum_step =
        trace.add(Operation::AtMost, Subject::StepSum, Money::Cents(sum.ratio()), inputs, scope);
    if !limited {
        return Ok(StepAmount { sum_step, ..step_amount });
    }
    Ok(StepAmount { sum, sum_step, exact: Some(sum.ratio()), all: false, ..step_amount })
}

/// Adds up what everybody used of the pool's service in the pool's time.
fn use_of_all(
    context: PoolContext<'_>,
    index: u16,
    step: &Step,
    per_unit: &PerUnit,
    (trace, result): (&mut Trace, &mut PoolResult),
) -> Checked<Number> {
    let mut users = BTreeSet::new();
    if let Dimension::Is(service) = context.pool.service {
        users.extend(
            context.project.usage_of(service, &per_unit.measure.value).map(|(_, row)| row.party),
        );
    }
    let users: Vec<PartyIx> = users.into_iter().collect();
    let all = |_: PartyIx, _: &crate::model::DateRange| true;
    let used = use_in_pool(context, index, step, per_unit, (&users, &all), (&mut *trace, result))?;
    let value = Ratio::sum(used.iter().map(|(value, _)| value));
    let inputs: Vec<Input> = used.iter().map(|(_, step)| Input::Step(*step)).collect();
    let money = Money::Number(value.clone());
    Ok((
        value,
        trace.add(Operation::Sum, Subject::Weight, money, inputs, context.scope(index, None)),
    ))
}

/// Whether what is left has not the sign of the total.
fn opposite(view: &View) -> bool {
    view.left_cents.0.signum() != view.total.0.signum()
}

fn round(
    exact: &Ratio,
    step: StepId,
    scope: crate::trace::Scope,
    trace: &mut Trace,
) -> Checked<(Cents, StepId)> {
    let rounded = to_cents(exact)?;
    if exact.is_integer() {
        return Ok((rounded, step));
    }
    let operation = Operation::Round(Cents::ONE, Mode::HalfUp);
    let value = Money::Cents(rounded.ratio());
    Ok((rounded, trace.add(operation, Subject::Quota, value, [step.into()], scope)))
}

/// Rounds half-up to the cent.
fn to_cents(exact: &Ratio) -> Checked<Cents> {
    Cents::round(exact, Cents::ONE, Mode::HalfUp).ok_or_else(overflow)
}

fn overflow() -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Fault::AmountOverflow))
}

/// Takes an amount in the direction of the total, at most what is left.
fn at_most(
    exact: Ratio,
    (wanted, wanted_step): (Cents, StepId),
    view: &View,
    scope: crate::trace::Scope,
    trace: &mut Trace,
) -> Checked<StepAmount> {
    let sign = Ratio::from(view.total.0.signum());
    let limit = view.left_cents.0;
    let limited = exact > limit.ratio().abs();
    let sum = match (limited, view.total.0.signum()) {
        (true, _) => limit,
        (false, 1) => wanted,
        (false, _) => negated(wanted)?,
    };
    let exact = if limited { sum.ratio() } else { &exact.abs() * &sign };
    let inputs = [wanted_step, view.left_cents.1, view.total.1].map(Input::Step);
    let sum_step =
        trace.add(Operation::AtMost, Subject::StepSum, Money::Cents(sum.ratio()), inputs, scope);
    Ok(StepAmount { sum, sum_step, exact: Some(exact), all: false, base_amounts: Vec::new() })
}

fn negated(amount: Cents) -> Checked<Cents> {
    amount.checked_neg().ok_or_else(overflow)
}

fn take_share(
    context: PoolContext<'_>,
    index: u16,
    step: &Step,
    (share, of): (&Sourced<Ratio>, Whole),
    view: &View,
    trace: &mut Trace,
) -> Checked<Option<StepAmount>> {
    if share.value.is_zero() {
        return Ok(None);
    }
    let scope = context.scope(index, None);
    let (base, exact) = match of {
        Whole::Total if !view.left_cents.0.is_zero() && opposite(view) => {
            return Err(Box::new(opposite_sign(context, step, view)));
        }
        Whole::Total => (view.total, &view.total.0.ratio() * &share.value),
        Whole::Rest => (view.left_cents, &view.exact_left * &share.value),
    };
    let sign = Ratio::from(view.total.0.signum());
    let leaves_nothing = exact == view.exact_left;
    if of == Whole::Total && &exact * &sign > &view.exact_left * &sign {
        return Err(Box::new(beyond_whole(context, step, &exact, view)));
    }
    if leaves_nothing {
        return Ok(Some(take_all(view, scope, trace)));
    }
    let place = [Input::Place(share.loc)];
    let quota = trace.add(
        Operation::Read,
        Subject::Quota,
        Money::Number(share.value.clone()),
        place,
        scope,
    );
    let wanted = &base.0.ratio() * &share.value;
    let inputs = [Input::Step(base.1), Input::Step(quota)];
    let product =
        trace.add(Operation::Product, Subject::Quota, Money::Cents(wanted.clone()), inputs, scope);
    let (rounded, step) = round(&wanted, product, scope, trace)?;
    let (limit, left) = view.left_cents;
    let is_beyond = of == Whole::Total && rounded.ratio().abs() > limit.ratio().abs();
    let (operation, sum, inputs) = match is_beyond {
        true => (Operation::AtMost, limit, vec![step, left, view.total.1]),
        false => (Operation::Sum, rounded, vec![step]),
    };
    let inputs = inputs.into_iter().map(Input::Step);
    let sum_step = trace.add(operation, Subject::StepSum, Money::Cents(sum.ratio()), inputs, scope);
    Ok(Some(StepAmount { sum, sum_step, exact: Some(exact), all: false, base_amounts: Vec::new() }))
}

/// Takes all that is left.
fn take_all(view: &View, scope: Scope, trace: &mut Trace) -> StepAmount {
    let (sum, left) = view.left_cents;
    let all = view.left.0.is_integer();
    let value = Money::Cents(sum.ratio());
    let sum_step = trace.add(Operation::Sum, Subject::StepSum, value, [left.into()], scope);
    StepAmount { sum, sum_step, exact: None, all, base_amounts: Vec::new() }
}

fn beyond_whole(context: PoolContext<'_>, step: &Step, share: &Ratio, view: &View) -> Diagnostic {
    let fault = Fault::BeyondWhole {
        rule: context.rule.id.clone(),
        step: step.id.clone(),
        share: context.exact_amount(share),
        left: context.exact_amount(&view.exact_left),
    };
    Diagnostic::at(fault, step.loc)
}

fn opposite_sign(context: PoolContext<'_>, step: &Step, view: &View) -> Diagnostic {
    let fault = Fault::OppositeSign {
        rule: context.rule.id.clone(),
        step: step.id.clone(),
        left: context.amount(view.left_cents.0),
        total: context.amount(view.total.0),
    };
    Diagnostic::at(fault, step.loc)
}
