//! Opening a workbook.

use super::super::Files;
use super::super::faults::Faults;
use super::pick::Pick;
use super::records::Sheet;
use super::refused::unreadable;
use super::{build, guard, ods, xlsx};
use crate::diag::{Checked, Diagnostic};
use crate::input::files::reasons;
use crate::source::{SourceId, SourceMap};
use crate::text::Text;

/// The endings of the files that are read as workbooks.
pub(in crate::input) const ENDINGS: [&str; 3] = ["xlsx", "xlsm", "ods"];

/// Endings of spreadsheets that are not read.
pub(super) const OTHER_ENDINGS: [&str; 5] = ["xls", "xlsb", "fods", "numbers", "xlt"];

/// Tells by its ending whether a file is to be opened as a workbook.
pub(in crate::input) fn is_workbook(path: &str) -> bool {
    let ending = ending(path);
    ENDINGS.iter().chain(&OTHER_ENDINGS).any(|known| *known == ending)
}

pub(super) fn ending(path: &str) -> String {
    path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// Reads a sheet of a workbook and takes it into the map of sources.
pub(in crate::input) fn open(
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

pub(super) fn read(path: &str, bytes: &[u8], pick: &Pick) -> Checked<build::Built> {
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
