//! The budget account with live sums.

use super::Dossier;
use crate::analysis::budget::Account;
use crate::report::budget::{name, place};
use crate::report::{At, BookCell, BookRow, BudgetReport, Formula, Leaf, Value};
use crate::text::Term;

const APPROPRIATION: u16 = 4;
const AVAILABLE: u16 = 7;
const COMMITTED: u16 = 8;
const SPENT: u16 = 9;

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
        ]))
        .collect();
    leaf.fixed = 4;
    for year in budget.years {
        for account in &year.accounts {
            let row = line(leaf.next_row(), year.year, account);
            leaf.rows.push(row);
        }
    }
    leaf
}

fn line(row: u32, year: i16, account: &Account) -> BookRow {
    let [chapter, title] = place(account.title.as_ref());
    let cell = |column| At::here(row, column).cell();
    let mut cells: Vec<BookCell> =
        [Value::Date(year.to_string()), chapter, title, name(account)].map(BookCell::from).into();
    let outlays = [account.spent, account.income].map(|cents| BookCell::from(Value::Cents(cents)));
    let Some(line) = &account.line else {
        cells.extend((0..5).map(|_| BookCell::from(Value::Empty)));
        cells.extend(outlays);
        cells.extend((0..2).map(|_| BookCell::from(Value::Empty)));
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
    BookRow::plain(cells)
}
