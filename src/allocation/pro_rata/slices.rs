//! The slices of a step's time in which its receivers are the same, by the way that the rule says:
//! rules.md#slices.
//!
//! Rules: rules.md#pro-rata-needed, rules.md#cut-in-month, rules.md#none.

use super::active::active_fraction;
use super::missing::{pro_rata_missing, with_changes};
use crate::allocation::context::StepContext;
use crate::diag::{Checked, Diagnostic, Fault};
use crate::keys::ActiveFraction;
use crate::model::{DateRange, MembershipPeriods, PartyIx, ProRata};
use crate::trace::Trace;

/// A stretch of time in which the receivers of a step are the same.
pub(in crate::allocation) struct Slice {
    pub(in crate::allocation) range: DateRange,
    pub(in crate::allocation) receivers: Vec<PartyIx>,
}

/// The slices of a step's time, and the active fraction of each receiver where weights count by it.
pub(in crate::allocation) struct Slices {
    pub(in crate::allocation) slices: Vec<Slice>,
    pub(in crate::allocation) presence: Vec<ActiveFraction>,
}

/// Cuts a step's time where its own receivers change.
pub(in crate::allocation) fn slices(
    step: StepContext<'_>,
    memberships: &MembershipPeriods,
    trace: &mut Trace,
) -> Checked<Slices> {
    let (period, window) = (step.pool.period, step.pool.window);
    let changes = memberships.changes(&period);
    let everybody: Vec<PartyIx> = memberships.on_any_day(&period).into_iter().collect();
    let whole = |receivers: Vec<PartyIx>| vec![Slice { range: window, receivers }];
    if changes.is_empty() {
        return Ok(Slices { slices: whole(everybody), presence: Vec::new() });
    }
    match step.pro_rata {
        None => Err(Box::new(pro_rata_missing(step, memberships))),
        Some(ProRata::None) => Ok(Slices { slices: whole(everybody), presence: Vec::new() }),
        Some(mode @ (ProRata::WeightDays | ProRata::WeightMonths)) => {
            let scope = step.scope(None);
            let by_months = mode == ProRata::WeightMonths;
            let measure = |party: &PartyIx| {
                active_fraction(*party, memberships, period, by_months, trace, scope)
            };
            let presence = everybody.iter().map(measure).collect();
            Ok(Slices { slices: whole(everybody), presence })
        }
        Some(mode @ (ProRata::Days | ProRata::Months)) => {
            let inside = |day: &&jiff::civil::Date| window.from < **day && **day <= window.to;
            if mode == ProRata::Months
                && let Some(day) = changes.iter().filter(inside).find(|day| day.day() != 1)
            {
                let (rule, id) = (step.rule.id.clone(), step.step.id.clone());
                let fault = Fault::CutInsideMonth { rule, step: id, day: day.to_string() };
                return Err(Box::new(with_changes(
                    Diagnostic::at(fault, step.step.loc),
                    memberships,
                    &window,
                )));
            }
            let slice = |range: DateRange| Slice {
                range,
                receivers: memberships.on_any_day(&range).into_iter().collect(),
            };
            Ok(Slices {
                slices: window.cut(&changes).into_iter().map(slice).collect(),
                presence: Vec::new(),
            })
        }
    }
}
