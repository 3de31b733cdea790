//! Documents as bytes: one file per format. A renderer sees the document alone; writing the bytes
//! is another's task.

mod address;
mod csv;
mod html;
mod journal;
mod json;
mod markdown;
mod renderer;
mod shown;
mod table;
mod wrap;
mod xlsx;

pub use self::csv::Csv;
pub use html::Html;
pub use journal::{Beancount, Hledger, JOURNALS, journal_renderer};
pub use json::Json;
pub use markdown::Markdown;
pub use renderer::{Medium, Renderer, TooLarge};
pub use table::Table;
pub use xlsx::{MOST_COLUMNS, MOST_ROWS, Xlsx, workbook};

/// All formats. To add one: a file here, a line in this slice.
pub const RENDERERS: &[&dyn Renderer] =
    &[&Table, &Csv::MACHINE, &Csv::GERMAN, &Json, &Markdown, &Html, &Xlsx];

/// Finds a format by its name.
pub fn renderer(name: &str) -> Option<&'static dyn Renderer> {
    RENDERERS.iter().copied().find(|renderer| renderer.name() == name)
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
}
