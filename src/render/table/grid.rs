//! A table as texts of known width.

use super::width::width;
use crate::render::shown::{clean, decimals, show};
use crate::render::wrap::longest_word;
use crate::report::{Emphasis, Sheet};
use crate::text::Lang;

/// The longest word that widens a column; a longer one is broken.
const LONGEST_WORD: usize = 26;
/// The blanks between two columns.
pub(super) const GAP: usize = 2;

/// A table whose cells are texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<GridRow>,
    /// Which columns hold numbers: they stand to the right and are never broken.
    pub(super) numeric: Vec<bool>,
    /// The width of each column once it is laid out.
    pub(super) widths: Vec<usize>,
    /// The width up to which the first column is not broken.
    pub(super) first: usize,
}

/// A row of texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GridRow {
    pub(super) cells: Vec<String>,
    pub(super) total: bool,
}

impl Grid {
    /// Writes the cells of a sheet in a language.
    pub(super) fn of(sheet: &Sheet, lang: Lang) -> Grid {
        let decimals = decimals(sheet);
        let rows = sheet.rows.iter().map(|row| GridRow {
            cells: row
                .cells
                .iter()
                .zip(&decimals)
                .map(|(cell, decimals)| clean(&show(&cell.value, *decimals, lang)))
                .collect(),
            total: row.emphasis == Emphasis::Total,
        });
        Grid {
            header: sheet.columns.iter().map(|column| clean(&column.title)).collect(),
            rows: rows.collect(),
            numeric: sheet.columns.iter().map(|column| column.numeric).collect(),
            widths: Vec::new(),
            first: 0,
        }
    }

    fn column(&self, index: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().map(move |row| row.cells[index].as_str())
    }

    /// Returns the least width of a column: numbers whole, words whole up to a limit.
    fn least(&self, index: usize) -> usize {
        let header = longest_word(&self.header[index]).min(LONGEST_WORD);
        let cell = |text: &str| {
            if self.numeric[index] { width(text) } else { longest_word(text).min(LONGEST_WORD) }
        };
        let kept = if index == 0 { self.natural(0).min(self.first) } else { 0 };
        self.column(index).map(cell).max().unwrap_or(0).max(header).max(kept).max(1)
    }

    /// Returns the width at which nothing of a column is broken.
    fn natural(&self, index: usize) -> usize {
        self.column(index).map(width).max().unwrap_or(0).max(width(&self.header[index])).max(1)
    }

    /// Gives each column its width within a limit; `None` where even the least does not fit.
    pub(super) fn fit(mut self, limit: usize) -> Option<Grid> {
        let columns = self.header.len();
        let mut widths: Vec<usize> = (0..columns).map(|index| self.least(index)).collect();
        let gaps = GAP * columns.saturating_sub(1);
        let mut spare = limit.checked_sub(gaps + widths.iter().sum::<usize>())?;
        let natural: Vec<usize> = (0..columns).map(|index| self.natural(index)).collect();
        while spare > 0 && widths != natural {
            for (width, natural) in widths.iter_mut().zip(&natural) {
                if spare > 0 && *width < *natural {
                    *width += 1;
                    spare -= 1;
                }
            }
        }
        self.widths = widths;
        Some(self)
    }

    /// Gives each column its least width, whatever the limit.
    pub(super) fn squeeze(mut self) -> Grid {
        self.widths = (0..self.header.len()).map(|index| self.least(index)).collect();
        self
    }

    /// Changes rows and columns of a table of totals.
    pub(super) fn turned(&self, totals: bool) -> Grid {
        let header = std::iter::once(self.header[0].clone());
        let names = self.rows.iter().map(|row| row.cells[0].clone());
        let last = self.header.len() - 1;
        let rows = (1..self.header.len()).map(|column| GridRow {
            cells: std::iter::once(self.header[column].clone())
                .chain(self.column(column).map(str::to_owned))
                .collect(),
            total: totals && column == last,
        });
        let mut numeric = vec![true; self.rows.len() + 1];
        numeric[0] = false;
        Grid {
            header: header.chain(names).collect(),
            rows: rows.collect(),
            numeric,
            widths: Vec::new(),
            first: 0,
        }
    }

    /// Returns some columns, the first always among them, without the rows that are blank there.
    pub(super) fn only(&self, columns: std::ops::Range<usize>) -> Grid {
        let pick = |cells: &[String]| -> Vec<String> {
            std::iter::once(&cells[0]).chain(&cells[columns.clone()]).cloned().collect()
        };
        let numeric =
            std::iter::once(self.numeric[0]).chain(self.numeric[columns.clone()].iter().copied());
        Grid {
            header: pick(&self.header),
            rows: self
                .rows
                .iter()
                .filter(|row| row.cells[columns.clone()].iter().any(|cell| !cell.is_empty()))
                .map(|row| GridRow { cells: pick(&row.cells), total: row.total })
                .collect(),
            numeric: numeric.collect(),
            widths: Vec::new(),
            first: self.first,
        }
    }
}
