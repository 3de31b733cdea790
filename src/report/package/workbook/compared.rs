//! Shares of parties beside others: of the period before, and of scenarios.

use super::overview::total_of;
use super::start::totals;
use crate::allocation::AllocationRun;
use crate::analysis::Comparison;
use crate::model::PartyIx;
use crate::money::Cents;
use crate::report::commands::scenario_compare::side_head;
use crate::report::package::input::ReportInput;
use crate::report::tables::amounts::sum;
use crate::report::tables::label::{Names, periods};
use crate::report::{At, Cell, Column, Formula, Row, Value, Worksheet, WorksheetChart};
use crate::text::Term;

/// The first column of amounts.
const FIRST: u16 = 1;

/// A party, and what it pays in each of the states that are set beside each other.
struct Line {
    name: String,
    /// Its place in this project; `None`: a party that only a scenario has.
    party: Option<PartyIx>,
    amounts: Vec<Cents>,
}

/// Makes the worksheet of the change against the period before.
pub(crate) fn before(input: &ReportInput<'_>, before: &AllocationRun) -> Worksheet {
    let (project, run) = (input.material.project, input.material.run);
    let names = Names::new(project, input.material.lang);
    let of = |run: &AllocationRun, party| {
        sum(run
            .shares
            .iter()
            .filter(|share| share.party == party)
            .map(|share| share.amount.amount()))
    };
    let all = [before, run].into_iter().flat_map(|run| run.shares.iter().map(|share| share.party));
    let mut parties: Vec<PartyIx> =
        all.filter(|party| input.party.is_none_or(|only| only == *party)).collect();
    parties.sort();
    parties.dedup();
    let lines = parties.into_iter().map(|party| Line {
        name: names.party(party),
        party: Some(party),
        amounts: [before, run].map(|run| of(run, party)).into(),
    });
    let titles = [before, run].map(|run| periods(project, run).join(", "));
    let mut sheet = input.worksheet("change", Term::LeafChange, Term::ChangeAgainstBefore);
    sheet.notes.push(input.say(Term::NoteChange).to_owned());
    table(sheet, &titles, &lines.collect::<Vec<_>>(), 1, input)
}

/// Makes the worksheet of the comparison with scenarios.
pub(crate) fn scenarios(input: &ReportInput<'_>, comparison: &Comparison) -> Worksheet {
    let project = input.material.project;
    let party = |id: &str| project.parties.iter().position(|party| party.id == *id);
    let lines = comparison.lines.iter().filter_map(|(id, name)| {
        let party = party(id).and_then(|place| u16::try_from(place).ok()).map(PartyIx);
        let shown = input.party.is_none_or(|only| Some(only) == party);
        let of = |side| comparison.at(side, None, Some(id));
        let base = comparison.sides.first().map(|side| of(side).base);
        let amounts =
            base.into_iter().chain(comparison.sides.iter().map(|side| of(side).amount)).collect();
        shown.then(|| Line { name: name.get(input.material.lang).to_owned(), party, amounts })
    });
    let base = format!("{}: {}", input.say(Term::Base), comparison.base.title);
    let sides = comparison.sides.iter().enumerate().map(|(index, side)| side_head(index, side));
    let titles: Vec<String> = std::iter::once(base).chain(sides).collect();
    let mut sheet = input.worksheet("comparison", Term::LeafComparison, Term::ComparisonSheet);
    sheet.notes.push(input.say(Term::NoteComparison).to_owned());
    table(sheet, &titles, &lines.collect::<Vec<_>>(), 0, input)
}

/// Sets the first amounts beside all others, each followed by its difference to the first; those at
/// `own` are the shares of this report.
fn table(
    mut sheet: Worksheet,
    titles: &[String],
    lines: &[Line],
    own: usize,
    input: &ReportInput<'_>,
) -> Worksheet {
    sheet.columns = input.texts([Term::Party]).collect();
    sheet.columns.extend(titles.first().map(|title| Column::number("", title)));
    for title in titles.iter().skip(1) {
        sheet.columns.push(Column::number("", title));
        sheet.columns.extend(input.numbers([Term::Difference]));
    }
    sheet.fixed = 1;
    for line in lines {
        let row = row(sheet.next_row(), line, own, input);
        sheet.rows.push(row);
    }
    let all = |place: usize| sum(lines.iter().filter_map(|line| line.amounts.get(place).copied()));
    let base = all(0);
    let mut sums = vec![(FIRST, Value::Cents(base))];
    for (place, column) in columns(titles.len()).enumerate().skip(1) {
        let amount = all(place);
        sums.push((column, Value::Cents(amount)));
        sums.push((column + 1, Value::of(amount.checked_sub(base), Value::Cents)));
    }
    let rows = sheet.next_row();
    let last = totals(&sheet, input.say(Term::Total), sums);
    sheet.rows.push(last);
    if rows > 0 && input.party.is_none() {
        sheet.charts.push(WorksheetChart {
            title: sheet.title.clone(),
            alternative: sheet.title.clone(),
            labels: 0,
            series: columns(titles.len()).collect(),
            rows: (0, rows - 1),
        });
    }
    sheet
}

/// The columns of so many amounts: the first, then each before its difference.
fn columns(count: usize) -> impl Iterator<Item = u16> {
    std::iter::once(FIRST).chain((FIRST + 1..).step_by(2)).take(count)
}

fn row(row: u32, line: &Line, own: usize, input: &ReportInput<'_>) -> Row {
    let live =
        |place: usize| line.party.filter(|_| place == own).and_then(|party| total_of(input, party));
    let amount = |place: usize, amount: &Cents| {
        let formula = live(place).map(|at| at.cell().cents());
        Cell::from(Value::Cents(*amount)).with(formula).linked(live(place))
    };
    let mut cells = vec![Cell::from(Value::text(&line.name))];
    let base = line.amounts.first().copied().unwrap_or_default();
    for ((place, one), column) in line.amounts.iter().enumerate().zip(columns(line.amounts.len())) {
        cells.push(amount(place, one));
        if place > 0 {
            let parts = [column, FIRST].map(|column| At::here(row, column).cell());
            let difference = Value::of(one.checked_sub(base), Value::Cents);
            cells.push(Cell::live(difference, Formula::Difference(parts.into()).cents()));
        }
    }
    Row::plain(cells)
}
