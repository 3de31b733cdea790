//! The derivation for machines: `umlage/trace/1`, documented field by field in
//! `docs/reference/trace.md`.

use std::collections::BTreeMap;

use super::matching::Matching;
use crate::allocation::{Pool, Share};
use crate::apportion::{ApportionResidue, Ties, Unit};
use crate::keys::editions;
use crate::model::{CostObject, DateRange, DerivationIx, PartyIx};
use crate::money::{Cents, Mode, Ratio};
use crate::report::tables::label::{legal_basis, mark};
use crate::report::{Cell, Column, Material, Records, Row, Value};
use crate::trace::{Input, Operation, Policy, StepId, Subject};

/// The fields of a step, in order; a field without a value is left out of JSON.
const FIELDS: [&str; 27] = [
    "id",
    "operation",
    "subject",
    "inputs",
    "value",
    "rounded",
    "money",
    "rule",
    "step",
    "key",
    "edition",
    "legal_basis",
    "derivation",
    "party",
    "period",
    "service",
    "centre",
    "kind",
    "from",
    "to",
    "unit",
    "mode",
    "residue",
    "index",
    "to_index",
    "ties",
    "size",
];
/// The most decimals of a rounded number.
const PLACES: u32 = 10;

/// Returns the machine name of what a step is about.
pub(crate) const fn subject_name(subject: Subject) -> &'static str {
    match subject {
        Subject::Entry => "entry",
        Subject::EntryPart => "entry-part",
        Subject::Change => "change",
        Subject::Changed => "changed",
        Subject::Made => "made",
        Subject::Growth => "growth",
        Subject::Driver => "driver",
        Subject::DriverSum => "driver-sum",
        Subject::Passed => "passed-on",
        Subject::Reaches => "reaches",
        Subject::Booked => "booked",
        Subject::Derived => "derived",
        Subject::Brought => "brought",
        Subject::Time => "time",
        Subject::Total => "total",
        Subject::Left => "left",
        Subject::Quota => "quota",
        Subject::StepSum => "step-sum",
        Subject::SliceSum => "slice-sum",
        Subject::Fraction => "fraction",
        Subject::ActiveFraction => "presence",
        Subject::Weight => "weight",
        Subject::Percent => "percent",
        Subject::NormalWeight => "normal-weight",
        Subject::WeightSum => "weight-sum",
        Subject::Floor => "floor",
        Subject::Cap => "cap",
        Subject::ExactShare => "exact-share",
        Subject::Share => "share",
        Subject::Figure => "figure",
        Subject::Payment => "payment",
        Subject::Outlay => "outlay",
        Subject::Credit => "credit",
        Subject::Balance => "balance",
        Subject::Instalment => "instalment",
        Subject::SetOff => "set-off",
        Subject::Call => "call",
        Subject::Owed => "owed",
        Subject::Gets => "gets",
        Subject::Transfer => "transfer",
        Subject::Rate => "rate",
        Subject::Interest => "interest",
    }
}

/// Lists the derivation of some steps, those of the matching shares where there are any, numbered
/// from 1, and their sum at the end.
pub(crate) fn records<'a>(
    matching: Matching<'a>,
    ends: Vec<StepId>,
    material: Material<'a>,
) -> Records<'a> {
    let derivation = material.run.trace.derivation(ends.iter().copied());
    let owners: BTreeMap<StepId, &Share> =
        matching.shares.iter().map(|share| (share.amount.step(), *share)).collect();
    let columns = FIELDS.iter().map(|name| Column::text(*name, *name)).collect();
    Records::new(columns, move |see| {
        let number =
            |id: StepId| Value::Count(derivation.partition_point(|step| *step <= id) as u64);
        for id in &derivation {
            let inputs = material.run.trace.inputs_of(*id).iter().map(|input| match input {
                Input::Step(id) => number(*id),
                Input::Place(loc) => Value::text(material.sources.place(*loc)),
            });
            let inputs = Value::List(inputs.collect());
            see(&step_row(*id, number(*id), inputs, owners.get(id).copied(), &material));
        }
        let ends = ends.iter().map(|end| number(*end)).collect();
        see(&figure(&matching, derivation.len() as u64 + 1, Value::List(ends), &material));
    })
}

/// Where a step belongs, in words.
struct Place<'a> {
    pool: Option<&'a Pool>,
    rule: Option<crate::model::RuleIx>,
    step: Option<u16>,
    party: Option<PartyIx>,
    derivation: Option<DerivationIx>,
}

fn step_row(
    id: StepId,
    number: Value,
    inputs: Value,
    owner: Option<&Share>,
    material: &Material<'_>,
) -> Row {
    let step = material.run.trace.step(id);
    let scope = step.scope;
    let pool = owner
        .map(|owner| owner.pool)
        .or(scope.pool)
        .and_then(|pool| material.run.pools.get(pool as usize));
    let place = Place {
        pool,
        rule: pool.map(|pool| pool.rule).or(scope.rule),
        step: owner.map(|owner| owner.step).or(scope.step),
        party: owner.map(|owner| owner.party).or(scope.party),
        derivation: scope.derivation,
    };
    let (value, rounded) = values(&step.value, step.money);
    let mut cells: Vec<Value> = vec![
        number,
        Value::word(step.operation.name()),
        Value::word(subject_name(step.subject)),
        inputs,
        value,
        rounded,
        Value::Flag(step.money),
    ];
    let mut context = context(&place, scope.key, material);
    if let (None, Some(object)) = (pool, scope.object) {
        let id = Value::text(material.project.id_of(object));
        context[if matches!(object, CostObject::Service(_)) { 7 } else { 8 }] = id;
    }
    if let Some(centre) = scope.centre {
        context[8] = Value::text(&material.project.centre(centre).id);
    }
    cells.extend(context);
    let range = match step.operation {
        Operation::Days(range) | Operation::Months(range) => Some(range),
        _ => scope.range,
    };
    cells.extend(range_cells(range));
    cells.extend(parameters(step.operation));
    Row::plain(cells)
}

/// Returns the exact and the rounded value; money in currency units.
fn values(value: &Ratio, money: bool) -> (Value, Value) {
    if !money {
        return (Value::Fraction(value.clone()), Value::word(value.decimal(PLACES).0));
    }
    let rounded = Cents::round(value, Cents::ONE, Mode::HalfUp);
    (Value::Fraction(value * &Ratio::new(1, 100)), Value::of(rounded, Value::Cents))
}

/// Returns rule, step, key, edition, legal basis, derivation, party, period, service, centre and
/// kind.
fn context(
    place: &Place<'_>,
    key: Option<crate::model::KeyIx>,
    material: &Material<'_>,
) -> [Value; 11] {
    let project = material.project;
    let rule = place.rule.map(|rule| project.rule(rule));
    let step = rule.zip(place.step).and_then(|(rule, step)| rule.steps.get(usize::from(step)));
    let key = key.map(|key| project.key(key));
    let window = place.pool.map_or(DateRange::ALWAYS, |pool| pool.window);
    let editions = key.and_then(|key| editions(project, key, window).ok()).unwrap_or_default();
    let edition = (!editions.is_empty()).then(|| editions.join(", "));
    let derivation = place.derivation.map(|derivation| project.derivation(derivation));
    let basis = derivation.map(|derivation| derivation.legal_basis.as_str());
    let basis = basis.or(place.rule.map(|rule| legal_basis(project, rule, place.step)));
    [
        Value::of(rule, |rule| Value::text(&rule.id)),
        Value::of(step, |step| Value::text(&step.id)),
        Value::of(key, |key| Value::text(&key.id)),
        Value::of(edition, |edition| Value::text(&edition)),
        Value::of(basis, Value::text),
        Value::of(derivation, |it| Value::text(format!("{}.{}", it.makes.table(), it.id))),
        Value::of(place.party, |party| Value::text(&project.party(party).id)),
        Value::of(place.pool, |pool| Value::Date(pool.period.to_string())),
        Value::of(place.pool, |pool| {
            mark(&pool.service, |ix| Value::text(&project.service(*ix).id))
        }),
        Value::of(place.pool, |pool| mark(&pool.centre, |ix| Value::text(&project.centre(*ix).id))),
        Value::of(place.pool, |pool| mark(&pool.kind, |kind| Value::text(kind))),
    ]
}

fn range_cells(range: Option<DateRange>) -> [Value; 2] {
    let day = |day: jiff::civil::Date| Value::Date(day.to_string());
    [Value::of(range, |range| day(range.from)), Value::of(range, |range| day(range.to))]
}

fn unit_value(unit: Unit) -> Value {
    match unit {
        Unit::Cents(unit) => Value::Cents(unit),
        Unit::Places(0) => Value::word("1"),
        Unit::Places(places) => Value::text(format!("0.{}1", "0".repeat(usize::from(places) - 1))),
    }
}

/// Returns unit, mode, residue, index, the second index, how ties are broken, and the number of
/// centres.
fn parameters(operation: Operation) -> [Value; 7] {
    let none = || Value::Empty;
    match operation {
        Operation::Round(unit, mode) => {
            [Value::Cents(unit), Value::word(mode.name()), none(), none(), none(), none(), none()]
        }
        Operation::Solve { size, from, to } => {
            let count = |number: u32| Value::Count(number.into());
            [none(), none(), none(), count(from), count(to), none(), count(size)]
        }
        Operation::Limit { index } => {
            [none(), none(), none(), Value::Count(index.into()), none(), none(), none()]
        }
        Operation::Apportion { index, policy: Policy { unit, residue, ties } } => {
            let (name, mode) = residue.parts();
            let to = match residue {
                ApportionResidue::To(to, _) => Some(to),
                _ => None,
            };
            let ties = match ties {
                Ties::SizeThenOrder => "size",
                Ties::Order => "order",
            };
            [
                unit_value(unit),
                Value::of(mode, |mode| Value::word(mode.name())),
                Value::word(name),
                Value::Count(index.into()),
                Value::of(to, |to| Value::Count(to.into())),
                Value::word(ties),
                none(),
            ]
        }
        _ => [none(), none(), none(), none(), none(), none(), none()],
    }
}

/// Returns the last step: the sum of the shares.
fn figure(matching: &Matching<'_>, number: u64, inputs: Value, material: &Material<'_>) -> Row {
    let (value, rounded) = values(&matching.total.ratio(), true);
    let wanted = matching.wanted;
    let place =
        Place { pool: None, rule: wanted.rule, step: None, party: wanted.party, derivation: None };
    let mut cells: Vec<Value> = vec![
        Value::Count(number),
        Value::word(Operation::Sum.name()),
        Value::word(subject_name(Subject::Figure)),
        inputs,
        value,
        rounded,
        Value::Flag(true),
    ];
    let mut context = context(&place, None, material);
    context[1] = Value::of(wanted.step.as_ref(), Value::text);
    context[8] =
        Value::of(wanted.service, |service| Value::text(&material.project.service(service).id));
    cells.extend(context);
    cells.extend(range_cells(None));
    cells.extend(parameters(Operation::Sum));
    Row::plain(cells.into_iter().map(Cell::from))
}
