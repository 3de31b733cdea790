//! Makes the text and the cells of a sheet from the values that a reader finds, row by row.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Pick;
use super::area::{Area, Position};
use super::aside::{Aside, Cover};
use super::elsewhere::OtherSheet;
use super::limits::{MOST_CELLS, MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, MOST_TEXT};
use super::records::{Kind, Sheet};
use super::refused::{beyond, damaged};
use super::survey::Survey;
use super::value::Value;
use crate::diag::{Checked, Diagnostic, Fault};
use crate::input::faults::Faults;
use crate::input::records::text::FULL;
use crate::source::{Cells, Loc, SourceId, SourceMap, Sourced, column_letters};
use crate::text::counted;

/// What stands between two cells of a line.
const BETWEEN: &str = " | ";
/// What stands for a line break within a cell.
const BREAK: &str = "↵";
/// So many faults of cells are kept.
const MOST_FAULTS: usize = 1000;

/// A row: its number from 0, and its cells that are filled, in their order.
type Line = (u32, Vec<(u32, Value)>);

/// A sheet in the making. All rows that are filled are kept: those of the table, and those beside
/// it, which are not read but counted.
pub(crate) struct Builder<'a> {
    file: &'a str,
    sheet: &'a str,
    pick: &'a Pick,
    /// Rows above the header, while it has not come.
    above: Vec<Line>,
    /// How many cells they have.
    waiting: usize,
    /// Whether a cell of the header is the name of a column.
    is_named: bool,
    /// The number of the first row below that has names of columns, where the header has none.
    names_in: Option<u32>,
    /// The rows of the table, from its header on, among those that are kept.
    table: Option<Range<usize>>,
    /// Cells in rows of the table that stand beside the range: how many, and the first.
    beside: Option<(u64, Position)>,
    /// What is left out on purpose.
    aside: Aside<'a>,
    /// The columns of amounts.
    money: Vec<u32>,
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
pub(crate) struct Built {
    text: String,
    cells: Cells,
    sheet: Sheet,
    faults: Vec<(Position, Fault)>,
    /// What is left out on purpose and holds nothing.
    idle: Vec<Sourced<Area>>,
}

impl Built {
    /// Adds what other sheets hold of the same table.
    pub(crate) fn with(mut self, others: Vec<OtherSheet>) -> Built {
        self.sheet.others = others;
        self
    }
}

impl<'a> Builder<'a> {
    pub(crate) fn new(file: &'a str, sheet: &'a str, pick: &'a Pick) -> Builder<'a> {
        Builder {
            file,
            sheet,
            pick,
            above: Vec::new(),
            waiting: 0,
            is_named: false,
            names_in: None,
            table: None,
            beside: None,
            aside: Aside::new(&pick.cells_left_out),
            money: Vec::new(),
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
    pub(crate) fn cell(&mut self, at: Position, value: Value, is_formula: bool) -> Checked<()> {
        let (row, column) = at;
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(damaged(self.file, format!("{row}/{column}")));
        }
        if row != self.row {
            self.end_row()?;
        }
        if row < self.row || self.pending.last().is_some_and(|(last, _)| *last >= column) {
            return Err(damaged(
                self.file,
                format!("{}{}", column_letters(column), row.saturating_add(1)),
            ));
        }
        self.row = row;
        let is_read = self.pick.reads(at) && !self.pick.leaves_out(at);
        if is_formula && is_read {
            self.formulas = self.formulas.saturating_add(1);
        }
        let value = match value {
            Value::Empty if is_formula && is_read => {
                let cell = self.name(at);
                self.fault(at, Fault::NoCachedValue { cell });
                Value::Text(String::new())
            }
            Value::Empty if is_formula => Value::formula(),
            value if !value.is_filled() => return Ok(()),
            value => value,
        };
        if is_read {
            self.refuse(at, &value);
        }
        if let Value::Text(text) | Value::Shown(text) | Value::Number(text) | Value::Percent(text) =
            &value
        {
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
    fn name(&self, at: Position) -> String {
        let (row, column) = at;
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
            Value::NoDate(number) => {
                self.fault(at, Fault::NoDateInCell { cell, value: number.clone() })
            }
            Value::Empty
            | Value::Text(_)
            | Value::Number(_)
            | Value::Labelled(..)
            | Value::Shown(_)
            | Value::Percent(_)
            | Value::TooLong(_) => {}
        }
    }

    /// Ends a row that has cells: the first one that is read and can be the header is the header.
    fn end_row(&mut self) -> Checked<()> {
        let cells = std::mem::take(&mut self.pending);
        if cells.is_empty() {
            return Ok(());
        }
        let row = self.row;
        if self.cells.is_some() {
            self.look_for_names(&cells);
            let is_read = cells.iter().any(|(column, _)| self.pick.reads((row, *column)));
            if !is_read && self.pick.reads_row(row) {
                cells.iter().for_each(|(column, _)| self.beside((row, *column)));
                return Ok(());
            }
            return self.keep(row, cells);
        }
        let mut columns =
            cells.iter().map(|(column, _)| *column).filter(|at| self.pick.is_header((row, *at)));
        let Some(first) = columns.next() else {
            self.waiting = self.waiting.saturating_add(cells.len());
            if self.waiting > MOST_CELLS {
                return Err(self.too_many_cells());
            }
            self.above.push((row, cells));
            return Ok(());
        };
        let last = columns.next_back().unwrap_or(first);
        let width = usize::try_from(last.abs_diff(first)).unwrap_or(usize::MAX).saturating_add(1);
        self.cells = Some(Cells::new(self.sheet, first, width));
        let columns = |is_meant: &dyn Fn(&str) -> bool| -> Vec<u32> {
            cells
                .iter()
                .filter(|(_, value)| is_meant(value.text()))
                .map(|(column, _)| *column)
                .collect()
        };
        let named = columns(&|name| self.pick.wanted.has(name));
        self.money = columns(&|name| self.pick.wanted.is_amount(name));
        self.is_named = !named.is_empty();
        self.aside.header(named);
        for (row, line) in std::mem::take(&mut self.above) {
            self.keep(row, line)?;
        }
        self.keep(row, cells)
    }

    /// Notes the first row that has names of columns, where titles were taken for the header.
    fn look_for_names(&mut self, cells: &[(u32, Value)]) {
        if self.is_named || self.names_in.is_some() || self.pick.header.is_some() {
            return;
        }
        let names = cells.iter().filter(|(_, value)| self.pick.wanted.has(value.text())).count();
        if names > 1 {
            self.names_in = Some(self.row.saturating_add(1));
        }
    }

    /// The fault of a header that stands below titles. What else there is to be said of the sheet
    /// follows from it.
    fn elsewhere(&self, row: u32) -> Box<Diagnostic> {
        let (file, row) = (self.file.to_owned(), row.to_string());
        let entry = format!("{{ path = \"{file}\", header = {row} }}");
        Box::new(Diagnostic::new(Fault::HeaderElsewhere { file, row, entry }))
    }

    /// Writes a row into the text.
    fn keep(&mut self, row: u32, line: Vec<(u32, Value)>) -> Checked<()> {
        let Some(mut cells) = self.cells.take() else { return Ok(()) };
        if cells.len().saturating_add(1).saturating_mul(cells.width) > MOST_CELLS {
            return Err(self.too_many_cells());
        }
        let first_column = cells.first_column;
        let is_header = self.is_header((row, first_column));
        let cover = if is_header { Cover::Nothing } else { self.aside.row(row, &line) };
        let number = row.saturating_add(1);
        while self.line < number {
            self.text.push('\n');
            self.line = self.line.saturating_add(1);
        }
        let mut line = line.into_iter().peekable();
        let mut outside = Vec::new();
        while let Some(cell) = line.next_if(|(column, _)| *column < cells.first_column) {
            outside.push(cell);
        }
        let mut spans = Vec::with_capacity(cells.width);
        let columns = cells.first_column..;
        for column in columns.take(cells.width) {
            if !spans.is_empty() {
                self.text.push_str(BETWEEN);
            }
            let value =
                line.next_if(|(at, _)| *at == column).map_or(Value::Empty, |(_, value)| value);
            spans.push(self.put(value.in_column(self.money.contains(&column))));
        }
        outside.extend(line);
        let index = cells.len();
        cells.push(number, spans);
        self.cells = Some(cells);
        if cover == Cover::Whole {
            self.aside.rows.insert(index);
        }
        self.place(index, (row, first_column), cover, outside);
        Ok(())
    }

    fn is_header(&self, at: Position) -> bool {
        self.table.is_none() && self.pick.is_header(at)
    }

    /// Counts a row to the table or beside it, and so the cells that have no column of the table.
    fn place(&mut self, index: usize, at: Position, cover: Cover, outside: Vec<(u32, Value)>) {
        let is_header = self.is_header(at);
        if !is_header && (self.table.is_none() || !self.pick.reads(at)) {
            return;
        }
        let first = self.table.as_ref().map_or(index, |table| table.start);
        self.table = Some(first..index.saturating_add(1));
        if cover == Cover::Part {
            let row = at.0.saturating_add(1).to_string();
            self.fault(at, Fault::RowPartlyLeftOut { sheet: self.sheet.to_owned(), row });
        }
        let aside = &mut self.aside;
        let told = outside
            .into_iter()
            .filter(|(column, _)| cover != Cover::Whole && !aside.covers((at.0, *column)));
        let outside: Vec<(u32, Value)> = told.collect();
        let mut is_told = false;
        for (column, value) in outside {
            let (at, text) = ((at.0, column), value.text());
            let cell = self.name(at);
            if self.pick.reads(at) {
                // The other cells of the row are there for the same reason.
                if !std::mem::replace(&mut is_told, true) {
                    self.put_beside(at, text);
                    self.fault(at, Fault::CellOutside { cell });
                }
            } else if is_header && self.pick.wanted.has(text) {
                self.put_beside(at, text);
                self.fault(at, Fault::ColumnBeside { column: text.trim().to_owned(), cell });
            } else {
                if self.beside.is_none() {
                    self.put_beside(at, text);
                }
                self.beside(at);
            }
        }
    }

    /// Writes a cell without a column of the table behind those that have one, so that it has a
    /// place.
    fn put_beside(&mut self, at: Position, text: &str) {
        let (row, column) = at;
        self.text.push_str(BETWEEN);
        let start = self.text.len();
        self.text.push_str(&on_one_line(text));
        let span = bytes(start..self.text.len());
        if let Some(cells) = &mut self.cells {
            cells.push_beside(row.saturating_add(1), column, span);
        }
    }

    /// Counts a cell beside the range.
    fn beside(&mut self, at: Position) {
        if self.aside.covers(at) {
            return;
        }
        let (count, first) = self.beside.unwrap_or((0, at));
        self.beside = Some((count.saturating_add(1), first));
    }

    fn too_many_cells(&self) -> Box<Diagnostic> {
        let sheet = self.sheet;
        beyond(
            self.file,
            format!("mehr als {MOST_CELLS} Zellen im Blatt `{sheet}`"),
            format!("more than {MOST_CELLS} cells in the sheet `{sheet}`"),
        )
    }

    /// Writes a cell into the text.
    fn put(&mut self, value: Value) -> Range<u32> {
        let (kind, text) = match value {
            Value::Empty => (Kind::Empty, String::new()),
            Value::Text(text) | Value::Shown(text) | Value::Error(text) | Value::NoDate(text) => {
                (Kind::Text, text)
            }
            Value::TooLong(text) => (Kind::TooLong, text),
            Value::Number(text) | Value::Labelled(text, _) => (Kind::Number, text),
            Value::Percent(text) => (Kind::Percent, text),
            Value::Flag(flag) => (Kind::Text, flag.to_string()),
        };
        let start = self.text.len();
        if text.contains(['\r', '\n']) {
            self.text.push_str(&on_one_line(&text));
            self.own.insert(self.kinds.len(), text);
        } else {
            self.text.push_str(&text);
        }
        self.kinds.push(kind);
        bytes(start..self.text.len())
    }

    /// Ends the sheet and judges it as a whole.
    pub(crate) fn finish(mut self, survey: &Survey) -> Checked<Built> {
        self.end_row()?;
        let (Some(cells), Some(table)) = (self.cells.take(), self.table.clone()) else {
            let file = self.file.to_owned();
            return Err(Box::new(Diagnostic::new(match self.pick.header {
                Some(row) if !self.above.is_empty() => {
                    Fault::HeaderBeyond { file, row: row.to_string() }
                }
                _ => Fault::FileEmpty { file },
            })));
        };
        if let Some(row) = self.names_in {
            return Err(self.elsewhere(row));
        }
        let row = |index: usize| cells.row(index).map_or(0, |(row, _)| row.saturating_sub(1));
        let (header, last_row) = (row(table.start), row(table.end.saturating_sub(1)));
        let last_column = cells
            .first_column
            .saturating_add(u32::try_from(cells.width).unwrap_or(u32::MAX))
            .saturating_sub(1);
        let data = Area { first: (header, cells.first_column), last: (last_row, last_column) };
        for merged in survey.merged.iter().filter(|merged| merged.first != merged.last) {
            if let Some(common) = merged.common(&data).filter(|common| !self.leaves_out(common)) {
                let area = format!("{}!{merged}", self.sheet);
                self.fault(common.first, Fault::MergedCells { cells: area });
            }
        }
        if let Some((_, last)) = cells.ends().filter(|(_, last)| FULL.contains(last)) {
            self.fault((last_row, cells.first_column), Fault::FullSheet { rows: last.to_string() });
        }
        self.notes(&cells, &table, data, survey);
        let idle = self.aside.idle();
        let sheet = Sheet::new(self.kinds, self.own, table, self.aside.rows);
        Ok(Built { text: self.text, cells, sheet, faults: self.faults, idle })
    }

    /// Tells whether all cells of an area are left out on purpose.
    fn leaves_out(&self, cells: &Area) -> bool {
        self.pick.cells_left_out.iter().any(|area| area.value.common(cells) == Some(*cells))
    }

    /// Notes what the sheet does not show, or shows without holding it.
    fn notes(&mut self, cells: &Cells, table: &Range<usize>, data: Area, survey: &Survey) {
        let (sheet, header) = (self.sheet.to_owned(), data.first);
        if self.formulas > 0 {
            let count = self.formulas.to_string();
            self.faults.push((header, Fault::FormulaCells { sheet: sheet.clone(), count }));
        }
        let read: Vec<usize> =
            table.clone().skip(1).filter(|row| !self.aside.rows.contains(row)).collect();
        let rows = read.iter().filter_map(|index| cells.row(*index));
        let hidden =
            rows.filter(|(row, _)| survey.hidden_rows.contains(&row.saturating_sub(1))).count();
        if hidden > 0 {
            let all = u64::try_from(read.len()).unwrap_or(u64::MAX);
            let rows = counted(all, ("Zeile", "Zeilen"), ("row", "rows"));
            let hidden = hidden.to_string();
            self.faults.push((header, Fault::HiddenRows { sheet: sheet.clone(), rows, hidden }));
        }
        let columns = (data.first.1..=data.last.1).filter(|column| {
            survey.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(column))
        });
        let names: Vec<String> = columns.map(column_letters).collect();
        if !names.is_empty() {
            self.faults.push((
                header,
                Fault::HiddenColumns { sheet: sheet.clone(), columns: names.join(", ") },
            ));
        }
        if survey.is_hidden {
            self.faults.push((header, Fault::HiddenSheet { sheet }));
        }
        if let Some((count, first)) = self.beside {
            let cells = counted(count, ("Zelle", "Zellen"), ("cell", "cells"));
            let first_cell = self.name(first);
            self.faults.push((first, Fault::CellsBeside { cells, first: first_cell }));
        }
    }
}

impl Built {
    /// Takes the sheet into the map of sources and reports what is wrong with its cells.
    pub(crate) fn take_in(
        mut self,
        path: &str,
        bytes: &[u8],
        sources: &mut SourceMap,
        faults: &Faults,
    ) -> (SourceId, Sheet) {
        let source = sources.add_sheet(path, self.text, bytes, self.cells);
        for (at, fault) in self.faults {
            let loc = place(sources, source, at);
            match &fault {
                Fault::ColumnBeside { column, .. } => self.sheet.beside.push((column.clone(), loc)),
                Fault::CellsBeside { .. } => self.sheet.beside.push((String::new(), loc)),
                _ => {}
            }
            faults.at(fault, loc);
        }
        for area in self.idle {
            let fault =
                Fault::NothingLeftOut { cells: area.value.to_string(), file: path.to_owned() };
            faults.at(fault, area.loc);
        }
        (source, self.sheet)
    }
}

/// Writes a text with line breaks on one line.
fn on_one_line(text: &str) -> String {
    text.replace("\r\n", BREAK).replace(['\r', '\n'], BREAK)
}

/// Returns a stretch of the text as cells keep it.
fn bytes(stretch: Range<usize>) -> Range<u32> {
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    byte(stretch.start)..byte(stretch.end)
}

/// Returns the place of a cell, that of the nearest one where it is not kept.
fn place(sources: &SourceMap, source: SourceId, at: Position) -> Loc {
    let (row, column) = at;
    let start = sources.loc(source, 0..0);
    let cells = sources.get(source).cells.as_ref();
    match cells.and_then(|cells| cells.span(row.saturating_add(1), column)) {
        Some(span) => sources.loc(source, span.start as usize..span.end as usize),
        None => start,
    }
}
