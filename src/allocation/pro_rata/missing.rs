//! Faults of changing receivers: rules.md#pro-rata-needed.

use crate::allocation::context::StepContext;
use crate::diag::{Diagnostic, Fault};
use crate::model::{DateRange, MembershipPeriods, Span};

/// The fault of a rule that does not say what holds where receivers change.
pub(super) fn pro_rata_missing(
    step: StepContext<'_>,
    memberships: &MembershipPeriods,
) -> Diagnostic {
    let days = memberships
        .changes(&step.pool.period)
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    let fault = Fault::ProRataMissing {
        rule: step.rule.id.clone(),
        step: step.step.id.clone(),
        days,
        period: step.pool.period.to_string(),
    };
    with_changes(Diagnostic::at(fault, step.step.loc), memberships, &step.pool.period)
}

/// Adds the places where it is said that a party joins or leaves inside the range.
pub(super) fn with_changes(
    diagnostic: Diagnostic,
    memberships: &MembershipPeriods,
    range: &DateRange,
) -> Diagnostic {
    let changes = |span: &&Span| {
        let (from, to) = (span.range.from, span.range.to);
        (range.from < from && from <= range.to) || (range.from <= to && to < range.to)
    };
    memberships.spans().iter().filter(changes).take(5).fold(diagnostic, |diagnostic, span| {
        diagnostic.and_here(span.loc, "hier steht der Wechsel", "the change is said here")
    })
}
