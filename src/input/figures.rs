//! The page of limits tells the figures that hold.
//!
//! Rules: rules.md#size-of-numbers.

use crate::input::config::fields;
use crate::input::files::system::MOST_BYTES;
use crate::input::files::{letter_texts, search};
use crate::input::records::csv;
use crate::input::records::text::{FULL, MOST_FAULTS};
use crate::input::usage_stream;

const PAGE: &str = include_str!("../../docs/reference/limits.md");

/// Makes sure that a row of the page that speaks of something has a figure.
fn holds(what: &str, figure: &str) {
    let row = PAGE.lines().find(|line| line.starts_with(&format!("| {what}"))).unwrap_or_default();
    let found = [' ', ','].iter().any(|behind| row.contains(&format!(" {figure}{behind}")));
    assert!(found, "{what}: {figure} is not in `{row}`");
}

#[test]
fn the_page_of_limits_is_true() {
    let count = |count: usize| crate::text::Lang::En.count(count as u64);
    holds("a file that is read whole", &format!("{} MiB", MOST_BYTES >> 20));
    holds("usage read as a stream", &format!("{} MiB", usage_stream::LARGE >> 20));
    holds("a row of a text file", &format!("{} MiB", csv::LONGEST_ROW >> 20));
    holds("fields in a row", &count(csv::MOST_COLUMNS));
    for full in FULL {
        holds("rows", &count(full as usize));
    }
    holds("faults of a file", &count(MOST_FAULTS));
    holds("names that a pattern", &count(search::MOST_NAMES));
    holds("window of a Zstandard file", &format!("{} MiB", usage_stream::MOST_WINDOW >> 20));
    holds("different rows of a large usage file", &count(usage_stream::KEPT));
    holds("tables of a kind", &count(fields::MOST_TABLES));
    holds("`opening.txt`", &format!("{} KiB", letter_texts::MOST_TEXT >> 10));
    holds("`logo`", &format!("{} MiB", letter_texts::MOST_LOGO >> 20));
}
