//! One row for each pool and step: what the step takes, what the shares add up to, and what stays.

use super::audit;
use super::shares::{SHARE, STEP, pool_steps};
use super::start::totals;
use super::trace::Steps;
use crate::allocation::Share;
use crate::money::{Cents, Mode};
use crate::report::package::input::ReportInput;
use crate::report::tables::amounts::sum;
use crate::report::tables::label::{
    Names, legal_basis, mark, rounding_words, rule_title, step_title,
};
use crate::report::{At, Cell, Formula, Range, Row, Value, Worksheet};
use crate::text::Term;
use crate::trace::StepId;

const POOL: u16 = 7;
const TAKES: u16 = 9;
const SHARES: u16 = 10;
const RESIDUE: u16 = 11;

/// Makes the worksheet.
pub(crate) fn worksheet(input: &ReportInput<'_>, steps: &Steps<'_>) -> Worksheet {
    let (project, run) = (input.material.project, input.material.run);
    let mut sheet = input.worksheet("pools", Term::LeafPools, Term::TitlePools);
    let texts = [Term::Period, Term::Rule, Term::LegalBasis, Term::Service, Term::Kind, Term::Step];
    sheet.columns = input
        .numbers([Term::NumberWord])
        .chain(input.texts(texts))
        .chain(input.numbers([
            Term::PoolNumber,
            Term::PoolCost,
            Term::SubjectStepSum,
            Term::SharesSum,
            Term::Residue,
        ]))
        .chain(input.texts([Term::RoundingHead]))
        .collect();
    sheet.fixed = 1;
    let names = Names::new(project, input.material.lang);
    let length = u32::try_from(super::shares::shown(input).count()).unwrap_or(u32::MAX);
    let entries = audit::length(input);
    let mut shares = run.shares.iter().peekable();
    let mut sums = [Cents::ZERO; 2];
    for (row, (pool_number, step)) in (0_u32..).zip(pool_steps(input)) {
        let pool = &run.pools[pool_number as usize];
        let mut own = Vec::new();
        let is_own = |share: &&Share| (share.pool, share.step) == (pool_number, step);
        while let Some(share) = shares.next_if(is_own) {
            own.push(share);
        }
        let shared = sum(own.iter().map(|share| share.amount.amount()));
        let residue = run.residues.iter().find(|it| (it.pool, it.step) == (pool_number, step));
        let residue = residue.map_or(Cents::ZERO, |it| it.amount);
        let taken =
            own.first().and_then(|share| steps.inputs(share.amount.step()).first().copied());
        let of = &project.rule(pool.rule).steps[usize::from(step)];
        let rounding = Value::text(rounding_words(project, of, input.material.lang));
        let ends = [
            cost(row, pool.cost, entries),
            takes(taken, steps),
            shares_sum(row, length, shared, input),
            left(row, residue),
            rounding.into(),
        ];
        let labels = labels(row, pool_number, step, &names, input).map(Cell::from);
        sheet.rows.push(Row::plain(labels.into_iter().chain(ends)));
        sums = [sum([sums[0], shared]), sum([sums[1], residue])];
    }
    let ends = [(SHARES, Value::Cents(sums[0])), (RESIDUE, Value::Cents(sums[1]))];
    let last = totals(&sheet, "", ends);
    sheet.rows.push(last);
    sheet
}

/// The number of a row, and what a step of a pool is.
fn labels(
    row: u32,
    number: u32,
    step: u16,
    names: &Names<'_>,
    input: &ReportInput<'_>,
) -> [Value; 8] {
    let project = input.material.project;
    let pool = &input.material.run.pools[number as usize];
    let rule = project.rule(pool.rule);
    [
        Value::Count(u64::from(row) + 1),
        Value::Date(pool.window.to_string()),
        Value::text(rule_title(rule)),
        Value::text(legal_basis(project, pool.rule, Some(step))),
        names.pool(pool),
        mark(&pool.kind, |kind| Value::text(kind)),
        Value::text(step_title(&rule.steps[usize::from(step)])),
        Value::Count(u64::from(number) + 1),
    ]
}

/// The cost of a pool: the rows of cost that are in it.
fn cost(row: u32, cost: Cents, entries: u32) -> Cell {
    let parts = |column| Range::down(At::of("entries", 0, column), entries);
    let equal = vec![(parts(audit::POOL), At::here(row, POOL).cell())];
    Cell::live(Value::Cents(cost), Formula::SumWhere { sum: parts(audit::PART), equal }.cents())
}

/// What a step takes.
fn takes(taken: Option<StepId>, steps: &Steps<'_>) -> Cell {
    let value = taken.and_then(|id| Cents::round(&steps.step(id).value, Cents::ONE, Mode::HalfUp));
    let formula = taken.and_then(|id| steps.value(id)).map(|at| at.cell().cents());
    let link = taken.and_then(|id| steps.at(id));
    Cell::from(Value::of(value, Value::Cents)).with(formula).linked(link)
}

/// The shares of a pool and step; without a formula where the worksheet of shares holds those of
/// one party alone.
fn shares_sum(row: u32, length: u32, shared: Cents, input: &ReportInput<'_>) -> Cell {
    if input.party.is_some() {
        return Value::Cents(shared).into();
    }
    let column = |column| Range::down(At::of("shares", 0, column), length);
    let equal = vec![(column(STEP), At::here(row, 0).cell())];
    Cell::live(Value::Cents(shared), Formula::SumWhere { sum: column(SHARE), equal }.cents())
}

fn left(row: u32, residue: Cents) -> Cell {
    let cells = [TAKES, SHARES].map(|column| At::here(row, column).cell());
    Cell::live(Value::Cents(residue), Formula::Difference(cells.into()).cents())
}

/// Returns the cell in which all residues are added up.
pub(crate) fn residue_total(input: &ReportInput<'_>) -> Option<At> {
    let rows = u32::try_from(pool_steps(input).len()).ok()?;
    (rows > 0).then(|| At::of("pools", rows, RESIDUE))
}
