//! Emptying the centres: what they pass on becomes derived entries of the receivers, in whole
//! cents.
//!
//! Rules: rules.md#cascade.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::gathered::{ByCentre, Gathered, Piece, gather};
use super::methods::{Network, Reach};
use super::period_drivers::{Drivers, Faults, read_drivers};
use super::unallocatable::nowhere;
use crate::allocation::collect::{Collected, Made};
use crate::allocation::derive::{Indexed, matters};
use crate::allocation::pro_rata::{TimeSource, is_of_both_signs, scaled};
use crate::allocation::selection;
use crate::apportion::{Policy, Ties};
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::model::{Cascade, CentreIx, CostEntry, CostObject, DateRange, Makes, Project};
use crate::money::{Cents, Ratio};
use crate::source::Sourced;
use crate::trace::{Exact, Scope, Subject, Trace, Traced};

/// Entries of which none lies on a centre with a driver.
pub(in crate::allocation) struct Emptied(pub(in crate::allocation) Collected);

pub(in crate::allocation) fn empty(
    project: &Project,
    Indexed(mut collected): Indexed,
) -> Result<Emptied, Diagnostics> {
    let Some(cascade) = &project.cascade else { return Ok(Emptied(collected)) };
    let gathered = gather(project, &mut collected)?;
    let mut faults = Diagnostics::default();
    for (period, gathered) in gathered {
        if matters(project, &collected, &period) {
            faults.keep(empty_period(project, cascade, period, gathered, &mut collected));
        }
    }
    if faults.is_empty() { Ok(Emptied(collected)) } else { Err(faults) }
}

/// Empties the centres of one settlement period and adds the derived entries.
fn empty_period(
    project: &Project,
    cascade: &Cascade,
    period: DateRange,
    gathered: Gathered,
    collected: &mut Collected,
) -> Checked<()> {
    let Gathered { kinds, booked } = gathered;
    let Drivers { order, gives, faults, without } =
        read_drivers(project, cascade, period, booked, collected);
    if !kinds.is_empty() {
        collected.noticed.without_driver.extend(without);
    }
    let wanted: BTreeSet<CentreIx> = kinds.values().flat_map(BTreeMap::keys).copied().collect();
    let mut network = Network { order, gives, period, trace: &mut collected.trace };
    let reach = network.reach(cascade.method, &wanted);
    for (kind, booked) in kinds {
        let ways = Ways { period, reach: &reach, faults: &faults };
        derive(project, ways, kind, &booked, collected)?;
    }
    Ok(())
}

/// What of the cost booked on each centre goes to each receiver: what part, and how much exactly.
type Parts<'r> = BTreeMap<CostObject, Vec<CentrePart<'r>>>;

/// What of the cost booked on a centre reaches a receiver.
struct CentrePart<'r> {
    centre: CentreIx,
    /// What part of it.
    way: &'r Exact,
    /// How much exactly.
    exact: Exact,
}

/// By which ways cost goes in a settlement period.
#[derive(Clone, Copy)]
struct Ways<'r> {
    period: DateRange,
    reach: &'r BTreeMap<CentreIx, Reach>,
    faults: &'r Faults,
}

impl Ways<'_> {
    fn scope(&self) -> Scope {
        Scope { range: Some(self.period), ..Scope::default() }
    }
}

/// Derives the entries of one kind: whole cents for each receiver, then for each centre on which
/// they were booked.
fn derive(
    project: &Project,
    ways: Ways<'_>,
    kind: Option<Arc<str>>,
    booked: &ByCentre,
    collected: &mut Collected,
) -> Checked<()> {
    let overflow = || Box::new(Diagnostic::new(Fault::AmountOverflow));
    let (whole, parts) = exact_parts(project, ways, booked, &mut collected.trace)?;
    let to = |end: CostObject| Scope { object: Some(end), ..ways.scope() };
    let trace = &mut collected.trace;
    let exact: Vec<Exact> = parts
        .iter()
        .map(|(end, parts)| {
            let exact = parts.iter().map(|part| part.exact.clone()).collect();
            trace.at(to(*end)).joined(Subject::Derived, exact)
        })
        .collect();
    if Ratio::sum(exact.iter().map(Exact::value)) != *whole.value() {
        let what = project.cascade.as_ref().map_or("cascade", |cascade| cascade.method.name());
        let figures = whole.value().fraction();
        return Err(Box::new(Diagnostic::new(Fault::Imbalance { what: what.to_owned(), figures })));
    }
    let scopes: Vec<Scope> = parts.keys().map(|end| to(*end)).collect();
    let shares = round(&whole, &exact, &scopes, Ties::SizeThenOrder, trace).ok_or_else(overflow)?;
    for ((end, parts), share) in parts.into_iter().zip(shares) {
        let scope = |centre| Scope { centre: Some(centre), ..to(end) };
        let scopes: Vec<Scope> = parts.iter().map(|part| scope(part.centre)).collect();
        let exact: Vec<Exact> = parts.iter().map(|part| part.exact.clone()).collect();
        let amounts = match &exact[..] {
            [_] => Some(vec![share]),
            _ => round(&share.exact(), &exact, &scopes, Ties::Order, &mut collected.trace),
        };
        for (part, amount) in parts.into_iter().zip(amounts.ok_or_else(overflow)?) {
            let CentrePart { centre, way, .. } = part;
            let transfer = Transfer { end, centre, kind: &kind, way, scope: scope(centre) };
            add_entries(project, &transfer, amount, &booked[&centre], collected)
                .ok_or_else(overflow)?;
        }
    }
    Ok(())
}

/// What one receiver gets of the cost of one kind that was booked on one centre.
struct Transfer<'a> {
    end: CostObject,
    centre: CentreIx,
    kind: &'a Option<Arc<str>>,
    /// What part of it.
    way: &'a Exact,
    scope: Scope,
}

/// Adds the derived entry of a receiver; one for each stretch of time where a rule or derivation
/// takes cost from a day, or up to one. `None` beyond 128 bits.
fn add_entries(
    project: &Project,
    transfer: &Transfer<'_>,
    amount: Traced,
    pieces: &[Piece],
    collected: &mut Collected,
) -> Option<()> {
    let whole = entry(&collected.costs, transfer, Cents::ZERO, pieces);
    let stretches = cut_at(&limits(project, &whole), pieces);
    let amounts = match &stretches[..] {
        [_] => vec![amount],
        _ => {
            let trace = &mut collected.trace;
            let exact: Vec<Exact> =
                stretches.iter().map(|pieces| passed_on(pieces, transfer, trace)).collect();
            let scopes = vec![transfer.scope; exact.len()];
            round(&amount.exact(), &exact, &scopes, Ties::Order, trace)?
        }
    };
    for (pieces, amount) in stretches.iter().zip(amounts) {
        let entry = entry(&collected.costs, transfer, amount.amount(), pieces);
        let sources = time_sources(pieces);
        let unevenly = sources.iter().any(|source| source.range != entry.period);
        let sources = match is_of_both_signs(&sources) {
            true => scaled(&sources, transfer.way, transfer.scope, &mut collected.trace),
            false => sources,
        };
        collected.add(Made { entry, amount, time_sources: unevenly.then_some(sources) });
    }
    Some(())
}

/// Lists the days, each the first of a stretch of time, that rules and derivations tell apart in an
/// entry.
fn limits(project: &Project, entry: &CostEntry) -> BTreeSet<Date> {
    let rules = project.rules.iter().flat_map(|rule| {
        let only = rule.steps.iter().filter_map(|step| step.only.as_ref());
        std::iter::once(&rule.costs).chain(only)
    });
    let derivations = project.derivations.iter().map(|derivation| &derivation.costs);
    let days = rules.chain(derivations).flat_map(|selection| selection::limits(selection, entry));
    let accessions = project.derivations.iter().filter_map(|derivation| match &derivation.makes {
        Makes::CatchUp(catch_up) if selection::takes_at_some_time(&derivation.costs, entry) => {
            Some(catch_up.on.value)
        }
        _ => None,
    });
    let inside = |day: &Date| entry.period.from < *day && *day <= entry.period.to;
    days.chain(accessions).filter(inside).collect()
}

/// Cuts pieces into those of each stretch of time, the earliest first. A piece over two stretches
/// stands by itself.
fn cut_at(limits: &BTreeSet<Date>, pieces: &[Piece]) -> Vec<Vec<Piece>> {
    let mut stretches: BTreeMap<(usize, usize), Vec<Piece>> = BTreeMap::new();
    for piece in pieces {
        let before = |day: Date| limits.range(..=day).count();
        stretches
            .entry((before(piece.range.from), before(piece.range.to)))
            .or_default()
            .push(*piece);
    }
    stretches.into_values().collect()
}

/// What a receiver gets of some pieces, exactly.
fn passed_on(pieces: &[Piece], transfer: &Transfer<'_>, trace: &mut Trace) -> Exact {
    let booked = booked(pieces, Scope { object: None, ..transfer.scope }, trace);
    trace.at(transfer.scope).product(Subject::Derived, &[&booked, transfer.way])
}

/// Adds up what was booked.
fn booked(pieces: &[Piece], scope: Scope, trace: &mut Trace) -> Exact {
    let amounts = pieces.iter().map(|piece| piece.amount.exact()).collect();
    trace.at(scope).joined(Subject::Booked, amounts)
}

/// Multiplies the cost booked on each centre by what of it reaches whom; returns also the sum of
/// all.
fn exact_parts<'r>(
    project: &Project,
    ways: Ways<'r>,
    all: &ByCentre,
    trace: &mut Trace,
) -> Checked<(Exact, Parts<'r>)> {
    let overflow = || Box::new(Diagnostic::new(Fault::AmountOverflow));
    let mut parts = Parts::new();
    let mut totals = Vec::new();
    for (centre, pieces) in all {
        let total = Cents::sum(pieces.iter().map(|piece| piece.amount.amount()));
        let total = total.ok_or_else(overflow)?;
        let scope = Scope { centre: Some(*centre), ..ways.scope() };
        let booked = booked(pieces, scope, trace);
        totals.push(booked.clone());
        if total.is_zero() && !is_of_both_signs(&time_sources(pieces)) {
            continue;
        }
        let ends = ways.reach[centre]
            .as_ref()
            .map_err(|stuck| Box::new(nowhere(project, ways.period, stuck, ways.faults, total)))?;
        for (end, way) in ends {
            let mut at = trace.at(Scope { object: Some(*end), ..scope });
            let exact = at.product(Subject::Derived, &[&booked, way]);
            parts.entry(*end).or_default().push(CentrePart { centre: *centre, way, exact });
        }
    }
    Ok((trace.at(ways.scope()).joined(Subject::Booked, totals), parts))
}

/// Makes whole cents of exact parts: one apportionment.
fn round(
    whole: &Exact,
    exact: &[Exact],
    scopes: &[Scope],
    ties: Ties,
    trace: &mut Trace,
) -> Option<Vec<Traced>> {
    let shares = trace.apportion(whole, exact, Policy::largest_remainder(ties))?;
    let share =
        |(index, scope): (u32, &Scope)| trace.part(&shares, index, Subject::Entry, *scope).whole();
    (0..).zip(scopes).map(share).collect()
}

/// The derived entry of a receiver: what it gets of the cost that was booked on a centre. A centre
/// without a driver is shared like a service, under its own name.
fn entry(
    costs: &[CostEntry],
    transfer: &Transfer<'_>,
    amount: Cents,
    pieces: &[Piece],
) -> CostEntry {
    let Transfer { end: object, centre, kind, .. } = *transfer;
    let first = pieces.iter().map(|piece| piece.range.from).min();
    let last = pieces.iter().map(|piece| piece.range.to).max();
    let period = first.zip(last).and_then(|(first, last)| DateRange::new(first, last));
    let sources = pieces.iter().map(|piece| Sourced::new(piece.entry, costs[piece.entry].loc()));
    let status = pieces.first().map(|piece| costs[piece.entry].status).unwrap_or_default();
    CostEntry {
        made_by: None,
        period: period.unwrap_or(DateRange::ALWAYS),
        amount,
        rows: Vec::new(),
        object,
        centre: Some(if let CostObject::Centre(own) = object { own } else { centre }),
        id: None,
        kind: kind.clone(),
        nature: None,
        status,
        party: None,
        paid_by: None,
        budget_chapter: None,
        budget_title: None,
        due: None,
        document: None,
        supplier: None,
        note: None,
        sources: sources.collect(),
    }
}

/// What each stretch of time brings to a derived entry.
fn time_sources(pieces: &[Piece]) -> Arc<[TimeSource]> {
    let source = |piece: &Piece| TimeSource { range: piece.range, brings: piece.amount.exact() };
    pieces.iter().map(source).collect()
}
