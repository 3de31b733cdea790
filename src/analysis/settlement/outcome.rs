//! What becomes of a balance.
//!
//! Rules: rules.md#outcome.

use crate::model::{DateRange, Handling, Project, Status};
use crate::money::Cents;

/// What becomes of a balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is none.
    Even,
    /// It is claimed (Nachforderung).
    Claim,
    /// It is paid back (Erstattung).
    Refund,
    /// It goes into the next settlement period (Vortrag, Guthaben).
    Carried,
    /// The period is not closed: the balance is what stands so far.
    Open,
}

impl Outcome {
    /// Returns the name for machines.
    pub const fn name(self) -> &'static str {
        match self {
            Outcome::Even => "even",
            Outcome::Claim => "claim",
            Outcome::Refund => "refund",
            Outcome::Carried => "carried",
            Outcome::Open => "open",
        }
    }
}

/// Tells what becomes of a balance.
pub(super) fn outcome(
    project: &Project,
    status: Status,
    period: DateRange,
    balance: Cents,
) -> Outcome {
    let terms = &project.settlement;
    let size = balance.get().unsigned_abs();
    let is_small =
        terms.threshold.as_ref().is_some_and(|least| size < least.value.get().unsigned_abs());
    let carries = |handling: Handling| is_small || handling == Handling::Carry;
    match balance.signum() {
        0 => Outcome::Even,
        _ if status == Status::Plan || !is_closed(project, period) => Outcome::Open,
        1 if carries(terms.claims) => Outcome::Carried,
        1 => Outcome::Claim,
        _ if carries(terms.surplus) => Outcome::Carried,
        _ => Outcome::Refund,
    }
}

/// Tells whether a settlement period is closed.
pub(super) fn is_closed(project: &Project, period: DateRange) -> bool {
    project.settlement.closed.is_none_or(|closed| period.to <= closed)
}
