//! Workbooks as typed data: leaves with one table each, whose cells may be formulas over other
//! cells.
//!
//! A formula is a small expression, never a string: the renderer alone writes it down, and only
//! where its exact result is the value of the cell.

use std::collections::{BTreeMap, BTreeSet};

pub use crate::report::document::exact::Exact;
pub use crate::report::document::formula::{At, Formula, Range};

use crate::report::{Column, Emphasis, Value};
use crate::text::Lang;

/// A workbook.
#[derive(Clone, Debug)]
pub struct Book {
    /// The language of its words.
    pub lang: Lang,
    /// Its title.
    pub title: String,
    /// Its leaves in order.
    pub leaves: Vec<Leaf>,
}

/// A leaf: a table with notes above it.
#[derive(Clone, Debug, Default)]
pub struct Leaf {
    /// Its stable name, by which formulas and links refer to it.
    pub key: String,
    /// Its name for people; the renderer shortens it to what a workbook takes and makes it unique.
    pub name: String,
    /// The title above the table.
    pub title: String,
    /// Lines between title and table.
    pub notes: Vec<String>,
    /// The columns of the table.
    pub columns: Vec<Column>,
    /// The rows of the table.
    pub rows: Vec<BookRow>,
    /// How many columns at the left name the row: they stay in sight and are repeated on each page.
    pub fixed: u16,
    /// Whether the table is for the screen: printed is its head alone, and a note says so.
    pub for_screen: bool,
    /// Pictures of the table.
    pub charts: Vec<BookChart>,
    /// The line below the table and at the foot of each page.
    pub footer: String,
}

/// A row of a leaf.
#[derive(Clone, Debug, Default)]
pub struct BookRow {
    /// Its cells, one for each column.
    pub cells: Vec<BookCell>,
    /// Whether it stands out.
    pub emphasis: Emphasis,
    /// How far its first cell is indented.
    pub depth: u8,
}

/// A cell: its exact value, how it comes about from other cells, and where it is derived.
#[derive(Clone, Debug)]
pub struct BookCell {
    /// The value. A fraction in a column of numbers is a number, in a column of text it is written
    /// `n/d`.
    pub value: Value,
    /// The formula that gives the value.
    pub formula: Option<Box<Formula>>,
    /// The cell that derives it.
    pub link: Option<At>,
}

/// A bar chart over columns of a leaf.
#[derive(Clone, Debug)]
pub struct BookChart {
    /// Its title.
    pub title: String,
    /// What it shows, in words, for those who do not see it.
    pub alternative: String,
    /// The column with the labels.
    pub labels: u16,
    /// The columns with the amounts: one series each.
    pub series: Vec<u16>,
    /// The first row and the last.
    pub rows: (u32, u32),
}

impl From<Value> for BookCell {
    fn from(value: Value) -> BookCell {
        BookCell { value, formula: None, link: None }
    }
}

impl BookCell {
    /// Makes a cell whose value comes from a formula.
    pub fn live(value: Value, formula: Formula) -> BookCell {
        BookCell { value, formula: Some(Box::new(formula)), link: None }
    }

    /// Adds a link, where there is one.
    #[must_use]
    pub fn linked(self, link: Option<At>) -> BookCell {
        BookCell { link, ..self }
    }
}

impl BookRow {
    /// Makes a plain row.
    pub fn plain(cells: impl IntoIterator<Item = impl Into<BookCell>>) -> BookRow {
        BookRow { cells: cells.into_iter().map(Into::into).collect(), ..BookRow::default() }
    }

    /// Makes a row of totals.
    pub fn total(cells: impl IntoIterator<Item = impl Into<BookCell>>) -> BookRow {
        BookRow { emphasis: Emphasis::Total, ..BookRow::plain(cells) }
    }
}

impl Book {
    /// Lists the leaves whose rows must stay where they are: a cell elsewhere, or in another row,
    /// counts on their places. The totals at the end of a leaf stay where they are and add up all
    /// rows before them, in any order.
    pub fn fixed_leaves(&self) -> BTreeSet<&str> {
        let moving: BTreeMap<&str, u32> =
            self.leaves.iter().map(|leaf| (&*leaf.key, leaf.moving())).collect();
        let mut found = BTreeSet::new();
        for leaf in &self.leaves {
            for (row, about) in (0_u32..).zip(&leaf.rows) {
                let mut see = |at: At| {
                    let key = at.leaf.unwrap_or(&leaf.key);
                    let own = at.leaf.is_none() && (at.row == row || row >= leaf.moving());
                    if !own && moving.get(key).is_some_and(|rows| at.row < *rows) {
                        found.insert(key);
                    }
                };
                for cell in &about.cells {
                    cell.formula.iter().for_each(|formula| formula.places(&mut see));
                    cell.link.into_iter().for_each(&mut see);
                }
            }
        }
        found
    }
}

impl Leaf {
    /// Counts the rows before the totals at the end.
    pub fn moving(&self) -> u32 {
        let totals =
            self.rows.iter().rev().take_while(|row| row.emphasis == Emphasis::Total).count();
        u32::try_from(self.rows.len().saturating_sub(totals)).unwrap_or(u32::MAX)
    }

    /// Returns the number that the next row gets.
    pub fn next_row(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stay_where_others_count_on_their_place() {
        let number = || BookCell::from(Value::Count(1));
        let live = |formula| BookCell::live(Value::Count(1), formula);
        let leaf = |key: &str, rows| Leaf { key: key.to_owned(), rows, ..Leaf::default() };
        let sum = || Formula::Total(Range::down(At::here(0, 0), 2));
        let free = leaf(
            "free",
            vec![
                BookRow::plain([number(), live(At::here(0, 0).cell())]),
                BookRow::plain([number(), live(At::here(1, 0).cell())]),
                BookRow::total([live(sum())]),
            ],
        );
        let linked = leaf("linked", vec![BookRow::plain([number()])]);
        let chained = leaf(
            "chained",
            vec![BookRow::plain([number()]), BookRow::plain([live(At::here(0, 0).cell())])],
        );
        let subtotal = leaf(
            "subtotal",
            vec![number(), number(), live(sum()), number()]
                .into_iter()
                .map(|cell| BookRow::plain([cell]))
                .collect(),
        );
        let found = Formula::SumWhere {
            sum: Range::down(At::of("free", 0, 0), 2),
            equal: vec![(Range::down(At::of("free", 0, 1), 2), At::here(0, 0).cell())],
        };
        let other = leaf(
            "other",
            vec![BookRow::plain([
                live(found),
                number().linked(Some(At::of("linked", 0, 0))),
                live(At::of("free", 2, 0).cell()),
            ])],
        );
        let leaves = vec![free, linked, chained, subtotal, other];
        let book = Book { lang: Lang::En, title: String::new(), leaves };
        assert_eq!(
            book.fixed_leaves().into_iter().collect::<Vec<_>>(),
            ["chained", "linked", "subtotal"]
        );
    }
}
