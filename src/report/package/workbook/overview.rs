//! Parties down, services across: each cell adds up shares.

use std::collections::{BTreeMap, BTreeSet};

use super::pools;
use super::shares::{PARTY, SERVICE, SHARE, party_number, services, shown};
use crate::model::PartyIx;
use crate::money::Cents;
use crate::report::package::input::ReportInput;
use crate::report::tables::amounts::sum;
use crate::report::tables::label::{Names, mark};
use crate::report::{At, Cell, Column, Formula, Range, Row, Value, Worksheet, WorksheetChart};
use crate::text::Term;

/// Makes the worksheet.
pub(crate) fn worksheet(input: &ReportInput<'_>) -> Worksheet {
    let mut sheet = input.worksheet("overview", Term::LeafOverview, Term::TitleOverview);
    sheet.notes.push(input.say(Term::NoteOverview).to_owned());
    sheet.fixed = 1;
    let (project, run) = (input.material.project, input.material.run);
    let (services, names) = (services(input), Names::new(project, input.material.lang));
    let mut sums: BTreeMap<(PartyIx, usize), Vec<Cents>> = BTreeMap::new();
    for share in shown(input) {
        let service =
            services.binary_search(&run.pools[share.pool as usize].service).unwrap_or_default();
        sums.entry((share.party, service)).or_default().push(share.amount.amount());
    }
    let sums: BTreeMap<_, _> = sums.into_iter().map(|(key, parts)| (key, sum(parts))).collect();
    sheet.columns = input.texts([Term::Party]).collect();
    for service in &services {
        let name = mark(service, |ix| Value::text(names.service(*ix))).plain();
        sheet.columns.push(Column::number("", name));
    }
    sheet.columns.extend(input.numbers([Term::Total, Term::PartyNumber]));
    let numbers = (1..=services.len()).map(|number| Value::Count(number as u64));
    let first = [Value::text(input.say(Term::ServiceNumber))].into_iter();
    sheet.rows.push(Row::plain(first.chain(numbers).chain([Value::Empty, Value::Empty])));
    let parties: BTreeSet<PartyIx> = sums.keys().map(|(party, _)| *party).collect();
    let length = u32::try_from(shown(input).count()).unwrap_or(u32::MAX);
    for party in &parties {
        let name = names.party(*party);
        let row = party_row(&sheet, *party, name, services.len(), &sums, length);
        sheet.rows.push(row);
    }
    let total = super::shares::total_column(services.len());
    totals(&mut sheet, input, services.len(), &sums);
    let last = sheet.next_row().saturating_sub(2);
    if !parties.is_empty() && input.party.is_none() {
        sheet.charts.push(WorksheetChart {
            title: input.say(Term::SharesBarTitle).to_owned(),
            alternative: input.say(Term::TitleOverview).to_owned(),
            labels: 0,
            series: vec![total],
            rows: (1, last),
        });
        balance(&mut sheet, input, total);
    }
    sheet
}

/// Returns the cell of the total of a party; `None`: a party without a share.
pub(crate) fn total_of(input: &ReportInput<'_>, party: PartyIx) -> Option<At> {
    let parties: BTreeSet<PartyIx> = shown(input).map(|share| share.party).collect();
    let row = parties.iter().position(|own| *own == party)?;
    let column = super::shares::total_column(services(input).len());
    Some(At::of("overview", u32::try_from(row).ok()?.checked_add(1)?, column))
}

/// The sums of a party by service, their total, and its number.
fn party_row(
    sheet: &Worksheet,
    party: PartyIx,
    name: String,
    services: usize,
    sums: &BTreeMap<(PartyIx, usize), Cents>,
    length: u32,
) -> Row {
    let row = sheet.next_row();
    let total = super::shares::total_column(services);
    let column = |column| Range::down(At::of("shares", 0, column), length);
    let inner =
        (0..services).zip(1_u16..).map(|(service, place)| match sums.get(&(party, service)) {
            Some(amount) => {
                let equal = vec![
                    (column(PARTY), At::here(row, total + 1).cell()),
                    (column(SERVICE), At::here(0, place).cell()),
                ];
                let formula = Formula::SumWhere { sum: column(SHARE), equal }.cents();
                Cell::live(Value::Cents(*amount), formula)
            }
            None => Value::Empty.into(),
        });
    let all = sum((0..services).filter_map(|service| sums.get(&(party, service)).copied()));
    let across = Formula::Total(Range::across(At::here(row, 1), total - 1)).cents();
    let ends = [Cell::live(Value::Cents(all), across), Value::Count(party_number(party)).into()];
    Row::plain([Cell::from(Value::text(name))].into_iter().chain(inner).chain(ends))
}

/// Adds the row of totals below the rows of the parties.
fn totals(
    sheet: &mut Worksheet,
    input: &ReportInput<'_>,
    services: usize,
    sums: &BTreeMap<(PartyIx, usize), Cents>,
) {
    let rows = sheet.next_row().saturating_sub(1);
    let down = |column| Formula::Total(Range::down(At::here(1, column), rows)).cents();
    let of = |service: usize| {
        sum(sums.iter().filter(|((_, own), _)| *own == service).map(|(_, amount)| *amount))
    };
    let live = |column, amount| {
        if rows == 0 {
            Value::Cents(amount).into()
        } else {
            Cell::live(Value::Cents(amount), down(column))
        }
    };
    let mut cells = vec![Cell::from(Value::text(input.say(Term::Total)))];
    cells.extend((0..services).zip(1_u16..).map(|(service, column)| live(column, of(service))));
    cells.push(live(super::shares::total_column(services), sum(sums.values().copied())));
    cells.push(Value::Empty.into());
    sheet.rows.push(Row::total(cells));
}

/// Adds the check: cost = allocated + residue + not shared.
fn balance(sheet: &mut Worksheet, input: &ReportInput<'_>, total: u16) {
    let totals = input.material.run.totals;
    let grand = sheet.next_row().saturating_sub(1);
    let below = |lines: u32| At::here(grand + lines, total).cell();
    let lines = [
        (Term::Allocated, totals.allocated, Some(At::here(grand, total).cell())),
        (Term::Residue, totals.residue, pools::residue_total(input).map(At::cell)),
        (Term::NotShared, totals.not_shared, Some(super::audit::NOT_SHARED.cell())),
        (Term::Cost, totals.cost, Some(Formula::Sum(vec![below(1), below(2), below(3)]).cents())),
    ];
    let width = sheet.columns.len();
    for (word, amount, formula) in lines {
        let mut cells: Vec<Cell> = (0..width).map(|_| Value::Empty.into()).collect();
        cells[0] = Value::text(input.say(word)).into();
        cells[usize::from(total)] = Cell::from(Value::Cents(amount)).with(formula);
        sheet.rows.push(if word == Term::Cost { Row::total(cells) } else { Row::plain(cells) });
    }
}
