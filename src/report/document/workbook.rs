//! Workbooks as typed data: worksheets with one table each, whose cells may be formulas over other
//! cells.
//!
//! A formula is a small expression, never a string: the renderer alone writes it down, and only
//! where its exact result is the value of the cell.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::{At, Column, Emphasis, Row};
use crate::text::Lang;

/// A workbook.
#[derive(Clone, Debug)]
pub struct Workbook {
    /// The language of its words.
    pub lang: Lang,
    /// Its title.
    pub title: String,
    /// Its worksheets in order.
    pub worksheets: Vec<Worksheet>,
}

/// A worksheet: a table with notes above it.
#[derive(Clone, Debug, Default)]
pub struct Worksheet {
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
    pub rows: Vec<Row>,
    /// How many columns at the left name the row: they stay in sight and are repeated on each page.
    pub fixed: u16,
    /// Whether the table is for the screen: printed is its head alone, and a note says so.
    pub for_screen: bool,
    /// Pictures of the table.
    pub charts: Vec<WorksheetChart>,
    /// The line below the table and at the foot of each page.
    pub footer: String,
}

/// A bar chart over columns of a worksheet.
#[derive(Clone, Debug)]
pub struct WorksheetChart {
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

impl Workbook {
    /// Lists the worksheets whose rows must stay where they are: a cell elsewhere, or in another
    /// row, counts on their places. The totals at the end of a worksheet stay where they are and
    /// add up all rows before them, in any order.
    pub fn fixed_worksheets(&self) -> BTreeSet<&str> {
        let moving: BTreeMap<&str, u32> =
            self.worksheets.iter().map(|sheet| (&*sheet.key, sheet.moving())).collect();
        let mut found = BTreeSet::new();
        for sheet in &self.worksheets {
            for (row, about) in (0_u32..).zip(&sheet.rows) {
                let mut see = |at: At| {
                    let key = at.worksheet.unwrap_or(&sheet.key);
                    let own = at.worksheet.is_none() && (at.row == row || row >= sheet.moving());
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

impl Worksheet {
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
    use crate::report::{Cell, Formula, Range, Value};

    #[test]
    fn rows_stay_where_others_count_on_their_place() {
        let number = || Cell::from(Value::Count(1));
        let live = |formula| Cell::live(Value::Count(1), formula);
        let sheet =
            |key: &str, rows| Worksheet { key: key.to_owned(), rows, ..Worksheet::default() };
        let sum = || Formula::Total(Range::down(At::here(0, 0), 2));
        let free = sheet(
            "free",
            vec![
                Row::plain([number(), live(At::here(0, 0).cell())]),
                Row::plain([number(), live(At::here(1, 0).cell())]),
                Row::total([live(sum())]),
            ],
        );
        let linked = sheet("linked", vec![Row::plain([number()])]);
        let chained = sheet(
            "chained",
            vec![Row::plain([number()]), Row::plain([live(At::here(0, 0).cell())])],
        );
        let subtotal = sheet(
            "subtotal",
            vec![number(), number(), live(sum()), number()]
                .into_iter()
                .map(|cell| Row::plain([cell]))
                .collect(),
        );
        let found = Formula::SumWhere {
            sum: Range::down(At::of("free", 0, 0), 2),
            equal: vec![(Range::down(At::of("free", 0, 1), 2), At::here(0, 0).cell())],
        };
        let other = sheet(
            "other",
            vec![Row::plain([
                live(found),
                number().linked(Some(At::of("linked", 0, 0))),
                live(At::of("free", 2, 0).cell()),
            ])],
        );
        let worksheets = vec![free, linked, chained, subtotal, other];
        let workbook = Workbook { lang: Lang::En, title: String::new(), worksheets };
        assert_eq!(
            workbook.fixed_worksheets().into_iter().collect::<Vec<_>>(),
            ["chained", "linked", "subtotal"]
        );
    }
}
