//! A table with its caption, in a region that is scrolled where the screen is too narrow.

use std::ops::Range;

use super::grid::{Grid, NARROW, is_sum};
use super::page::{Page, put};
use super::paper;
use super::text::escaped;
use crate::report::{Column, Emphasis, Sheet};
use crate::text::{Term, term};

/// So many rows stay on one sheet of paper with the totals below them: programs that print keep a
/// group of rows together, but not one group with the next.
const KEPT: usize = 2;

/// The part of a narrow screen in percent that a wider column of text keeps: that of the longest
/// word which widens it.
const NARROW_SCREEN: usize = 46;

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
        self.rows(grid, 0..end, foot, "<tbody>");
        self.rows(grid, end..grid.texts.len(), foot, "<tbody class=\"end\">");
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
    fn rows(&mut self, grid: &Grid<'_>, which: Range<usize>, foot: usize, start: &str) {
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
