//! Rows beside the table: above its header, outside the range of a sheet, on other sheets of the workbook. They are not
//! read, but counted like all that is left out; those that read as rows of the table are a finding.

use super::csv::{Field, Records};
use super::data::{Row, Schema};
use super::faults::Faults;
use super::header::Header;
use super::layout::DataFile;
use super::notes::{LeftOuts, Notes};
use super::totals::{self, Totals};
use super::workbook::{OtherSheet, SheetRecords};
use crate::diag::{Diagnostic, Fault};
use crate::money::Ratio;
use crate::source::{Loc, Source, SourceMap};
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
#[derive(Clone)]
struct Like {
    rows: u64,
    sum: Ratio,
    first: Loc,
}

/// Counts what stands beside the table of a file.
pub(super) struct Beside<'a> {
    /// All sources.
    pub(super) sources: &'a SourceMap,
    /// The file.
    pub(super) file: &'a DataFile,
    /// Its header.
    pub(super) header: &'a Header,
    /// What its table is made of.
    pub(super) schema: &'a Schema,
    /// What is wrong so far.
    pub(super) faults: &'a Faults,
}

impl Beside<'_> {
    /// Counts the rows beside the table as left out; returns how many there are.
    pub(super) fn count(&self, totals: &Totals<'_>, skipped: &mut LeftOuts) -> u64 {
        let DataFile { source, layout, sheet } = self.file;
        let content = self.sources.get(*source);
        let mut rows = 0;
        match sheet {
            Some(sheet) => {
                let above = SheetRecords::above(content, *source, sheet);
                rows += self.zone(Zone::Above, above, totals, skipped);
                let below = SheetRecords::below(content, *source, sheet);
                rows += self.zone(Zone::Outside, below, totals, skipped);
                rows += self.others(&sheet.others, skipped);
            }
            None => {
                let quiet = Faults::default();
                let above = lines_above(content, layout.header).map(|(line, text)| {
                    Records::at(text, *source, layout.delimiter, &quiet, line).next().unwrap_or_default()
                });
                rows += self.zone(Zone::Above, above, totals, skipped);
            }
        }
        rows
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
            let number = self.number(zone, &row);
            let amount = row.silent_amount(self.schema);
            match number {
                Some(_) if totals.names(&row) => skipped.total(),
                Some(_) if let Some(filter) = self.header.failed_filter(&row.fields) => {
                    skipped.filtered(filter, amount);
                }
                Some(number) => {
                    skipped.beside(zone.reason(true), amount);
                    if !self.is_meant(row.loc()) {
                        let found = like.get_or_insert(Like { rows: 0, sum: Ratio::ZERO, first: row.loc() });
                        found.rows += 1;
                        found.sum = &found.sum + &number;
                    }
                }
                None => {
                    skipped.beside(zone.reason(false), None);
                    other.get_or_insert((0, row.loc())).0 += 1;
                }
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

    /// Reads the number of a row that reads as one of the table; zero in a table without numbers. Above the header, where
    /// titles stand, every column that must be filled must be.
    fn number(&self, zone: Zone, row: &Row<'_>) -> Option<Ratio> {
        let has = |column: &&str| row.text(column).is_some();
        let is_whole = self.schema.required.iter().all(has)
            && (self.schema.one_of.is_empty() || self.schema.one_of.iter().any(has));
        if self.schema.number.is_empty() {
            return (is_whole && zone == Zone::Outside).then_some(Ratio::ZERO);
        }
        if zone == Zone::Above && !is_whole || !has(&self.schema.number) {
            return None;
        }
        row.figure(self.schema).ok().map(|number| number.value)
    }

    /// Tells whether umlage.toml says that a row is left out.
    fn is_meant(&self, loc: Loc) -> bool {
        let row = loc.line().unwrap_or_default();
        self.file.sheet.as_ref().is_some_and(|sheet| sheet.leaves_out_row(row))
    }

    fn say(&self, zone: Zone, like: &Like) {
        let fault = Fault::RowsBeside {
            place: zone.reason(true),
            rows: counted(like.rows, ("Zeile", "Zeilen"), ("row", "rows")),
            sum: self.sum(&like.sum),
            how: match self.file.layout.range {
                None => Text::new("`header` unter `[files]` berichtigen", "correct `header` under `[files]`"),
                Some(_) => Text::new(
                    "`range` erweitern; bleiben sie mit Absicht außen vor, ihre Zellen nennen, etwa `left_out = \
                     [\"A8:G8\"]`",
                    "extend `range`; if they are left out on purpose, name their cells, such as `left_out = \
                     [\"A8:G8\"]`",
                ),
            },
        };
        self.faults.push(Diagnostic::at(fault, like.first));
    }

    /// Says what rows add up to, in a table with numbers.
    fn sum(&self, sum: &Ratio) -> Text {
        if self.schema.number.is_empty() {
            return Text::default();
        }
        let sum = totals::shown(self.schema, sum);
        Text::new(format!(", zusammen {}", sum.de), format!(", together {}", sum.en))
    }

    /// Counts the rows of other sheets that hold the same table.
    fn others(&self, others: &[OtherSheet], skipped: &mut LeftOuts) -> u64 {
        let mut count = 0;
        for other in others {
            let name = &other.name;
            let reason = Text::new(format!("auf dem Blatt `{name}`"), format!("on the sheet `{name}`"));
            skipped.rows(reason, other.rows, other.amount);
            count += other.rows;
            if other.is_meant {
                continue;
            }
            let (de, en) = if other.is_hidden { ("ausgeblendete ", "hidden ") } else { ("", "") };
            let sum = other.amount.map(|amount| &amount.ratio() * &Ratio::new(1, 100));
            let fault = Fault::OtherSheet {
                hidden: Text::new(de, en),
                sheet: name.clone(),
                rows: counted(other.rows, ("Zeile", "Zeilen"), ("row", "rows")),
                sum: sum.map(|sum| self.sum(&sum)).unwrap_or_default(),
            };
            let at = self.file.layout.sheet.as_ref().map_or(self.header.loc, |sheet| sheet.loc);
            self.faults.push(Diagnostic::at(fault, at));
        }
        count
    }
}

/// Returns the lines above the header that are not blank, with their numbers.
fn lines_above(source: &Source, header: Option<u32>) -> impl Iterator<Item = (u32, &str)> {
    let lines = (1..header.unwrap_or(1)).map_while(|line| {
        let (start, end) = (source.line_start(line), source.line_start(line.saturating_add(1)));
        Some((line, source.text.get(start..end)?.trim_end_matches(['\r', '\n'])))
    });
    lines.filter(|(_, text)| !text.is_empty())
}
