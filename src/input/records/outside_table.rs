//! Rows beside the table: above its header, outside the range of a sheet, on other sheets of the
//! workbook. They are not read, but counted like all that is left out; those that read as rows of
//! the table are a finding.
//!
//! Rules: rules.md#beside-table.

use super::csv::Records;
use super::data_file::DataFile;
use super::field::Field;
use super::header::Header;
use super::notes::{Left, LeftOuts, Notes};
use super::row::Row;
use super::schema::Schema;
use super::totals::{self, Totals};
use crate::diag::{Diagnostic, Fault};
use crate::input::faults::Faults;
use crate::input::spreadsheet::{OtherSheet, SheetRecords};
use crate::money::Ratio;
use crate::source::{Loc, Source, SourceMap, column_letters};
use crate::text::{Text, counted};

/// Where rows stand beside the table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Zone {
    Above,
    Outside,
}

impl Zone {
    /// The reason why rows are left out, those that read as rows of the table apart.
    fn reason(self, is_like: bool) -> Text {
        let (de, en) = match (self, is_like) {
            (Zone::Above, false) => ("über der Kopfzeile", "above the header"),
            (Zone::Above, true) => {
                ("Zeilen mit Werten über der Kopfzeile", "rows of values above the header")
            }
            (Zone::Outside, false) => ("außerhalb von `range`", "outside `range`"),
            (Zone::Outside, true) => {
                ("Zeilen mit Werten außerhalb von `range`", "rows of values outside `range`")
            }
        };
        Text::new(de, en)
    }
}

/// Rows that read as rows of the table though they stand beside it.
struct Like {
    rows: u64,
    /// How many have no number that can be read.
    unread: u64,
    /// What the others add up to.
    sum: Ratio,
    first: Loc,
    /// Their lines, first and last of those that follow one another.
    lines: Vec<(u32, u32)>,
}

impl Like {
    fn new(first: Loc) -> Like {
        Like { rows: 0, unread: 0, sum: Ratio::ZERO, first, lines: Vec::new() }
    }

    fn take(&mut self, line: u32, number: Option<Ratio>) {
        self.rows += 1;
        match number {
            Some(number) => self.sum = &self.sum + &number,
            None => self.unread += 1,
        }
        match self.lines.last_mut() {
            Some((_, last)) if last.saturating_add(1) == line => *last = line,
            _ => self.lines.push((line, line)),
        }
    }
}

/// So many stretches of rows are named; of more the first and the last row.
const STRETCHES: usize = 3;
/// So many other sheets are named.
const SHEETS: usize = 10;

/// Counts what stands beside the table of a file.
pub(crate) struct Beside<'a> {
    /// All sources.
    pub(crate) sources: &'a SourceMap,
    /// The file.
    pub(crate) file: &'a DataFile,
    /// Its header.
    pub(crate) header: &'a Header,
    /// What its table is made of.
    pub(crate) schema: &'a Schema,
    /// What is wrong so far.
    pub(crate) faults: &'a Faults,
}

impl Beside<'_> {
    /// Counts the rows beside the table as left out; returns how many there are.
    pub(crate) fn count(&self, totals: &Totals<'_>, skipped: &mut LeftOuts) -> u64 {
        let DataFile { source, layout, sheet } = self.file;
        let content = self.sources.get(*source);
        let mut rows = 0;
        match sheet {
            Some(sheet) => {
                let records = || SheetRecords::new(content, *source, sheet);
                rows += self.meant(records().left_out(), totals, skipped);
                rows += self.zone(Zone::Above, records().above(), totals, skipped);
                rows += self.zone(Zone::Outside, records().below(), totals, skipped);
                rows += self.others(&sheet.others, skipped);
            }
            None => {
                let quiet = Faults::default();
                let above = lines_above(content, layout.header).map(|(line, text)| {
                    Records::at(text, *source, layout.delimiter, &quiet, line)
                        .next()
                        .unwrap_or_default()
                });
                rows += self.zone(Zone::Above, above, totals, skipped);
            }
        }
        rows
    }

    /// Counts the rows that umlage.toml says are left out.
    fn meant<'t>(
        &self,
        rows: impl Iterator<Item = Vec<Field<'t>>>,
        totals: &Totals<'_>,
        skipped: &mut LeftOuts,
    ) -> u64 {
        let (quiet, notes) = (Faults::default(), Notes::default());
        let mut count = 0;
        for fields in rows {
            count += 1;
            let row = Row::quiet(fields, self.header, &self.file.layout, &notes, &quiet);
            if totals.names(&row) { skipped.total() } else { skipped.meant(row.left(self.schema)) }
        }
        count
    }

    /// Counts the rows of a zone.
    fn zone<'t>(
        &self,
        zone: Zone,
        rows: impl Iterator<Item = Vec<Field<'t>>>,
        totals: &Totals<'_>,
        skipped: &mut LeftOuts,
    ) -> u64 {
        let (quiet, notes) = (Faults::default(), Notes::default());
        let (mut like, mut other): (Option<Like>, Option<(u64, Loc)>) = (None, None);
        let mut count = 0;
        for fields in rows {
            count += 1;
            let row = Row::quiet(fields, self.header, &self.file.layout, &notes, &quiet);
            let is_like = self.is_like(zone, &row);
            if is_like && totals.names(&row) {
                skipped.total();
            } else if let Some(filter) = self.header.failed_filter(&row.fields).filter(|_| is_like)
            {
                skipped.filtered(filter, row.left(self.schema));
            } else if is_like {
                skipped.beside(zone.reason(true), row.left(self.schema));
                let found = like.get_or_insert_with(|| Like::new(row.loc()));
                found.take(row.loc().line().unwrap_or_default(), self.number(&row));
            } else {
                skipped.beside(zone.reason(false), Left::Nothing);
                other.get_or_insert((0, row.loc())).0 += 1;
            }
        }
        if let Some(like) = like {
            self.say(zone, &like);
        }
        if let Some((rows, first)) = other.filter(|_| zone == Zone::Outside) {
            let rows = counted(rows, ("Zeile", "Zeilen"), ("row", "rows"));
            self.faults.at(Fault::LinesBeside { rows }, first);
        }
        count
    }

    /// Tells whether a row reads as one of the table: the column of the numbers is filled, whatever
    /// it holds. Above the header, where titles stand, every column that must be filled must be,
    /// and that of the numbers not with mere words.
    fn is_like(&self, zone: Zone, row: &Row<'_>) -> bool {
        let has = |column: &&str| row.text(column).is_some();
        let is_whole = self.schema.required.iter().all(has)
            && (self.schema.one_of.is_empty() || self.schema.one_of.iter().any(has));
        let number = self.schema.number;
        if number.is_empty() {
            return is_whole && zone == Zone::Outside;
        }
        let Some(text) = row.text(number) else { return false };
        match zone {
            Zone::Above => {
                is_whole
                    && text.value.contains(|c: char| c.is_ascii_digit() || matches!(c, '#' | '='))
            }
            Zone::Outside => text.value != self.file.layout.name_of(number).0,
        }
    }

    /// Reads the number of a row; zero in a table without numbers.
    fn number(&self, row: &Row<'_>) -> Option<Ratio> {
        if self.schema.number.is_empty() {
            return Some(Ratio::ZERO);
        }
        row.figure(self.schema).ok().map(|number| number.value)
    }

    fn say(&self, zone: Zone, like: &Like) {
        let fault = Fault::RowsBeside {
            place: zone.reason(true),
            rows: counted(like.rows, ("Zeile", "Zeilen"), ("row", "rows")),
            sum: self.sum(&like.sum, like.rows, like.unread),
            how: match self.file.layout.range {
                None => Text::new(
                    "`header` unter `[files]` berichtigen",
                    "correct `header` under `[files]`",
                ),
                Some(_) => {
                    let cells = self.cells(&like.lines);
                    Text::new(
                        format!(
                            "`range` erweitern; werden sie absichtlich nicht gelesen, `left_out = \
                                [{cells}]` angeben"
                        ),
                        format!(
                            "extend `range`; if they are left out on purpose, say so: `left_out = \
                                [{cells}]`"
                        ),
                    )
                }
            },
        };
        self.faults.push(Diagnostic::at(fault, like.first));
    }

    /// Names the cells of rows as `left_out` does.
    fn cells(&self, lines: &[(u32, u32)]) -> String {
        let Some(cells) = &self.sources.get(self.file.source).cells else { return String::new() };
        let width = u32::try_from(cells.width).unwrap_or(u32::MAX);
        let last_column = cells.first_column.saturating_add(width).saturating_sub(1);
        let (from, to) = (column_letters(cells.first_column), column_letters(last_column));
        let name = |(first, last): &(u32, u32)| format!("\"{from}{first}:{to}{last}\"");
        match lines {
            [(first, _), .., (_, last)] if lines.len() > STRETCHES => name(&(*first, *last)),
            lines => lines.iter().map(name).collect::<Vec<_>>().join(", "),
        }
    }

    /// Says what rows add up to, in a table with numbers, and of how many that cannot be read.
    fn sum(&self, sum: &Ratio, rows: u64, unread: u64) -> Text {
        let (de, en) = match self.schema.number {
            "" => return Text::default(),
            "amount" => ("ohne lesbaren Betrag", "without a readable amount"),
            _ => ("ohne lesbare Zahl", "without a readable number"),
        };
        let sum = totals::shown(self.schema, sum);
        let read = Text::new(format!(", zusammen {}", sum.de), format!(", together {}", sum.en));
        match unread {
            0 => read,
            _ if unread == rows => Text::new(format!(", {de}"), format!(", {en}")),
            _ => Text::new(
                format!("{}, {unread} davon {de}", read.de),
                format!("{}, {unread} of them {en}", read.en),
            ),
        }
    }

    /// Counts the rows of other sheets that hold the same table, and tells all that hold something.
    fn others(&self, others: &[OtherSheet], skipped: &mut LeftOuts) -> u64 {
        let mut count = 0;
        let at = self.file.layout.sheet.as_ref().map_or(self.header.loc, |sheet| sheet.loc);
        let (like, unlike): (Vec<&OtherSheet>, Vec<&OtherSheet>) =
            others.iter().partition(|it| it.rows > 0);
        let unlike: Vec<&OtherSheet> = unlike.into_iter().filter(|it| !it.is_meant).collect();
        if !unlike.is_empty() {
            self.faults.at(Fault::SheetsUnread { sheets: names(&unlike) }, at);
        }
        for other in like {
            let name = &other.name;
            let reason =
                Text::new(format!("auf dem Blatt `{name}`"), format!("on the sheet `{name}`"));
            let read = other.amount.filter(|_| other.unread < other.rows);
            skipped.rows(reason, other.rows, other.unread, read);
            count += other.rows;
            if other.is_meant {
                continue;
            }
            let (de, en) = if other.is_hidden { ("ausgeblendete ", "hidden ") } else { ("", "") };
            let sum = other.amount.map(|amount| &amount.ratio() * &Ratio::new(1, 100));
            let sum = sum.map(|sum| self.sum(&sum, other.rows, other.unread));
            let fault = Fault::OtherSheet {
                hidden: Text::new(de, en),
                sheet: name.clone(),
                rows: counted(other.rows, ("Zeile", "Zeilen"), ("row", "rows")),
                sum: sum.unwrap_or_default(),
            };
            self.faults.push(Diagnostic::at(fault, at));
        }
        count
    }
}

/// Names sheets, each with its number of rows.
fn names(sheets: &[&OtherSheet]) -> Text {
    let each = sheets.iter().take(SHEETS).map(|sheet| {
        let rows = counted(sheet.filled, ("Zeile", "Zeilen"), ("row", "rows"));
        let (de, en) = if sheet.is_hidden { ("ausgeblendet, ", "hidden, ") } else { ("", "") };
        let name = &sheet.name;
        (format!("`{name}` ({de}{})", rows.de), format!("`{name}` ({en}{})", rows.en))
    });
    let (mut de, mut en): (Vec<String>, Vec<String>) = each.unzip();
    if let Some(more @ 1..) = sheets.len().checked_sub(SHEETS) {
        de.push(format!("{more} weitere"));
        en.push(format!("{more} more"));
    }
    Text::new(de.join(", "), en.join(", "))
}

/// Returns the lines above the header that are not blank, with their numbers.
fn lines_above(source: &Source, header: Option<u32>) -> impl Iterator<Item = (u32, &str)> {
    let lines = (1..header.unwrap_or(1)).map_while(|line| {
        let (start, end) = (source.line_start(line), source.line_start(line.saturating_add(1)));
        Some((line, source.text.get(start..end)?.trim_end_matches(['\r', '\n'])))
    });
    lines.filter(|(_, text)| !text.is_empty())
}
