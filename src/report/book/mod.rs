//! Workbooks as typed data: leaves with one table each, whose cells may be formulas over other cells.
//!
//! A formula is a small expression, never a string: the renderer alone writes it down, and only where its exact
//! result is the value of the cell.

mod exact;
mod formula;

pub use exact::Exact;
pub use formula::{At, Formula, Range};

use super::{Column, Emphasis, Value};
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
    /// The value. A fraction in a column of numbers is a number, in a column of text it is written `n/d`.
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

impl Leaf {
    /// Returns the number that the next row gets.
    pub fn next_row(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }
}
