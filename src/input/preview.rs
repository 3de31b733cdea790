//! What is in a text file, and the entry under `[files]` that would read it: `umlage preview`.
//!
//! The delimiter is sniffed and then proven: from the header on, every row must have as many
//! fields. Columns are typed by all their fields, not by the first ones, and a number with two
//! readings is told as such.

pub(crate) mod suggest;

use super::builtin;
use super::faults::Faults;
use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::input::config::dates::DateForm;
use crate::input::files::access::Files;
use crate::input::files::decode::{self, Charset, Decoded, Undecodable};
use crate::input::names::directory::TOTALS;
use crate::input::names::municipality;
use crate::input::records::csv::Records;
use crate::input::records::field::Field;
use crate::input::records::text::{too_many, trim};
use crate::model::{FieldKind, Preview, PreviewColumn, parse_date, parse_period};
use crate::money::{NumberStyle, Ratio, parse_number};
use crate::source::{Loc, SourceId, SourceMap, Sourced};

/// How many rows are shown.
const SHOWN: usize = 5;
/// The delimiters that are tried, the likeliest first where several would do.
const DELIMITERS: [char; 4] = [';', '\t', ',', '|'];

/// What looking into a file gave.
#[derive(Debug)]
pub struct Previewed {
    /// What is in it; `None` where it is not text.
    pub preview: Option<Preview>,
    /// The file, for excerpts and places.
    pub sources: SourceMap,
    /// Why it is not text.
    pub diagnostics: Diagnostics,
}

/// Looks into a file. `name` is what the entry is to call it.
pub fn preview(files: &dyn Files, path: &str, name: &str) -> Previewed {
    let (mut sources, faults) = (SourceMap::default(), Faults::default());
    let preview = look(files, path, name, &mut sources, &faults);
    Previewed { preview, sources, diagnostics: faults.into_inner() }
}

fn look(
    files: &dyn Files,
    path: &str,
    name: &str,
    sources: &mut SourceMap,
    faults: &Faults,
) -> Option<Preview> {
    let bytes = decode::bytes(files, path, faults)?;
    if !decode::is_text(&bytes, path, faults) {
        return None;
    }
    let charset = match decode::decode(&bytes, Charset::Unicode) {
        Err(Undecodable::NotUtf8 { .. }) => decode::WESTERN,
        _ => Charset::Unicode,
    };
    let quiet = Faults::default();
    let Ok(Decoded { text, encoding, mark, .. }) = decode::decode(&bytes, charset) else {
        decode::take(&bytes, path, charset, sources, faults);
        return None;
    };
    if text.trim().is_empty() {
        faults.push(Diagnostic::new(Fault::FileEmpty { file: path.to_owned() }));
        return None;
    }
    let source = sources.add(path, String::new(), &[]);
    let grid = Grid::find(&text, source);
    let Rows { columns, first, rows, totals } =
        Rows::read(Records::new(&text, source, grid.delimiter, &quiet), &grid);
    too_many(path, 0, &quiet);
    let said = quiet.into_inner();
    said.iter().filter(|said| ends_reading(&said.fault)).for_each(|said| faults.push(said.clone()));
    if faults.errors() > 0 {
        return None;
    }
    let decimal_comma = decimal_comma(&columns);
    let columns: Vec<PreviewColumn> =
        columns.into_iter().map(|column| column.finish(decimal_comma)).collect();
    let mut preview = Preview {
        file: name.to_owned(),
        encoding: decode::name(encoding),
        mark,
        line_ends: line_ends(&text),
        delimiter: grid.proven.then_some(grid.delimiter),
        header: grid.header,
        rows,
        totals,
        below: grid.below,
        columns,
        first,
        decimal_comma,
        table: "",
        entry: String::new(),
        missing: Vec::new(),
    };
    suggest::entry(&mut preview, grid.blank_above, charset);
    Some(preview)
}

/// The rows of a table.
struct Rows {
    columns: Vec<Guess>,
    first: Vec<Vec<String>>,
    rows: u64,
    totals: u64,
}

impl Rows {
    fn read(mut records: Records<'_, '_>, grid: &Grid) -> Rows {
        records.go_to_line(grid.header);
        let header = records.next().unwrap_or_default();
        let columns = header.iter().map(|field| Guess::new(trim(&field.text))).collect();
        let mut all = Rows { columns, first: Vec::new(), rows: 0, totals: 0 };
        for fields in records.take_while(|fields| line_of(fields) <= grid.last) {
            all.rows += 1;
            if is_total(&fields) {
                all.totals += 1;
            } else {
                let columns = all.columns.iter_mut().zip(&fields);
                columns.for_each(|(column, field)| column.take(trim(&field.text)));
            }
            if all.first.len() < SHOWN {
                all.first.push(fields.iter().map(|field| trim(&field.text).to_owned()).collect());
            }
        }
        all
    }
}

/// Tells the faults behind which a file is not read; others are told when it is read as data.
fn ends_reading(fault: &Fault) -> bool {
    matches!(fault, Fault::RowTooLong { .. } | Fault::RowTooWide { .. } | Fault::ManyFaults { .. })
}

/// Tells how lines end.
fn line_ends(text: &str) -> String {
    let both = text.matches("\r\n").count();
    let ends = [
        ("CRLF", both),
        ("LF", text.matches('\n').count().saturating_sub(both)),
        ("CR", text.matches('\r').count().saturating_sub(both)),
    ];
    let there: Vec<&str> =
        ends.iter().filter(|(_, count)| *count > 0).map(|(name, _)| *name).collect();
    there.join(", ")
}

/// Where the table of a file is: the delimiter, the header, and the rows of one width below it.
struct Grid {
    delimiter: char,
    /// The line of the header.
    header: u32,
    /// Whether nothing but blank lines stands above it.
    blank_above: bool,
    /// Rows below the header.
    rows: u64,
    width: usize,
    /// The line of the last row.
    last: u32,
    /// Lines that say something below it.
    below: u64,
    /// Whether there are several columns and every row has a field in each; lines of one field may
    /// stand below.
    proven: bool,
}

impl Grid {
    /// Tries all delimiters and takes the one with the most rows of one width, then the widest.
    fn find(text: &str, source: SourceId) -> Grid {
        let mut best: Option<Grid> = None;
        for delimiter in DELIMITERS {
            let grid = Grid::with(text, source, delimiter);
            let rank = |grid: &Grid| (grid.proven, grid.has_columns(), grid.rows, grid.width);
            if best.as_ref().is_none_or(|best| rank(&grid) > rank(best)) {
                best = Some(grid);
            }
        }
        best.unwrap_or(Grid::new(','))
    }

    fn new(delimiter: char) -> Grid {
        let (header, last) = (1, 1);
        Grid {
            delimiter,
            header,
            blank_above: true,
            rows: 0,
            width: 0,
            last,
            below: 0,
            proven: false,
        }
    }

    /// Tells rows of several columns; titles and footers are one field.
    fn has_columns(&self) -> bool {
        self.width > 1 && self.rows > 0
    }

    /// Tells which of two stretches is rather the table: one of several columns, else the longer.
    fn is_rather(&self, other: &Grid) -> bool {
        let rank = |grid: &Grid| (grid.has_columns(), grid.rows, grid.header);
        rank(self) >= rank(other)
    }

    /// Finds the longest stretch of rows of one width, above the last of those that are as long;
    /// its header is the first row of different texts.
    fn with(text: &str, source: SourceId, delimiter: char) -> Grid {
        let faults = Faults::default();
        let (mut best, mut grid) = (Grid::new(delimiter), Grid::new(delimiter));
        let (mut errors, mut seen, mut named) = (0, 0, false);
        let (mut read, mut last_wide) = (0, 0);
        for fields in Records::new(text, source, delimiter, &faults) {
            let same = fields.len() == grid.width && faults.errors() == errors;
            let line = line_of(&fields);
            read += 1;
            last_wide = if fields.len() > 1 { read } else { last_wide };
            if same && (named || !is_header(&fields)) {
                grid.rows += 1;
            } else {
                named = is_header(&fields);
                grid = Grid {
                    header: line,
                    blank_above: read == 1,
                    rows: 0,
                    width: fields.len(),
                    ..grid
                };
            }
            grid.last = line;
            errors = faults.errors();
            if grid.is_rather(&best) {
                (best, seen) = (Grid { ..grid }, read);
            }
        }
        best.below = read - seen;
        // A footer is one field by any delimiter but one that its text holds.
        best.proven = best.has_columns() && last_wide <= seen && faults.errors() == errors
            || best.width > 1 && best.below == 0 && faults.errors() == errors;
        best
    }
}

/// Tells a row that adds others up: it would be counted twice.
fn is_total(fields: &[Field<'_>]) -> bool {
    fields.iter().any(|field| {
        let text = trim(&field.text).trim_end_matches(':').to_lowercase();
        TOTALS.contains(&text.as_str())
    })
}

/// Tells a row that can be a header: names that differ. The first of several may be missing, as
/// above the names of the rows of a cross table.
fn is_header(fields: &[Field<'_>]) -> bool {
    let mut names: Vec<&str> = fields.iter().map(|field| trim(&field.text)).collect();
    names.sort_unstable();
    let is_named = |field: &Field<'_>| !trim(&field.text).is_empty();
    let has_names = match fields {
        [] => true,
        [only] => is_named(only),
        [_, others @ ..] => others.iter().all(is_named),
    };
    has_names && names.windows(2).all(|pair| pair[0] != pair[1])
}

fn line_of(fields: &[Field<'_>]) -> u32 {
    match fields.first().map(|field| field.loc) {
        Some(Loc::File { line, .. }) => line,
        _ => 1,
    }
}

/// What the fields of a column may still be.
struct Guess {
    name: String,
    filled: u64,
    party: bool,
    /// Whether a field is a party by more than a number that could be a quantity.
    surely_party: bool,
    municipality: bool,
    date: bool,
    german_date: bool,
    period: bool,
    /// The sum by each style, while every field is a number in it.
    point: Option<Ratio>,
    comma: Option<Ratio>,
    /// Whether every field is a number of digits with at most a decimal point.
    plain: bool,
    /// Whether a field is a number in both, but not the same.
    differs: bool,
}

impl Guess {
    fn new(name: &str) -> Guess {
        Guess {
            name: name.to_owned(),
            filled: 0,
            party: true,
            surely_party: false,
            municipality: true,
            date: true,
            german_date: true,
            period: true,
            point: Some(Ratio::ZERO),
            comma: Some(Ratio::ZERO),
            plain: true,
            differs: false,
        }
    }

    /// Takes a field in.
    fn take(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.filled += 1;
        self.party = self.party && builtin::is_party(text);
        self.surely_party |= self.party && !text.starts_with('1');
        self.municipality = self.municipality && is_municipality(text);
        self.date = self.date && parse_date(text).is_ok();
        let german = || DateForm::parse("TT.MM.JJJJ").and_then(|form| form.iso(text));
        self.german_date = self.german_date && german().is_some_and(|iso| parse_date(&iso).is_ok());
        let this_age = text.starts_with("19") || text.starts_with("20");
        self.period = self.period && this_age && parse_period(text).is_ok();
        self.plain = self.plain && parse_number(text).is_ok();
        let point = self.point.take().zip(number('.', text));
        let comma = self.comma.take().zip(number(',', text));
        self.differs |=
            matches!((&point, &comma), (Some((_, one)), Some((_, other))) if one != other);
        self.point = point.map(|(sum, number)| &sum + &number);
        self.comma = comma.map(|(sum, number)| &sum + &number);
    }

    /// Says what the column is, and its sum by the decimal mark of the file.
    fn finish(self, decimal_comma: Option<bool>) -> PreviewColumn {
        let kind = self.kind();
        let sum = match (kind.is_number(), decimal_comma) {
            (true, Some(true)) => self.comma.clone(),
            (true, Some(false)) => self.point.clone(),
            (true, None) if kind == FieldKind::Number => self.point.clone(),
            _ => None,
        };
        let Guess { name, filled, plain, .. } = self;
        PreviewColumn { name, kind, filled, plain, sum, column: None }
    }

    fn kind(&self) -> FieldKind {
        match (&self.point, &self.comma) {
            _ if self.filled == 0 => FieldKind::Empty,
            _ if self.party && self.surely_party => FieldKind::Party,
            _ if self.municipality => FieldKind::Municipality,
            _ if self.date => FieldKind::Date,
            _ if self.german_date => FieldKind::GermanDate,
            _ if self.period => FieldKind::Period,
            (Some(_), Some(_)) if self.differs => FieldKind::AmbiguousNumber,
            (Some(_), Some(_)) => FieldKind::Number,
            (Some(_), None) => FieldKind::PointNumber,
            (None, Some(_)) => FieldKind::CommaNumber,
            (None, None) => FieldKind::Text,
        }
    }
}

/// Reads a number with a decimal mark as a layout would that declares it.
fn number(decimal: char, text: &str) -> Option<Ratio> {
    let style = NumberStyle::with_decimal(decimal);
    let (plain, _) = style.plain(text).ok()?;
    parse_number(&plain).ok().map(Ratio::from)
}

/// Tells municipality keys by their length; shorter ones could be anything.
fn is_municipality(text: &str) -> bool {
    let quiet = Faults::default();
    matches!(text.len(), 8 | 12)
        && municipality::land(Sourced::new(text, Loc::Builtin("preview")), &quiet).is_ok()
}

/// Tells the decimal mark of the file from the columns that have one reading only.
fn decimal_comma(columns: &[Guess]) -> Option<bool> {
    let has = |kind: FieldKind| columns.iter().any(|column| column.kind() == kind);
    match (
        has(FieldKind::CommaNumber),
        has(FieldKind::PointNumber),
        has(FieldKind::AmbiguousNumber),
    ) {
        (true, false, _) => Some(true),
        (false, true, _) | (false, false, false) => Some(false),
        (true, true, _) | (false, false, true) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::testing::{COSTS, TOML, found};
    use crate::input::{Memory, load};

    fn look_at(name: &str, bytes: &[u8]) -> Preview {
        let memory = Memory([(name.to_owned(), bytes.to_vec())].into());
        preview(&memory, name, name).preview.unwrap()
    }

    fn kinds(preview: &Preview) -> Vec<FieldKind> {
        preview.columns.iter().map(|column| column.kind).collect()
    }

    /// Reads a project with the suggested entry; lists what is wrong.
    fn as_suggested(name: &str, bytes: &[u8]) -> Vec<String> {
        let toml = format!("{TOML}{}\n", look_at(name, bytes).entry);
        let files =
            [("umlage.toml", toml.as_bytes()), ("costs.csv", COSTS.as_bytes()), (name, bytes)];
        let files = files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes.to_vec()));
        found(load(&Memory(files.collect()), &[]))
    }

    #[test]
    fn the_suggested_entry_reads_the_file() {
        let german = b"Auswertung;;;\r\nStand;31.12.2024;;\r\n\r\nMonat;Leistung;Land;F\xe4lle\r\n\
            2024-01;wohngeld;Hessen;1.234,5\r\n2024-02;wohngeld;RP;-12\r\n";
        let seen = look_at("usage-2024.csv", german);
        assert_eq!(
            (seen.encoding, seen.line_ends.as_str(), seen.header, seen.rows),
            ("Windows-1252", "CRLF", 4, 2)
        );
        assert_eq!(
            (seen.delimiter, seen.decimal_comma, seen.table),
            (Some(';'), Some(true), "usage")
        );
        assert_eq!(
            kinds(&seen),
            [FieldKind::Period, FieldKind::Text, FieldKind::Party, FieldKind::CommaNumber]
        );
        assert_eq!(seen.columns[3].sum, Some(Ratio::new(2445, 2)));
        let entry = [
            "[files.usage]",
            "path = \"usage-2024.csv\"",
            "format = \"de\"",
            "encoding = \"windows-1252\"",
            "header = 4",
            "columns.period = \"Monat\"",
            "columns.service = \"Leistung\"",
            "columns.party = \"Land\"",
            "columns.quantity = \"Fälle\"",
        ];
        assert_eq!(seen.entry, entry.join("\n"));
        assert_eq!(as_suggested("usage-2024.csv", german), ["N310"]);
        let tabs = b"service\tperiod\tGemeinde\tx\nwohngeld\t2024\t06611000\t1,234.5\n\
            wohngeld\t2024\t07315000\t5 EUR\n";
        let entry = [
            "[files.usage]",
            "path = \"usage.csv\"",
            "delimiter = \"\\t\"",
            "decimal = \".\"",
            "party.ags = \"Gemeinde\"",
            "columns.quantity = \"x\"",
        ];
        assert_eq!(look_at("usage.csv", tabs).entry, entry.join("\n"));
        assert_eq!(as_suggested("usage.csv", tabs), Vec::<String>::new());
        let dates = "Datum;Land;Betrag\n31.07.2024;Hessen;5\n01.08.2024;Saarland;7\n".as_bytes();
        assert_eq!(look_at("z.csv", dates).table, "payments");
        assert_eq!(as_suggested("z.csv", dates), Vec::<String>::new());
        let plain = look_at("costs.csv", COSTS.as_bytes());
        assert_eq!(
            (plain.entry.as_str(), plain.missing.len()),
            ("[files.costs]\npath = \"costs.csv\"", 0)
        );
    }

    #[test]
    fn nothing_is_decided_that_the_file_does_not_decide() {
        let seen = look_at("costs.csv", b"period;service;amount\n2024;wohngeld;1.080\n");
        assert_eq!(kinds(&seen)[2], FieldKind::AmbiguousNumber);
        assert_eq!((seen.decimal_comma, seen.columns[2].sum.clone()), (None, None));
        assert_eq!(seen.entry, "[files.costs]\npath = \"costs.csv\"\ndelimiter = \";\"");
        let seen = look_at("u.csv", b"Gemeinde,Jahr,Menge\n06611000,2024,5\n01001000,2024,7\n");
        assert_eq!((seen.table, seen.missing), ("usage", vec!["service"]));
        let seen = look_at(
            "costs.csv",
            b"period;service;amount\n2024;wohngeld;1.080\n2024;wohngeld;0,5\n",
        );
        assert_eq!((seen.decimal_comma, kinds(&seen)[2]), (Some(true), FieldKind::CommaNumber));
        let uneven = look_at("costs.csv", b"a;b;c\n1;2\n3;4;5;6\n7");
        assert_eq!((uneven.delimiter, uneven.columns.len()), (None, 1));
        for nothing in ["", "\u{feff}", "\n \r\n"] {
            let empty = Memory([("x.csv".to_owned(), nothing.as_bytes().to_vec())].into());
            let seen = preview(&empty, "x.csv", "x.csv");
            assert!(
                seen.preview.is_none()
                    && seen.diagnostics.iter().all(|it| it.fault.code() == "E108")
            );
        }
        let utf16 = Memory([("x.csv".to_owned(), b"a\0b\0".to_vec())].into());
        let seen = preview(&utf16, "x.csv", "x.csv");
        assert!(seen.preview.is_none() && seen.diagnostics.has_errors());
    }

    #[test]
    fn totals_count_once_and_footers_are_no_header() {
        let text = "Bevölkerung\nLand;2022;2023\nHessen;1,5;2,5\nSaarland;1,0;1,0\n\
            Insgesamt;2,5;3,5\n__________\n© Statistisches Bundesamt\n";
        let seen = look_at("x.csv", text.as_bytes());
        assert_eq!((seen.header, seen.rows, seen.totals, seen.below), (2, 3, 1, 2));
        assert_eq!(seen.columns[1].sum, Some(Ratio::new(5, 2)));
        assert_eq!(kinds(&seen)[0], FieldKind::Party);
    }

    #[test]
    fn the_names_of_the_rows_of_a_cross_table_need_no_heading() {
        let text = "Tabelle: 12411\nBevölkerung: Länder, Stichtag\n;31.12.2021;31.12.2022\n\
            Hessen;6;7\nThüringen;2;3\n__________\n© Destatis, 2024\n";
        let seen = look_at("x.csv", text.as_bytes());
        assert_eq!((seen.header, seen.rows, seen.below, seen.delimiter), (3, 2, 2, Some(';')));
        assert_eq!(seen.columns[1].sum, Some(Ratio::from(8)));
        assert!(!seen.entry.contains("\"\""), "{}", seen.entry);
    }

    #[test]
    fn nothing_is_suggested_where_nothing_speaks_for_a_table() {
        for text in ["a\n", "a", "x;y\nfoo;bar\n"] {
            let seen = look_at("one.csv", text.as_bytes());
            assert_eq!(
                (seen.fits(), seen.entry.as_str(), seen.missing.len()),
                (None, "", 0),
                "{text}"
            );
        }
        assert_eq!(look_at("services.csv", b"a\n").fits(), Some("services"));
    }

    #[test]
    fn columns_are_typed_by_all_their_fields() {
        let text = "a,b,c,d,e,f,g\n06,10,2024-01-31,31.01.2024,,01001000,2024\n\
            Bayern,16,2024-02-29,1.2.2024,,160515001001,2024-Q1\n";
        let expected = [
            FieldKind::Party,
            FieldKind::Number,
            FieldKind::Date,
            FieldKind::GermanDate,
            FieldKind::Empty,
            FieldKind::Municipality,
            FieldKind::Period,
        ];
        assert_eq!(kinds(&look_at("x.csv", text.as_bytes())), expected);
    }
}
