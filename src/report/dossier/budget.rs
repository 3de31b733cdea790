//! The budget account with live sums.

use super::{Dossier, audit};
use crate::analysis::budget::Account;
use crate::report::budget::{name, place};
use crate::report::{At, BookCell, BookRow, BudgetReport, Formula, Leaf, Range, Value};
use crate::text::Term;

const APPROPRIATION: u16 = 4;
const AVAILABLE: u16 = 7;
const COMMITTED: u16 = 8;
const SPENT: u16 = 9;
const NUMBER: u16 = 13;

/// Makes the leaf.
pub(super) fn leaf(dossier: &Dossier<'_>, budget: &BudgetReport<'_>) -> Leaf {
    let mut leaf = dossier.leaf("budget", Term::LeafBudget, Term::TitleBudget);
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
    for year in budget.years {
        for account in &year.accounts {
            let row = line(leaf.next_row(), year.year, account, entries);
            leaf.rows.push(row);
        }
    }
    leaf
}

fn line(row: u32, year: i16, account: &Account, entries: u32) -> BookRow {
    let [chapter, title] = place(account.title.as_ref());
    let cell = |column| At::here(row, column).cell();
    let mut cells: Vec<BookCell> =
        [Value::Date(year.to_string()), chapter, title, name(account)].map(BookCell::from).into();
    let booked = |column| Range::down(At::of("entries", 0, column), entries);
    let outlays = [(account.spent, audit::SPENT), (account.income, audit::INCOME)].map(|(cents, column)| {
        let equal = vec![(booked(audit::LINE), cell(NUMBER))];
        BookCell::live(Value::Cents(cents), Formula::SumWhere { sum: booked(column), equal }.cents())
    });
    let number = BookCell::from(Value::Count(u64::from(row) + 1));
    let Some(line) = &account.line else {
        cells.extend((0..5).map(|_| BookCell::from(Value::Empty)));
        cells.extend(outlays);
        cells.extend((0..2).map(|_| BookCell::from(Value::Empty)));
        cells.push(number);
        return BookRow::plain(cells);
    };
    cells.extend(
        [line.amount, line.carried_in, line.adjusted].map(|cents| BookCell::from(Value::Cents(cents))),
    );
    let parts = (APPROPRIATION..AVAILABLE).map(cell).collect();
    cells.push(BookCell::live(Value::Cents(account.available), Formula::Sum(parts).cents()));
    cells.push(Value::Cents(account.committed()).into());
    cells.extend(outlays);
    let left = [AVAILABLE, SPENT, COMMITTED].map(cell);
    cells.push(BookCell::live(Value::Cents(account.remaining), Formula::Difference(left.into()).cents()));
    let used = Value::of(account.used(), Value::Percent);
    cells.push(BookCell::live(used, cell(SPENT).over(cell(AVAILABLE))));
    cells.push(number);
    BookRow::plain(cells)
}
