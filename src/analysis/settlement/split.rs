//! A sum in whole cents in proportion to weights, with its derivation.

use super::sums::overflow;
use crate::apportion::{Policy, Ties};
use crate::diag::Diagnostics;
use crate::trace::{Exact, Scope, Subject, Trace, Traced};

/// A weight, and the scope of its part.
pub(super) struct Weighted {
    pub(super) weight: Exact,
    pub(super) scope: Scope,
}

/// Splits a sum by largest remainders. `total` is the sum of the weights, not zero.
pub(super) fn split(
    sum: Traced,
    weights: &[Weighted],
    total: &Exact,
    subject: Subject,
    ties: Ties,
    trace: &mut Trace,
) -> Result<Vec<Traced>, Diagnostics> {
    let sum = sum.exact();
    let part = |part: &Weighted| {
        trace.at(part.scope).portion(Subject::ExactShare, &sum, &part.weight, total)
    };
    let exact: Vec<Exact> = weights.iter().map(part).collect();
    let shares = trace.apportion(&sum, &exact, Policy::largest_remainder(ties));
    let shares = shares.ok_or_else(overflow)?;
    let share = |(index, part): (u32, &Weighted)| {
        trace.part(&shares, index, subject, part.scope).whole().ok_or_else(overflow)
    };
    (0..).zip(weights).map(share).collect()
}
