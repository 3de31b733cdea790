//! A table whose cells are texts, and the least width of its columns.

use unicode_width::UnicodeWidthStr as _;

use crate::render::shown::{decimals, show};
use crate::render::wrap::longest_word;
use crate::report::{Block, Emphasis, Layout, Row, Sheet};
use crate::text::Lang;

/// The longest word that widens a column; a longer one is broken.
pub(super) const LONGEST_WORD: usize = 24;

/// The longest word in the heading of a column of numbers that widens it.
pub(super) const LONGEST_HEADING: usize = 18;

/// The width up to which the first column is not broken.
pub(super) const FIRST: usize = 24;

/// The width in digits up to which a column of text is never broken; a wider one is broken on a
/// narrow screen.
pub(super) const NARROW: usize = 15;

/// How many digits stand beside each other on a narrow screen, and how many of them the gap of a
/// column takes.
pub(super) const SCREEN: usize = 35;

pub(super) const GAP: usize = 1;

/// A table whose cells are texts.
pub(super) struct Grid<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) texts: Vec<Vec<String>>,
    /// The least width of each column in digits.
    pub(super) widths: Vec<usize>,
}

impl<'a> Grid<'a> {
    /// Lays out the table of a block; `None` where it is something else.
    pub(super) fn of(block: &'a Block, lang: Lang) -> Option<Grid<'a>> {
        let Block::Sheet(sheet) = block else { return None };
        let decimals = decimals(sheet);
        let line = |row: &Row| {
            let cells = row.cells.iter().zip(&decimals);
            cells.map(|(cell, decimals)| show(&cell.value, *decimals, lang)).collect::<Vec<_>>()
        };
        let texts: Vec<Vec<String>> = sheet.rows.iter().map(line).collect();
        let widths = (0..sheet.columns.len()).map(|at| least(sheet, &texts, at)).collect();
        Some(Grid { sheet, texts, widths })
    }

    /// Tells whether the table is wider than a narrow screen, whatever is broken in it.
    pub(super) fn scrolls(&self) -> bool {
        let columns = self.sheet.columns.iter().zip(&self.widths);
        let least =
            columns.map(|(column, width)| if column.numeric { *width } else { NARROW.min(*width) });
        least.map(|width| width + GAP).sum::<usize>() > SCREEN
    }

    /// Counts the rows of totals at the end.
    pub(super) fn totals(&self) -> usize {
        self.sheet.rows.iter().rev().take_while(|row| row.emphasis == Emphasis::Total).count()
    }
}

/// Returns the least width of a column: numbers whole, words whole up to a limit. Letters and
/// digits in bold are wider.
pub(super) fn least(sheet: &Sheet, texts: &[Vec<String>], at: usize) -> usize {
    let column = &sheet.columns[at];
    let most = if column.numeric { LONGEST_HEADING } else { LONGEST_WORD };
    let heading = (longest_word(&column.title).min(most) * 6).div_ceil(5);
    let cells = texts.iter().zip(&sheet.rows).map(|(texts, row)| {
        let is_bold = row.emphasis == Emphasis::Total || is_sum(at, sheet);
        (texts[at].as_str(), if is_bold { 11 } else { 10 })
    });
    if column.numeric {
        return cells
            .map(|(text, bold)| (text.width() * bold).div_ceil(10))
            .max()
            .unwrap_or(0)
            .max(heading);
    }
    let first = if at == 0 { FIRST } else { 0 };
    let longest = |text: &str| text.split('/').map(longest_word).max().unwrap_or(0);
    let width =
        |text: &str| (longest(text) * 11 / 10).min(LONGEST_WORD).max(text.width().min(first));
    cells.map(|(text, _)| width(text)).max().unwrap_or(0).max(heading)
}

/// Tells whether a column holds the sums of the others.
pub(super) fn is_sum(at: usize, sheet: &Sheet) -> bool {
    sheet.layout == Layout::Cross && at + 1 == sheet.columns.len()
}
