//! A sum in whole cents in proportion to weights, with its derivation.

use super::sums::overflow;
use crate::apportion::{ApportionResidue, Ties, apportion};
use crate::diag::Diagnostics;
use crate::money::{Cents, Ratio};
use crate::trace::{Input, Money, Operation, Policy, Scope, StepId, Subject, Trace, Traced};

/// A weight, the step that derives it, and the scope of its part.
pub(super) type Part = (Ratio, StepId, Scope);

/// Splits a sum by largest remainders. `total` is the sum of the weights, not zero.
pub(super) fn split(
    (sum, whole): (Cents, StepId),
    weights: &[Part],
    (total, total_step): (&Ratio, StepId),
    (subject, ties): (Subject, Ties),
    trace: &mut Trace,
) -> Result<Vec<Traced>, Diagnostics> {
    let mut exact = Vec::with_capacity(weights.len());
    let mut inputs = vec![Input::Step(whole)];
    for (weight, step, scope) in weights {
        let part = (&sum.ratio() * weight).checked_div(total).ok_or_else(overflow)?;
        let from = [whole, *step, total_step].map(Input::Step);
        let value = Money::Cents(part.clone());
        inputs.push(Input::Step(trace.add(
            Operation::Portion,
            Subject::ExactShare,
            value,
            from,
            *scope,
        )));
        exact.push(part);
    }
    let residue = ApportionResidue::LargestRemainder;
    let amounts = apportion(sum, &exact, Cents::ONE, residue, ties).ok_or_else(overflow)?;
    let inputs = trace.inputs(inputs);
    let parts = (0..).zip(weights).zip(amounts).map(|((index, (.., scope)), amount)| {
        let operation = Operation::Apportion { index, policy: Policy::largest_remainder(ties) };
        let value = Money::Cents(amount.ratio());
        let step = trace.add_shared(operation, subject, value, inputs.clone(), *scope);
        trace.traced(step).ok_or_else(overflow)
    });
    parts.collect()
}
