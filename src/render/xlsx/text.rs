//! Texts that a workbook takes: without control characters, not too long, and names of worksheets
//! that are its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::{Workbook, Worksheet};
use crate::text::clean;

/// The most UTF-16 units of a text in a cell.
pub(super) const CELL: usize = 32_767;
/// The most of a property.
pub(super) const PROPERTY: usize = 255;
/// The most of the name of a worksheet.
const NAME: usize = 31;
/// What stands at the end of a text that was cut.
const CUT: &str = " […]";
/// The name of a worksheet that has none.
const NAMELESS: &str = "–";

/// Makes control and direction characters visible and cuts what is too long, with a mark.
pub(super) fn cut(text: &str, most: usize) -> String {
    let mut clean = clean(text);
    if clean.contains(['\u{fffe}', '\u{ffff}']) {
        clean = clean.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}");
    }
    if clean.len() <= most || clean.encode_utf16().count() <= most {
        return clean;
    }
    let room = most.saturating_sub(CUT.chars().count());
    format!("{}{CUT}", front(&clean, room))
}

/// Takes so many UTF-16 units from the front.
fn front(text: &str, most: usize) -> String {
    let mut units = 0_usize;
    text.chars()
        .take_while(|c| {
            units = units.saturating_add(c.len_utf16());
            units <= most
        })
        .collect()
}

/// The names of the worksheets as they stand in the workbook.
pub(super) struct Names<'a> {
    names: Vec<String>,
    places: BTreeMap<&'a str, usize>,
}

impl<'a> Names<'a> {
    pub(super) fn of(workbook: &'a Workbook) -> Names<'a> {
        let mut taken = BTreeSet::new();
        let names = workbook
            .worksheets
            .iter()
            .map(|worksheet| unique(&legal(worksheet), &mut taken))
            .collect();
        let places = workbook
            .worksheets
            .iter()
            .enumerate()
            .map(|(index, worksheet)| (worksheet.key.as_str(), index))
            .collect();
        Names { names, places }
    }

    pub(super) fn at(&self, index: usize) -> &str {
        self.names.get(index).map_or(NAMELESS, String::as_str)
    }

    /// Finds a worksheet by its key: its number.
    pub(super) fn find(&self, key: &str) -> Option<usize> {
        self.places.get(key).copied()
    }
}

/// Replaces the signs that a name must not have.
fn legal(worksheet: &Worksheet) -> String {
    let name = cut(&worksheet.name, CELL);
    let plain = |c: char| {
        if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\n' | '\t') { ' ' } else { c }
    };
    let name: String = name.chars().map(plain).collect();
    let name = front(name.trim().trim_matches('\''), NAME);
    let name = name.trim().trim_matches('\'');
    let reserved = matches!(name.to_lowercase().as_str(), "history" | "");
    if reserved { format!("{NAMELESS}{name}") } else { name.to_owned() }
}

/// Numbers a name that another has, whatever the case.
fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut number = 1_usize;
    let mut found = name.to_owned();
    while !taken.insert(found.to_lowercase()) {
        number = number.saturating_add(1);
        let end = format!(" ({number})");
        found = format!("{}{end}", front(name, NAME.saturating_sub(end.len())).trim_end());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_leaves_are_legal_and_unique() {
        let worksheet = |name: &str| Worksheet { name: name.to_owned(), ..Worksheet::default() };
        let long = "Bund/Länder: ".repeat(9);
        let mut taken = BTreeSet::new();
        let mut name = |given: &str| unique(&legal(&worksheet(given)), &mut taken);
        assert_eq!(name("Bund/Länder"), "Bund Länder");
        assert_eq!(name("BUND länder"), "BUND länder (2)");
        assert_eq!(name(""), "–");
        assert_eq!(name("'../../x'"), ".. .. x");
        assert!(name(&long).encode_utf16().count() <= NAME && name(&long).ends_with("(2)"));
    }

    #[test]
    fn texts_are_cut_with_a_mark() {
        let text = cut(&"ä😀".repeat(20_000), CELL);
        assert!(text.encode_utf16().count() <= CELL && text.ends_with(CUT));
        assert_eq!(cut("a\u{1b}\u{202e}\u{ffff}b\nc", CELL), "a\u{fffd}\u{fffd}\u{fffd}b\nc");
    }
}
