//! ODS, as LibreOffice writes it. calamine reads such a file as a whole, makes room for every
//! repetition that the file claims, and tells neither hidden rows nor merged cells; one walk over
//! the XML gives all of it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::area::Area;
use super::build::{Builder, Built};
use super::elsewhere::{self, Search};
use super::limits::{MOST_COLUMNS, MOST_ROWS};
use super::pick::{choose, search};
use super::refused::damaged;
use super::survey::{Shown, Survey, attribute, is_euro, is_zero, label, reader};
use super::value::Value;
use super::{Pick, guard, number};
use crate::diag::Checked;

/// Reads the sheet that is picked.
pub(crate) fn read(file: &str, bytes: &[u8], pick: &Pick) -> Checked<Built> {
    if is_locked(file, bytes)? {
        return Err(guard::locked(file));
    }
    let mut sheets: Vec<(String, bool)> = Vec::new();
    let mut lister = Walk::default();
    walk(file, bytes, &mut lister, |table, event| {
        match event {
            Seen::Table(_) => sheets.push((table.to_owned(), false)),
            Seen::Row(row) if !row.cells.is_empty() => {
                if let Some((_, filled)) = sheets.last_mut() {
                    *filled = true;
                }
            }
            Seen::Row(_) => {}
        }
        Ok(())
    })?;
    let names: Vec<String> = sheets.iter().map(|(name, _)| name.clone()).collect();
    let filled = |name: &str| Ok(sheets.iter().any(|(sheet, filled)| sheet == name && *filled));
    let sheet = choose(file, &names, pick, filled)?;
    let mut builder = Builder::new(file, &sheet, pick);
    let mut reader = Walk { wanted: Some(sheet.clone()), ..Walk::default() };
    let mut others: Vec<Search<'_>> = Vec::new();
    walk(file, bytes, &mut reader, |table, event| {
        match event {
            Seen::Row(row) if table == sheet => return row.put(&mut builder),
            Seen::Row(row) => others.last_mut().into_iter().for_each(|search| row.show(search)),
            Seen::Table(is_hidden) if table != sheet && pick.sheet.is_some() => {
                others.push(search(pick, table, is_hidden));
            }
            Seen::Table(_) => {}
        }
        Ok(())
    })?;
    Ok(builder
        .finish(&reader.survey)?
        .with(others.into_iter().filter_map(Search::finish).collect()))
}

/// Tells whether the parts are encrypted.
fn is_locked(file: &str, bytes: &[u8]) -> Checked<bool> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|reason| damaged(file, reason))?;
    let Ok(mut manifest) = reader(file, &mut archive, "META-INF/manifest.xml") else {
        return Ok(false);
    };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match manifest.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) if element.local_name().as_ref() == "encryption-data" => {
                return Ok(true);
            }
            Ok(Event::Eof) => return Ok(false),
            Ok(_) => {}
            Err(reason) => return Err(damaged(file, reason)),
        }
    }
}

/// What the walk meets.
enum Seen<'a> {
    /// A table, and whether it is hidden.
    Table(bool),
    Row(&'a Row),
}

/// A row, or several that are alike.
#[derive(Default)]
struct Row {
    number: u32,
    repeated: u32,
    cells: Vec<Run>,
}

/// Cells that are alike.
struct Run {
    column: u32,
    repeated: u32,
    value: Value,
    is_formula: bool,
}

impl Row {
    /// Shows the row to a search.
    fn show(&self, search: &mut Search<'_>) {
        let formula = Value::formula();
        let cells = self.cells.iter().map(|Run { column, repeated, value, .. }| elsewhere::Run {
            column: *column,
            repeated: *repeated,
            value: if *value == Value::Empty { &formula } else { value },
        });
        search.row(&cells.collect::<Vec<_>>(), self.repeated);
    }

    fn put(&self, builder: &mut Builder<'_>) -> Checked<()> {
        if self.cells.is_empty() {
            return Ok(());
        }
        for row in self.number..self.number.saturating_add(self.repeated) {
            for run in &self.cells {
                for column in run.column..run.column.saturating_add(run.repeated) {
                    builder.cell((row, column), run.value.clone(), run.is_formula)?;
                }
            }
        }
        Ok(())
    }
}

/// Where the walk is.
#[derive(Default)]
struct Walk {
    /// The table of which hidden rows, hidden columns and merged cells are kept.
    wanted: Option<String>,
    survey: Survey,
    table: String,
    /// How many tables we are in; those within a cell are not read.
    depth: u32,
    row: Row,
    is_hidden: bool,
    column: u32,
    cell: Option<Cell>,
    /// How many annotations we are in: their text is not that of the cell.
    notes: u32,
    styles: Styles,
}

/// The styles that show something else than what is stored, and those that hide.
#[derive(Default)]
struct Styles {
    /// The style in the making.
    name: String,
    /// The styles of tables that are hidden, and of rows and columns without height and width.
    hiding: BTreeSet<String>,
    /// Whether the table in which we are is hidden.
    is_table_hidden: bool,
    /// The format in the making.
    format: Option<Format>,
    formats: BTreeMap<String, Shown>,
    /// What styles show.
    shown: BTreeMap<String, Shown>,
    /// The last column of a run of columns, and what its cells show.
    columns: Vec<(u32, Option<Shown>)>,
}

/// A format in the making.
#[derive(Default)]
struct Format {
    name: String,
    /// Whether it shows year, month and day.
    parts: [bool; 3],
    /// What it shows beside the number.
    words: String,
    /// Whether it shows thousands of what is stored: its words say what it does, and the number is
    /// the true one.
    is_scaled: bool,
}

impl Format {
    fn shown(&self) -> Option<Shown> {
        match self.parts {
            [true, true, false] => Some(Shown::Month),
            [false, false, false] if !self.is_scaled => label(&self.words).map(Shown::Label),
            _ => None,
        }
    }
}

impl Styles {
    /// Takes an element in that stands before the tables.
    fn start(&mut self, element: &BytesStart<'_>) {
        let part = match element.local_name().as_ref() {
            "date-style" | "number-style" | "currency-style" => {
                let name = attribute(element, "style:name").unwrap_or_default();
                self.format = Some(Format { name, ..Format::default() });
                return;
            }
            "number" => {
                let factor = attribute(element, "number:display-factor");
                if let Some(format) = self.format.as_mut() {
                    format.is_scaled |= factor.is_some_and(|factor| factor != "1");
                }
                return;
            }
            "style" => {
                self.name = attribute(element, "style:name").unwrap_or_default();
                let format = attribute(element, "style:data-style-name").unwrap_or_default();
                if let Some(shown) = self.formats.get(&format) {
                    self.shown.insert(self.name.clone(), shown.clone());
                }
                return;
            }
            "table-properties" | "table-row-properties" | "table-column-properties" => {
                if hides(element) {
                    self.hiding.insert(self.name.clone());
                }
                return;
            }
            "year" => 0,
            "month" => 1,
            "day" => 2,
            _ => return,
        };
        if let Some(format) = &mut self.format {
            format.parts[part] = true;
        }
    }

    /// Takes in a text that a format shows.
    fn text(&mut self, more: &str) {
        if let Some(format) = &mut self.format {
            format.words.push_str(more);
        }
    }

    fn end_format(&mut self) {
        let Some(format) = self.format.take() else { return };
        self.formats.extend(format.shown().map(|shown| (format.name, shown)));
    }

    fn of_style(&self, style: Option<String>) -> Option<Shown> {
        self.shown.get(&style?).cloned()
    }

    /// Tells whether the style of an element hides it.
    fn hides(&self, element: &BytesStart<'_>) -> bool {
        attribute(element, "table:style-name").is_some_and(|style| self.hiding.contains(&style))
    }

    /// Tells what a cell shows, by its own style or that of its column.
    fn of_cell(&self, column: u32, style: Option<String>) -> Option<Shown> {
        if style.is_some() {
            return self.of_style(style);
        }
        let index = self.columns.partition_point(|(last, _)| *last < column);
        self.columns.get(index)?.1.clone()
    }
}

/// A cell in the making.
struct Cell {
    repeated: u32,
    kind: String,
    /// A currency other than the euro.
    currency: Option<String>,
    stored: Option<String>,
    is_formula: bool,
    is_error: bool,
    shown: Option<Shown>,
    text: Option<String>,
}

/// Walks over the content and calls for every table and row.
fn walk(
    file: &str,
    bytes: &[u8],
    walk: &mut Walk,
    mut seen: impl FnMut(&str, Seen<'_>) -> Checked<()>,
) -> Checked<()> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|reason| damaged(file, reason))?;
    let mut reader = reader(file, &mut archive, "content.xml")?;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => {
                walk.start(&element);
                if walk.depth == 1 && element.local_name().as_ref() == "table" {
                    seen(&walk.table, Seen::Table(walk.styles.is_table_hidden))?;
                }
            }
            Ok(Event::End(element)) => {
                if walk.end(element.local_name().as_ref()) {
                    if walk.row.number >= MOST_ROWS && !walk.row.cells.is_empty() {
                        return Err(damaged(file, walk.row.number));
                    }
                    seen(&walk.table, Seen::Row(&walk.row))?;
                    walk.next_row();
                }
            }
            Ok(Event::Text(text)) => walk.text(&text.xml10_content()),
            Ok(Event::CData(text)) => walk.text(&text.xml10_content()),
            Ok(Event::GeneralRef(entity)) => match entity.resolve_char_ref() {
                Ok(Some(c)) => walk.text(c.encode_utf8(&mut [0; 4])),
                Ok(None) => {
                    let known = quick_xml::escape::resolve_predefined_entity(entity.as_ref());
                    walk.text(known.ok_or_else(|| damaged(file, entity.as_ref() as &str))?);
                }
                Err(reason) => return Err(damaged(file, reason)),
            },
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(reason) => return Err(damaged(file, reason)),
        }
    }
}

fn number_of(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// Tells whether the properties of a style hide what has it.
fn hides(properties: &BytesStart<'_>) -> bool {
    let size = |name: &str| attribute(properties, name).is_some_and(|size| is_zero(&size));
    attribute(properties, "table:display").is_some_and(|value| value == "false")
        || size("style:row-height")
        || size("style:column-width")
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    attribute(element, "table:visibility")
        .is_some_and(|value| value == "collapse" || value == "filter")
}

impl Walk {
    fn start(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "table" => {
                self.depth = self.depth.saturating_add(1);
                if self.depth == 1 {
                    self.table = attribute(element, "table:name").unwrap_or_default();
                    (self.row, self.column) = (Row::default(), 0);
                    self.styles.is_table_hidden = self.styles.hides(element);
                    self.survey.is_hidden |= self.is_wanted() && self.styles.is_table_hidden;
                    self.styles.columns.clear();
                }
            }
            _ if self.depth == 0 => self.styles.start(element),
            _ if self.depth != 1 => {}
            "table-column" => {
                let repeated = number_of(element, "table:number-columns-repeated");
                let last = self.column.saturating_add(repeated).saturating_sub(1);
                if (is_hidden(element) || self.styles.hides(element)) && self.is_wanted() {
                    self.survey.hidden_columns.push((self.column, last));
                }
                let style = attribute(element, "table:default-cell-style-name");
                self.styles.columns.push((last, self.styles.of_style(style)));
                self.column = last.saturating_add(1);
            }
            "table-row" => {
                self.row.repeated = number_of(element, "table:number-rows-repeated");
                self.is_hidden = is_hidden(element) || self.styles.hides(element);
                self.column = 0;
            }
            "table-cell" | "covered-table-cell" => self.start_cell(element),
            "annotation" => self.notes = self.notes.saturating_add(1),
            "p" if self.notes == 0 => {
                if let Some(cell) = &mut self.cell {
                    match &mut cell.text {
                        Some(text) => text.push('\n'),
                        None => cell.text = Some(String::new()),
                    }
                }
            }
            "s" => {
                // As many blanks as a cell may have characters, and one more: then it is refused.
                let blanks = number_of(element, "text:c").min(32_768);
                self.text(&" ".repeat(usize::try_from(blanks).unwrap_or_default()));
            }
            "tab" => self.text("\t"),
            "line-break" => self.text("\n"),
            _ => {}
        }
    }

    fn is_wanted(&self) -> bool {
        self.wanted.as_ref() == Some(&self.table)
    }

    fn start_cell(&mut self, element: &BytesStart<'_>) {
        let (columns, rows) = (
            number_of(element, "table:number-columns-spanned"),
            number_of(element, "table:number-rows-spanned"),
        );
        if (columns > 1 || rows > 1) && self.is_wanted() {
            let (row, column) = (self.row.number, self.column);
            let last = (
                row.saturating_add(rows).saturating_sub(1),
                column.saturating_add(columns).saturating_sub(1),
            );
            self.survey.merged.push(Area { first: (row, column), last });
        }
        let kind = attribute(element, "office:value-type").unwrap_or_default();
        let stored = match kind.as_str() {
            "float" | "currency" | "percentage" => "office:value",
            "date" => "office:date-value",
            "time" => "office:time-value",
            "boolean" => "office:boolean-value",
            _ => "office:string-value",
        };
        self.cell = Some(Cell {
            repeated: number_of(element, "table:number-columns-repeated"),
            stored: attribute(element, stored),
            kind,
            currency: attribute(element, "office:currency").filter(|code| !is_euro(code)),
            is_formula: attribute(element, "table:formula").is_some(),
            shown: self.styles.of_cell(self.column, attribute(element, "table:style-name")),
            is_error: attribute(element, "calcext:value-type").is_some_and(|kind| kind == "error"),
            text: None,
        });
    }

    fn text(&mut self, more: &str) {
        if self.depth == 0 {
            self.styles.text(more);
        }
        if let Some(text) =
            self.cell.as_mut().filter(|_| self.notes == 0).and_then(|cell| cell.text.as_mut())
        {
            text.push_str(more);
        }
    }

    /// Takes the end of an element in; tells whether a row ends.
    fn end(&mut self, name: &str) -> bool {
        match name {
            "table" => self.depth = self.depth.saturating_sub(1),
            "date-style" | "number-style" | "currency-style" => self.styles.end_format(),
            _ if self.depth != 1 => {}
            "annotation" => self.notes = self.notes.saturating_sub(1),
            "table-cell" | "covered-table-cell" => {
                let Some(cell) = self.cell.take() else { return false };
                let (column, repeated, is_formula) = (self.column, cell.repeated, cell.is_formula);
                self.column = column.saturating_add(repeated);
                let value = cell.value();
                if value != Value::Empty || is_formula {
                    let repeated = repeated.min(MOST_COLUMNS);
                    self.row.cells.push(Run { column, repeated, value, is_formula });
                }
            }
            "table-row" => return true,
            _ => {}
        }
        false
    }

    fn next_row(&mut self) {
        let Row { number, repeated, cells } = std::mem::take(&mut self.row);
        let next = number.saturating_add(repeated);
        if self.is_hidden && self.is_wanted() && !cells.is_empty() {
            self.survey.hidden_rows.extend(number..next.min(MOST_ROWS));
        }
        self.row.number = next;
    }
}

impl Cell {
    /// Says what the cell holds as a text would.
    fn value(self) -> Value {
        let text = self.text.unwrap_or_default();
        let is_error = self.is_formula && (text.starts_with('#') || text.starts_with("Err:"));
        if self.is_error || is_error {
            return Value::Error(text);
        }
        let stored = self.stored.unwrap_or_default();
        match self.kind.as_str() {
            "float" | "currency" => match (number::decimal_of(&stored, 0).into(), self.currency) {
                (Value::Number(number), Some(currency)) => {
                    Value::Shown(format!("{number} {currency}"))
                }
                (Value::Error(_), _) => Value::Error(text),
                (number, _) => number.beside(self.shown.as_ref()),
            },
            "percentage" => number::decimal_of(&stored, 2)
                .map_or(Value::Error(text), |percent| Value::Percent(format!("{percent} %"))),
            "date" => Value::Shown(date(&stored, self.shown == Some(Shown::Month))),
            "time" => Value::Shown(stored),
            "boolean" => Value::Flag(stored == "true"),
            "string" if text.is_empty() => Value::Text(stored),
            _ if text.is_empty() => Value::Empty,
            _ => Value::Text(text),
        }
    }
}

/// Writes a date as `2024-03-15`, the first of a month that is shown without its day as `2024-03`.
fn date(stored: &str, is_month: bool) -> String {
    let day = stored.strip_suffix("T00:00:00").unwrap_or(stored);
    match day.strip_suffix("-01") {
        Some(month) if is_month && month.len() == 7 => month.to_owned(),
        _ => day.replace('T', " "),
    }
}
