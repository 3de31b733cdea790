//! The cells of a sheet: which stretch of a line is which cell.

use std::collections::BTreeMap;
use std::ops::Range;

/// The cells of a sheet within its text. A row of the sheet is the line with its number; every row
/// that is kept has the same columns.
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
    /// Cells beside those columns, behind them on the line: by row, each with its column.
    beside: BTreeMap<u32, Vec<(u32, Range<u32>)>>,
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

    /// Adds a cell beside the columns of a row.
    pub fn push_beside(&mut self, row: u32, column: u32, span: Range<u32>) {
        self.beside.entry(row).or_default().push((column, span));
    }

    /// Returns the bytes of a cell of a row that is kept (from 1), that of the last column where
    /// the cell is not.
    pub fn span(&self, row: u32, column: u32) -> Option<Range<u32>> {
        let beside =
            self.beside.get(&row).and_then(|cells| cells.iter().find(|(at, _)| *at == column));
        if let Some((_, span)) = beside {
            return Some(span.clone());
        }
        let (_, spans) = self.row_up_to(row)?;
        let index = usize::try_from(column.saturating_sub(self.first_column)).unwrap_or(usize::MAX);
        spans.get(index).or(spans.last()).cloned()
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

    /// Names the cell that holds a byte of a row: `C14`; the number of the row alone where it is
    /// not kept.
    pub fn name_at(&self, row: u32, byte: usize) -> String {
        let holds = |(_, span): &&(u32, Range<u32>)| {
            (span.start as usize..=span.end as usize).contains(&byte)
        };
        if let Some((column, _)) = self.beside.get(&row).and_then(|cells| cells.iter().find(holds))
        {
            return format!("{}{row}", column_letters(*column));
        }
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
        cells.push_beside(3, 0, 11..14);
        assert_eq!([8, 11, 14].map(|byte| cells.name_at(3, byte)), ["C3", "A3", "A3"]);
        assert_eq!(
            (cells.span(3, 0), cells.span(3, 1), cells.span(3, 9)),
            (Some(11..14), Some(2..5), Some(8..8))
        );
    }
}
