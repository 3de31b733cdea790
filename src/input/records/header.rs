//! The header row of a data file: where each column of the table stands, by our names or those of
//! the layout.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::field::Field;
use super::layout::{Layout, RowFilter};
use super::lines::Lines;
use super::schema::Schema;
use super::text::{is_control, trim};
use crate::diag::{Diagnostic, Fault, Label};
use crate::input::faults::{Faults, Mark};
use crate::source::Loc;
use crate::text::{Text, nearest};

/// The header row: where each column of the table stands.
pub(crate) struct Header {
    /// The names of the known columns with the number of their field.
    pub(crate) columns: Vec<(&'static str, usize)>,
    /// The columns that umlage.toml sets.
    constants: Vec<(&'static str, Field<'static>)>,
    /// The conditions on rows with the number of their field.
    filters: Vec<(usize, RowFilter)>,
    /// How many fields a row has.
    pub(crate) width: usize,
    /// Where the header stands.
    pub(crate) loc: Loc,
    /// How many lines that say something stand above it.
    pub(crate) lines_above: u64,
}

impl Header {
    /// Reads the header and reports what is wrong with it.
    pub(crate) fn read(
        records: &mut Lines<'_, '_>,
        file: &str,
        layout: &Layout,
        schema: &Schema,
        faults: &Faults,
    ) -> Option<Header> {
        let before = faults.errors();
        let lines_above = match layout.header {
            Some(row) => match records.go_to_line(row) {
                Some(above) => above,
                None => {
                    let fault = Fault::HeaderBeyond { file: file.to_owned(), row: row.to_string() };
                    faults.push(Diagnostic::new(fault));
                    return None;
                }
            },
            None => 0,
        };
        if layout.header.is_none()
            && let Some((separator, loc)) = records.sep_line()
        {
            if separator != layout.delimiter {
                wrong_delimiter(separator, file, layout, schema, loc, faults);
                return None;
            }
            faults.at(Fault::SepLine { file: file.to_owned() }, loc);
        }
        let Some(fields) = records.next() else {
            if faults.errors() == before {
                faults.push(Diagnostic::new(Fault::FileEmpty { file: file.to_owned() }));
            }
            return None;
        };
        if fields.iter().any(|field| field.text.contains(is_control)) {
            // Told for the whole file.
            return None;
        }
        if let Some(separator) = other_delimiter(&fields, layout, schema) {
            wrong_delimiter(separator, file, layout, schema, fields[0].loc, faults);
            return None;
        }
        let mark = faults.mark();
        let Some(header) = Header::of(&fields, records.beside(), file, layout, schema, faults)
        else {
            elsewhere(records, file, layout, schema, faults, mark);
            return None;
        };
        Some(Header { lines_above, ..header })
    }

    /// Makes a header of columns that are known already: for a row that stands in TOML.
    pub(crate) fn of_columns(columns: Vec<(&'static str, usize)>, loc: Loc) -> Header {
        let width = columns.len();
        Header { columns, constants: Vec::new(), filters: Vec::new(), width, loc, lines_above: 0 }
    }

    /// Goes to the header and takes it without a word: for a second look at a file that was read
    /// before.
    pub(crate) fn skip(records: &mut Lines<'_, '_>, layout: &Layout) {
        match layout.header {
            Some(row) => {
                records.go_to_line(row);
            }
            None => {
                records.sep_line();
            }
        }
        records.next();
    }

    /// Finds the columns of the table in the header.
    fn of(
        fields: &[Field<'_>],
        beside: &[(String, Loc)],
        file: &str,
        layout: &Layout,
        schema: &Schema,
        faults: &Faults,
    ) -> Option<Header> {
        let before = faults.errors();
        let mut finder =
            Finder { file, layout, faults, fields, beside, used: vec![false; fields.len()] };
        finder.twins();
        let mut header = Header {
            columns: schema
                .columns()
                .filter_map(|column| Some((column, finder.find(column)?)))
                .collect(),
            constants: layout
                .set
                .iter()
                .map(|set| (set.column, constant(&set.value, set.loc)))
                .collect(),
            filters: Vec::new(),
            width: fields.len(),
            loc: fields.first()?.loc,
            lines_above: 0,
        };
        for filter in &layout.filters {
            header.filters.extend(
                finder.named(&filter.column, filter.loc).map(|index| (index, filter.clone())),
            );
        }
        let unknown = finder.unknown();
        finder.missing(&header, schema, &unknown);
        if faults.errors() > before {
            return None;
        }
        finder.ignored(&header, schema, &unknown);
        Some(header)
    }

    /// Returns the number of a column's field in a row.
    pub(crate) fn index(&self, column: &str) -> Option<usize> {
        self.columns.iter().find(|(name, _)| *name == column).map(|(_, index)| *index)
    }

    /// Returns the field that umlage.toml sets for a column.
    pub(crate) fn constant(&self, column: &str) -> Option<&Field<'static>> {
        self.constants.iter().find(|(name, _)| *name == column).map(|(_, field)| field)
    }

    fn has(&self, column: &str) -> bool {
        self.index(column).is_some() || self.constant(column).is_some()
    }

    /// Returns the first condition that a row does not meet.
    pub(crate) fn failed_filter(&self, fields: &[Field<'_>]) -> Option<&RowFilter> {
        let fails = |(index, filter): &&(usize, RowFilter)| {
            let text = fields.get(*index).map_or("", |field| trim(&field.text));
            !filter.values.iter().any(|value| value == text)
        };
        self.filters.iter().find(fails).map(|(_, filter)| filter)
    }
}

fn constant(value: &str, loc: Loc) -> Field<'static> {
    Field { text: Cow::Owned(value.to_owned()), loc, stored: false }
}

/// Finds columns in the header row.
struct Finder<'a, 't> {
    file: &'a str,
    layout: &'a Layout,
    faults: &'a Faults,
    fields: &'a [Field<'t>],
    /// What stands beside the range of a sheet and is told: columns of the table by name, and other
    /// cells.
    beside: &'a [(String, Loc)],
    /// Which of the file's columns are used.
    used: Vec<bool>,
}

impl Finder<'_, '_> {
    fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| trim(&field.text) == name)
    }

    /// Reports columns of one name: together, as they have one cause.
    fn twins(&mut self) {
        let mut first: BTreeMap<&str, Loc> = BTreeMap::new();
        let mut twins: Vec<(&str, Loc, Loc)> = Vec::new();
        for (index, field) in self.fields.iter().enumerate() {
            let name = trim(&field.text);
            if name.is_empty() {
                continue;
            }
            if let Some(twin) = first.get(name) {
                twins.push((name, field.loc, *twin));
                self.used[index] = true;
            } else {
                first.insert(name, field.loc);
            }
        }
        let Some((_, loc, _)) = twins.first() else { return };
        let mut names: Vec<&str> = twins.iter().map(|(name, ..)| *name).collect();
        let mut seen = BTreeSet::new();
        names.retain(|name| seen.insert(*name));
        let diagnostic = Diagnostic::at(Fault::DuplicateColumn { columns: twice(&names) }, *loc);
        let (shown, rest) = twins.split_at(twins.len().min(TWINS_SHOWN));
        let places =
            shown.iter().flat_map(|(_, loc, twin)| [*twin, *loc]).filter(|place| place != loc);
        let diagnostic = places.fold(diagnostic, Diagnostic::and);
        self.faults.push(match rest.len() {
            0 => diagnostic,
            more => diagnostic.note(format!("und {more} weitere"), format!("and {more} more")),
        });
    }

    /// Shows where a column that is missing stands beside the range of the sheet, which needs no
    /// word of its own then.
    fn beyond_range(&self, name: &str, mut diagnostic: Diagnostic) -> Diagnostic {
        let Some((_, loc)) = self.beside.iter().find(|(column, _)| column == name) else {
            return diagnostic;
        };
        let others = self.beside.iter().filter(|(column, _)| column.is_empty());
        others.map(|(_, loc)| *loc).chain([*loc]).for_each(|loc| self.faults.withdraw(loc));
        let text = Text::new("steht hier, außerhalb von `range`", "stands here, outside `range`");
        diagnostic.labels.retain(|label| label.text.is_some());
        diagnostic.labels.insert(0, Label { loc: *loc, text: Some(text) });
        diagnostic.to_do(
            "`range` so erweitern, dass die Spalte gelesen wird",
            "extend `range` so that the column is read",
        )
    }

    /// Finds a column of the table, by the name that the layout gives it.
    fn find(&mut self, column: &'static str) -> Option<usize> {
        if self.layout.set.iter().any(|set| set.column == column) {
            return None;
        }
        let (name, declared) = self.layout.name_of(column);
        match declared {
            Some(loc) => self.named(name, loc),
            None => {
                let is_theirs = self.layout.columns.iter().any(|mapped| mapped.theirs == name);
                let index = self.position(name).filter(|_| !is_theirs)?;
                self.used[index] = true;
                Some(index)
            }
        }
    }

    /// Finds a column that umlage.toml names.
    fn named(&mut self, name: &str, loc: Loc) -> Option<usize> {
        let found = self.position(name);
        match found {
            Some(index) => self.used[index] = true,
            None => {
                let fault = Fault::MissingColumn {
                    columns: columns(&[Text::same(format!("`{name}`"))]),
                    file: self.file.to_owned(),
                };
                let known = self.fields.iter().map(|field| trim(&field.text));
                let at = self.fields.first().map_or(loc, |field| field.loc);
                let diagnostic =
                    Diagnostic::at(fault, at).and_here(loc, "hier genannt", "named here");
                self.faults
                    .push(self.beyond_range(name, diagnostic.did_you_mean(nearest(name, known))));
            }
        }
        found
    }

    /// Lists the columns that are not used, and reports those that umlage.toml sets.
    fn unknown(&self) -> Vec<(&str, Loc)> {
        let unused = self.fields.iter().zip(&self.used).filter(|(_, used)| !**used);
        let unknown: Vec<(&str, Loc)> =
            unused.map(|(field, _)| (trim(&field.text), field.loc)).collect();
        for (name, loc) in &unknown {
            if let Some(set) = self.layout.set.iter().find(|set| set.column == *name) {
                let fault = Fault::SetColumnInFile {
                    column: set.column.to_owned(),
                    file: self.file.to_owned(),
                };
                self.faults.push(Diagnostic::at(fault, *loc).and_here(
                    set.loc,
                    "hier festgesetzt",
                    "set here",
                ));
            }
        }
        unknown
    }

    /// Notes the columns that are not used. A file of official statistics has many.
    fn ignored(&self, header: &Header, schema: &Schema, unknown: &[(&str, Loc)]) {
        for (name, loc) in unknown {
            if !self.layout.official {
                let missing = schema.columns().filter(|column| !header.has(column));
                let missing = missing.filter(|column| self.layout.name_of(column).1.is_none());
                let column = match *name {
                    "" => Text::new("eine Spalte ohne Namen", "a column without a name"),
                    name => {
                        Text::new(format!("die Spalte `{name}`"), format!("the column `{name}`"))
                    }
                };
                let fault = Fault::ColumnIgnored { column, file: self.file.to_owned() };
                self.faults.push(Diagnostic::at(fault, *loc).did_you_mean(nearest(name, missing)));
            }
        }
    }

    /// Reports the columns that must be there and are not: together, as they have one cause.
    fn missing(&self, header: &Header, schema: &Schema, unknown: &[(&str, Loc)]) {
        let declared = |column: &&&'static str| self.layout.name_of(column).1.is_some();
        let required =
            schema.required.iter().filter(|column| !header.has(column) && !declared(column));
        let mut names: Vec<&'static str> = required.copied().collect();
        let mut shown: Vec<Text> =
            names.iter().map(|name| Text::same(format!("`{name}`"))).collect();
        let one_of = schema.one_of;
        if !one_of.is_empty()
            && one_of.iter().all(|column| !header.has(column) && !declared(&column))
        {
            let list = |word: &str| format!("`{}`", one_of.join(&format!("` {word} `")));
            shown.push(Text::new(list("oder"), list("or")));
            names.extend(one_of);
        }
        if names.is_empty() {
            return;
        }
        let fault = Fault::MissingColumn { columns: columns(&shown), file: self.file.to_owned() };
        let meant = |(name, _): &&(&str, Loc)| nearest(name, names.iter().copied()).is_some();
        let places = unknown.iter().filter(meant);
        let diagnostic = places.fold(Diagnostic::at(fault, header.loc), |diagnostic, (_, loc)| {
            diagnostic.and_here(*loc, "vielleicht diese?", "perhaps this one?")
        });
        let columns = names.iter().map(|column| self.layout.name_of(column).0);
        self.faults
            .push(columns.fold(diagnostic, |diagnostic, name| self.beyond_range(name, diagnostic)));
    }
}

/// So many columns that stand twice are shown.
const TWINS_SHOWN: usize = 4;

/// Names columns that stand twice, with the verb.
fn twice(names: &[&str]) -> Text {
    let list = names
        .iter()
        .take(TWINS_SHOWN)
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ");
    match names {
        [_] => Text::new(
            format!("die Spalte {list} steht zweimal"),
            format!("the column {list} stands twice"),
        ),
        _ => Text::new(
            format!("Spalten stehen zweimal: {list}"),
            format!("columns stand twice: {list}"),
        ),
    }
}

/// Names columns that are missing, with the verb in German.
fn columns(names: &[Text]) -> Text {
    let list = |part: fn(&Text) -> &String, and: &str| match names.split_last() {
        Some((last, [])) => part(last).clone(),
        Some((last, before)) => {
            let before = before.iter().map(part).cloned().collect::<Vec<_>>().join(", ");
            format!("{before} {and} {}", part(last))
        }
        None => String::new(),
    };
    let (de, en) = (list(|name| &name.de, "und"), list(|name| &name.en, "and"));
    match names {
        [_] => Text::new(format!("fehlt die Spalte {de}"), format!("column {en}")),
        _ => Text::new(format!("fehlen die Spalten {de}"), format!("columns {en}")),
    }
}

/// So many lines below the first are looked at for the header.
const LINES_SEARCHED: usize = 40;

/// Looks for the header below what was taken for it; found there, it is the one cause of all that
/// was said since the mark.
fn elsewhere(
    records: &mut Lines<'_, '_>,
    file: &str,
    layout: &Layout,
    schema: &Schema,
    faults: &Faults,
    mark: Mark,
) {
    let named = faults.mark();
    let has = |fields: &[Field<'_>], column: &'static str| {
        let name = layout.name_of(column).0;
        layout.set.iter().any(|set| set.column == column)
            || fields.iter().any(|field| trim(&field.text) == name)
    };
    let is_header = |fields: &Vec<Field<'_>>| {
        schema.required.iter().all(|column| has(fields, column))
            && (schema.one_of.is_empty() || schema.one_of.iter().any(|column| has(fields, column)))
    };
    let found = records.take(LINES_SEARCHED).find(is_header).filter(|_| layout.header.is_none());
    faults.back_to(named);
    let Some(loc) = found.as_ref().and_then(|fields| fields.first()).map(|field| field.loc) else {
        return;
    };
    let row = loc.line().unwrap_or_default().to_string();
    let entry = format!("{} = {{ path = \"{file}\", header = {row} }}", schema.table);
    faults.instead(
        mark,
        Diagnostic::at(Fault::HeaderElsewhere { file: file.to_owned(), row, entry }, loc),
    );
}

/// The separators that a file may have instead of ours.
const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];

/// Guesses another delimiter where the header, split by it, has more of the columns than split by
/// ours.
fn other_delimiter(fields: &[Field<'_>], layout: &Layout, schema: &Schema) -> Option<char> {
    let known = |name: &str| {
        let name = name.trim_matches([' ', '"']);
        schema.columns().any(|column| column == name || layout.name_of(column).0 == name)
    };
    let between = layout.delimiter.to_string();
    let line = fields.iter().map(|field| &*field.text).collect::<Vec<_>>().join(&between);
    let ours = fields.iter().filter(|field| known(trim(&field.text))).count();
    let others = SEPARATORS.into_iter().filter(|other| *other != layout.delimiter);
    others.into_iter().find(|other| line.split(*other).filter(|name| known(name)).count() > ours)
}

fn wrong_delimiter(
    separator: char,
    file: &str,
    layout: &Layout,
    schema: &Schema,
    loc: Loc,
    faults: &Faults,
) {
    let what = match separator {
        ';' => "format = \"de\"".to_owned(),
        '\t' => "delimiter = \"\\t\"".to_owned(),
        other => format!("delimiter = \"{other}\""),
    };
    let fault = Fault::WrongDelimiter {
        file: file.to_owned(),
        delimiter: words(separator),
        ours: words(layout.delimiter),
        entry: format!("{} = {{ path = \"{file}\", {what} }}", schema.table),
    };
    faults.at(fault, loc);
}

fn words(separator: char) -> Text {
    match separator {
        ',' => Text::new("Kommas", "commas"),
        ';' => Text::new("Semikolons", "semicolons"),
        '\t' => Text::new("Tabulatoren", "tabulators"),
        '|' => Text::new("senkrechte Striche", "vertical bars"),
        other => Text::same(format!("`{other}`")),
    }
}
