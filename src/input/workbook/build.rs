//! Makes the text and the cells of a sheet from the values that a reader finds, row by row.

use std::collections::BTreeMap;
use std::ops::Range;

use super::area::{Area, Position};
use super::records::{Kind, Sheet};
use super::survey::Survey;
use super::{MOST_CELLS, MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, MOST_TEXT, Pick, beyond, damaged};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::input::data::FULL;
use crate::input::faults::Faults;
use crate::source::{Cells, Loc, SourceId, SourceMap, column_letters};
use crate::text::counted;

/// What stands between two cells of a line.
const BETWEEN: &str = " | ";
/// What stands for a line break within a cell.
const BREAK: &str = "↵";
/// So many faults of cells are kept.
const MOST_FAULTS: usize = 1000;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A number, in plain digits.
    Number(String),
    /// What is shown of a number: a date, a percentage.
    Shown(String),
    /// A percentage, such as `40 %`.
    Percent(String),
    /// True or false.
    Flag(bool),
    /// An error value, such as `#REF!`.
    Error(String),
}

/// A sheet in the making.
pub(super) struct Builder<'a> {
    file: &'a str,
    sheet: &'a str,
    range: Option<Area>,
    text: String,
    line: u32,
    cells: Option<Cells>,
    kinds: Vec<Kind>,
    own: BTreeMap<usize, String>,
    row: u32,
    pending: Vec<(u32, Value)>,
    bytes: usize,
    formulas: u64,
    faults: Vec<(Position, Fault)>,
}

/// A sheet that is made.
#[derive(Debug)]
pub(super) struct Built {
    text: String,
    cells: Cells,
    sheet: Sheet,
    faults: Vec<(Position, Fault)>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(file: &'a str, sheet: &'a str, pick: &Pick) -> Builder<'a> {
        Builder {
            file,
            sheet,
            range: pick.range,
            text: String::new(),
            line: 1,
            cells: None,
            kinds: Vec::new(),
            own: BTreeMap::new(),
            row: 0,
            pending: Vec::new(),
            bytes: 0,
            formulas: 0,
            faults: Vec::new(),
        }
    }

    /// Takes the next cell in; rows and the cells of a row come in their order.
    pub(super) fn cell(&mut self, at: Position, value: Value, is_formula: bool) -> Checked<()> {
        let (row, column) = at;
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(damaged(self.file, format!("{row}/{column}")));
        }
        if self.range.is_some_and(|range| !range.contains(at)) {
            return Ok(());
        }
        if row != self.row {
            self.end_row()?;
        }
        if row < self.row || self.pending.last().is_some_and(|(last, _)| *last >= column) {
            return Err(damaged(self.file, format!("{}{}", column_letters(column), row.saturating_add(1))));
        }
        self.row = row;
        if is_formula {
            self.formulas = self.formulas.saturating_add(1);
        }
        let value = match value {
            Value::Empty if is_formula => {
                let cell = self.name(at);
                self.fault(at, Fault::NoCachedValue { cell });
                Value::Text(String::new())
            }
            Value::Empty => return Ok(()),
            Value::Text(text) if text.trim().is_empty() => return Ok(()),
            value => value,
        };
        self.refuse(at, &value);
        if let Value::Text(text) | Value::Shown(text) | Value::Number(text) | Value::Percent(text) = &value {
            self.bytes = self.bytes.saturating_add(text.len());
            if self.bytes > MOST_TEXT
                || text.len() > MOST_CHARACTERS && text.chars().count() > MOST_CHARACTERS
            {
                return Err(beyond(
                    self.file,
                    format!("zu viel Text im Blatt `{}`", self.sheet),
                    format!("too much text in the sheet `{}`", self.sheet),
                ));
            }
        }
        self.pending.push((column, value));
        Ok(())
    }

    /// Names a cell.
    fn name(&self, (row, column): Position) -> String {
        format!("{}!{}{}", self.sheet, column_letters(column), row.saturating_add(1))
    }

    fn fault(&mut self, at: Position, fault: Fault) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push((at, fault));
        }
    }

    /// Refuses error values, and true and false.
    fn refuse(&mut self, at: Position, value: &Value) {
        let cell = self.name(at);
        match value {
            Value::Error(error) => self.fault(at, Fault::ErrorCell { cell, value: error.clone() }),
            Value::Flag(flag) => self.fault(at, Fault::FlagCell { cell, value: flag.to_string() }),
            Value::Empty | Value::Text(_) | Value::Number(_) | Value::Shown(_) | Value::Percent(_) => {}
        }
    }

    /// Writes a row that has cells into the text; the first one is the header.
    fn end_row(&mut self) -> Checked<()> {
        let pending = std::mem::take(&mut self.pending);
        let (Some((first, _)), Some((last, _))) = (pending.first(), pending.last()) else { return Ok(()) };
        let width = usize::try_from(last.abs_diff(*first)).unwrap_or(usize::MAX).saturating_add(1);
        let (sheet, first) = (self.sheet, *first);
        let mut cells = self.cells.take().unwrap_or_else(|| Cells::new(sheet, first, width));
        if cells.len().saturating_add(1).saturating_mul(cells.width) > MOST_CELLS {
            return Err(beyond(
                self.file,
                format!("mehr als {MOST_CELLS} Zellen im Blatt `{sheet}`"),
                format!("more than {MOST_CELLS} cells in the sheet `{sheet}`"),
            ));
        }
        let number = self.row.saturating_add(1);
        while self.line < number {
            self.text.push('\n');
            self.line = self.line.saturating_add(1);
        }
        let mut pending = pending.into_iter().peekable();
        let mut outside = Vec::new();
        while let Some((column, _)) = pending.next_if(|(column, _)| *column < cells.first_column) {
            outside.push(column);
        }
        let mut spans = Vec::with_capacity(cells.width);
        let columns = cells.first_column..;
        for column in columns.take(cells.width) {
            if !spans.is_empty() {
                self.text.push_str(BETWEEN);
            }
            let value = pending.next_if(|(at, _)| *at == column).map_or(Value::Empty, |(_, value)| value);
            spans.push(self.put(value));
        }
        outside.extend(pending.map(|(column, _)| column));
        cells.push(number, spans);
        self.cells = Some(cells);
        for column in outside {
            let at = (self.row, column);
            let cell = self.name(at);
            self.fault(at, Fault::CellOutside { cell });
        }
        Ok(())
    }

    /// Writes a cell into the text.
    fn put(&mut self, value: Value) -> Range<u32> {
        let (kind, text) = match value {
            Value::Empty => (Kind::Empty, String::new()),
            Value::Text(text) | Value::Shown(text) | Value::Error(text) => (Kind::Text, text),
            Value::Number(text) => (Kind::Number, text),
            Value::Percent(text) => (Kind::Percent, text),
            Value::Flag(flag) => (Kind::Text, flag.to_string()),
        };
        let start = self.text.len();
        if text.contains(['\r', '\n']) {
            self.text.push_str(&text.replace("\r\n", BREAK).replace(['\r', '\n'], BREAK));
            self.own.insert(self.kinds.len(), text);
        } else {
            self.text.push_str(&text);
        }
        self.kinds.push(kind);
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        byte(start)..byte(self.text.len())
    }

    /// Ends the sheet and judges it as a whole.
    pub(super) fn finish(mut self, survey: &Survey) -> Checked<Built> {
        self.end_row()?;
        let kept = self.cells.take().and_then(|cells| Some((cells.ends()?, cells)));
        let Some(((first, last), cells)) = kept else {
            return Err(Box::new(Diagnostic::new(Fault::FileEmpty { file: self.file.to_owned() })));
        };
        let (header, last_row) = (first.saturating_sub(1), last.saturating_sub(1));
        let last_column = cells
            .first_column
            .saturating_add(u32::try_from(cells.width).unwrap_or(u32::MAX))
            .saturating_sub(1);
        let data = Area { first: (header, cells.first_column), last: (last_row, last_column) };
        for merged in survey.merged.iter().filter(|merged| merged.first != merged.last) {
            if let Some(common) = merged.common(&data) {
                let area = format!("{}!{merged}", self.sheet);
                self.fault(common.first, Fault::MergedCells { cells: area });
            }
        }
        if FULL.contains(&last) {
            self.fault((last_row, cells.first_column), Fault::FullSheet { rows: last.to_string() });
        }
        self.notes(&cells, data, survey);
        let sheet = Sheet::new(self.kinds, self.own);
        Ok(Built { text: self.text, cells, sheet, faults: self.faults })
    }

    /// Notes what the sheet does not show, or shows without holding it.
    fn notes(&mut self, cells: &Cells, data: Area, survey: &Survey) {
        let (sheet, header) = (self.sheet.to_owned(), data.first);
        if self.formulas > 0 {
            let count = self.formulas.to_string();
            self.faults.push((header, Fault::FormulaCells { sheet: sheet.clone(), count }));
        }
        let rows = (1..cells.len()).filter_map(|index| cells.row(index));
        let hidden = rows.filter(|(row, _)| survey.hidden_rows.contains(&row.saturating_sub(1))).count();
        if hidden > 0 {
            let all = u64::try_from(cells.len().saturating_sub(1)).unwrap_or(u64::MAX);
            let rows = counted(all, ("Zeile", "Zeilen"), ("row", "rows"));
            let hidden = hidden.to_string();
            self.faults.push((header, Fault::HiddenRows { sheet: sheet.clone(), rows, hidden }));
        }
        let columns = (data.first.1..=data.last.1).filter(|column| {
            survey.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(column))
        });
        let names: Vec<String> = columns.map(column_letters).collect();
        if !names.is_empty() {
            self.faults.push((header, Fault::HiddenColumns { sheet, columns: names.join(", ") }));
        }
    }
}

impl Built {
    /// Takes the sheet into the map of sources and reports what is wrong with its cells.
    pub(super) fn take_in(
        self,
        path: &str,
        bytes: &[u8],
        sources: &mut SourceMap,
        faults: &Faults,
    ) -> (SourceId, Sheet) {
        let source = sources.add_sheet(path, self.text, bytes, self.cells);
        for (at, fault) in self.faults {
            faults.at(fault, place(sources, source, at));
        }
        (source, self.sheet)
    }
}

/// Returns the place of a cell, that of the nearest one where it is not kept.
fn place(sources: &SourceMap, source: SourceId, (row, column): Position) -> Loc {
    let start = sources.loc(source, 0..0);
    let Some(cells) = &sources.get(source).cells else { return start };
    let Some((_, spans)) = cells.row_up_to(row.saturating_add(1)) else { return start };
    let index = usize::try_from(column.saturating_sub(cells.first_column)).unwrap_or(usize::MAX);
    match spans.get(index).or(spans.last()) {
        Some(span) => sources.loc(source, span.start as usize..span.end as usize),
        None => start,
    }
}
