//! Workbooks (XLSX, XLSM, ODS) as data files: a sheet becomes a text with a line for every row, and
//! records of fields as a CSV file would give them. What differs between what a spreadsheet shows
//! and what it stores is refused or told.

mod area;
mod aside;
mod build;
mod elsewhere;
mod guard;
mod number;
mod ods;
mod records;
mod survey;
mod xlsx;

use std::fmt::Display;

pub(super) use area::Area;
pub(super) use elsewhere::{OtherSheet, Wanted};
pub(super) use records::{Sheet, SheetRecords};

use area::Position;

use super::Files;
use super::faults::Faults;
use crate::diag::{Checked, Diagnostic, Fault};
use crate::input::files::reasons;
use crate::source::{SourceId, SourceMap, Sourced};
use crate::text::{Text, nearest};

/// A workbook has at most so many bytes, packed.
const MOST_PACKED: usize = 50 << 20;
/// The parts of a workbook have at most so many bytes in all, unpacked.
const MOST_UNPACKED: u64 = 256 << 20;
/// The texts that cells share have at most so many bytes, unpacked.
const MOST_SHARED: u64 = 64 << 20;
/// A part is at most so many times as large as it is packed.
const MOST_RATIO: u64 = 200;
/// Parts below this size may be packed better.
const SMALL_PART: u64 = 1 << 20;
/// A workbook has at most so many parts.
const MOST_PARTS: usize = 4096;
/// A sheet has at most so many cells: filled rows times columns of the header.
const MOST_CELLS: usize = 5_000_000;
/// The texts of a sheet have at most so many bytes in all.
const MOST_TEXT: usize = 256 << 20;
/// A cell has at most so many characters, as in Excel.
const MOST_CHARACTERS: usize = 32_767;
/// A sheet has at most so many rows.
const MOST_ROWS: u32 = 1_048_576;
/// A sheet has at most so many columns.
const MOST_COLUMNS: u32 = 16_384;

/// The endings of the files that are read as workbooks.
pub(super) const ENDINGS: [&str; 3] = ["xlsx", "xlsm", "ods"];
/// Endings of spreadsheets that are not read.
const OTHER_ENDINGS: [&str; 5] = ["xls", "xlsb", "fods", "numbers", "xlt"];

/// Which part of a workbook is read: by default its only sheet, or the only one that is not empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Pick {
    /// The name of the sheet.
    pub(super) sheet: Option<String>,
    /// The cells; without `header` the first row among them that is not empty is the header.
    pub(super) range: Option<Area>,
    /// The row of the header, counted from 1.
    pub(super) header: Option<u32>,
    /// Sheets that are left out on purpose.
    pub(super) sheets_left_out: Vec<Sourced<String>>,
    /// Cells that are left out on purpose.
    pub(super) cells_left_out: Vec<Sourced<Area>>,
    /// What tells the table.
    pub(super) wanted: Wanted,
}

impl Pick {
    /// Tells whether a cell is read.
    fn reads(&self, at: Position) -> bool {
        self.range.is_none_or(|range| range.contains(at))
            && self.header.is_none_or(|row| at.0.saturating_add(1) >= row)
    }

    /// Tells whether umlage.toml says that a cell is left out.
    fn leaves_out(&self, at: Position) -> bool {
        self.cells_left_out.iter().any(|area| area.value.contains(at))
    }

    /// Tells whether cells of a row are read.
    fn reads_row(&self, row: u32) -> bool {
        self.range.is_none_or(|range| self.reads((row, range.first.1)))
    }

    /// Tells whether a cell can stand in the header: the first one that can does.
    fn is_header(&self, at: Position) -> bool {
        self.reads(at) && self.header.is_none_or(|row| at.0.saturating_add(1) == row)
    }
}

/// Tells by its ending whether a file is to be opened as a workbook.
pub(super) fn is_workbook(path: &str) -> bool {
    let ending = ending(path);
    ENDINGS.iter().chain(&OTHER_ENDINGS).any(|known| *known == ending)
}

fn ending(path: &str) -> String {
    path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// Reads a sheet of a workbook and takes it into the map of sources.
pub(super) fn open(
    files: &dyn Files,
    path: &str,
    pick: &Pick,
    sources: &mut SourceMap,
    faults: &Faults,
) -> Option<(SourceId, Sheet)> {
    let bytes = match files.read(path) {
        Ok(bytes) => bytes,
        Err(reason) => {
            faults.push(Diagnostic::new(reasons::unreadable(path, &reason)));
            return None;
        }
    };
    let before = faults.errors();
    let built = match read(path, &bytes, pick) {
        Ok(built) => built,
        Err(diagnostic) => {
            faults.push(*diagnostic);
            return None;
        }
    };
    let (source, sheet) = built.take_in(path, &bytes, sources, faults);
    (faults.errors() == before).then_some((source, sheet))
}

fn read(path: &str, bytes: &[u8], pick: &Pick) -> Checked<build::Built> {
    let ending = ending(path);
    if !ENDINGS.contains(&ending.as_str()) {
        return Err(unreadable(
            path,
            Text::new("das Format wird nicht gelesen", "the format is not read"),
        ));
    }
    guard::check(path, bytes)?;
    match ending.as_str() {
        "ods" => ods::read(path, bytes, pick),
        _ => xlsx::read(path, bytes, pick),
    }
}

/// The fault of a file that is no workbook we read.
fn unreadable(file: &str, reason: Text) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Fault::WorkbookUnreadable { file: file.to_owned(), reason }))
}

/// The fault of a file that does not hold what its format asks for.
fn damaged(file: &str, detail: impl Display) -> Box<Diagnostic> {
    unreadable(
        file,
        Text::new(
            format!("die Datei ist beschädigt ({detail})"),
            format!("the file is damaged ({detail})"),
        ),
    )
}

/// The fault of a file that passes a limit.
fn beyond(file: &str, de: impl Into<String>, en: impl Into<String>) -> Box<Diagnostic> {
    let reason = Text::new(de, en);
    Box::new(Diagnostic::new(Fault::WorkbookBeyondLimits { file: file.to_owned(), reason }))
}

/// Begins to look for the table on another sheet than the one that is read.
fn search<'a>(pick: &'a Pick, sheet: &str, is_hidden: bool) -> elsewhere::Search<'a> {
    let is_meant = pick.sheets_left_out.iter().any(|name| name.value == sheet);
    elsewhere::Search::new(&pick.wanted, sheet, is_hidden, is_meant)
}

/// Chooses the sheet to read, which must not be left out. `is_filled` is asked only where there are
/// several and none is named.
fn choose(
    file: &str,
    names: &[String],
    pick: &Pick,
    is_filled: impl FnMut(&str) -> Checked<bool>,
) -> Checked<String> {
    let chosen = among(file, names, pick, is_filled)?;
    match pick.sheets_left_out.iter().find(|name| name.value == chosen) {
        None => Ok(chosen),
        Some(name) => {
            let fault = Fault::ReadSheetLeftOut { file: file.to_owned(), sheet: chosen };
            Err(Box::new(Diagnostic::at(fault, name.loc)))
        }
    }
}

fn among(
    file: &str,
    names: &[String],
    pick: &Pick,
    mut is_filled: impl FnMut(&str) -> Checked<bool>,
) -> Checked<String> {
    let list = |names: &[String]| {
        names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    };
    let (file_name, sheets) = (file.to_owned(), list(names));
    let named = pick.sheet.iter().chain(pick.sheets_left_out.iter().map(|name| &name.value));
    if let Some(unknown) = named.into_iter().find(|name| !names.contains(name)) {
        let near = nearest(unknown, names.iter().map(String::as_str));
        let fault = Fault::UnknownSheet { file: file_name, sheet: unknown.clone(), sheets };
        return Err(Box::new(Diagnostic::new(fault).did_you_mean(near)));
    }
    if let Some(wanted) = &pick.sheet {
        return Ok(wanted.clone());
    }
    if let [only] = names {
        return Ok(only.clone());
    }
    let mut filled = Vec::new();
    for name in names {
        if is_filled(name)? {
            filled.push(name.clone());
        }
    }
    match filled.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(Box::new(Diagnostic::new(Fault::FileEmpty { file: file_name }))),
        several => {
            let first = several.first().cloned().unwrap_or_default();
            let fault = Fault::SeveralSheets { file: file_name, sheets: list(several), first };
            Err(Box::new(Diagnostic::new(fault)))
        }
    }
}
