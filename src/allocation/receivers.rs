//! To whom a step goes, and in which slices of time: rules.md#to-whom, rules.md#slices.
//!
//! Rules: rules.md#pro-rata-needed, rules.md#cut-in-month, rules.md#weight-time, rules.md#none.

use std::borrow::Cow;

use super::Dimension;
use super::pool::{Number, PoolContext};
use crate::diag::{Checked, Diagnostic, Fault, Needed};
use crate::keys::{ActiveFraction, active_fraction_of};
use crate::model::{DateRange, MembershipPeriods, PartyIx, ProRata, Receivers, Span, Step};
use crate::money::{Cents, Ratio};
use crate::source::Sourced;
use crate::trace::{Input, Money, Operation, Scope, Subject, Trace};

/// A stretch of time in which the receivers of a step are the same.
pub(super) struct Slice {
    pub(super) range: DateRange,
    pub(super) receivers: Vec<PartyIx>,
}

/// The slices of a step's time, and the part present of each receiver where weights count by it.
pub(super) struct Slices {
    pub(super) slices: Vec<Slice>,
    pub(super) presence: Vec<ActiveFraction>,
}

/// Tells whether the use of a party in a stretch of time counts (rules.md#usage-counts): it
/// receives on one of the days, under `none` in the period.
pub(super) fn counting(
    context: PoolContext<'_>,
    memberships: &MembershipPeriods,
) -> impl Fn(PartyIx, &DateRange) -> bool {
    let whole_period = context.pro_rata == Some(ProRata::None);
    move |party, range| whole_period || !memberships.presence(party, range).is_empty()
}

/// Finds who a step goes to, with their dates, less `except`.
pub(super) fn memberships<'a>(
    context: PoolContext<'a>,
    step: &'a Step,
) -> Checked<Cow<'a, MembershipPeriods>> {
    let project = context.project;
    let memberships = match &step.receivers {
        None => Cow::Owned(MembershipPeriods::default()),
        Some(Receivers::To(party)) => Cow::Owned(MembershipPeriods::new(vec![Span {
            party: *party,
            range: DateRange::ALWAYS,
            loc: step.loc,
        }])),
        Some(Receivers::Members) => Cow::Borrowed(&project.members),
        Some(Receivers::Listed { memberships, .. }) => Cow::Borrowed(memberships),
        Some(Receivers::Participants) => match context.pool.service {
            Dimension::Is(service) => Cow::Borrowed(&project.service(service).participants),
            _ => {
                return Err(Box::new(no_service(
                    "among = \"participants\"".to_owned(),
                    Needed::Participants,
                    context,
                    step,
                )));
            }
        },
    };
    let is_one = matches!(step.receivers, Some(Receivers::To(_)));
    let left_out = context.left_out.iter().filter(|_| !is_one);
    let without: Vec<PartyIx> = step.except.iter().chain(left_out).copied().collect();
    Ok(if without.is_empty() { memberships } else { Cow::Owned(memberships.without(&without)) })
}

/// The fault of a pool without a service where one is needed.
pub(super) fn no_service(
    what: String,
    needed: Needed,
    context: PoolContext<'_>,
    step: &Step,
) -> Diagnostic {
    let entry = context.parts.first().map(|part| &context.costs[part.entry]);
    let rule = context.rule.id.clone();
    let fault = match entry
        .and_then(|entry| entry.centre)
        .filter(|_| context.pool.service == Dimension::Missing)
    {
        Some(centre) => {
            let centre = context.project.centre(centre).id.clone();
            Fault::NoService { what, rule, centre, other: needed.other() }
        }
        None => Fault::PoolMixing { what, rule, other: needed.other() },
    };
    let diagnostic = Diagnostic::at(fault, step.loc);
    entry.map_or(diagnostic.clone(), |entry| {
        diagnostic.and_here(entry.loc(), "diese Kosten", "this cost")
    })
}

/// Cuts a step's time where its own receivers change.
pub(super) fn slices(
    context: PoolContext<'_>,
    index: u16,
    step: &Step,
    memberships: &MembershipPeriods,
    trace: &mut Trace,
) -> Checked<Slices> {
    let (period, window) = (context.pool.period, context.pool.window);
    let changes = memberships.changes(&period);
    let everybody: Vec<PartyIx> = memberships.on_any_day(&period).into_iter().collect();
    let whole = |receivers: Vec<PartyIx>| vec![Slice { range: window, receivers }];
    if changes.is_empty() {
        return Ok(Slices { slices: whole(everybody), presence: Vec::new() });
    }
    match context.pro_rata {
        None => Err(Box::new(missing(context, step, memberships))),
        Some(ProRata::None) => Ok(Slices { slices: whole(everybody), presence: Vec::new() }),
        Some(mode @ (ProRata::WeightDays | ProRata::WeightMonths)) => {
            let scope = context.scope(index, None);
            let by_months = mode == ProRata::WeightMonths;
            let measure = |party: &PartyIx| {
                active_fraction_of(*party, memberships, period, by_months, trace, scope)
            };
            let presence = everybody.iter().map(measure).collect();
            Ok(Slices { slices: whole(everybody), presence })
        }
        Some(mode @ (ProRata::Days | ProRata::Months)) => {
            let inside = |day: &&jiff::civil::Date| window.from < **day && **day <= window.to;
            if mode == ProRata::Months
                && let Some(day) = changes.iter().filter(inside).find(|day| day.day() != 1)
            {
                let (rule, id) = (context.rule.id.clone(), step.id.clone());
                let fault = Fault::CutInsideMonth { rule, step: id, day: day.to_string() };
                return Err(Box::new(with_changes(
                    Diagnostic::at(fault, step.loc),
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

fn missing(context: PoolContext<'_>, step: &Step, memberships: &MembershipPeriods) -> Diagnostic {
    let days = memberships
        .changes(&context.pool.period)
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    let fault = Fault::ProRataMissing {
        rule: context.rule.id.clone(),
        step: step.id.clone(),
        days,
        period: context.pool.period.to_string(),
    };
    with_changes(Diagnostic::at(fault, step.loc), memberships, &context.pool.period)
}

/// Adds the places where it is said that a party joins or leaves inside the range.
fn with_changes(
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

/// The base amount of each receiver, multiplied by the part of the settlement period present (not
/// under `none`).
pub(super) fn base_amounts(
    context: PoolContext<'_>,
    index: u16,
    step: &Step,
    memberships: &MembershipPeriods,
    base: &Sourced<Cents>,
    trace: &mut Trace,
) -> Checked<Vec<(PartyIx, Number)>> {
    let period = context.pool.period;
    let scope = context.scope(index, None);
    let place = [Input::Place(base.loc)];
    let read =
        trace.add(Operation::Read, Subject::Quota, Money::Cents(base.value.ratio()), place, scope);
    let constant = memberships.changes(&period).is_empty();
    let by_months = match context.pro_rata {
        None if !constant && !base.value.is_zero() => {
            return Err(Box::new(missing(context, step, memberships)));
        }
        None | Some(ProRata::None) => None,
        Some(ProRata::Days | ProRata::WeightDays) => Some(false),
        Some(ProRata::Months | ProRata::WeightMonths) => Some(true),
    };
    let amount = |party: PartyIx| {
        let presence = by_months.filter(|_| !constant).map(|by_months| {
            active_fraction_of(party, memberships, period, by_months, trace, scope)
        });
        let part = presence.as_ref().map_or(Ratio::ONE, |presence| presence.part.clone());
        let inputs: Vec<Input> = std::iter::once(read)
            .chain(presence.map(|presence| presence.step))
            .map(Input::Step)
            .collect();
        let value = &base.value.ratio() * &part;
        let scope = Scope { party: Some(party), ..scope };
        let step = trace.add(
            Operation::Product,
            Subject::Quota,
            Money::Cents(value.clone()),
            inputs,
            scope,
        );
        (party, (value, step))
    };
    Ok(memberships.on_any_day(&period).into_iter().map(amount).collect())
}
