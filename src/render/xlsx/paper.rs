//! How a worksheet is seen and printed: what stays in sight, the filter, the paper.

use std::collections::BTreeSet;

use rust_xlsxwriter::{self as xlsx, IgnoreError, XlsxError};

use super::position::{end_of, head_of, short};
use super::text::cut;
use crate::report::Worksheet;
use crate::text::{Lang, Term, term};

/// The characters that an upright sheet of paper shows well, and one on its side.
pub(super) const READABLE: usize = 95;
const BROAD: usize = 190;
/// What a sheet of paper of twice the size on its side shows, in small letters.
const BROADEST: usize = 420;
/// The paper sizes A3 and A4.
const A3: u8 = 8;
const A4: u8 = 9;
/// The most rows of a table that shares a page with its chart.
const SHORT: usize = 45;
/// The most characters of a head or foot.
const FOOT: usize = 120;
/// The fewest rows that a filter helps with.
const FILTERED: u32 = 12;

/// What the worksheets of a workbook have in common.
pub(super) struct About<'a> {
    pub(super) title: &'a str,
    pub(super) lang: Lang,
    /// The worksheets whose rows must not be sorted.
    pub(super) fixed: BTreeSet<&'a str>,
}

/// Sets a worksheet up; `last` and `right` are the last row and the last column of the print area.
pub(super) fn set_up(
    worksheet: &Worksheet,
    about: &About<'_>,
    widths: &[usize],
    last: u32,
    right: u16,
    sheet: &mut xlsx::Worksheet,
) -> Result<(), XlsxError> {
    let (head, end) = (head_of(worksheet), end_of(worksheet));
    let column = short(widths.len().saturating_sub(1));
    let width = widths.iter().sum::<usize>();
    sheet
        .set_paper_size(if width > BROAD { A3 } else { A4 })
        .set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
    if width > READABLE {
        sheet.set_landscape();
    }
    // A short table and its chart stand on one page, so that no page cuts the chart.
    let tall = u16::from(!worksheet.charts.is_empty() && worksheet.rows.len() <= SHORT);
    sheet.set_print_fit_to_pages(short(width.div_ceil(BROADEST).max(1)), tall);
    sheet.set_print_area(0, 0, if worksheet.for_screen { head } else { last }, right)?;
    if !worksheet.columns.is_empty() {
        sheet.set_repeat_rows(head, head)?;
        sheet.set_freeze_panes(head.saturating_add(1), worksheet.fixed)?;
        if worksheet.fixed > 0 {
            sheet.set_repeat_columns(0, worksheet.fixed.saturating_sub(1))?;
        }
        // A filter sorts, too.
        if worksheet.moving() >= FILTERED && !about.fixed.contains(&*worksheet.key) {
            sheet.autofilter(head, 0, head.saturating_add(worksheet.moving()).min(end), column)?;
        }
        sheet.ignore_error_range(head, 0, end, column, IgnoreError::NumberStoredAsText)?;
    }
    let (page, of) = (term(Term::PageWord, about.lang), term(Term::PageOf, about.lang));
    sheet.set_header(format!("&L&9 {}&R&9 {}", words(about.title), words(&worksheet.title)));
    sheet.set_footer(format!("&L&8 {}&R&8 {page} &P {of} &N", words(&worksheet.footer)));
    Ok(())
}

/// Writes text for a head or foot, where `&` begins a command.
fn words(text: &str) -> String {
    cut(text, FOOT).replace('&', "&&").replace('\n', " ")
}
