//! The cells of a sheet: which stretch of a line is which cell.

use std::ops::Range;

/// The cells of a sheet within its text. A row of the sheet is the line with its number; every row that is kept has the
/// same columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    /// The name of the sheet.
    pub sheet: String,
    /// The number of the first column, from 0.
    pub first_column: u32,
    /// How many columns a row has.
    pub width: usize,
    rows: Vec<u32>,
    spans: Vec<Range<u32>>,
}

impl Cells {
    /// Begins a sheet without rows.
    pub fn new(sheet: impl Into<String>, first_column: u32, width: usize) -> Cells {
        Cells { sheet: sheet.into(), first_column, width, ..Cells::default() }
    }

    /// Adds a row by its number (from 1), with the bytes of its cells in the text.
    pub fn push(&mut self, row: u32, spans: impl IntoIterator<Item = Range<u32>>) {
        let before = self.spans.len();
        self.spans.extend(spans);
        debug_assert_eq!(self.spans.len(), before + self.width);
        self.rows.push(row);
    }

    /// Returns a row by its index: its number, and the bytes of its cells.
    pub fn row(&self, index: usize) -> Option<(u32, &[Range<u32>])> {
        let row = self.rows.get(index)?;
        let start = index.checked_mul(self.width)?;
        Some((*row, self.spans.get(start..start.checked_add(self.width)?)?))
    }

    /// Returns the last row that is kept up to a number (from 1).
    pub fn row_up_to(&self, row: u32) -> Option<(u32, &[Range<u32>])> {
        self.row(self.rows.partition_point(|number| *number <= row).checked_sub(1)?)
    }

    /// Returns the numbers of the first and the last row that are kept.
    pub fn ends(&self) -> Option<(u32, u32)> {
        Some((*self.rows.first()?, *self.rows.last()?))
    }

    /// Returns how many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Names the cell that holds a byte of a row: `C14`; the number of the row alone where it is not kept.
    pub fn name_at(&self, row: u32, byte: usize) -> String {
        let kept = self.row_up_to(row).filter(|(number, _)| *number == row);
        let Some((_, spans)) = kept else { return row.to_string() };
        let before = spans.partition_point(|span| span.start as usize <= byte).saturating_sub(1);
        let column = self.first_column.saturating_add(u32::try_from(before).unwrap_or(u32::MAX));
        format!("{}{row}", column_letters(column))
    }
}

/// Writes the number of a column (from 0) as a spreadsheet does: `A`, `Z`, `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_the_names_that_a_spreadsheet_shows() {
        let names = [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")];
        for (column, letters) in names {
            assert_eq!(column_letters(column), letters);
        }
        let mut cells = Cells::new("Kosten", 1, 2);
        cells.push(3, [2..5, 8..8]);
        assert_eq!([2, 4, 8].map(|byte| cells.name_at(3, byte)), ["B3", "B3", "C3"]);
        assert_eq!(cells.name_at(4, 9), "4");
    }
}
