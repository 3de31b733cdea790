//! What is left of a pool: rules.md#steps-in-order.
//!
//! Entries of a pool that the `only` of every step treats alike form a class. A step draws from its
//! classes in proportion to what is left of each, so that one fraction for each class says what is
//! left.
//!
//! Rules: rules.md#only, rules.md#zero-total.

use std::collections::BTreeMap;

use super::context::{PoolContext, StepContext};
use super::selection::{Whose, takes};
use super::step_amount::StepAmount;
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::HowMuch;
use crate::money::{Cents, Mode, Ratio};
use crate::trace::{Exact, Money, Scope, Subject, Trace, Traced};

/// Entries that every step treats alike.
pub(super) struct Class {
    /// Their numbers among the parts of the pool.
    pub(super) parts: Vec<usize>,
    /// Which steps they belong to.
    member_of: Vec<bool>,
    /// Their sum.
    pub(super) sum: Traced,
    /// The fraction of the sum that is left.
    pub(super) remaining: Ratio,
    /// The same with its derivation, where the pool has several classes and something was taken.
    pub(super) remaining_traced: Option<Exact>,
    /// What is left when earlier shares are counted unrounded.
    exact_left: Ratio,
}

/// What is left of a pool.
pub(super) struct PoolBalance {
    pub(super) classes: Vec<Class>,
    /// The sums taken so far.
    taken: Vec<Exact>,
}

/// Total and rest as a step sees them: of all entries, or of those it is narrowed to.
pub(super) struct View {
    pub(super) total: Traced,
    /// What is left exactly; whole cents unless the step is narrowed.
    pub(super) left: Exact,
    /// What is left in cents, half-up.
    pub(super) left_cents: Traced,
    /// What is left when earlier shares are counted unrounded.
    pub(super) exact_left: Ratio,
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
            let sum = sum_of_parts(&parts, context, trace)?;
            balance.classes.push(Class {
                parts,
                member_of,
                sum,
                remaining: Ratio::ONE,
                remaining_traced: None,
                exact_left: sum.amount().ratio(),
            });
        }
        Ok(balance)
    }

    /// Lists the classes that a step is about.
    pub(super) fn members(&self, step: u16) -> Vec<usize> {
        let is_member = |class: &usize| self.classes[*class].member_of[usize::from(step)];
        (0..self.classes.len()).filter(is_member).collect()
    }

    /// Tells whether some steps are narrowed to a part of the pool.
    pub(super) fn is_narrowed(&self) -> bool {
        self.classes.len() > 1
    }

    /// What is left of the whole pool, in cents.
    pub(super) fn left_in_all(&self) -> Checked<Cents> {
        let lefts: Vec<Ratio> = self.classes.iter().map(Class::left).collect();
        Cents::round(&Ratio::sum(&lefts), Cents::ONE, Mode::HalfUp).ok_or_else(overflow)
    }

    /// Looks at the classes of a step.
    pub(super) fn view(
        &self,
        members: &[usize],
        step: StepContext<'_>,
        trace: &mut Trace,
    ) -> Checked<View> {
        let classes: Vec<&Class> = members.iter().map(|member| &self.classes[*member]).collect();
        let scope = step.scope(None);
        let total = match classes[..] {
            [one] => one.sum,
            _ => {
                let sums: Vec<Exact> = classes.iter().map(|class| class.sum.exact()).collect();
                let total = trace.at(scope).total(Subject::Total, &sums);
                total.whole().ok_or_else(overflow)?
            }
        };
        let left = self.left(&classes, total, scope, trace);
        let left_cents = match left.whole() {
            Some(whole) => whole,
            None => {
                let rounded = trace.at(scope).round(Subject::Left, &left, Cents::ONE, Mode::HalfUp);
                rounded.ok_or_else(overflow)?
            }
        };
        let exact_left = Ratio::sum(classes.iter().map(|class| &class.exact_left));
        Ok(View { total, left, left_cents, exact_left })
    }

    /// Derives what is left: the total less the sums taken, or the classes' sums times what remains
    /// of each.
    fn left(&self, classes: &[&Class], total: Traced, scope: Scope, trace: &mut Trace) -> Exact {
        let mut at = trace.at(scope);
        if self.taken.is_empty() {
            return total.exact();
        }
        if !self.is_narrowed() {
            return at.difference(Subject::Left, &total.exact(), &self.taken);
        }
        let left = |class: &&Class| match &class.remaining_traced {
            None => class.sum.exact(),
            Some(remaining) => at.product(Subject::Left, &[&class.sum.exact(), remaining]),
        };
        let lefts: Vec<Exact> = classes.iter().map(left).collect();
        at.total(Subject::Left, &lefts)
    }

    /// Takes a sum out of the classes of a step, in proportion to what is left of each.
    pub(super) fn draw(
        &mut self,
        members: &[usize],
        view: &View,
        amount: &StepAmount,
        trace: &mut Trace,
    ) {
        self.taken.push(amount.sum.exact());
        let remains = &Ratio::ONE - &fraction(view, amount);
        let exact_remains = match &amount.exact {
            None => Ratio::ZERO,
            Some(exact) => &Ratio::ONE - &exact.part_of(&view.exact_left),
        };
        let traced = self.is_narrowed().then(|| remains_traced(view, amount, trace));
        for member in members {
            let class = &mut self.classes[*member];
            class.remaining = &class.remaining * &remains;
            class.exact_left = &class.exact_left * &exact_remains;
            class.remaining_traced = match (class.remaining_traced.take(), &traced) {
                (Some(before), Some(remains)) => {
                    let scope = amount.scope;
                    Some(trace.at(scope).product(Subject::Fraction, &[&before, remains]))
                }
                (_, remains) => remains.clone(),
            };
        }
    }
}

impl Class {
    fn left(&self) -> Ratio {
        &self.sum.amount().ratio() * &self.remaining
    }
}

/// The fraction of what is left that a step takes, the same from every entry.
fn fraction(view: &View, amount: &StepAmount) -> Ratio {
    if amount.all { Ratio::ONE } else { amount.sum.amount().ratio().part_of(view.left.value()) }
}

/// Derives the fraction that a step takes.
pub(super) fn fraction_taken(view: &View, amount: &StepAmount, trace: &mut Trace) -> Exact {
    let mut at = trace.at(amount.scope);
    if amount.all || view.left.value().is_zero() {
        return at.constant(Subject::Fraction, Money::Number(fraction(view, amount)));
    }
    at.part_of(Subject::Fraction, &amount.sum.exact(), &view.left)
}

/// Derives the fraction that a step leaves.
fn remains_traced(view: &View, amount: &StepAmount, trace: &mut Trace) -> Exact {
    let taken = fraction_taken(view, amount, trace);
    let mut at = trace.at(amount.scope);
    let one = at.constant(Subject::Fraction, Money::Number(Ratio::ONE));
    at.difference(Subject::Fraction, &one, &[taken])
}

/// Adds up parts of the pool; a single one stands for itself.
fn sum_of_parts(parts: &[usize], context: PoolContext<'_>, trace: &mut Trace) -> Checked<Traced> {
    if let [one] = parts {
        return Ok(context.parts[*one].amount);
    }
    let amounts: Vec<Exact> =
        parts.iter().map(|part| context.parts[*part].amount.exact()).collect();
    let (pool, rule) = (Some(context.number), Some(context.pool.rule));
    let scope = Scope { pool, rule, ..Scope::default() };
    trace.at(scope).total(Subject::Total, &amounts).whole().ok_or_else(overflow)
}

fn overflow() -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Fault::AmountOverflow))
}
