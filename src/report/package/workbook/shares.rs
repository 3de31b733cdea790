//! One row for each share: what it is made of, and how it is rounded.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::start::totals;
use super::trace::Steps;
use crate::allocation::{Dimension, Share};
use crate::apportion::Unit;
use crate::model::{KeyIx, PartyIx};
use crate::money::{Cents, Mode, Ratio};
use crate::report::derivation::weights::keys_of;
use crate::report::package::input::ReportInput;
use crate::report::tables::amounts::{less, sum};
use crate::report::tables::key_words::key_title;
use crate::report::tables::label::{Names, mark, rule_title, step_title};
use crate::report::tables::origin::Origin;
use crate::report::{At, Cell, Formula, Row, Value, Worksheet};
use crate::text::Term;
use crate::trace::{Operation, Policy, StepId, Trace};

/// The columns that others refer to.
const SUM: u16 = 6;
const EXACT: u16 = 9;
const ROUNDED: u16 = 10;
pub(crate) const SHARE: u16 = 12;
pub(crate) const PARTY: u16 = 16;
pub(crate) const SERVICE: u16 = 17;
pub(crate) const STEP: u16 = 18;

/// The services of the pools, in order: their numbers are those of the worksheet.
pub(crate) fn services(input: &ReportInput<'_>) -> Vec<Dimension<crate::model::ServiceIx>> {
    let mut all: Vec<_> =
        input.material.run.pools.iter().map(|pool| pool.service.clone()).collect();
    all.sort();
    all.dedup();
    all
}

/// Lists the shares that are shown.
pub(crate) fn shown<'a>(input: &ReportInput<'a>) -> impl Iterator<Item = &'a Share> + use<'a> {
    let only = input.party;
    input
        .material
        .run
        .shares
        .iter()
        .filter(move |share| only.is_none_or(|party| party == share.party))
}

/// The number of a party in the columns of numbers.
pub(crate) fn party_number(party: PartyIx) -> u64 {
    u64::from(party.0) + 1
}

/// Lists pools with the number of a step in its rule: the number of both is the place in this list.
pub(crate) fn pool_steps(input: &ReportInput<'_>) -> Vec<(u32, u16)> {
    let run = input.material.run;
    let with_share = run.shares.iter().map(|share| (share.pool, share.step));
    let mut all: Vec<_> =
        with_share.chain(run.residues.iter().map(|it| (it.pool, it.step))).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Makes the worksheet.
pub(crate) fn worksheet(input: &ReportInput<'_>, steps: &Steps<'_>) -> Worksheet {
    let mut sheet = input.worksheet("shares", Term::LeafShares, Term::TitleShares);
    sheet.notes.push(input.say(Term::NoteShares).to_owned());
    if input.party.is_some() {
        sheet.notes.push(input.say(Term::NoteOneParty).to_owned());
    }
    let texts = [Term::Period, Term::Service, Term::Party, Term::Kind, Term::Rule, Term::Step];
    sheet.fixed = 3;
    sheet.columns = input
        .texts(texts)
        .chain(input.numbers([
            Term::SubjectStepSum,
            Term::WeightHead,
            Term::SubjectWeightSum,
            Term::ExactAmount,
            Term::CutToCent,
            Term::CentAdded,
            Term::Share,
            Term::RoundingEffect,
        ]))
        .chain(input.texts([Term::Key, Term::Edition]))
        .chain(input.numbers([
            Term::PartyNumber,
            Term::ServiceNumber,
            Term::StepNumber,
            Term::TraceNumber,
        ]))
        .collect();
    let table = Table {
        input,
        steps,
        names: Names::new(input.material.project, input.material.lang),
        services: services(input),
        pool_steps: pool_steps(input),
        editions: editions(input),
    };
    let numbered: Vec<(u32, &Share)> = (0_u32..).zip(shown(input)).collect();
    sheet.rows = numbered.into_par_iter().map(|(row, share)| table.row(row, share)).collect();
    let all = Value::Cents(sum(shown(input).map(|share| share.amount.amount())));
    let last = totals(&sheet, input.say(Term::Total), [(SHARE, all)]);
    sheet.rows.push(last);
    sheet
}

/// What the rows are made with.
struct Table<'a> {
    input: &'a ReportInput<'a>,
    steps: &'a Steps<'a>,
    names: Names<'a>,
    services: Vec<Dimension<crate::model::ServiceIx>>,
    pool_steps: Vec<(u32, u16)>,
    /// The editions of a key in a pool.
    editions: BTreeMap<(u32, KeyIx), String>,
}

/// Finds the editions of all keys that shared, in each pool.
fn editions(input: &ReportInput<'_>) -> BTreeMap<(u32, KeyIx), String> {
    let material = &input.material;
    let mut found = BTreeMap::new();
    for share in shown(input) {
        let pool = &material.run.pools[share.pool as usize];
        for key in keys_of(material.project, &material.run.trace, share.amount.step()) {
            let origin = || Origin::of(key, pool, None, material).editions();
            found.entry((share.pool, key)).or_insert_with(origin);
        }
    }
    found
}

impl Table<'_> {
    fn row(&self, row: u32, share: &Share) -> Row {
        let project = self.input.material.project;
        let pool = &self.input.material.run.pools[share.pool as usize];
        let rule = project.rule(pool.rule);
        let step = &rule.steps[usize::from(share.step)];
        let number =
            |index: Option<usize>| Value::of(index, |index| Value::Count(index as u64 + 1));
        let texts = [
            Value::Date(pool.window.to_string()),
            self.names.pool(pool),
            Value::text(self.names.party(share.party)),
            mark(&pool.kind, |kind| Value::text(kind)),
            Value::text(rule_title(rule)),
            Value::text(step_title(step)),
        ];
        let keys = keys_of(project, &self.input.material.run.trace, share.amount.step());
        let title = |key: &KeyIx| key_title(project, project.key(*key), self.input.material.lang);
        let titles: Vec<String> = keys.iter().map(title).collect();
        let editions = keys.iter().filter_map(|key| self.editions.get(&(share.pool, *key)));
        let editions: Vec<&str> = editions.map(String::as_str).collect();
        let listed =
            |words: String| if words.is_empty() { Value::Empty } else { Value::text(words) };
        let ends = [
            listed(titles.join(", ")),
            listed(editions.join(", ")),
            Value::Count(party_number(share.party)),
            number(self.services.binary_search(&pool.service).ok()),
            number(self.pool_steps.binary_search(&(share.pool, share.step)).ok()),
            Value::of(self.steps.number(share.amount.step()), Value::Count),
        ];
        let cells = texts.into_iter().map(Cell::from).chain(self.derivation(row, share));
        Row::plain(cells.chain(ends.into_iter().map(Cell::from)))
    }

    /// Sum, weight, sum of weights, exact share, what it is rounded, what the difference adds, the
    /// share, and the effect.
    fn derivation(&self, row: u32, share: &Share) -> [Cell; 8] {
        let Some(derived) = derived(&self.input.material.run.trace, share) else {
            return self.plain_share(share);
        };
        let exact = &self.steps.step(derived.exact).value;
        let cell = |column| At::here(row, column).cell();
        let (weights, exact_cell) = match derived.weights {
            Some(weights) => {
                let above = Formula::Product(vec![cell(SUM), cell(SUM + 1)]);
                (
                    weights.map(|id| self.number(id)),
                    Cell::live(money(exact), above.over(cell(SUM + 2))),
                )
            }
            None => {
                let formula = self.steps.value(derived.exact).map(|at| Box::new(at.cell()));
                let exact = Cell { formula, ..self.number(derived.exact) };
                ([Value::Empty, Value::Empty].map(Cell::from), exact)
            }
        };
        let Some(alone) = Cents::round(exact, derived.unit, derived.mode) else {
            unreachable!("the run has rounded this share")
        };
        let added = less(share.amount.amount(), alone);
        let scale = Ratio::from(10_000);
        let effect = (&(&share.amount.amount().ratio() - exact) * &scale).round(Mode::HalfUp);
        let effect = effect.and_then(|effect| Ratio::from(effect).checked_div(&scale));
        let difference = Formula::Difference(vec![cell(SHARE), cell(EXACT)]);
        let hundred = Formula::Number(Ratio::from(100));
        let [weight, all] = weights;
        [
            self.number(derived.sum),
            weight,
            all,
            exact_cell,
            rounded(alone, exact, derived.unit, derived.mode, cell(EXACT)),
            Value::Cents(added).into(),
            Cell::live(
                Value::Cents(share.amount.amount()),
                Formula::Sum(vec![cell(ROUNDED), cell(ROUNDED + 1)]).cents(),
            ),
            Cell::live(
                Value::of(effect, Value::Fraction),
                Formula::Product(vec![difference, hundred]).rounded(4),
            ),
        ]
    }

    /// The amount alone, of a share that comes about otherwise: small sums that are borne by
    /// others.
    fn plain_share(&self, share: &Share) -> [Cell; 8] {
        let mut cells = [const { Value::Empty }; 8].map(Cell::from);
        cells[usize::from(SHARE - SUM)] = self.steps.amount(share.amount);
        cells
    }

    fn number(&self, id: StepId) -> Cell {
        let step = self.steps.step(id);
        let whole = Cents::round(&step.value, Cents::ONE, Mode::Down)
            .filter(|cents| cents.ratio() == step.value);
        let value = match whole {
            Some(cents) if step.money => Value::Cents(cents),
            _ if step.money => money(&step.value),
            _ => Value::Fraction(step.value.clone()),
        };
        Cell::from(value).linked(self.steps.at(id))
    }
}

/// How a share comes about: the sum of the step, its exact part, and how that is rounded.
struct Derived {
    sum: StepId,
    exact: StepId,
    unit: Cents,
    mode: Mode,
    /// The weight and the sum of weights, where the part is a plain portion of the sum.
    weights: Option<[StepId; 2]>,
}

/// Finds how a share comes about; `None`: otherwise than as a part of the sum of a step.
fn derived(trace: &Trace, share: &Share) -> Option<Derived> {
    let end = share.amount.step();
    let Operation::Apportion { index, policy: Policy { unit: Unit::Cents(unit), residue, .. } } =
        trace.step(end).operation
    else {
        return None;
    };
    // Remainders are those of what is cut down.
    let mode = residue.parts().1.unwrap_or(Mode::Down);
    let inputs = trace.steps_of(end);
    let (sum, exact) = (*inputs.first()?, *inputs.get(index as usize + 1)?);
    let weights = match (trace.step(exact).operation, &trace.steps_of(exact)[..]) {
        (Operation::Portion, [of, weight, total]) if *of == sum => Some([*weight, *total]),
        _ => None,
    };
    Some(Derived { sum, exact, unit, mode, weights })
}

/// Lists the steps whose whole derivation stands in a row of this worksheet: shares and their exact
/// parts, with their cells.
pub(crate) fn derived_here(input: &ReportInput<'_>) -> Vec<(StepId, At)> {
    let trace = &input.material.run.trace;
    let cells = |(row, share): (u32, &Share)| {
        let derived = derived(trace, share).filter(|derived| derived.weights.is_some())?;
        let at = |column| At::of("shares", row, column);
        Some([(share.amount.step(), at(SHARE)), (derived.exact, at(EXACT))])
    };
    (0_u32..).zip(shown(input)).filter_map(cells).flatten().collect()
}

/// Writes an exact number of cents in currency units.
fn money(cents: &Ratio) -> Value {
    Value::Fraction(cents * &Ratio::new(1, 100))
}

/// An exact share rounded to whole units as its step says, before the difference is given to
/// somebody.
fn rounded(value: Cents, exact: &Ratio, unit: Cents, mode: Mode, of: Formula) -> Cell {
    let decimals = [(1, 2), (10, 1), (100, 0), (1_000, -1), (10_000, -2), (100_000, -3)];
    let decimals =
        decimals.iter().find(|(size, _)| *size == unit.get()).map(|(_, decimals)| *decimals);
    let guard = if exact.abs() < Ratio::from(10_000_000_000) { 6 } else { 5 };
    let formula = decimals.and_then(|decimals| match mode {
        Mode::Down => Some(Formula::Cut { of: Box::new(of), guard, decimals }),
        Mode::HalfUp => Some(of.rounded(u8::try_from(decimals).ok()?)),
        // No program of tables rounds so.
        Mode::HalfEven | Mode::Up => None,
    });
    Cell::from(Value::Cents(value)).with(formula)
}

/// The column of totals in a table with so many services.
pub(crate) fn total_column(services: usize) -> u16 {
    u16::try_from(services).unwrap_or(u16::MAX - 2).saturating_add(1)
}
