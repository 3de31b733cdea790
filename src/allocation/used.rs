//! What was used of a pool's service in the pool's time.
//!
//! Rules: rules.md#cap-by-use.

use super::context::StepContext;
use super::pool_result::PoolResult;
use super::receivers::no_service;
use super::run::Dimension;
use crate::diag::{Checked, Needed};
use crate::keys::{CountedAt, Evaluation, Question, use_of};
use crate::model::{DateRange, PartyIx, PerUnit};
use crate::trace::{Exact, Trace};

/// Tells whether the use of a party in a stretch of time counts.
pub(super) type Counts<'a> = &'a dyn Fn(PartyIx, &DateRange) -> bool;

/// Adds up what each party used of the pool's service in the pool's time, as far as it counts.
pub(super) fn use_in_pool(
    step: StepContext<'_>,
    per_unit: &PerUnit,
    parties: &[PartyIx],
    counts: Counts<'_>,
    trace: &mut Trace,
    result: &mut PoolResult,
) -> Checked<Vec<Exact>> {
    let Dimension::Is(service) = step.pool.service else {
        let what = format!("per_unit, measure = \"{}\"", per_unit.measure.value);
        return Err(Box::new(no_service(what, Needed::Usage, step)));
    };
    let (window, scope) = (step.pool.window, step.scope(None));
    let question =
        Question { receivers: parties, presence: &[], window, service: Some(service), counts };
    let mut evaluation = Evaluation::new(step.project, trace, &mut result.noticed, scope);
    let counter = CountedAt {
        loc: per_unit.amount.loc,
        de: "diese Grenze zählt die Nutzung",
        en: "this limit counts the usage",
    };
    use_of(&[service].into(), &per_unit.measure.value, counter, &question, &mut evaluation)
}
