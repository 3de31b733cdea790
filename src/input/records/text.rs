//! What the text of a field may hold, and how far a file is read that is full of faults.

use crate::diag::{Diagnostic, Fault};
use crate::input::faults::Faults;
use crate::input::names::directory::TOTALS;
use crate::source::{Loc, SourceId, SourceMap};

/// Words in the texts of rows that add others up.
pub(super) const SUMS: [&str; 4] = ["summe", "total", "gesamt", "übertrag"];

/// After so many faults a file is read no further.
pub(crate) const MOST_FAULTS: usize = 1000;

/// So many control characters of a file are shown.
pub(super) const CONTROLS_SHOWN: usize = 10;

/// Tells whether a file has so many faults that reading on helps nobody, and says so.
pub(crate) fn too_many(file: &str, before: usize, faults: &Faults) -> bool {
    let is_beyond = faults.errors() > before + MOST_FAULTS;
    if is_beyond {
        let limit = MOST_FAULTS.to_string();
        faults.push(Diagnostic::new(Fault::ManyFaults { file: file.to_owned(), limit }));
    }
    is_beyond
}

/// So many rows some programs can hold, and cut off the rest.
pub(crate) const FULL: [u32; 2] = [65_536, 1_048_576];

/// Says where a text file ends with exactly as many rows as some programs can hold, with the header
/// or without it.
pub(crate) fn may_be_cut_off(read: u64, end: Loc, faults: &Faults) {
    let is_full = |rows: &&u32| [read, read.saturating_add(1)].contains(&u64::from(**rows));
    if let Some(rows) = FULL.iter().find(is_full) {
        faults.at(Fault::FullSheet { rows: rows.to_string() }, end);
    }
}

/// The columns whose texts stand in tables and in the digest, where `-` is none and `*` is all.
pub(super) const SIGNED: [&str; 5] =
    ["kind", "nature", "budget_chapter", "budget_title", "measure"];

/// Tells the signs that stand for none and for all.
pub(crate) fn is_sign(text: &str) -> bool {
    matches!(text, "-" | "*")
}

/// Tells control characters; tabulators and line breaks are none.
pub(crate) fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// Reports control characters.
pub(crate) fn controls(sources: &SourceMap, source: SourceId, faults: &Faults) {
    let text = &sources.get(source).text;
    for (at, c) in text.match_indices(is_control).take(CONTROLS_SHOWN) {
        let character = c.chars().map(code_point).collect();
        faults.at(Fault::ControlCharacter { character }, sources.loc(source, at..at + c.len()));
    }
}

/// Names a character that cannot be seen.
pub(super) fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// Takes blanks off both ends, the no-break ones of spreadsheets included.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n', '\u{a0}', '\u{202f}'])
}

/// Tells a word that names a total.
pub(crate) fn is_total_word(text: &str) -> bool {
    let word = trim(text).trim_end_matches(':');
    TOTALS.iter().any(|total| total.eq_ignore_ascii_case(word))
}
