//! Documents as bytes: one file per format. A renderer sees the document alone; writing the bytes
//! is another's task.

mod csv;
mod html;
mod journal;
mod json;
mod markdown;
mod shown;
mod table;
mod wrap;
mod xlsx;

pub use self::csv::Csv;
pub use html::Html;
pub use journal::{Beancount, Hledger, JOURNALS, journal_renderer};
pub use json::Json;
pub use markdown::Markdown;
pub use table::Table;
pub use xlsx::{MOST_COLUMNS, MOST_ROWS, Xlsx, workbook};

use crate::report::Document;

/// Where a page is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Medium {
    /// The width in columns.
    pub width: usize,
    /// Whether bold and colour may be used.
    pub styled: bool,
}

/// A format.
pub trait Renderer: Sync {
    /// Returns its name for `--format`.
    fn name(&self) -> &'static str;
    /// Makes the bytes.
    fn render(&self, document: &Document<'_>, medium: Medium) -> Vec<u8>;
    /// Returns what of a document the format cannot hold. Nothing is left out for that: such a
    /// document is not made.
    fn too_large(&self, _document: &Document<'_>) -> Option<TooLarge> {
        None
    }
}

/// A table that a format cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// Its name.
    pub table: String,
    /// How many rows it has, those above and below its data included.
    pub rows: usize,
    /// How many columns it has.
    pub columns: usize,
}

/// All formats. To add one: a file here, a line in this slice.
pub const RENDERERS: &[&dyn Renderer] =
    &[&Table, &Csv::MACHINE, &Csv::GERMAN, &Json, &Markdown, &Html, &Xlsx];

/// Finds a format by its name.
pub fn renderer(name: &str) -> Option<&'static dyn Renderer> {
    RENDERERS.iter().copied().find(|renderer| renderer.name() == name)
}

/// Writes the name of a file as an address relative to the document.
fn address(file: &str) -> String {
    let mut out = String::new();
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_of_formats_are_unique() {
        let names: BTreeSet<_> = RENDERERS.iter().map(|renderer| renderer.name()).collect();
        assert_eq!(names.len(), RENDERERS.len());
        assert!(renderer("json").is_some() && renderer("pdf").is_none());
    }

    #[test]
    fn an_address_leads_to_a_file_of_the_folder() {
        assert_eq!(address("HE-2023.html"), "HE-2023.html");
        assert_eq!(address("javascript:a(\"ä\")"), "javascript%3Aa%28%22%C3%A4%22%29");
    }
}
