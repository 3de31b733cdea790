//! How a data file is written: the tables under `[files]`.

use crate::diag::{Diagnostic, Fault};
use crate::input::config::dates::DateForm;
use crate::input::config::fields::{self, Fields};
use crate::input::config::quoting::toml_key;
use crate::input::config::tree::{Entry, Value};
use crate::input::files::decode::{CHARSETS, Charset};
use crate::money::NumberStyle;
use crate::source::{Loc, Sourced};
use crate::text::nearest;

/// How a data file is written. The default (rules.md#nothing-guessed): UTF-8, a comma between
/// fields, a decimal point, one header row, our names of the columns.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// What stands between two fields.
    pub(crate) delimiter: char,
    /// How numbers are written.
    pub(crate) numbers: NumberStyle,
    /// How dates are written; year-month-day is always read.
    pub(crate) dates: Option<DateForm>,
    /// How the bytes are to be read.
    pub(crate) charset: Charset,
    /// The line in which the header stands, counted from 1; `None`: the first that is not blank.
    pub(crate) header: Option<u32>,
    /// Columns that have another name in the file.
    pub(crate) columns: Vec<Mapped>,
    /// Columns that are the same in every row.
    pub(crate) set: Vec<Constant>,
    /// Which rows count; all conditions hold.
    pub(crate) filters: Vec<RowFilter>,
    /// The file's column with municipality keys, whose first two digits are the party.
    pub(crate) ags: Option<Sourced<String>>,
    /// Whether `-` and `0` have the meaning of official statistics.
    pub(crate) official: bool,
    /// Whether an apostrophe may stand before what a spreadsheet would change: `'0399`.
    pub(crate) guarded: bool,
    /// Whether percentages are parts of a larger whole.
    pub(crate) partial: bool,
    /// The sheet of a workbook.
    pub(crate) sheet: Option<Sourced<String>>,
    /// The cells of a workbook, such as `B4:F90`.
    pub(crate) range: Option<Sourced<String>>,
    /// Sheets and cells of a workbook that are left out on purpose.
    pub(crate) left_out: Vec<Sourced<String>>,
    /// Whether rows and files that repeat others are meant so.
    pub(crate) repeated: bool,
}

/// A column of the table that has another name in the file.
#[derive(Clone, Debug)]
pub(crate) struct Mapped {
    /// Our name.
    pub(crate) column: &'static str,
    /// The file's name.
    pub(crate) theirs: String,
    /// Where umlage.toml says so.
    pub(crate) loc: Loc,
}

/// A column of the table that is the same in every row.
#[derive(Clone, Debug)]
pub(crate) struct Constant {
    /// Our name.
    pub(crate) column: &'static str,
    /// What it holds, written as in umlage.toml.
    pub(crate) value: String,
    /// Where umlage.toml says so.
    pub(crate) loc: Loc,
}

/// A condition on the rows of a file.
#[derive(Clone, Debug)]
pub(crate) struct RowFilter {
    /// The file's column.
    pub(crate) column: String,
    /// The texts of which one must stand there, exactly.
    pub(crate) values: Vec<String>,
    /// Where umlage.toml says so.
    pub(crate) loc: Loc,
}

impl Default for Layout {
    fn default() -> Layout {
        Layout {
            delimiter: ',',
            numbers: NumberStyle::default(),
            dates: None,
            charset: Charset::Unicode,
            header: None,
            columns: Vec::new(),
            set: Vec::new(),
            filters: Vec::new(),
            ags: None,
            official: false,
            guarded: false,
            partial: false,
            sheet: None,
            range: None,
            left_out: Vec::new(),
            repeated: false,
        }
    }
}

impl Layout {
    /// Tells whether rows can be read one by one by several threads: nothing above the header, no
    /// conditions on rows, and every column with a meaning of its own.
    pub(crate) fn is_plain(&self) -> bool {
        self.header.is_none()
            && self.set.is_empty()
            && self.filters.is_empty()
            && self.ags.is_none()
            && !self.official
            && self.charset == Charset::Unicode
            && self.delimiter.is_ascii()
    }
}

/// Layouts that have a name.
#[derive(Clone, Copy)]
enum Format {
    /// German Excel CSV.
    German,
    /// Flat files of GENESIS, the database of the statistical offices.
    Genesis,
}

/// The tables whose rows add up, so that rows that repeat others can be meant.
pub(crate) const ADDED_UP: [&str; 3] = ["costs", "usage", "payments"];

const FORMATS: [(&str, Format); 2] = [("de", Format::German), ("genesis", Format::Genesis)];

impl Layout {
    /// Reads the layout in a table of `[files]`. `known` are the columns of the data table.
    pub(crate) fn read(table: &'static str, known: &[&'static str], fields: &Fields<'_>) -> Layout {
        let mut layout = Layout::of(fields.word("format", &FORMATS));
        if let Some(delimiter) = mark(fields, "delimiter") {
            layout.delimiter = delimiter;
        }
        layout.read_numbers(fields);
        if let Some(form) = fields.text("dates") {
            layout.dates = DateForm::parse(form.value).or_else(|| {
                fields.faults.at(Fault::BadDateForm { value: form.value.to_owned() }, form.loc);
                None
            });
        }
        if let Some(charset) = fields.word("encoding", &CHARSETS) {
            layout.charset = charset;
        }
        layout.header = header(fields);
        layout.read_columns(table, known, fields);
        if known.contains(&"party") {
            layout.read_party(fields);
        }
        if ADDED_UP.contains(&table) {
            layout.repeated = fields.word("repeated", &[("add", ())]).is_some();
        }
        if matches!(table, "statistics" | "drivers") {
            layout.partial = fields.flag("partial").is_some_and(|flag| flag.value);
        }
        layout.filters = filters(fields);
        let text = |field| fields.filled(field).map(|text| text.map(str::to_owned));
        (layout.sheet, layout.range) = (text("sheet"), text("range"));
        layout.left_out = left_out(fields);
        layout
    }

    fn of(format: Option<Format>) -> Layout {
        let german = || Layout {
            delimiter: ';',
            numbers: NumberStyle::with_decimal(','),
            dates: DateForm::parse("TT.MM.JJJJ"),
            ..Layout::default()
        };
        match format {
            None => Layout::default(),
            Some(Format::German) => Layout { guarded: true, ..german() },
            Some(Format::Genesis) => Layout { official: true, ..german() },
        }
    }

    fn read_numbers(&mut self, fields: &Fields<'_>) {
        if let Some(decimal) = mark(fields, "decimal") {
            self.numbers = NumberStyle::with_decimal(decimal);
        }
        let Some(text) = fields.text("thousands") else { return };
        let style = NumberStyle { declared: true, ..self.numbers.clone() };
        let marks = if text.value.is_empty() {
            Some(Vec::new())
        } else {
            one_mark(text.value).map(|c| vec![c])
        };
        match marks {
            Some(thousands) if thousands.contains(&style.decimal) => {
                let fault = Fault::SameMark {
                    field: fields.path("thousands"),
                    value: text.value.to_owned(),
                };
                fields.faults.at(fault, text.loc);
            }
            Some(thousands) => self.numbers = NumberStyle { thousands, ..style },
            None => bad_mark(fields, "thousands", text),
        }
    }

    fn read_columns(&mut self, table: &'static str, known: &[&'static str], fields: &Fields<'_>) {
        let texts = |field: &'static str| {
            let inner = fields.table(field)?;
            let each = inner.entries().iter().filter_map(|entry| {
                let column = column(entry, table, known, &inner)?;
                let text = fields::label(inner.faults, &inner.path(column), &entry.node)?;
                Some((column, text))
            });
            Some(each.collect::<Vec<_>>())
        };
        for (column, text) in texts("columns").unwrap_or_default() {
            self.columns.push(Mapped {
                column,
                theirs: text.value.trim().to_owned(),
                loc: text.loc,
            });
        }
        for (column, text) in texts("set").unwrap_or_default() {
            match self.columns.iter().find(|mapped| mapped.column == column) {
                Some(mapped) => {
                    let fault = Fault::NotTogether {
                        field: format!("{}.{column}", fields.path("set")),
                        other: format!("columns.{column}"),
                    };
                    fields.faults.push(Diagnostic::at(fault, text.loc).and(mapped.loc));
                }
                None => self.set.push(Constant { column, value: text.value, loc: text.loc }),
            }
        }
    }

    /// Reads `party = { ags = "Gemeinde" }`.
    fn read_party(&mut self, fields: &Fields<'_>) {
        let Some(party) = fields.table("party") else { return };
        let column = party.required_text("ags");
        party.finish();
        let given =
            self.columns.iter().find(|mapped| mapped.column == "party").map(|mapped| mapped.loc);
        let set = self
            .set
            .iter()
            .find(|constant| constant.column == "party")
            .map(|constant| constant.loc);
        if let Some(loc) = given.or(set) {
            let other = if given.is_some() { "columns.party" } else { "set.party" };
            let fault = Fault::NotTogether { field: fields.path("party"), other: other.to_owned() };
            fields.faults.push(Diagnostic::at(fault, party_loc(column.as_ref(), loc)).and(loc));
        }
        self.ags = column.map(|column| column.map(|name| name.trim().to_owned()));
    }

    /// Returns the name under which a column of the table stands in the file.
    pub(crate) fn name_of(&self, column: &'static str) -> (&str, Option<Loc>) {
        if let Some(ags) = self.ags.as_ref().filter(|_| column == "party") {
            return (&ags.value, Some(ags.loc));
        }
        let mapped = self.columns.iter().find(|mapped| mapped.column == column);
        mapped.map_or((column, None), |mapped| (&mapped.theirs, Some(mapped.loc)))
    }
}

fn party_loc(column: Option<&Sourced<&str>>, other: Loc) -> Loc {
    column.map_or(other, |column| column.loc)
}

/// Finds the column of the table that an entry names.
fn column(
    entry: &Entry,
    table: &str,
    known: &[&'static str],
    fields: &Fields<'_>,
) -> Option<&'static str> {
    let found = known.iter().find(|column| **column == entry.key).copied();
    if found.is_none() {
        let fault = Fault::NotAColumn {
            field: fields.name.clone(),
            column: entry.key.clone(),
            table: table.to_owned(),
        };
        let list = known.join("`, `");
        let diagnostic = Diagnostic::at(fault, entry.key_loc)
            .did_you_mean(nearest(&entry.key, known.iter().copied()))
            .note(format!("bekannt sind hier `{list}`"), format!("known here: `{list}`"));
        fields.faults.push(diagnostic);
    }
    found
}

/// Reads one character between fields or within numbers.
fn mark(fields: &Fields<'_>, field: &'static str) -> Option<char> {
    let text = fields.text(field)?;
    let found = one_mark(text.value);
    if found.is_none() {
        bad_mark(fields, field, text);
    }
    found
}

fn bad_mark(fields: &Fields<'_>, field: &str, text: Sourced<&str>) {
    let fault = Fault::BadMark { field: fields.path(field), value: text.value.to_owned() };
    fields.faults.at(fault, text.loc);
}

/// Takes a text for a mark: one character that no number, word or quoted field begins with.
fn one_mark(text: &str) -> Option<char> {
    let mut characters = text.chars();
    let mark = characters.next().filter(|_| characters.next().is_none())?;
    let taken =
        mark.is_alphanumeric() || matches!(mark, '"' | '\r' | '\n' | '+' | '-' | '(' | ')' | '\0');
    (!taken).then_some(mark)
}

/// Reads the number of the header's line.
fn header(fields: &Fields<'_>) -> Option<u32> {
    let node = fields.get("header")?;
    let found = match node.value {
        Value::Integer(number) => u32::try_from(number).ok().filter(|number| *number > 0),
        _ => None,
    };
    if found.is_none() {
        fields.faults.at(
            Fault::BadHeaderRow { field: fields.path("header"), value: node.shown() },
            node.loc,
        );
    }
    found
}

/// Reads `left_out = ["Vorjahr", "A8:G8"]`.
fn left_out(fields: &Fields<'_>) -> Vec<Sourced<String>> {
    let texts = fields.texts("left_out").unwrap_or_default();
    texts.into_iter().map(|text| text.map(|text| text.trim().to_owned())).collect()
}

/// Reads `where = { Spalte = ["a", "b"] }`.
fn filters(fields: &Fields<'_>) -> Vec<RowFilter> {
    let Some(inner) = fields.table("where") else { return Vec::new() };
    let each = inner.entries().iter().map(|entry| {
        let single = std::slice::from_ref(&entry.node);
        let nodes = match &entry.node.value {
            Value::List(list) => list,
            _ => single,
        };
        let path = inner.path(&toml_key(&entry.key));
        let values = nodes.iter().filter_map(|node| fields::label(inner.faults, &path, node));
        RowFilter {
            column: entry.key.trim().to_owned(),
            values: values.map(|text| text.value.trim().to_owned()).collect(),
            loc: entry.key_loc,
        }
    });
    each.collect()
}

#[cfg(test)]
mod tests;
