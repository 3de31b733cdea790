//! Strict CSV: every field with its true line and column, and nothing swallowed.
//!
//! The `csv` crate takes an unclosed quotation mark and text behind a closing one without a word,
//! and its line numbers are wrong after CRLF and blank lines. A check for both and a search for
//! every place walk over the whole text anyway, so that this walk is the reader; a property test
//! holds it against the crate. What passes here reads the same in both.

use std::borrow::Cow;

use super::field::Field;
use super::text::MOST_FAULTS;
use crate::diag::{Checked, Diagnostic, Fault};
use crate::input::faults::Faults;
use crate::source::{Loc, SourceId};
use crate::text::{Lang, Text};

/// A row has at most so many fields, as in Excel.
pub(crate) const MOST_COLUMNS: usize = 16_384;
/// A row has at most so many bytes; what has more is no table.
pub(crate) const LONGEST_ROW: usize = 16 << 20;
/// So many characters of a text are repeated in a message.
const MOST_REPEATED: usize = 1000;

/// The fault of a row that is too long.
pub(crate) fn row_too_long() -> Fault {
    Fault::RowTooLong { limit: format!("{} MiB", LONGEST_ROW >> 20) }
}

/// Walks over the records of a text.
pub(crate) struct Records<'t, 'f> {
    text: &'t str,
    source: SourceId,
    delimiter: char,
    faults: &'f Faults,
    /// With more errors than this, reading ends.
    most_errors: usize,
    cursor: Cursor,
}

/// A place in the text: the byte, and the line and column of the character there.
#[derive(Clone, Copy)]
struct Cursor {
    at: usize,
    line: u32,
    column: u32,
}

impl<'t, 'f> Records<'t, 'f> {
    /// Begins at the first record.
    pub(crate) fn new(
        text: &'t str,
        source: SourceId,
        delimiter: char,
        faults: &'f Faults,
    ) -> Records<'t, 'f> {
        Records::at(text, source, delimiter, faults, 1)
    }

    /// Begins at the first record of a text that starts on a later line of its file.
    pub(crate) fn at(
        text: &'t str,
        source: SourceId,
        delimiter: char,
        faults: &'f Faults,
        line: u32,
    ) -> Records<'t, 'f> {
        let most_errors = faults.errors().saturating_add(MOST_FAULTS);
        Records {
            text,
            source,
            delimiter,
            faults,
            most_errors,
            cursor: Cursor { at: 0, line, column: 1 },
        }
    }

    /// Returns how many bytes of the text are read, and the line that comes next.
    pub(crate) fn position(&self) -> (usize, u32) {
        (self.cursor.at, self.cursor.line)
    }

    /// Returns what is left of the text.
    fn rest(&self) -> &'t str {
        &self.text[self.cursor.at..]
    }

    /// Skips the line `sep=,` that Excel writes, and returns its separator.
    pub(crate) fn sep_line(&mut self) -> Option<(char, Loc)> {
        let line = self.rest().split(['\r', '\n']).next().unwrap_or_default();
        let start = self.cursor;
        let (name, separator) = (line.get(..4)?, line.get(4..)?.trim_end_matches(' '));
        let mut separator = separator.chars();
        match (separator.next(), separator.next()) {
            (Some(separator), None) if name.eq_ignore_ascii_case("sep=") => {
                self.advance(line.len());
                let loc = self.loc(start);
                self.line_end();
                Some((separator, loc))
            }
            _ => None,
        }
    }

    /// Goes to the beginning of a line, counted from 1, and tells how many of those above say
    /// something; `None` where there is no such line or it is blank.
    pub(crate) fn go_to_line(&mut self, line: u32) -> Option<u64> {
        let mut above = 0;
        while self.cursor.line < line && !self.rest().is_empty() {
            let blank = self.rest().starts_with(['\r', '\n']);
            above += u64::from(!blank);
            self.next_line();
        }
        let there = !self.rest().is_empty() && !self.rest().starts_with(['\r', '\n']);
        there.then_some(above)
    }

    /// Makes the place from a cursor up to where we are.
    fn loc(&self, start: Cursor) -> Loc {
        let Cursor { line, column, .. } = start;
        let first_line =
            self.text[start.at..self.cursor.at].split(['\r', '\n']).next().unwrap_or_default();
        Loc::File { source: self.source, line, column, len: count(first_line) }
    }

    /// Goes on by some bytes without a line end.
    fn advance(&mut self, bytes: usize) {
        self.cursor.column = self.cursor.column.saturating_add(count(&self.rest()[..bytes]));
        self.cursor.at += bytes;
    }

    /// Goes over one line end, if there is one here.
    fn line_end(&mut self) -> bool {
        let bytes = match self.rest().as_bytes() {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => return false,
        };
        let Cursor { at, line, .. } = self.cursor;
        self.cursor = Cursor { at: at + bytes, line: line.saturating_add(1), column: 1 };
        true
    }

    /// Goes to the beginning of the next line.
    fn next_line(&mut self) {
        let bytes = self.rest().find(['\r', '\n']).unwrap_or(self.rest().len());
        self.advance(bytes);
        self.line_end();
    }

    /// Reads one field and stops before what ends it.
    fn field(&mut self) -> Checked<Field<'t>> {
        let start = self.cursor;
        if self.rest().starts_with('"') {
            return self.quoted(start);
        }
        let stop = [self.delimiter, '\r', '\n', '"'];
        let bytes = self.rest().find(stop).unwrap_or(self.rest().len());
        let text = &self.rest()[..bytes];
        self.advance(bytes);
        if self.rest().starts_with('"') {
            let mark = self.cursor;
            self.advance(1);
            return Err(Box::new(Diagnostic::at(Fault::QuoteInField, self.loc(mark))));
        }
        Ok(Field { text: Cow::Borrowed(text), loc: self.loc(start), stored: false })
    }

    /// Reads a field in quotation marks.
    fn quoted(&mut self, start: Cursor) -> Checked<Field<'t>> {
        self.advance(1);
        let mut doubled = false;
        loop {
            let Some(bytes) = self.rest().find(['"', '\r', '\n']) else {
                self.cursor = start;
                self.advance(1);
                let loc = self.loc(start);
                self.cursor.at = self.text.len();
                return Err(Box::new(Diagnostic::at(Fault::UnclosedQuote, loc)));
            };
            self.advance(bytes);
            if self.line_end() {
                continue;
            }
            self.advance(1);
            if !self.rest().starts_with('"') {
                break;
            }
            doubled = true;
            self.advance(1);
        }
        let inner = &self.text[start.at + 1..self.cursor.at - 1];
        let text =
            if doubled { Cow::Owned(inner.replace("\"\"", "\"")) } else { Cow::Borrowed(inner) };
        let field = Field { text, loc: self.loc(start), stored: false };
        self.nothing_behind(start)?;
        Ok(field)
    }

    /// Makes sure that a closing quotation mark ends its field.
    fn nothing_behind(&mut self, opened: Cursor) -> Checked<()> {
        let bytes = self.rest().find([self.delimiter, '\r', '\n']).unwrap_or(self.rest().len());
        if bytes == 0 {
            return Ok(());
        }
        let text = self.rest()[..bytes].chars().take(MOST_REPEATED).collect();
        let behind = self.cursor;
        self.advance(bytes);
        let loc = self.loc(behind);
        let Cursor { line, column, .. } = opened;
        let opened_at = Loc::File { source: self.source, line, column, len: 1 };
        // A quotation mark that was never closed meets the next one on a later line: go on below
        // the first.
        self.cursor = opened;
        let diagnostic = Diagnostic::at(Fault::TextAfterQuote { text }, loc);
        let diagnostic = diagnostic.and_here(opened_at, "hier geöffnet", "opened here");
        Err(Box::new(if behind.line == line {
            diagnostic
        } else {
            diagnostic.note(
                format!(
                    "das Feld beginnt in Zeile {line}; vielleicht ist es dort nicht geschlossen"
                ),
                format!("the field begins in line {line}; perhaps it is not closed there"),
            )
        }))
    }

    /// Reads one record; blank lines are skipped.
    fn record(&mut self) -> Checked<Vec<Field<'t>>> {
        let start = self.cursor;
        let mut fields = Vec::new();
        loop {
            if fields.len() == MOST_COLUMNS {
                let limit = |lang: Lang| lang.count(MOST_COLUMNS as u64);
                let limit = Text::new(limit(Lang::De), limit(Lang::En));
                return Err(self.end(Fault::RowTooWide { limit }, start));
            }
            fields.push(self.field()?);
            if self.cursor.at.saturating_sub(start.at) > LONGEST_ROW {
                return Err(self.end(row_too_long(), start));
            }
            if self.rest().starts_with(self.delimiter) {
                self.advance(self.delimiter.len_utf8());
            } else {
                self.line_end();
                return Ok(fields);
            }
        }
    }
}

impl Records<'_, '_> {
    /// Reads no further, because what is here is no table; says so of a row, which is not drawn.
    fn end(&mut self, fault: Fault, row: Cursor) -> Box<Diagnostic> {
        self.cursor.at = self.text.len();
        let place = Loc::Rows { source: self.source, first: row.line, last: row.line, count: 1 };
        Box::new(Diagnostic::at(fault, place))
    }
}

impl<'t> Iterator for Records<'t, '_> {
    type Item = Vec<Field<'t>>;

    /// Returns the next record that can be read; others are reported.
    fn next(&mut self) -> Option<Vec<Field<'t>>> {
        loop {
            while self.line_end() {}
            if self.rest().is_empty() {
                return None;
            }
            match self.record() {
                Ok(fields) => return Some(fields),
                Err(diagnostic) => {
                    self.faults.push(*diagnostic);
                    self.next_line();
                    if self.faults.errors() > self.most_errors {
                        self.cursor.at = self.text.len();
                    }
                }
            }
        }
    }
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::SourceMap;

    type Rows = Vec<Vec<(String, String)>>;

    /// Reads a text: the fields with their `line:column`, and the faults with theirs.
    fn read(text: &str) -> (Rows, Vec<String>) {
        let mut sources = SourceMap::default();
        let source = sources.add("f", text.to_owned(), text.as_bytes());
        let faults = Faults::default();
        let place = |loc| sources.place(loc).trim_start_matches("f:").to_owned();
        let records = Records::new(text, source, ',', &faults);
        let show = |field: &Field<'_>| (field.text.to_string(), place(field.loc));
        let rows = records.map(|record| record.iter().map(show).collect()).collect();
        let faults = faults.into_inner();
        let lines = faults.iter().map(|d| format!("{} {}", d.fault.code(), place(d.labels[0].loc)));
        (rows, lines.collect())
    }

    fn field(text: &str, place: &str) -> (String, String) {
        (text.to_owned(), place.to_owned())
    }

    #[test]
    fn every_field_has_its_true_place_under_every_line_end() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,bü", "", "", "\"x", "y\",ä,z", "", "\"ö,\",c"].join(end);
            let (rows, faults) = read(&text);
            assert_eq!(faults, Vec::<String>::new(), "{end:?}");
            let broken = format!("x{end}y");
            let expected = vec![
                vec![field("a", "1:1"), field("bü", "1:3")],
                vec![field(&broken, "4:1"), field("ä", "5:4"), field("z", "5:6")],
                vec![field("ö,", "7:1"), field("c", "7:6")],
            ];
            assert_eq!(rows, expected, "{end:?}");
            assert_eq!(read(&(text + end)).0, expected, "{end:?}");
        }
    }

    #[test]
    fn quotation_marks_are_taken_strictly() {
        assert_eq!(
            read("a\n1,\"x,2\n3,4\n"),
            (vec![vec![field("a", "1:1")]], vec!["E301 2:3".to_owned()])
        );
        let (rows, faults) = read("a,\"x\"y,b\nc,d\"e\nf,\"g\"\"h\"\n\"i\" ,j\n");
        assert_eq!(faults, ["E302 1:6", "E319 2:4", "E302 4:4"]);
        assert_eq!(rows, [[field("f", "3:1"), field("g\"h", "3:3")]]);
    }

    #[test]
    fn a_mark_left_open_costs_its_own_row_only() {
        let (rows, faults) = read("1,\"open\n2,b\n3,\"c\"\n");
        assert_eq!(faults, ["E302 3:4"]);
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1], [field("3", "3:1"), field("c", "3:3")]);
    }

    #[test]
    fn what_is_no_table_is_read_no_further() {
        let told = |text: &str| {
            let faults = Faults::default();
            let source = SourceMap::default().add("f", String::new(), &[]);
            let rows = Records::new(text, source, ',', &faults).count();
            let faults = faults.into_inner();
            let line = |d: &Diagnostic| d.labels[0].loc.line().unwrap();
            (
                rows,
                faults
                    .iter()
                    .map(|d| format!("{} {}", d.fault.code(), line(d)))
                    .collect::<Vec<_>>(),
            )
        };
        let wide = |fields: usize| format!("a\n{}\nb\n", ",".repeat(fields - 1));
        assert_eq!(told(&wide(MOST_COLUMNS)), (3, vec![]));
        assert_eq!(told(&wide(MOST_COLUMNS + 1)), (1, vec!["E123 2".to_owned()]));
        let long = |bytes: usize| format!("a\n\"{}\"\nb\n", "x\n".repeat(bytes / 2 - 1));
        assert_eq!(told(&long(LONGEST_ROW)), (3, vec![]));
        assert_eq!(told(&long(LONGEST_ROW + 2)), (1, vec!["E111 2".to_owned()]));
        let (rows, faults) = told(&"a\"\n".repeat(MOST_FAULTS * 3));
        assert_eq!((rows, faults.len()), (0, MOST_FAULTS + 1));
    }

    #[test]
    fn empty_fields_and_lines_are_told_apart() {
        let (rows, _) = read("\n,\n\"\"\n \n");
        assert_eq!(
            rows,
            [
                vec![field("", "2:1"), field("", "2:2")],
                vec![field("", "3:1")],
                vec![field(" ", "4:1")]
            ]
        );
        assert_eq!(read("").0, Rows::new());
        assert_eq!(read("\r\n\r\n").0, Rows::new());
    }

    #[test]
    fn the_separator_line_of_excel_is_skipped() {
        for (text, expected) in [
            ("sep=;\r\na", Some(';')),
            ("SEP=,\na", Some(',')),
            ("sep=\t\na", Some('\t')),
            ("sep=ab\na", None),
            ("separator\na", None),
            ("sep=\na", None),
        ] {
            let faults = Faults::default();
            let source = SourceMap::default().add("f", String::new(), &[]);
            let mut records = Records::new(text, source, ',', &faults);
            assert_eq!(records.sep_line().map(|(separator, _)| separator), expected, "{text:?}");
            let first = records.next().map(|row| row[0].clone());
            assert_eq!(
                first.is_some_and(|first| first.text == "a"),
                expected.is_some(),
                "{text:?}"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn what_passes_reads_as_with_the_csv_crate(text in "[ab,\"\r\n ä;]{0,24}") {
            let (rows, faults) = read(&text);
            if faults.is_empty() {
                let mut reader = csv::ReaderBuilder::new();
                reader.has_headers(false).flexible(true);
                let fields = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
                let mut reader = reader.from_reader(text.as_bytes());
                let expected: Vec<Vec<String>> =
                    reader.records().map(|row| fields(row.unwrap())).collect();
                let texts = |row: Vec<(String, _)>| row.into_iter().map(|(text, _)| text).collect();
                let ours: Vec<Vec<String>> = rows.into_iter().map(texts).collect();
                prop_assert_eq!(ours, expected);
            }
        }
    }
}
