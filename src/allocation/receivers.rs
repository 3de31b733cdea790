//! To whom a step goes: rules.md#to-whom.
//!
//! Rules: rules.md#usage-counts.

use std::borrow::Cow;

use super::context::StepContext;
use super::run::Dimension;
use crate::diag::{Checked, Diagnostic, Fault, Needed};
use crate::model::{DateRange, MembershipPeriods, PartyIx, ProRata, Receivers, Span};

/// Tells whether the use of a party in a stretch of time counts (rules.md#usage-counts): it
/// receives on one of the days, under `none` in the period.
pub(super) fn counting(
    step: StepContext<'_>,
    memberships: &MembershipPeriods,
) -> impl Fn(PartyIx, &DateRange) -> bool {
    let whole_period = step.pro_rata == Some(ProRata::None);
    move |party, range| whole_period || !memberships.presence(party, range).is_empty()
}

/// Finds who a step goes to, with their dates, less `except`.
pub(super) fn memberships<'a>(step: StepContext<'a>) -> Checked<Cow<'a, MembershipPeriods>> {
    let project = step.project;
    let memberships = match &step.step.receivers {
        None => Cow::Owned(MembershipPeriods::default()),
        Some(Receivers::To(party)) => Cow::Owned(MembershipPeriods::new(vec![Span {
            party: *party,
            range: DateRange::ALWAYS,
            loc: step.step.loc,
        }])),
        Some(Receivers::Members) => Cow::Borrowed(&project.members),
        Some(Receivers::Listed { memberships, .. }) => Cow::Borrowed(memberships),
        Some(Receivers::Participants) => match step.pool.service {
            Dimension::Is(service) => Cow::Borrowed(&project.service(service).participants),
            _ => {
                return Err(Box::new(no_service(
                    "among = \"participants\"".to_owned(),
                    Needed::Participants,
                    step,
                )));
            }
        },
    };
    let is_one = matches!(step.step.receivers, Some(Receivers::To(_)));
    let left_out = step.left_out.iter().filter(|_| !is_one);
    let without: Vec<PartyIx> = step.step.except.iter().chain(left_out).copied().collect();
    Ok(if without.is_empty() { memberships } else { Cow::Owned(memberships.without(&without)) })
}

/// The fault of a pool without a service where one is needed.
pub(super) fn no_service(what: String, needed: Needed, step: StepContext<'_>) -> Diagnostic {
    let entry = step.parts.first().map(|part| &step.costs[part.entry]);
    let rule = step.rule.id.clone();
    let fault = match entry
        .and_then(|entry| entry.centre)
        .filter(|_| step.pool.service == Dimension::Missing)
    {
        Some(centre) => {
            let centre = step.project.centre(centre).id.clone();
            Fault::NoService { what, rule, centre, other: needed.other() }
        }
        None => Fault::PoolMixing { what, rule, other: needed.other() },
    };
    let diagnostic = Diagnostic::at(fault, step.step.loc);
    entry.map_or(diagnostic.clone(), |entry| {
        diagnostic.and_here(entry.loc(), "diese Kosten", "this cost")
    })
}
