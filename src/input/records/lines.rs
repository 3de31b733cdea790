//! What rows come from: a text file or a sheet of a workbook.

use super::csv::Records;
use super::field::Field;
use crate::input::faults::Faults;
use crate::input::spreadsheet::SheetRecords;
use crate::source::Loc;

/// The rows of a data file, the header among them.
pub(crate) enum Lines<'t, 'f> {
    /// Of a text file.
    Text(Records<'t, 'f>),
    /// Of a sheet.
    Sheet(SheetRecords<'t>),
}

impl Lines<'_, '_> {
    /// Skips the line `sep=,` that Excel writes, and returns its separator.
    pub(crate) fn sep_line(&mut self) -> Option<(char, Loc)> {
        match self {
            Lines::Text(records) => records.sep_line(),
            Lines::Sheet(_) => None,
        }
    }

    /// Goes to a line; returns how many above it say something, `None` where there is nothing. A
    /// sheet begins at its header.
    pub(crate) fn go_to_line(&mut self, line: u32) -> Option<u64> {
        match self {
            Lines::Text(records) => records.go_to_line(line),
            Lines::Sheet(_) => Some(0),
        }
    }

    /// Lists what stands beside the range of a sheet and is told: columns of the table by name, and
    /// other cells.
    pub(crate) fn beside(&self) -> &[(String, Loc)] {
        match self {
            Lines::Text(_) => &[],
            Lines::Sheet(records) => records.beside(),
        }
    }

    /// Tells whether the row that came last cannot be read, which is told.
    pub(crate) fn is_refused(
        &self,
        fields: &[Field<'_>],
        columns: &[(&'static str, usize)],
        faults: &Faults,
    ) -> bool {
        match self {
            Lines::Text(_) => false,
            Lines::Sheet(records) => records.is_refused(fields, columns, faults),
        }
    }
}

impl<'t> Iterator for Lines<'t, '_> {
    type Item = Vec<Field<'t>>;

    fn next(&mut self) -> Option<Vec<Field<'t>>> {
        match self {
            Lines::Text(records) => records.next(),
            Lines::Sheet(records) => records.next(),
        }
    }
}
