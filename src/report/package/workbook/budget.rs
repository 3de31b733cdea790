//! The budget account with live sums.

use super::{Dossier, audit};
use crate::analysis::budget::{Account, BudgetYear};
use crate::model::BudgetLine;
use crate::money::{Cents, Ratio};
use crate::report::commands::budget::{name, place};
use crate::report::commands::scenario_compare::tenths;
use crate::report::{At, BookCell, BookRow, BudgetReport, Formula, Leaf, Range, Value};
use crate::text::Term;

const APPROPRIATION: u16 = 4;
const AVAILABLE: u16 = 7;
const COMMITTED: u16 = 8;
const SPENT: u16 = 9;
const NUMBER: u16 = 13;

/// Makes the leaf: the titles of each year with their sum.
pub(crate) fn leaf(dossier: &Dossier<'_>, budget: &BudgetReport<'_>) -> Leaf {
    let mut leaf =
        dossier.leaf_about(&budget.about(), "budget", (Term::LeafBudget, Term::BudgetSheet));
    leaf.columns = dossier
        .texts([Term::BudgetYear, Term::Chapter, Term::Title, Term::Purpose])
        .chain(dossier.numbers([
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
    leaf.fixed = 4;
    let entries = audit::length(dossier);
    let mut number = 0;
    for year in budget.years {
        let first = leaf.next_row();
        for account in &year.accounts {
            number += 1;
            let row = line(leaf.next_row(), (year.year, number), account, entries);
            leaf.rows.push(row);
        }
        let sum = total(dossier, year, first..leaf.next_row());
        leaf.rows.push(sum);
    }
    leaf
}

/// The sums of the titles of a year.
fn total(dossier: &Dossier<'_>, year: &BudgetYear, rows: std::ops::Range<u32>) -> BookRow {
    let (row, count) = (rows.end, rows.end - rows.start);
    let mut cells: Vec<BookCell> = vec![Value::Date(year.year.to_string()).into()];
    cells.extend(
        [Value::text(dossier.say(Term::Total)), Value::Empty, Value::Empty].map(BookCell::from),
    );
    for (column, figure) in (APPROPRIATION..).zip(SUMS) {
        let sum = Value::of(Cents::sum(year.accounts.iter().map(figure)), Value::Cents);
        let formula = Formula::Total(Range::down(At::here(rows.start, column), count)).cents();
        cells.push(if count > 0 { BookCell::live(sum, formula) } else { sum.into() });
    }
    cells.push(part_used(row, year.used()));
    cells.push(Value::Empty.into());
    BookRow::total(cells)
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
fn part_used(row: u32, part: Option<Ratio>) -> BookCell {
    let [spent, available] = [SPENT, AVAILABLE].map(|column| At::here(row, column).cell());
    let tenths = part.map(|part| tenths(&part));
    BookCell::live(Value::of(tenths, Value::Percent), spent.over(available).rounded(3))
}

fn line(row: u32, (year, number): (i16, u64), account: &Account, entries: u32) -> BookRow {
    let [chapter, title] = place(account.title.as_ref());
    let cell = |column| At::here(row, column).cell();
    let mut cells: Vec<BookCell> =
        [Value::Date(year.to_string()), chapter, title, name(account)].map(BookCell::from).into();
    let booked = |column| Range::down(At::of("entries", 0, column), entries);
    let outlays =
        [(account.spent, audit::SPENT), (account.income, audit::INCOME)].map(|(cents, column)| {
            let equal = vec![(booked(audit::LINE), cell(NUMBER))];
            BookCell::live(
                Value::Cents(cents),
                Formula::SumWhere { sum: booked(column), equal }.cents(),
            )
        });
    match &account.line {
        Some(line) => {
            cells.extend(
                [line.amount, line.carried_in, line.adjusted].map(Value::Cents).map(BookCell::from),
            );
            let parts = (APPROPRIATION..AVAILABLE).map(cell).collect();
            cells
                .push(BookCell::live(Value::Cents(account.available), Formula::Sum(parts).cents()));
            cells.push(Value::Cents(line.committed).into());
        }
        None => cells.extend((APPROPRIATION..SPENT).map(|_| BookCell::from(Value::Empty))),
    }
    cells.extend(outlays);
    let left = [AVAILABLE, SPENT, COMMITTED].map(cell);
    cells.push(BookCell::live(
        Value::Cents(account.remaining),
        Formula::Difference(left.into()).cents(),
    ));
    cells.push(part_used(row, account.used()));
    cells.push(Value::Count(number).into());
    BookRow::plain(cells)
}
