//! One row for each share: what it is made of, and how it is rounded.

use super::trace::Steps;
use super::{Dossier, amount, totals};
use crate::allocation::{Dimension, Pool, Share};
use crate::keys::editions;
use crate::model::{KeyIx, PartyIx};
use crate::money::{Cents, Mode, Ratio};
use crate::report::label::{Names, legal_basis, mark, rule_title, step_title};
use crate::report::settlement::sum;
use crate::report::{At, BookCell, BookRow, Formula, Leaf, Value};
use crate::text::Term;
use crate::trace::{Operation, StepId, Unit};

/// The columns that others refer to.
pub(super) const SUM: u16 = 7;
const EXACT: u16 = 10;
const DOWN: u16 = 11;
pub(super) const SHARE: u16 = 13;
pub(super) const PARTY: u16 = 17;
pub(super) const SERVICE: u16 = 18;
pub(super) const STEP: u16 = 19;

/// The services of the pools, in order: their numbers are those of the leaf.
pub(super) fn services(dossier: &Dossier<'_>) -> Vec<Dimension<crate::model::ServiceIx>> {
    let mut all: Vec<_> = dossier.material.run.pools.iter().map(|pool| pool.service.clone()).collect();
    all.sort();
    all.dedup();
    all
}

/// Lists the shares that are shown.
pub(super) fn shown<'a>(dossier: &Dossier<'a>) -> impl Iterator<Item = &'a Share> + use<'a> {
    let only = dossier.party;
    dossier.material.run.shares.iter().filter(move |share| only.is_none_or(|party| party == share.party))
}

/// The number of a party in the columns of numbers.
pub(super) fn party_number(party: PartyIx) -> u64 {
    u64::from(party.0) + 1
}

/// Lists pools with the number of a step in its rule: the number of both is the place in this list.
pub(super) fn pool_steps(dossier: &Dossier<'_>) -> Vec<(u32, u16)> {
    let run = dossier.material.run;
    let with_share = run.shares.iter().map(|share| (share.pool, share.step));
    let mut all: Vec<_> = with_share.chain(run.residues.iter().map(|it| (it.pool, it.step))).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Makes the leaf.
pub(super) fn leaf(dossier: &Dossier<'_>, steps: &Steps<'_>) -> Leaf {
    let mut leaf = dossier.leaf("shares", Term::LeafShares, Term::TitleShares);
    leaf.notes.push(dossier.say(Term::NoteShares).to_owned());
    if dossier.party.is_some() {
        leaf.notes.push(dossier.say(Term::NoteOneParty).to_owned());
    }
    let texts =
        [Term::Period, Term::Rule, Term::LegalBasis, Term::Service, Term::Kind, Term::Step, Term::Party];
    leaf.columns = dossier
        .texts(texts)
        .chain(dossier.numbers([
            Term::SubjectStepSum,
            Term::WeightHead,
            Term::SubjectWeightSum,
            Term::ExactAmount,
            Term::CutToCent,
            Term::CentAdded,
            Term::Share,
            Term::RoundingEffect,
        ]))
        .chain(dossier.texts([Term::Key, Term::Edition]))
        .chain(dossier.numbers([Term::PartyNumber, Term::ServiceNumber, Term::StepNumber]))
        .collect();
    let table = Table {
        dossier,
        steps,
        names: Names::new(dossier.material.project, dossier.material.lang),
        services: services(dossier),
        pool_steps: pool_steps(dossier),
    };
    leaf.rows = (0_u32..).zip(shown(dossier)).map(|(row, share)| table.row(row, share)).collect();
    let all = Value::Cents(sum(shown(dossier).map(|share| share.amount.amount())));
    let last = totals(&leaf, dossier.say(Term::Total), [(SHARE, all)]);
    leaf.rows.push(last);
    leaf
}

/// What the rows are made with.
struct Table<'a> {
    dossier: &'a Dossier<'a>,
    steps: &'a Steps<'a>,
    names: Names<'a>,
    services: Vec<Dimension<crate::model::ServiceIx>>,
    pool_steps: Vec<(u32, u16)>,
}

impl Table<'_> {
    fn row(&self, row: u32, share: &Share) -> BookRow {
        let project = self.dossier.material.project;
        let pool = &self.dossier.material.run.pools[share.pool as usize];
        let rule = project.rule(pool.rule);
        let step = &rule.steps[usize::from(share.step)];
        let number = |index: Option<usize>| Value::of(index, |index| Value::Count(index as u64 + 1));
        let texts = [
            Value::Date(pool.window.to_string()),
            Value::text(rule_title(rule)),
            Value::text(legal_basis(project, pool.rule, Some(share.step))),
            object(pool, self.dossier, &self.names),
            mark(&pool.kind, |kind| Value::text(kind)),
            Value::text(step_title(step)),
            Value::text(self.names.party(share.party)),
        ];
        let key = step.key.map(|key| self.key(key, pool));
        let [key, edition] = key.unwrap_or([Value::Empty, Value::Empty]);
        let ends = [
            key,
            edition,
            Value::Count(party_number(share.party)),
            number(self.services.binary_search(&pool.service).ok()),
            number(self.pool_steps.binary_search(&(share.pool, share.step)).ok()),
        ];
        let cells = texts.into_iter().map(BookCell::from).chain(self.derivation(row, share));
        BookRow::plain(cells.chain(ends.into_iter().map(BookCell::from)))
    }

    fn key(&self, key: KeyIx, pool: &Pool) -> [Value; 2] {
        let project = self.dossier.material.project;
        let key = project.key(key);
        let edition = editions(project, key, pool.window).unwrap_or_default().join(", ");
        [Value::text(&key.id), Value::text(edition)]
    }

    /// Sum, weight, sum of weights, exact share, what is cut, what rounding adds, the share, and the effect.
    fn derivation(&self, row: u32, share: &Share) -> [BookCell; 8] {
        let end = share.amount.step();
        let inputs = self.steps.inputs(end);
        let (part, unit) = match self.steps.step(end).operation {
            Operation::Apportion { index, unit: Unit::Cents(unit), .. } => {
                (inputs.get(usize::from(index) + 1).copied(), unit)
            }
            _ => (None, Cents::ONE),
        };
        let Some((total, part)) = inputs.first().copied().zip(part) else {
            return self.plain_share(share);
        };
        let exact = &self.steps.step(part).value;
        let portion = self.portion(part).filter(|[sum, ..]| *sum == total);
        let cell = |column| At::here(row, column).cell();
        let exact_cell = match &portion {
            Some(_) => BookCell::live(
                money(exact),
                Formula::Product(vec![cell(SUM), cell(SUM + 1)]).over(cell(SUM + 2)),
            ),
            None => money(exact).into(),
        };
        let weights = portion.map(|[_, weight, total]| [weight, total].map(|id| self.number(id)));
        let [weight, weights] = weights.unwrap_or_else(|| [Value::Empty.into(), Value::Empty.into()]);
        let down = Cents::round(exact, unit, Mode::Down).unwrap_or_default();
        let added = share.amount.amount().checked_sub(down).unwrap_or_default();
        let scale = Ratio::from(1_000_000);
        let effect = (&(&share.amount.amount().ratio() - exact) * &scale).round(Mode::HalfUp);
        let effect = effect.and_then(|effect| Ratio::from(effect).checked_div(&scale));
        let difference = Formula::Difference(vec![cell(SHARE), cell(EXACT)]);
        let hundred = Formula::Number(Ratio::from(100));
        [
            self.number(total),
            weight,
            weights,
            exact_cell.linked(self.steps.at(part)),
            cut(down, exact, unit, cell(EXACT)),
            Value::Cents(added).into(),
            BookCell {
                formula: Some(Box::new(Formula::Sum(vec![cell(DOWN), cell(DOWN + 1)]).cents())),
                ..amount(share.amount, self.steps)
            },
            BookCell::live(
                Value::of(effect, Value::Fraction),
                Formula::Product(vec![difference, hundred]).rounded(6),
            ),
        ]
    }

    /// The amount alone, of a share that comes about otherwise: small sums that are borne by others.
    fn plain_share(&self, share: &Share) -> [BookCell; 8] {
        let mut cells = [const { Value::Empty }; 8].map(BookCell::from);
        cells[usize::from(SHARE - SUM)] = amount(share.amount, self.steps);
        cells
    }

    /// Returns sum, weight and sum of weights of a part that is a plain portion.
    fn portion(&self, part: StepId) -> Option<[StepId; 3]> {
        match (self.steps.step(part).operation, &self.steps.inputs(part)[..]) {
            (Operation::Portion, [sum, weight, total]) => Some([*sum, *weight, *total]),
            _ => None,
        }
    }

    fn number(&self, id: StepId) -> BookCell {
        let step = self.steps.step(id);
        let whole =
            Cents::round(&step.value, Cents::ONE, Mode::Down).filter(|cents| cents.ratio() == step.value);
        let value = match whole {
            Some(cents) if step.money => Value::Cents(cents),
            _ if step.money => money(&step.value),
            _ => Value::Fraction(step.value.clone()),
        };
        BookCell::from(value).linked(self.steps.at(id))
    }
}

/// Writes an exact number of cents in currency units.
fn money(cents: &Ratio) -> Value {
    Value::Fraction(cents * &Ratio::new(1, 100))
}

/// What is left of an exact share when it is cut down to whole units.
fn cut(down: Cents, exact: &Ratio, unit: Cents, of: Formula) -> BookCell {
    let decimals = [(1, 2), (10, 1), (100, 0), (1_000, -1), (10_000, -2), (100_000, -3)];
    let decimals = decimals.iter().find(|(size, _)| *size == unit.get()).map(|(_, decimals)| *decimals);
    let guard = if exact.abs() < Ratio::from(10_000_000_000) { 6 } else { 5 };
    match decimals {
        Some(decimals) => {
            BookCell::live(Value::Cents(down), Formula::Cut { of: Box::new(of), guard, decimals })
        }
        None => Value::Cents(down).into(),
    }
}

/// Names the service of a pool, or its cost centre.
pub(super) fn object(pool: &Pool, dossier: &Dossier<'_>, names: &Names<'_>) -> Value {
    match (&pool.service, &pool.centre) {
        (Dimension::Missing, Dimension::Is(centre)) => {
            Value::text(&dossier.material.project.centre(*centre).name)
        }
        (service, _) => mark(service, |ix| Value::text(names.service(*ix))),
    }
}

/// The column of totals in a table with so many services.
pub(super) fn total_column(services: usize) -> u16 {
    u16::try_from(services).unwrap_or(u16::MAX - 2).saturating_add(1)
}
