//! How a leaf is seen and printed: what stays in sight, the filter, the paper.

use rust_xlsxwriter::{IgnoreError, Worksheet, XlsxError};

use super::leaf::short;
use super::text::cut;
use crate::report::{Emphasis, Leaf};
use crate::text::{Lang, Term, term};

/// The characters that an upright sheet of paper shows well, and one on its side.
pub(super) const READABLE: usize = 95;
const BROAD: usize = 190;
/// The paper size A4.
const A4: u8 = 9;
/// The most characters of a head or foot.
const FOOT: usize = 120;
/// The fewest rows that a filter helps with.
const FILTERED: usize = 12;

/// Sets a leaf up; `head`, `end` and `last` are the rows of the head, of the end of the table, and of the print area.
pub(super) fn set_up(
    leaf: &Leaf,
    (title, lang): (&str, Lang),
    widths: &[usize],
    (head, end, last): (u32, u32, u32),
    sheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    let column = short(widths.len().saturating_sub(1));
    let width = widths.iter().sum::<usize>();
    sheet.set_paper_size(A4).set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
    if width > READABLE {
        sheet.set_landscape();
    }
    sheet.set_print_fit_to_pages(short(width.div_ceil(BROAD).max(1)), 0);
    sheet.set_print_area(0, 0, last, column)?;
    if !leaf.columns.is_empty() {
        sheet.set_repeat_rows(head, head)?;
        sheet.set_freeze_panes(head.saturating_add(1), leaf.fixed)?;
        if leaf.fixed > 0 {
            sheet.set_repeat_columns(0, leaf.fixed.saturating_sub(1))?;
        }
        let totals = leaf.rows.iter().rev().take_while(|row| row.emphasis == Emphasis::Total).count();
        if leaf.rows.len().saturating_sub(totals) >= FILTERED && is_sortable(leaf) {
            let below = end.saturating_sub(u32::try_from(totals).unwrap_or_default());
            sheet.autofilter(head, 0, below, column)?;
        }
        sheet.ignore_error_range(head, 0, end, column, IgnoreError::NumberStoredAsText)?;
    }
    let (page, of) = (term(Term::PageWord, lang), term(Term::PageOf, lang));
    sheet.set_header(format!("&L&9 {}&R&9 {}", words(title), words(&leaf.title)));
    sheet.set_footer(format!("&L&8 {}&R&8 {page} &P {of} &N", words(&leaf.footer)));
    Ok(())
}

/// A filter sorts, too: only where no formula looks at another row, and no other leaf counts on the order.
fn is_sortable(leaf: &Leaf) -> bool {
    let stays = |(row, about): (u32, &crate::report::BookRow)| {
        about.cells.iter().filter_map(|cell| cell.formula.as_deref()).all(|formula| formula.stays_in(row))
    };
    (0_u32..).zip(&leaf.rows).all(stays)
}

/// Writes text for a head or foot, where `&` begins a command.
fn words(text: &str) -> String {
    cut(text, FOOT).replace('&', "&&").replace('\n', " ")
}
