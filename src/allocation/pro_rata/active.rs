//! The active fraction: the days or months of a settlement period in which a receiver is there.
//!
//! Rules: rules.md#weight-time, rules.md#each.

use super::missing::pro_rata_missing;
use crate::allocation::context::StepContext;
use crate::diag::Checked;
use crate::keys::ActiveFraction;
use crate::model::{DateRange, MembershipPeriods, PartyIx, ProRata};
use crate::money::Cents;
use crate::source::Sourced;
use crate::trace::{Exact, Money, Scope, Subject, Trace};

/// Derives the active fraction of a receiver: the days or months present over those of the period.
pub(super) fn active_fraction(
    party: PartyIx,
    memberships: &MembershipPeriods,
    period: DateRange,
    by_months: bool,
    trace: &mut Trace,
    scope: Scope,
) -> ActiveFraction {
    let scope = Scope { party: Some(party), ..scope };
    let mut measure = |range: DateRange| {
        let mut at = trace.at(Scope { range: Some(range), ..scope });
        if by_months { at.months(range) } else { at.days(range) }
    };
    let stretches: Vec<Exact> =
        memberships.presence(party, &period).into_iter().map(&mut measure).collect();
    let whole = measure(period);
    let mut at = trace.at(scope);
    let present = at.sum(Subject::Time, &stretches);
    at.part_of(Subject::ActiveFraction, &present, &whole)
}

/// The base amount of each receiver, multiplied by its active fraction (not under `none`).
pub(in crate::allocation) fn base_amounts(
    step: StepContext<'_>,
    memberships: &MembershipPeriods,
    base: &Sourced<Cents>,
    trace: &mut Trace,
) -> Checked<Vec<(PartyIx, Exact)>> {
    let (period, scope) = (step.pool.period, step.scope(None));
    let read = trace.at(scope).read(Subject::Quota, Money::Cents(base.value.ratio()), base.loc);
    let constant = memberships.changes(&period).is_empty();
    let by_months = match step.pro_rata {
        None if !constant && !base.value.is_zero() => {
            return Err(Box::new(pro_rata_missing(step, memberships)));
        }
        None | Some(ProRata::None) => None,
        Some(ProRata::Days | ProRata::WeightDays) => Some(false),
        Some(ProRata::Months | ProRata::WeightMonths) => Some(true),
    };
    let amount = |party: PartyIx| {
        let active = by_months
            .filter(|_| !constant)
            .map(|by_months| active_fraction(party, memberships, period, by_months, trace, scope));
        let factors: Vec<&Exact> = std::iter::once(&read).chain(&active).collect();
        let scope = Scope { party: Some(party), ..scope };
        (party, trace.at(scope).product(Subject::Quota, &factors))
    };
    Ok(memberships.on_any_day(&period).into_iter().map(amount).collect())
}
