//! The budget account with live sums.

use super::audit;
use crate::analysis::budget::{Account, BudgetYear};
use crate::model::BudgetLine;
use crate::money::{Cents, Ratio};
use crate::report::commands::budget::{name, place};
use crate::report::commands::scenario_compare::tenths;
use crate::report::package::input::ReportInput;
use crate::report::{At, BudgetReport, Cell, Formula, Range, Row, Value, Worksheet};
use crate::text::Term;

const APPROPRIATION: u16 = 4;
const AVAILABLE: u16 = 7;
const COMMITTED: u16 = 8;
const SPENT: u16 = 9;
const NUMBER: u16 = 13;

/// Makes the worksheet: the titles of each year with their sum.
pub(crate) fn worksheet(input: &ReportInput<'_>, budget: &BudgetReport<'_>) -> Worksheet {
    let mut sheet =
        input.worksheet_about(&budget.about(), "budget", Term::LeafBudget, Term::BudgetSheet);
    sheet.columns = input
        .texts([Term::BudgetYear, Term::Chapter, Term::Title, Term::Purpose])
        .chain(input.numbers([
            Term::Appropriation,
            Term::CarriedIn,
            Term::Adjusted,
            Term::Available,
            Term::CommittedSum,
            Term::BudgetSpent,
            Term::BudgetIncome,
            Term::Remaining,
            Term::UsedPercent,
            Term::BudgetLineNumber,
        ]))
        .collect();
    sheet.fixed = 4;
    let entries = audit::length(input);
    let mut number = 0;
    for year in budget.years {
        let first = sheet.next_row();
        for account in &year.accounts {
            number += 1;
            let row = line(sheet.next_row(), year.year, number, account, entries);
            sheet.rows.push(row);
        }
        let sum = total(input, year, first..sheet.next_row());
        sheet.rows.push(sum);
    }
    sheet
}

/// The sums of the titles of a year.
fn total(input: &ReportInput<'_>, year: &BudgetYear, rows: std::ops::Range<u32>) -> Row {
    let (row, count) = (rows.end, rows.end - rows.start);
    let mut cells: Vec<Cell> = vec![Value::Date(year.year.to_string()).into()];
    cells.extend([Value::text(input.say(Term::Total)), Value::Empty, Value::Empty].map(Cell::from));
    for (column, figure) in (APPROPRIATION..).zip(SUMS) {
        let sum = Value::of(Cents::sum(year.accounts.iter().map(figure)), Value::Cents);
        let formula = Formula::Total(Range::down(At::here(rows.start, column), count)).cents();
        cells.push(if count > 0 { Cell::live(sum, formula) } else { sum.into() });
    }
    cells.push(part_used(row, year.used()));
    cells.push(Value::Empty.into());
    Row::total(cells)
}

/// The figures that have sums, in the order of their columns.
const SUMS: [fn(&Account) -> Cents; 8] = [
    |account| of_line(account, |line| line.amount),
    |account| of_line(account, |line| line.carried_in),
    |account| of_line(account, |line| line.adjusted),
    |account| account.available,
    Account::committed,
    |account| account.spent,
    |account| account.income,
    |account| account.remaining,
];

fn of_line(account: &Account, figure: fn(&BudgetLine) -> Cents) -> Cents {
    account.line.as_ref().map_or(Cents::ZERO, figure)
}

/// The part that is spent, with one decimal of a percent as on the page.
fn part_used(row: u32, part: Option<Ratio>) -> Cell {
    let [spent, available] = [SPENT, AVAILABLE].map(|column| At::here(row, column).cell());
    let tenths = part.map(|part| tenths(&part));
    Cell::live(Value::of(tenths, Value::Percent), spent.over(available).rounded(3))
}

fn line(row: u32, year: i16, number: u64, account: &Account, entries: u32) -> Row {
    let [chapter, title] = place(account.title.as_ref());
    let cell = |column| At::here(row, column).cell();
    let mut cells: Vec<Cell> =
        [Value::Date(year.to_string()), chapter, title, name(account)].map(Cell::from).into();
    let booked = |column| Range::down(At::of("entries", 0, column), entries);
    let outlays =
        [(account.spent, audit::SPENT), (account.income, audit::INCOME)].map(|(cents, column)| {
            let equal = vec![(booked(audit::LINE), cell(NUMBER))];
            Cell::live(
                Value::Cents(cents),
                Formula::SumWhere { sum: booked(column), equal }.cents(),
            )
        });
    match &account.line {
        Some(line) => {
            cells.extend(
                [line.amount, line.carried_in, line.adjusted].map(Value::Cents).map(Cell::from),
            );
            let parts = (APPROPRIATION..AVAILABLE).map(cell).collect();
            cells.push(Cell::live(Value::Cents(account.available), Formula::Sum(parts).cents()));
            cells.push(Value::Cents(line.committed).into());
        }
        None => cells.extend((APPROPRIATION..SPENT).map(|_| Cell::from(Value::Empty))),
    }
    cells.extend(outlays);
    let left = [AVAILABLE, SPENT, COMMITTED].map(cell);
    cells.push(Cell::live(
        Value::Cents(account.remaining),
        Formula::Difference(left.into()).cents(),
    ));
    cells.push(part_used(row, account.used()));
    cells.push(Value::Count(number).into());
    Row::plain(cells)
}
