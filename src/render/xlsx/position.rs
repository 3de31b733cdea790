//! Where the table of a worksheet stands.

use crate::report::Worksheet;

/// So many rows are kept free for the footer and the charts below a table.
pub(super) const BELOW: usize = 40;

/// Returns the row of the head of the table, from 0: below the title, the notes and a blank row.
pub(super) fn head_of(worksheet: &Worksheet) -> u32 {
    u32::try_from(worksheet.notes.len()).unwrap_or(u32::MAX).saturating_add(2)
}

/// Returns the row in which the table ends.
pub(super) fn end_of(worksheet: &Worksheet) -> u32 {
    let rows = u32::try_from(worksheet.rows.len()).unwrap_or(u32::MAX);
    head_of(worksheet).saturating_add(rows)
}

/// Returns how many rows of a sheet a worksheet needs.
pub(super) fn rows_of(worksheet: &Worksheet) -> usize {
    worksheet
        .notes
        .len()
        .saturating_add(3)
        .saturating_add(worksheet.rows.len())
        .saturating_add(BELOW)
}

/// Returns a small number as the type of widths and heights.
pub(super) fn short(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}
