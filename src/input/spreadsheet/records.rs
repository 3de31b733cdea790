//! The rows of a sheet as records of fields.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::elsewhere::OtherSheet;
use crate::diag::Fault;
use crate::input::faults::Faults;
use crate::input::records::field::Field;
use crate::source::{Cells, Loc, Source, SourceId};

/// Columns in which a number has perhaps lost what it had as a text, such as leading zeros.
const TEXT_ONLY: [&str; 6] =
    ["party", "paid_by", "leika", "budget_chapter", "budget_title", "cover"];
/// Columns that hold dates.
const DATES: [&str; 7] = ["period", "from", "to", "due", "date", "valid_from", "published"];

/// What kind of value a cell has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// None.
    Empty,
    /// A text, or what a number shows.
    Text,
    /// A number.
    Number,
    /// A number that is shown as a percentage.
    Percent,
    /// A number with more digits than the spreadsheet itself knows.
    TooLong,
}

/// What is kept of a sheet beside its text: the kinds of its cells, the texts of those with line
/// breaks, and which of its rows are the table, header included.
#[derive(Clone, Debug)]
pub(in crate::input) struct Sheet {
    kinds: Vec<Kind>,
    own: BTreeMap<usize, String>,
    table: Range<usize>,
    /// The rows that umlage.toml says are left out.
    left_out: BTreeSet<usize>,
    /// What stands beside the range and is told: columns of the table by name, and other cells.
    pub(crate) beside: Vec<(String, Loc)>,
    /// Other sheets of the same workbook.
    pub(in crate::input) others: Vec<OtherSheet>,
}

impl Sheet {
    pub(crate) fn new(
        kinds: Vec<Kind>,
        own: BTreeMap<usize, String>,
        table: Range<usize>,
        left_out: BTreeSet<usize>,
    ) -> Sheet {
        Sheet { kinds, own, table, left_out, beside: Vec::new(), others: Vec::new() }
    }

    /// Tells whether umlage.toml says that rows are left out.
    pub(in crate::input) fn leaves_out_rows(&self) -> bool {
        !self.left_out.is_empty()
    }
}

/// Walks over the rows of a sheet.
pub(in crate::input) struct SheetRecords<'t> {
    source: &'t Source,
    id: SourceId,
    sheet: &'t Sheet,
    rows: Range<usize>,
    /// Whether it walks over the rows that are left out on purpose, and not over the others.
    left_out: bool,
}

impl<'t> SheetRecords<'t> {
    /// Begins at the header.
    pub(in crate::input) fn new(
        source: &'t Source,
        id: SourceId,
        sheet: &'t Sheet,
    ) -> SheetRecords<'t> {
        SheetRecords { source, id, sheet, rows: sheet.table.clone(), left_out: false }
    }

    /// Walks over the rows above the header.
    pub(in crate::input) fn above(self) -> SheetRecords<'t> {
        SheetRecords { rows: 0..self.sheet.table.start, ..self }
    }

    /// Walks over the rows below the table.
    pub(in crate::input) fn below(self) -> SheetRecords<'t> {
        SheetRecords { rows: self.sheet.table.end..self.end(), ..self }
    }

    /// Walks over the rows that umlage.toml says are left out, wherever they stand.
    pub(in crate::input) fn left_out(self) -> SheetRecords<'t> {
        SheetRecords { rows: 0..self.end(), left_out: true, ..self }
    }

    /// Lists what stands beside the range and is told.
    pub(in crate::input) fn beside(&self) -> &[(String, Loc)] {
        &self.sheet.beside
    }

    fn end(&self) -> usize {
        self.source.cells.as_ref().map_or(0, Cells::len)
    }

    /// Returns the kinds of the cells of the row that was read last.
    fn kinds(&self) -> &'t [Kind] {
        let width = self.source.cells.as_ref().map_or(0, |cells| cells.width);
        let start = self.rows.start.saturating_sub(1).saturating_mul(width);
        self.sheet.kinds.get(start..start.saturating_add(width)).unwrap_or_default()
    }

    /// Tells whether the row that was read last has a number where it cannot be one, which is told.
    /// `columns` are the known columns with their index.
    pub(in crate::input) fn is_refused(
        &self,
        fields: &[Field<'_>],
        columns: &[(&'static str, usize)],
        faults: &Faults,
    ) -> bool {
        let kinds = self.kinds();
        let mut refused = false;
        for (name, index) in columns {
            let (Some(field), Some(kind)) = (fields.get(*index), kinds.get(*index)) else {
                continue;
            };
            let value = field.text.to_string();
            if *kind == Kind::TooLong {
                faults.at(Fault::NumberTooLarge { value }, field.loc);
                refused = true;
            } else if *kind != Kind::Number {
            } else if TEXT_ONLY.contains(name) {
                faults.at(Fault::NumberForText { column: (*name).to_owned(), value }, field.loc);
                refused = true;
            } else if DATES.contains(name) && is_serial_date(&value) {
                faults.at(Fault::SerialDate { column: (*name).to_owned(), value }, field.loc);
                refused = true;
            }
        }
        refused
    }
}

/// Tells numbers that spreadsheets hold for the days from 1927 to 2119.
fn is_serial_date(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or_default();
    whole.parse::<u32>().is_ok_and(|number| (10_000..80_000).contains(&number))
}

impl<'t> Iterator for SheetRecords<'t> {
    type Item = Vec<Field<'t>>;

    fn next(&mut self) -> Option<Vec<Field<'t>>> {
        let (text, cells) = (self.source.text.as_str(), self.source.cells.as_ref()?);
        let (sheet, left_out) = (self.sheet, self.left_out);
        let index = self.rows.find(|index| sheet.left_out.contains(index) == left_out)?;
        let (line, spans) = cells.row(index)?;
        let first = index.saturating_mul(cells.width);
        let (mut column, mut at) = (1_u32, self.source.line_start(line));
        let mut fields = Vec::with_capacity(spans.len());
        for (index, span) in spans.iter().enumerate() {
            let (start, end) = (span.start as usize, span.end as usize);
            column = column.saturating_add(count(text.get(at..start)?));
            let shown = text.get(start..end)?;
            let len = count(shown);
            let own = self.sheet.own.get(&first.saturating_add(index));
            let value = own.map_or(shown, String::as_str);
            let loc = Loc::File { source: self.id, line, column, len };
            let kind = self.sheet.kinds.get(first.saturating_add(index));
            let stored = matches!(kind, Some(Kind::Number | Kind::Percent));
            fields.push(Field { text: Cow::Borrowed(value), loc, stored });
            (column, at) = (column.saturating_add(len), end);
        }
        Some(fields)
    }
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}
