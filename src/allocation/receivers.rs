//! To whom a step goes, and in which slices of time: rules.md#to-whom, rules.md#slices.
//!
//! Rules: rules.md#pro-rata-needed, rules.md#cut-in-month, rules.md#weight-time, rules.md#none.

use std::borrow::Cow;

use super::Dimension;
use super::pool::{Bench, Number};
use crate::diag::{Checked, Diagnostic, Fault, Needed};
use crate::keys::{Presence, presence_of};
use crate::model::{DateRange, PartyIx, ProRata, Receivers, Roster, Span, Step};
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
    pub(super) presence: Vec<Presence>,
}

/// Tells whether the use of a party in a stretch of time counts (rules.md#usage-counts): it
/// receives on one of the days, under `none` in the period.
pub(super) fn counting(bench: Bench<'_>, roster: &Roster) -> impl Fn(PartyIx, &DateRange) -> bool {
    let whole_period = bench.pro_rata == Some(ProRata::None);
    move |party, range| whole_period || !roster.presence(party, range).is_empty()
}

/// Finds who a step goes to, with their dates, less `except`.
pub(super) fn roster<'a>(bench: Bench<'a>, step: &'a Step) -> Checked<Cow<'a, Roster>> {
    let project = bench.project;
    let roster = match &step.receivers {
        None => Cow::Owned(Roster::default()),
        Some(Receivers::To(party)) => Cow::Owned(Roster::new(vec![Span {
            party: *party,
            range: DateRange::ALWAYS,
            loc: step.loc,
        }])),
        Some(Receivers::Members) => Cow::Borrowed(&project.members),
        Some(Receivers::Listed { roster, .. }) => Cow::Borrowed(roster),
        Some(Receivers::Participants) => match bench.pool.service {
            Dimension::Is(service) => Cow::Borrowed(&project.service(service).participants),
            _ => {
                return Err(Box::new(no_service(
                    "among = \"participants\"".to_owned(),
                    Needed::Participants,
                    bench,
                    step,
                )));
            }
        },
    };
    let is_one = matches!(step.receivers, Some(Receivers::To(_)));
    let left_out = bench.left_out.iter().filter(|_| !is_one);
    let without: Vec<PartyIx> = step.except.iter().chain(left_out).copied().collect();
    Ok(if without.is_empty() { roster } else { Cow::Owned(roster.without(&without)) })
}

/// The fault of a pool without a service where one is needed.
pub(super) fn no_service(
    what: String,
    needed: Needed,
    bench: Bench<'_>,
    step: &Step,
) -> Diagnostic {
    let entry = bench.parts.first().map(|part| &bench.costs[part.entry]);
    let rule = bench.rule.id.clone();
    let fault = match entry
        .and_then(|entry| entry.centre)
        .filter(|_| bench.pool.service == Dimension::Missing)
    {
        Some(centre) => {
            let centre = bench.project.centre(centre).id.clone();
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
    bench: Bench<'_>,
    index: u16,
    step: &Step,
    roster: &Roster,
    trace: &mut Trace,
) -> Checked<Slices> {
    let (period, window) = (bench.pool.period, bench.pool.window);
    let changes = roster.changes(&period);
    let everybody: Vec<PartyIx> = roster.on_any_day(&period).into_iter().collect();
    let whole = |receivers: Vec<PartyIx>| vec![Slice { range: window, receivers }];
    if changes.is_empty() {
        return Ok(Slices { slices: whole(everybody), presence: Vec::new() });
    }
    match bench.pro_rata {
        None => Err(Box::new(missing(bench, step, roster))),
        Some(ProRata::None) => Ok(Slices { slices: whole(everybody), presence: Vec::new() }),
        Some(mode @ (ProRata::WeightDays | ProRata::WeightMonths)) => {
            let scope = bench.scope(index, None);
            let by_months = mode == ProRata::WeightMonths;
            let measure =
                |party: &PartyIx| presence_of(*party, roster, period, by_months, trace, scope);
            let presence = everybody.iter().map(measure).collect();
            Ok(Slices { slices: whole(everybody), presence })
        }
        Some(mode @ (ProRata::Days | ProRata::Months)) => {
            let inside = |day: &&jiff::civil::Date| window.from < **day && **day <= window.to;
            if mode == ProRata::Months
                && let Some(day) = changes.iter().filter(inside).find(|day| day.day() != 1)
            {
                let (rule, id) = (bench.rule.id.clone(), step.id.clone());
                let fault = Fault::CutInsideMonth { rule, step: id, day: day.to_string() };
                return Err(Box::new(with_changes(
                    Diagnostic::at(fault, step.loc),
                    roster,
                    &window,
                )));
            }
            let slice = |range: DateRange| Slice {
                range,
                receivers: roster.on_any_day(&range).into_iter().collect(),
            };
            Ok(Slices {
                slices: window.cut(&changes).into_iter().map(slice).collect(),
                presence: Vec::new(),
            })
        }
    }
}

fn missing(bench: Bench<'_>, step: &Step, roster: &Roster) -> Diagnostic {
    let days = roster
        .changes(&bench.pool.period)
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    let fault = Fault::ProRataMissing {
        rule: bench.rule.id.clone(),
        step: step.id.clone(),
        days,
        period: bench.pool.period.to_string(),
    };
    with_changes(Diagnostic::at(fault, step.loc), roster, &bench.pool.period)
}

/// Adds the places where it is said that a party joins or leaves inside the range.
fn with_changes(diagnostic: Diagnostic, roster: &Roster, range: &DateRange) -> Diagnostic {
    let changes = |span: &&Span| {
        let (from, to) = (span.range.from, span.range.to);
        (range.from < from && from <= range.to) || (range.from <= to && to < range.to)
    };
    roster.spans().iter().filter(changes).take(5).fold(diagnostic, |diagnostic, span| {
        diagnostic.and_here(span.loc, "hier steht der Wechsel", "the change is said here")
    })
}

/// The base amount of each receiver, multiplied by the part of the settlement period present (not
/// under `none`).
pub(super) fn base_amounts(
    bench: Bench<'_>,
    index: u16,
    step: &Step,
    roster: &Roster,
    base: &Sourced<Cents>,
    trace: &mut Trace,
) -> Checked<Vec<(PartyIx, Number)>> {
    let period = bench.pool.period;
    let scope = bench.scope(index, None);
    let place = [Input::Place(base.loc)];
    let read =
        trace.add(Operation::Read, Subject::Quota, Money::Cents(base.value.ratio()), place, scope);
    let constant = roster.changes(&period).is_empty();
    let by_months = match bench.pro_rata {
        None if !constant && !base.value.is_zero() => {
            return Err(Box::new(missing(bench, step, roster)));
        }
        None | Some(ProRata::None) => None,
        Some(ProRata::Days | ProRata::WeightDays) => Some(false),
        Some(ProRata::Months | ProRata::WeightMonths) => Some(true),
    };
    let amount = |party: PartyIx| {
        let presence = by_months
            .filter(|_| !constant)
            .map(|by_months| presence_of(party, roster, period, by_months, trace, scope));
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
    Ok(roster.on_any_day(&period).into_iter().map(amount).collect())
}
