//! Stage 2: centres with a driver are emptied (rules.md#cascade).
//!
//! For each settlement period the drivers say what of each centre's cost reaches which final
//! receiver, exactly; for each kind of cost one apportionment then makes whole cents of what all
//! centres together give to each. What a receiver gets is told apart by the centre on which the
//! cost was booked: one derived entry for each, and where a rule or derivation takes cost from a
//! day or up to one, one for each side.
//!
//! Rules: rules.md#centre-cents, rules.md#centre-entries, rules.md#centre-time,
//! rules.md#final-centre.

pub(crate) mod solve;

mod drivers;
mod methods;
mod table;

pub use table::{CentreTransfer, borne, passages};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::assign::Rules;
use super::collect::{Collected, Made, Source};
use super::derive::{Indexed, matters};
use super::pool::Number;
use super::split::{Brought, Cut, divided, is_of_both_signs, scaled};
use super::{Booked, EntryFate, Goes, selection};
use crate::apportion::apportion;
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::keys::WithoutDriver;
use crate::model::{
    Cascade, Centre, CentreIx, CostEntry, CostObject, DateRange, Driver, Makes, Project,
};
use crate::money::{Cents, Mode, Ratio};
use crate::source::Sourced;
use crate::text::Text;
use crate::trace::{
    ApportionResidue, Input, Money, Operation, Scope, StepId, Subject, Ties, Trace, Unit,
};
use drivers::{Reading, inputs};
use methods::{Network, Reach, UnallocatableCost};

/// Entries of which none lies on a centre with a driver.
pub(super) struct Emptied(pub(super) Collected);

/// A part of an entry on a centre that lies in one settlement period.
#[derive(Clone, Copy)]
struct Piece {
    entry: usize,
    range: DateRange,
    amount: Cents,
    step: StepId,
}

/// The pieces of one kind by the centre on which they were booked.
type ByCentre = BTreeMap<CentreIx, Vec<Piece>>;

/// The kinds of cost of one settlement period.
type Kinds = BTreeMap<Option<Arc<str>>, ByCentre>;

/// The receivers of each centre, with what they have of its driver.
type Gives = BTreeMap<CentreIx, drivers::Quantities>;

/// The cost booked on each service and centre.
type ByObject = BTreeMap<CostObject, Vec<Number>>;

/// What lies in a settlement period.
#[derive(Default)]
struct Gathered {
    /// What lies on centres with a driver.
    kinds: Kinds,
    /// All cost, where a driver asks for it.
    booked: ByObject,
}

pub(super) fn empty(
    project: &Project,
    Indexed(mut collected): Indexed,
) -> Result<Emptied, Diagnostics> {
    let Some(cascade) = &project.cascade else { return Ok(Emptied(collected)) };
    let gathered = gather(project, &mut collected)?;
    let mut faults = Diagnostics::default();
    for (period, gathered) in gathered {
        if matters(project, &collected, &period) {
            faults.keep(empty_period(project, cascade, (period, gathered), &mut collected));
        }
    }
    if faults.is_empty() { Ok(Emptied(collected)) } else { Err(faults) }
}

/// Takes the entries on centres with a driver out of the collected ones. What of each entry lies in
/// which settlement period is asked once, for what is passed on and for what drivers count.
fn gather(
    project: &Project,
    collected: &mut Collected,
) -> Result<BTreeMap<DateRange, Gathered>, Diagnostics> {
    let (rules, counts_cost) = (Rules::of(project), counts_cost(project));
    let mut faults = Diagnostics::default();
    let mut periods: BTreeMap<DateRange, Gathered> = BTreeMap::new();
    for (number, step) in std::mem::take(&mut collected.entries) {
        let entry = &collected.costs[number];
        let emptied = emptied_centre(project, entry);
        let cut = match emptied {
            Some(_) => Cut::by_days(project.settled_per),
            None => rules.cut_of(entry),
        };
        if emptied.is_some() {
            let passed_on = collected.touches(&entry.period);
            collected.fates[number] =
                if passed_on { EntryFate::PassedOn } else { EntryFate::OtherPeriod };
        } else {
            collected.entries.push((number, step));
        }
        if emptied.is_none() && !counts_cost {
            continue;
        }
        let (source, object) = (Source { entry, step, lies: None }, entry.object);
        let (kind, paid_by) = (entry.kind.clone(), entry.paid_by);
        let parts = faults.keep(divided(source, cut, &mut collected.trace)).unwrap_or_default();
        for (range, (amount, step)) in parts {
            let period = project.settled_per.around(range.from);
            let here = periods.entry(period).or_default();
            if counts_cost {
                here.booked.entry(object).or_default().push((amount.ratio(), step));
            }
            let Some(centre) = emptied else { continue };
            if collected.touches(&period) {
                let traced = collected.trace.traced(step);
                let booked = traced.map(|amount| Booked {
                    entry: number,
                    period,
                    goes: Goes::On,
                    paid_by,
                    amount,
                });
                collected.booked.extend(booked);
            }
            let piece = Piece { entry: number, range, amount, step };
            here.kinds.entry(kind.clone()).or_default().entry(centre).or_default().push(piece);
        }
    }
    if faults.is_empty() { Ok(periods) } else { Err(faults) }
}

/// The centre with a driver on which an entry was booked.
fn emptied_centre(project: &Project, entry: &CostEntry) -> Option<CentreIx> {
    match entry.object {
        CostObject::Centre(centre) if project.centre(centre).driver.is_some() => Some(centre),
        _ => None,
    }
}

/// Tells whether a driver counts the cost booked on the receivers.
fn counts_cost(project: &Project) -> bool {
    let asks = |centre: &Centre| {
        centre.driver.as_ref().is_some_and(|driver| driver.value == Driver::DirectCost)
    };
    project.centres.iter().any(asks)
}

/// Empties the centres of one settlement period and adds the derived entries.
fn empty_period(
    project: &Project,
    cascade: &Cascade,
    (period, Gathered { kinds, booked }): (DateRange, Gathered),
    collected: &mut Collected,
) -> Checked<()> {
    let Drivers { order, gives, faults, without } =
        read_drivers(project, cascade, (period, booked), collected);
    if !kinds.is_empty() {
        collected.noticed.without_driver.extend(without);
    }
    let wanted: BTreeSet<CentreIx> = kinds.values().flat_map(BTreeMap::keys).copied().collect();
    let mut network = Network { order, gives, period, trace: &mut collected.trace };
    let reach = network.reach(cascade.method, &wanted);
    for (kind, booked) in kinds {
        derive(project, period, (kind, booked), (&reach, &faults), collected)?;
    }
    Ok(())
}

/// The drivers of a settlement period.
struct Drivers {
    /// The centres in the order in which they are emptied.
    order: Vec<CentreIx>,
    /// To whom each gives.
    gives: Gives,
    /// What is wrong with a driver; told only if cost arrives at its centre.
    faults: Faults,
    /// Services in use without a row of a driver; told only where there is cost to pass on.
    without: BTreeSet<WithoutDriver>,
}

/// Faults of drivers by centre.
type Faults = BTreeMap<CentreIx, Diagnostic>;

/// Reads the drivers of a settlement period.
fn read_drivers(
    project: &Project,
    cascade: &Cascade,
    (period, booked): (DateRange, ByObject),
    collected: &mut Collected,
) -> Drivers {
    let Collected { trace, noticed, .. } = &mut *collected;
    let scope = |object| Scope { object: Some(object), range: Some(period), ..Scope::default() };
    let total =
        |(object, amounts)| (object, sum(amounts, Subject::Booked, true, scope(object), trace));
    let booked: BTreeMap<CostObject, Number> = booked.into_iter().map(total).collect();
    let counted = &mut noticed.counted;
    let mut reading =
        Reading { project, period, booked: &booked, trace, counted, without: BTreeSet::new() };
    let (mut gives, mut faults) = (Gives::new(), Faults::new());
    for (ix, centre) in (0..).map(CentreIx).zip(&project.centres) {
        let Some(driver) = &centre.driver else { continue };
        let (quantities, fault) = reading
            .quantities(ix, &driver.value)
            .unwrap_or_else(|fault| (Vec::new(), Some(*fault)));
        gives.insert(ix, quantities);
        faults.extend(fault.map(|fault| (ix, fault)));
    }
    let order = if cascade.method.is_ordered() {
        cascade.order.clone()
    } else {
        gives.keys().copied().collect()
    };
    Drivers { order, gives, faults, without: reading.without }
}

/// What of the cost booked on each centre goes to each receiver: what part, and how much exactly.
type Parts<'r> = BTreeMap<CostObject, Vec<(CentreIx, &'r Number, Number)>>;

/// Derives the entries of one kind: whole cents for each receiver, then for each centre on which
/// they were booked.
fn derive(
    project: &Project,
    period: DateRange,
    (kind, booked): (Option<Arc<str>>, ByCentre),
    (reach, faults): (&BTreeMap<CentreIx, Reach>, &Faults),
    collected: &mut Collected,
) -> Checked<()> {
    let overflow = || Box::new(Diagnostic::new(Fault::AmountOverflow));
    let scope = Scope { range: Some(period), ..Scope::default() };
    let (whole, parts) =
        exact_parts(project, period, &booked, (reach, faults), &mut collected.trace)?;
    let to = |end: CostObject| Scope { object: Some(end), ..scope };
    let trace = &mut collected.trace;
    let exact: Vec<Number> = parts
        .iter()
        .map(|(end, parts)| {
            let numbers = parts.iter().map(|(.., number)| number.clone()).collect();
            sum(numbers, Subject::Derived, true, to(*end), trace)
        })
        .collect();
    if Ratio::sum(exact.iter().map(|(value, _)| value)) != whole.0 {
        let what = project.cascade.as_ref().map_or("cascade", |cascade| cascade.method.name());
        let figures = whole.0.fraction();
        return Err(Box::new(Diagnostic::new(Fault::Imbalance { what: what.to_owned(), figures })));
    }
    let scopes: Vec<Scope> = parts.keys().map(|end| to(*end)).collect();
    let shares = round(&whole, &exact, &scopes, Ties::SizeThenOrder, trace).ok_or_else(overflow)?;
    for ((end, parts), share) in parts.into_iter().zip(shares) {
        let scope = |centre| Scope { centre: Some(centre), ..to(end) };
        let scopes: Vec<Scope> = parts.iter().map(|(centre, ..)| scope(*centre)).collect();
        let exact: Vec<Number> = parts.iter().map(|(.., exact)| exact.clone()).collect();
        let amounts = match &exact[..] {
            [_] => Some(vec![share]),
            _ => round(&share, &exact, &scopes, Ties::Order, &mut collected.trace),
        };
        for ((centre, way, _), amount) in parts.into_iter().zip(amounts.ok_or_else(overflow)?) {
            let gift = Gift { end, centre, kind: &kind, way, scope: scope(centre) };
            add_entries(project, &gift, amount, &booked[&centre], collected)
                .ok_or_else(overflow)?;
        }
    }
    Ok(())
}

/// What one receiver gets of the cost of one kind that was booked on one centre.
struct Gift<'a> {
    end: CostObject,
    centre: CentreIx,
    kind: &'a Option<Arc<str>>,
    /// What part of it.
    way: &'a Number,
    scope: Scope,
}

/// Adds the derived entry of a receiver; one for each stretch of time where a rule or derivation
/// takes cost from a day, or up to one. `None` beyond 128 bits.
fn add_entries(
    project: &Project,
    gift: &Gift<'_>,
    amount: Number,
    pieces: &[Piece],
    collected: &mut Collected,
) -> Option<()> {
    let whole = entry(&collected.costs, gift, Cents::ZERO, pieces);
    let stretches = cut_at(&limits(project, &whole), pieces);
    let amounts = match &stretches[..] {
        [_] => vec![amount],
        _ => {
            let trace = &mut collected.trace;
            let exact: Vec<Number> =
                stretches.iter().map(|pieces| passed_on(pieces, gift, trace)).collect();
            round(&amount, &exact, &vec![gift.scope; exact.len()], Ties::Order, trace)?
        }
    };
    for (pieces, (amount, step)) in stretches.iter().zip(amounts) {
        let amount = Cents::round(&amount, Cents::ONE, Mode::HalfUp)?;
        let entry = entry(&collected.costs, gift, amount, pieces);
        let lies = brought(pieces);
        let unevenly = lies.iter().any(|(range, _)| *range != entry.period);
        let lies = match is_of_both_signs(&lies) {
            true => scaled(&lies, gift.way, gift.scope, &mut collected.trace),
            false => lies,
        };
        collected.add(Made { entry, step, lies: unevenly.then_some(lies) });
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
fn passed_on(pieces: &[Piece], gift: &Gift<'_>, trace: &mut Trace) -> Number {
    let amounts = pieces.iter().map(|piece| (piece.amount.ratio(), piece.step)).collect();
    let booked = sum(amounts, Subject::Booked, true, Scope { object: None, ..gift.scope }, trace);
    let exact = &booked.0 * &gift.way.0;
    let from = [booked.1, gift.way.1].map(Input::Step);
    let money = Money::Cents(exact.clone());
    (exact, trace.add(Operation::Product, Subject::Derived, money, from, gift.scope))
}

/// Multiplies the cost booked on each centre by what of it reaches whom; returns also the sum of
/// all.
fn exact_parts<'r>(
    project: &Project,
    period: DateRange,
    booked: &ByCentre,
    (reach, faults): (&'r BTreeMap<CentreIx, Reach>, &Faults),
    trace: &mut Trace,
) -> Checked<(Number, Parts<'r>)> {
    let overflow = || Box::new(Diagnostic::new(Fault::AmountOverflow));
    let mut parts = Parts::new();
    let mut totals = Vec::new();
    for (centre, pieces) in booked {
        let total = Cents::sum(pieces.iter().map(|piece| piece.amount)).ok_or_else(overflow)?;
        let scope = Scope { centre: Some(*centre), range: Some(period), ..Scope::default() };
        let amounts = pieces.iter().map(|piece| (piece.amount.ratio(), piece.step)).collect();
        let (value, step) = sum(amounts, Subject::Booked, true, scope, trace);
        totals.push((value.clone(), step));
        if total.is_zero() && !is_of_both_signs(&brought(pieces)) {
            continue;
        }
        let ends = match &reach[centre] {
            Ok(ends) => ends,
            Err(stuck) => return Err(Box::new(nowhere(project, period, stuck, faults, total))),
        };
        for (end, way) in ends {
            let exact = &value * &way.0;
            let scope = Scope { object: Some(*end), ..scope };
            let from = [Input::Step(step), Input::Step(way.1)];
            let step = trace.add(
                Operation::Product,
                Subject::Derived,
                Money::Cents(exact.clone()),
                from,
                scope,
            );
            parts.entry(*end).or_default().push((*centre, way, (exact, step)));
        }
    }
    let scope = Scope { range: Some(period), ..Scope::default() };
    Ok((sum(totals, Subject::Booked, true, scope, trace), parts))
}

/// Makes whole cents of exact parts: one apportionment.
fn round(
    whole: &Number,
    exact: &[Number],
    scopes: &[Scope],
    ties: Ties,
    trace: &mut Trace,
) -> Option<Vec<Number>> {
    let total = Cents::round(&whole.0, Cents::ONE, Mode::HalfUp)?;
    let values: Vec<Ratio> = exact.iter().map(|(value, _)| value.clone()).collect();
    let residue = ApportionResidue::LargestRemainder;
    let shares = apportion(total, &values, Cents::ONE, residue, ties)?;
    let from = trace.inputs(inputs(std::iter::once(whole).chain(exact)));
    let step = |((index, share), scope): ((u32, Cents), &Scope)| {
        let operation = Operation::Apportion { index, unit: Unit::CENT, residue, ties };
        let value = Money::Cents(share.ratio());
        (share.ratio(), trace.add_shared(operation, Subject::Entry, value, from.clone(), *scope))
    };
    Some((0..).zip(shares).zip(scopes).map(step).collect())
}

/// The derived entry of a receiver: what it gets of the cost that was booked on a centre. A centre
/// without a driver is shared like a service, under its own name.
fn entry(costs: &[CostEntry], gift: &Gift<'_>, amount: Cents, pieces: &[Piece]) -> CostEntry {
    let Gift { end: object, centre, kind, .. } = *gift;
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
fn brought(pieces: &[Piece]) -> Arc<[Brought]> {
    pieces.iter().map(|piece| (piece.range, (piece.amount.ratio(), piece.step))).collect()
}

/// The fault of cost that reaches nobody: what is wrong with a driver, else that nothing is open.
fn nowhere(
    project: &Project,
    period: DateRange,
    stuck: &UnallocatableCost,
    faults: &Faults,
    amount: Cents,
) -> Diagnostic {
    let centres = stuck.centres();
    if let Some(known) = centres.iter().find_map(|centre| faults.get(centre)) {
        return known.clone();
    }
    let range = period.to_string();
    let amount = Text::money(amount, &project.currency);
    let fault = match stuck {
        UnallocatableCost::NoWay(ix) => {
            Fault::DriverZero { centre: project.centre(*ix).id.clone(), range, amount }
        }
        UnallocatableCost::Circle(circle) => {
            let names: Vec<String> =
                circle.iter().map(|ix| format!("`{}`", project.centre(*ix).id)).collect();
            Fault::CentreCircle { centres: names.join(", "), range }
        }
    };
    let drivers = centres.iter().filter_map(|ix| project.centre(*ix).driver.as_ref());
    drivers.fold(Diagnostic::new(fault), |diagnostic, driver| diagnostic.and(driver.loc))
}

/// Adds numbers up; a single one stands for itself.
fn sum(
    numbers: Vec<Number>,
    subject: Subject,
    money: bool,
    scope: Scope,
    trace: &mut Trace,
) -> Number {
    if let [one] = &numbers[..] {
        return one.clone();
    }
    let value = Ratio::sum(numbers.iter().map(|(value, _)| value));
    let worth = if money { Money::Cents(value.clone()) } else { Money::Number(value.clone()) };
    (value, trace.add(Operation::Sum, subject, worth, inputs(&numbers), scope))
}
