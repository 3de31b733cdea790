//! A data file: its bytes as text, its header against the columns of its table, and its rows.

use std::sync::Arc;

use jiff::civil::Date;

use super::Files;
use super::csv::{Field, Records};
use super::faults::Faults;
use super::fields;
use super::layout::{DataFile, Layout};
use super::reasons;
use super::workbook::{SheetRecords, Verdict};
use crate::diag::{Diagnostic, Fault};
use crate::model::{DateRange, ReadCount};
use crate::money::{Cents, NumberFault, Ratio, parse_amount, parse_number};
use crate::source::{Loc, SourceId, SourceMap, Sourced, hex};
use crate::text::{Text, nearest};

/// After so many faults a file is read no further.
const MOST_FAULTS: usize = 1000;
/// So many control characters of a file are shown.
const CONTROLS_SHOWN: usize = 10;

/// What a table of data is made of.
pub(super) struct Schema {
    /// Its name: `costs`, `usage`, …
    pub(super) table: &'static str,
    /// The columns that must be there.
    pub(super) required: &'static [&'static str],
    /// Columns of which at least one must be there.
    pub(super) one_of: &'static [&'static str],
    /// The columns that may be there.
    pub(super) optional: &'static [&'static str],
}

/// Reads a file as UTF-8 and takes it into the map of sources.
pub(super) fn open(
    files: &dyn Files,
    path: &str,
    sources: &mut SourceMap,
    faults: &Faults,
) -> Option<SourceId> {
    let file = path.to_owned();
    let bytes = match files.read(path) {
        Ok(bytes) => bytes,
        Err(reason) => {
            let reason = reasons::of_system(&reason);
            faults.push(Diagnostic::new(Fault::FileUnreadable { file, reason }));
            return None;
        }
    };
    if is_utf16(&bytes) {
        faults.push(Diagnostic::new(Fault::Utf16 { file }));
        return None;
    }
    let content = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    match std::str::from_utf8(content) {
        Ok(text) => Some(sources.add(path, text.to_owned(), &bytes)),
        Err(fault) => {
            let at = fault.valid_up_to();
            let bad = &content[at..content.len().min(at + fault.error_len().unwrap_or(3))];
            let source = sources.add(path, String::from_utf8_lossy(content).into_owned(), &bytes);
            let loc = sources.loc(source, at..at + '\u{fffd}'.len_utf8());
            faults.at(Fault::NotUtf8 { file, bytes: hex(bad) }, loc);
            None
        }
    }
}

/// Tells UTF-16 by its byte order mark, or by the zero bytes of Latin letters.
fn is_utf16(bytes: &[u8]) -> bool {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [a, b, c, d, ..] => (*a == 0) == (*c == 0) && (*b == 0) == (*d == 0) && (*a == 0) != (*b == 0),
        _ => false,
    }
}

/// Reads the rows of a file; `each` tells whether it could use the row.
pub(super) fn read_rows(
    sources: &SourceMap,
    file: &DataFile,
    schema: &Schema,
    faults: &Faults,
    mut each: impl FnMut(&Row<'_>) -> bool,
) -> Option<ReadCount> {
    let DataFile { source, layout, sheet } = file;
    let file = &sources.get(*source).name;
    let (before, text) = (faults.errors(), &sources.get(*source).text);
    controls(sources, *source, faults);
    let mut records = match sheet {
        Some(sheet) => Lines::Sheet(SheetRecords::new(sources.get(*source), *source, sheet)),
        None => Lines::Text(Records::new(text, *source, layout.delimiter, faults)),
    };
    let header = Header::read(&mut records, (file, layout), schema, faults)?;
    let mut count = ReadCount { file: file.clone(), table: schema.table.to_owned(), ..ReadCount::default() };
    while let Some(fields) = records.next() {
        count.read += 1;
        let verdict = records.verdict(&fields, &header, faults);
        if let Verdict::LeftOut(reason) = verdict {
            count.left_out.push((reason, 1));
        } else if verdict == Verdict::Refused {
            // Told already.
        } else if fields.len() != header.width {
            field_count(&fields, &header, faults);
        } else if fields.iter().all(|field| trim(&field.text).is_empty()) {
            let what = Text::new("die ganze Zeile", "the whole row");
            faults.at(Fault::EmptyField { what }, fields[0].loc);
        } else {
            count.used += u64::from(each(&Row { fields, header: &header, faults }));
        }
        if faults.errors() > before + MOST_FAULTS {
            let limit = MOST_FAULTS.to_string();
            faults.push(Diagnostic::new(Fault::ManyFaults { file: file.clone(), limit }));
            return None;
        }
    }
    if count.read == 0 && faults.errors() == before {
        faults.at(Fault::HeaderOnly { file: file.clone() }, header.loc);
    }
    Some(count)
}

/// What rows come from.
enum Lines<'t, 'f> {
    Text(Records<'t, 'f>),
    Sheet(SheetRecords<'t>),
}

impl<'t> Lines<'t, '_> {
    fn sep_line(&mut self) -> Option<(char, Loc)> {
        match self {
            Lines::Text(records) => records.sep_line(),
            Lines::Sheet(_) => None,
        }
    }

    fn next(&mut self) -> Option<Vec<Field<'t>>> {
        match self {
            Lines::Text(records) => records.next(),
            Lines::Sheet(records) => records.next(),
        }
    }

    /// Tells whether the row that came last is to be read.
    fn verdict(&mut self, fields: &[Field<'_>], header: &Header, faults: &Faults) -> Verdict {
        match self {
            Lines::Text(_) => Verdict::Read,
            Lines::Sheet(records) => records.verdict(fields, &header.columns, faults),
        }
    }
}

/// Reports control characters; tabulators and line breaks are none.
fn controls(sources: &SourceMap, source: SourceId, faults: &Faults) {
    let text = &sources.get(source).text;
    let is_bad = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    for (at, c) in text.match_indices(is_bad).take(CONTROLS_SHOWN) {
        let character = c.chars().map(code_point).collect();
        faults.at(Fault::ControlCharacter { character }, sources.loc(source, at..at + c.len()));
    }
}

/// Reports a row with more or fewer fields than the header.
fn field_count(fields: &[Field<'_>], header: &Header, faults: &Faults) {
    let fault = Fault::FieldCount { found: fields.len().to_string(), expected: header.width.to_string() };
    let at = fields.get(header.width).or(fields.last()).map_or(header.loc, |field| field.loc);
    faults.push(Diagnostic::at(fault, at).and_here(header.loc, "die Kopfzeile", "the header"));
}

/// The header row: where each column of the table stands.
struct Header {
    /// The names of the known columns with the number of their field.
    columns: Vec<(&'static str, usize)>,
    /// How many fields a row has.
    width: usize,
    loc: Loc,
}

impl Header {
    fn read(
        records: &mut Lines<'_, '_>,
        (file, layout): (&str, &Layout),
        schema: &Schema,
        faults: &Faults,
    ) -> Option<Header> {
        let before = faults.errors();
        if let Some((separator, loc)) = records.sep_line() {
            if separator != layout.delimiter {
                wrong_delimiter(separator, file, loc, faults);
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
        if let Some(separator) = other_delimiter(&fields, schema) {
            wrong_delimiter(separator, file, fields[0].loc, faults);
            return None;
        }
        Header::of(&fields, file, schema, faults)
    }

    /// Finds the columns of the table in the header.
    fn of(fields: &[Field<'_>], file: &str, schema: &Schema, faults: &Faults) -> Option<Header> {
        let before = faults.errors();
        let mut header = Header { columns: Vec::new(), width: fields.len(), loc: fields.first()?.loc };
        let mut unknown: Vec<(&str, Loc)> = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            let name = trim(&field.text);
            let twin = fields[..index].iter().find(|other| trim(&other.text) == name && !name.is_empty());
            if let Some(twin) = twin {
                let fault = Fault::DuplicateColumn { column: name.to_owned() };
                faults.push(Diagnostic::at(fault, field.loc).and(twin.loc));
            } else if let Some(known) = schema.columns().find(|known| *known == name) {
                header.columns.push((known, index));
            } else {
                unknown.push((name, field.loc));
            }
        }
        for (name, loc) in &unknown {
            let missing = schema.columns().filter(|column| header.index(column).is_none());
            let column = match *name {
                "" => Text::new("eine Spalte ohne Namen", "a column without a name"),
                name => Text::new(format!("die Spalte `{name}`"), format!("the column `{name}`")),
            };
            let fault = Fault::ColumnIgnored { column, file: file.to_owned() };
            faults.push(Diagnostic::at(fault, *loc).did_you_mean(nearest(name, missing)));
        }
        let missing = |column: Text, names: &[&'static str]| {
            let fault = Fault::MissingColumn { column, file: file.to_owned() };
            let meant = |(name, _): &&(&str, Loc)| nearest(name, names.iter().copied()).is_some();
            let diagnostic = Diagnostic::at(fault, header.loc);
            faults.push(match unknown.iter().find(meant) {
                Some((_, loc)) => diagnostic.and_here(*loc, "vielleicht diese?", "perhaps this one?"),
                None => diagnostic,
            });
        };
        for column in schema.required.iter().filter(|column| header.index(column).is_none()) {
            missing(Text::same(format!("`{column}`")), &[column]);
        }
        if !schema.one_of.is_empty() && schema.one_of.iter().all(|column| header.index(column).is_none()) {
            let list = |word: &str| format!("`{}`", schema.one_of.join(&format!("` {word} `")));
            missing(Text::new(list("oder"), list("or")), schema.one_of);
        }
        (faults.errors() == before).then_some(header)
    }

    fn index(&self, column: &str) -> Option<usize> {
        self.columns.iter().find(|(name, _)| *name == column).map(|(_, index)| *index)
    }
}

impl Schema {
    fn columns(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(self.one_of).chain(self.optional).copied()
    }
}

/// Guesses another delimiter where the header, split by it, has more of the columns than split by ours.
fn other_delimiter(fields: &[Field<'_>], schema: &Schema) -> Option<char> {
    let known = |name: &str| schema.columns().any(|column| column == name.trim_matches([' ', '"']));
    let line = fields.iter().map(|field| &*field.text).collect::<Vec<_>>().join(",");
    let ours = fields.iter().filter(|field| known(&field.text)).count();
    [';', '\t', '|'].into_iter().find(|other| line.split(*other).filter(|name| known(name)).count() > ours)
}

fn wrong_delimiter(separator: char, file: &str, loc: Loc, faults: &Faults) {
    let delimiter = match separator {
        ';' => Text::new("Semikolons", "semicolons"),
        '\t' => Text::new("Tabulatoren", "tabulators"),
        '|' => Text::new("senkrechte Striche", "vertical bars"),
        other => Text::same(format!("`{other}`")),
    };
    faults.at(Fault::WrongDelimiter { file: file.to_owned(), delimiter }, loc);
}

/// A row of a data file.
pub(super) struct Row<'r> {
    fields: Vec<Field<'r>>,
    header: &'r Header,
    /// What is wrong so far.
    pub(super) faults: &'r Faults,
}

impl Row<'_> {
    /// Returns the place of the row's first field.
    pub(super) fn loc(&self) -> Loc {
        self.fields.first().map_or(self.header.loc, |field| field.loc)
    }

    /// Returns the place of a column in this row, that of the row where it has no such column.
    pub(super) fn loc_of(&self, column: &str) -> Loc {
        self.field(column).map_or(self.loc(), |field| field.loc)
    }

    fn field(&self, column: &str) -> Option<&Field<'_>> {
        self.header.index(column).and_then(|index| self.fields.get(index))
    }

    /// Returns a free text without blanks around it; `None` where it is empty.
    pub(super) fn text(&self, column: &str) -> Option<Sourced<&str>> {
        let field = self.field(column)?;
        let text = trim(&field.text);
        (!text.is_empty()).then_some(Sourced::new(text, field.loc))
    }

    /// Returns a free text to be shared by many rows.
    pub(super) fn shared(&self, column: &str) -> Option<Arc<str>> {
        self.text(column).map(|text| Arc::from(text.value))
    }

    /// Returns a text by which rows are told apart; `Err` where it holds invisible characters.
    pub(super) fn name(&self, column: &str) -> Result<Option<Sourced<&str>>, Reported> {
        let Some(text) = self.text(column) else { return Ok(None) };
        match text.value.chars().find(|c| is_invisible(*c)) {
            None => Ok(Some(text)),
            Some(c) => {
                let loc = self.field(column).map_or(text.loc, |field| place_of(c, field));
                self.faults.at(Fault::ControlCharacter { character: code_point(c) }, loc);
                Err(Reported)
            }
        }
    }

    /// Returns a name that must be there.
    pub(super) fn required(&self, column: &str) -> Result<Sourced<&str>, Reported> {
        self.name(column)?.ok_or_else(|| {
            let what = Text::same(format!("`{column}`"));
            self.faults.at(Fault::EmptyField { what }, self.loc_of(column));
            Reported
        })
    }

    /// Reads a period that must be there.
    pub(super) fn period(&self) -> Result<DateRange, Reported> {
        let text = self.required("period")?;
        fields::period(self.faults, text.value, text.loc).ok_or(Reported)
    }

    /// Reads a date.
    pub(super) fn date(&self, column: &str) -> Result<Option<Sourced<Date>>, Reported> {
        match self.text(column) {
            None => Ok(None),
            Some(text) => fields::date(self.faults, text.value, text.loc).map(Some).ok_or(Reported),
        }
    }

    /// Reads an amount that must be there.
    pub(super) fn amount(&self, column: &str) -> Result<Sourced<Cents>, Reported> {
        let text = self.required(column)?;
        parse_amount(text.value)
            .map(|amount| Sourced::new(amount, text.loc))
            .map_err(|fault| self.number_fault(column, &text, fault))
    }

    /// Reads a number that must be there.
    pub(super) fn number(&self, column: &str) -> Result<Sourced<Ratio>, Reported> {
        let text = self.required(column)?;
        parse_number(text.value)
            .map(|number| Sourced::new(Ratio::from(number), text.loc))
            .map_err(|fault| self.number_fault(column, &text, fault))
    }

    fn number_fault(&self, column: &str, text: &Sourced<&str>, fault: NumberFault) -> Reported {
        let value = text.value.to_owned();
        let fault = match fault {
            NumberFault::TooLarge => Fault::NumberTooLarge { value },
            NumberFault::SubCent => Fault::SubCentAmount { value },
            NumberFault::Thousands if value.matches('.').count() == 1 => Fault::SubCentAmount { value },
            _ => Fault::BadNumber { column: column.to_owned(), value },
        };
        let diagnostic = Diagnostic::at(fault, text.loc);
        self.faults.push(if is_symbol(text.value) {
            diagnostic.note(
                "amtliche Tabellen setzen solche Zeichen für „nichts vorhanden“, „unbekannt“ oder „geheim“: hier muss \
                 eine Zahl stehen, für nichts 0",
                "official tables put such signs for \"nothing there\", \"unknown\" or \"secret\": here a number must \
                 stand, for nothing 0",
            )
        } else {
            diagnostic
        });
        Reported
    }
}

/// A fault was found and is already among the diagnostics.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reported;

/// Tells the signs that stand for a number in tables of statistical offices.
fn is_symbol(text: &str) -> bool {
    matches!(text, "-" | "–" | "." | "..." | "…" | "/" | "x" | "X" | "()")
}

/// Names a character that cannot be seen.
fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// Returns the place of a character in a field, or that of the field where its text is not as it is in the file.
fn place_of(wanted: char, field: &Field<'_>) -> Loc {
    let Loc::File { source, line, column, len } = field.loc else { return field.loc };
    let length = u32::try_from(field.text.chars().count()).unwrap_or(u32::MAX);
    let before = match len.checked_sub(length) {
        Some(0) => 0,
        Some(2) => 1,
        _ => return field.loc,
    };
    let position = field.text.chars().position(|c| c == wanted).unwrap_or_default();
    let column = column.saturating_add(before).saturating_add(u32::try_from(position).unwrap_or_default());
    Loc::File { source, line, column, len: 1 }
}

/// Takes blanks off both ends, the no-break ones of spreadsheets included.
fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n', '\u{a0}', '\u{202f}'])
}

/// Tells characters that cannot be seen and would make two equal-looking names different.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::testing::{TOML, faults_in, found, load_files, whole};
    use crate::input::{Memory, load};

    fn costs(text: &str) -> Vec<String> {
        faults_in(&[("costs.csv", text)])
    }

    fn bytes(text: &[u8]) -> Vec<String> {
        let mut memory = Memory::default();
        memory.0.insert("umlage.toml".to_owned(), TOML.into());
        memory.0.insert("costs.csv".to_owned(), text.to_vec());
        found(load(&memory, &[]))
    }

    #[test]
    fn a_file_is_utf_8_text_with_a_header_and_rows() {
        assert_eq!(
            bytes(b"period,service,amount\n2024,wohngeld,1\n2024,w\xf6hngeld,1\n"),
            ["E105 costs.csv:3:7"]
        );
        assert_eq!(bytes(b"\xff\xfep\0e\0"), ["E106"]);
        assert_eq!(bytes(b"p\0e\0r\0"), ["E106"]);
        assert_eq!(bytes(b"\xef\xbb\xbf"), ["E108"]);
        assert_eq!(costs(""), ["E108"]);
        assert_eq!(costs("\r\n\r\n"), ["E108"]);
        assert_eq!(costs("\nperiod,service,amount\r\n"), ["E109 costs.csv:2:1"]);
        assert_eq!(
            costs("period,service,amount\n2024,wohngeld,1\0\n\u{85}"),
            ["E310 costs.csv:2:15", "E107 costs.csv:2:16", "E107 costs.csv:3:1", "E303 costs.csv:3:1"]
        );
    }

    #[test]
    fn tabulators_and_quoted_line_breaks_are_text() {
        let text = "period,service,amount,note\n2024,wohngeld,1,\"a\tb\r\nc\"\n";
        let project = whole(load_files(TOML, &[("costs.csv", text)]));
        assert_eq!(project.entries[0].note.as_deref(), Some("a\tb\r\nc"));
    }

    #[test]
    fn the_header_has_the_columns_once() {
        assert_eq!(
            costs("period,service,ammount\n2024,wohngeld,1\n"),
            ["E304 costs.csv:1:1", "N301 costs.csv:1:16"]
        );
        assert_eq!(costs("period,amount\n2024,1\n"), ["E304 costs.csv:1:1"]);
        assert_eq!(costs("period,service,amount,service\n2024,wohngeld,1,x\n"), ["E306 costs.csv:1:23"]);
        assert_eq!(costs("period;service;amount\n2024;wohngeld;1,50\n"), ["E305 costs.csv:1:1"]);
        assert_eq!(costs("period\tservice\tamount\n2024\twohngeld\t1\n"), ["E305 costs.csv:1:1"]);
        assert_eq!(costs("sep=;\nperiod;service;amount\n2024;wohngeld;1\n"), ["E305 costs.csv:1:1"]);
        let good = "SEP=,\r\n\"period\", service ,amount,region,\r\n2024,wohngeld,1,x,\r\n";
        assert_eq!(costs(good), ["N302 costs.csv:1:1", "N301 costs.csv:2:27", "N301 costs.csv:2:34"]);
    }

    #[test]
    fn every_row_has_as_many_fields_as_the_header() {
        let text = "period,service,amount\n2024,wohngeld,1,5\n\n2024,wohngeld\n,,\n";
        assert_eq!(costs(text), ["E303 costs.csv:2:17", "E303 costs.csv:4:6", "E307 costs.csv:5:1"]);
    }

    #[test]
    fn numbers_and_periods_are_never_guessed() {
        let cases = [
            ("1,50", "E303 costs.csv:2:17"),
            ("\"1,50\"", "E310 costs.csv:2:15"),
            ("1.234.567", "E310 costs.csv:2:15"),
            ("1.080", "E309 costs.csv:2:15"),
            ("0.0001", "E309 costs.csv:2:15"),
            ("1e3", "E310 costs.csv:2:15"),
            ("1_000", "E310 costs.csv:2:15"),
            ("10 EUR", "E310 costs.csv:2:15"),
            ("1000000000000000", "E311 costs.csv:2:15"),
        ];
        for (amount, expected) in cases {
            let text = format!("period,service,amount\n2024,wohngeld,{amount}\n");
            assert_eq!(costs(&text), [expected], "{amount}");
        }
        let text = "period,service,amount\n2024-13,wohngeld,1\n2024-06-30/2024-01-01,wohngeld,1\n1.3.2024,wohngeld,1\n";
        assert_eq!(costs(text), ["E308 costs.csv:2:1", "E210 costs.csv:3:1", "E308 costs.csv:4:1"]);
        assert_eq!(costs("period,service,amount\n 2024\u{a0},\twohngeld , +5.5 \n"), Vec::<String>::new());
    }

    #[test]
    fn names_that_look_alike_are_not_told_apart_by_what_cannot_be_seen() {
        let text = "period,service,amount,kind,note\n2024,wohngeld,1,a\u{200b},b\u{200b}\n";
        assert_eq!(costs(text), ["E107 costs.csv:2:18"]);
        let quoted = "period,service,amount,kind\n2024,wohngeld,1,\"a\u{200b}\"\n";
        assert_eq!(costs(quoted), ["E107 costs.csv:2:19"]);
    }

    #[test]
    fn a_file_full_of_faults_is_not_read_to_its_end() {
        let text = format!("period,service,amount\n{}", "2024,wohngeld,x\n".repeat(5000));
        let found = costs(&text);
        assert_eq!(found.len(), MOST_FAULTS + 2);
        assert_eq!(found.iter().filter(|line| line.starts_with("E320")).count(), 1);
    }
}
