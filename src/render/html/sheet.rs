//! A table with its caption, in a region that is scrolled where the screen is too narrow.

use std::ops::Range;

use unicode_width::UnicodeWidthStr as _;

use super::{Page, escaped, paper, put};
use crate::render::shown::{decimals, show};
use crate::render::wrap::longest_word;
use crate::report::{Block, Column, Emphasis, Layout, Row, Sheet};
use crate::text::{Lang, Term, term};

/// The longest word that widens a column; a longer one is broken.
const LONGEST_WORD: usize = 24;
/// The longest word in the heading of a column of numbers that widens it.
const LONGEST_HEADING: usize = 18;
/// So many rows stay on one sheet of paper with the totals below them: programs that print keep a
/// group of rows together, but not one group with the next.
const KEPT: usize = 2;
/// The width up to which the first column is not broken.
const FIRST: usize = 24;

/// The width in digits up to which a column of text is never broken; a wider one is broken on a
/// narrow screen.
const NARROW: usize = 15;
/// The part of a narrow screen in percent that a wider column of text keeps: that of the longest
/// word which widens it.
const NARROW_SCREEN: usize = 46;
/// How many digits stand beside each other on a narrow screen, and how many of them the gap of a
/// column takes.
const SCREEN: usize = 35;
const GAP: usize = 1;

/// A table whose cells are texts.
pub(super) struct Grid<'a> {
    sheet: &'a Sheet,
    texts: Vec<Vec<String>>,
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
    fn scrolls(&self) -> bool {
        let columns = self.sheet.columns.iter().zip(&self.widths);
        let least =
            columns.map(|(column, width)| if column.numeric { *width } else { NARROW.min(*width) });
        least.map(|width| width + GAP).sum::<usize>() > SCREEN
    }

    /// Counts the rows of totals at the end.
    fn totals(&self) -> usize {
        self.sheet.rows.iter().rev().take_while(|row| row.emphasis == Emphasis::Total).count()
    }
}

/// Returns the least width of a column: numbers whole, words whole up to a limit. Letters and
/// digits in bold are wider.
fn least(sheet: &Sheet, texts: &[Vec<String>], at: usize) -> usize {
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
fn is_sum(at: usize, sheet: &Sheet) -> bool {
    sheet.layout == Layout::Cross && at + 1 == sheet.columns.len()
}

/// Writes a text that may be broken after a slash, as periods and places have it.
fn breakable(text: &str) -> String {
    escaped(text).replace('/', "/<wbr/>")
}

impl Page<'_> {
    pub(super) fn sheet(&mut self, grid: &Grid<'_>) {
        let about = if self.about.is_empty() {
            term(Term::Table, self.lang).to_owned()
        } else {
            self.about.clone()
        };
        let caption = self.unique(&about);
        let id = self.id();
        match grid.scrolls() {
            true => {
                put!(
                    self,
                    "<div class=\"table scroll\" role=\"region\" aria-labelledby=\"t{id}\" \
                        tabindex=\"0\">\n"
                );
            }
            false => self.out.push_str("<div class=\"table\">\n"),
        }
        put!(self, "<table style=\"--print:{}\">\n", paper::size(&grid.widths));
        put!(self, "<caption><span id=\"t{id}\">{}</span></caption>\n", escaped(&caption));
        self.headings(grid);
        let foot = grid.texts.len() - grid.totals();
        let end = if foot < grid.texts.len() { foot.saturating_sub(KEPT) } else { foot };
        self.rows(grid, (0..end, foot), "<tbody>");
        self.rows(grid, (end..grid.texts.len(), foot), "<tbody class=\"end\">");
        self.out.push_str("</table>\n</div>\n");
    }

    fn headings(&mut self, grid: &Grid<'_>) {
        self.out.push_str("<thead>\n<tr>");
        for (at, (column, width)) in grid.sheet.columns.iter().zip(&grid.widths).enumerate() {
            let class = class(at, column, grid.sheet);
            let breaks = !column.numeric && *width > NARROW;
            let width = if breaks {
                format!("min({width}ch,{NARROW_SCREEN}vw)")
            } else {
                format!("{width}ch")
            };
            let style = format!("style=\"min-width:{width}\"");
            match column.title.trim() {
                "" => put!(self, "<td {style}></td>"),
                title => put!(self, "<th scope=\"col\"{class} {style}>{}</th>", escaped(title)),
            }
        }
        self.out.push_str("</tr>\n</thead>\n");
    }

    /// Writes some rows as a group; those from `foot` on are the totals at the end.
    fn rows(&mut self, grid: &Grid<'_>, (which, foot): (Range<usize>, usize), start: &str) {
        if which.is_empty() {
            return;
        }
        put!(self, "{start}\n");
        let sheet = grid.sheet;
        for at in which {
            let (cells, row) = (&grid.texts[at], &sheet.rows[at]);
            self.out.push_str(match row.emphasis {
                Emphasis::Total if at >= foot => "<tr class=\"foot\">",
                Emphasis::Total => "<tr class=\"total\">",
                Emphasis::Plain => "<tr>",
            });
            for (at, (text, column)) in cells.iter().zip(&sheet.columns).enumerate() {
                let class = class(at, column, sheet);
                let shown = if column.numeric { escaped(text) } else { breakable(text) };
                match at == 0 && !text.is_empty() {
                    true => put!(self, "<th scope=\"row\"{class}>{shown}</th>"),
                    false => put!(self, "<td{class}>{shown}</td>"),
                }
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody>\n");
    }
}

fn class(at: usize, column: &Column, sheet: &Sheet) -> &'static str {
    match (column.numeric, is_sum(at, sheet)) {
        (true, true) => " class=\"n sum\"",
        (true, false) => " class=\"n\"",
        (false, _) => "",
    }
}
