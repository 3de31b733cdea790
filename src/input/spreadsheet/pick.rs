//! Which part of a workbook is read.

use super::area::{Area, Position};
use super::elsewhere;
use super::elsewhere::Wanted;
use crate::diag::{Checked, Diagnostic, Fault};
use crate::source::Sourced;
use crate::text::nearest;

/// Which part of a workbook is read: by default its only sheet, or the only one that is not empty.
#[derive(Clone, Debug, Default)]
pub(in crate::input) struct Pick {
    /// The name of the sheet.
    pub(in crate::input) sheet: Option<String>,
    /// The cells; without `header` the first row among them that is not empty is the header.
    pub(in crate::input) range: Option<Area>,
    /// The row of the header, counted from 1.
    pub(in crate::input) header: Option<u32>,
    /// Sheets that are left out on purpose.
    pub(in crate::input) sheets_left_out: Vec<Sourced<String>>,
    /// Cells that are left out on purpose.
    pub(in crate::input) cells_left_out: Vec<Sourced<Area>>,
    /// What tells the table.
    pub(in crate::input) wanted: Wanted,
}

impl Pick {
    /// Tells whether a cell is read.
    pub(super) fn reads(&self, at: Position) -> bool {
        self.range.is_none_or(|range| range.contains(at))
            && self.header.is_none_or(|row| at.0.saturating_add(1) >= row)
    }

    /// Tells whether umlage.toml says that a cell is left out.
    pub(super) fn leaves_out(&self, at: Position) -> bool {
        self.cells_left_out.iter().any(|area| area.value.contains(at))
    }

    /// Tells whether cells of a row are read.
    pub(super) fn reads_row(&self, row: u32) -> bool {
        self.range.is_none_or(|range| self.reads((row, range.first.1)))
    }

    /// Tells whether a cell can stand in the header: the first one that can does.
    pub(super) fn is_header(&self, at: Position) -> bool {
        self.reads(at) && self.header.is_none_or(|row| at.0.saturating_add(1) == row)
    }
}

/// Begins to look for the table on another sheet than the one that is read.
pub(super) fn search<'a>(pick: &'a Pick, sheet: &str, is_hidden: bool) -> elsewhere::Search<'a> {
    let is_meant = pick.sheets_left_out.iter().any(|name| name.value == sheet);
    elsewhere::Search::new(&pick.wanted, sheet, is_hidden, is_meant)
}

/// Chooses the sheet to read, which must not be left out. `is_filled` is asked only where there are
/// several and none is named.
pub(super) fn choose(
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

pub(super) fn among(
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
