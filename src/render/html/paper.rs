//! How a page is printed: the format of the paper, the lines below each page, and the size of tables.

use super::sheet::Grid;
use super::{cut, foot};
use crate::render::shown::clean;
use crate::report::Block;
use crate::text::Lang;

/// The most signs of the line below each page.
const LONGEST_FOOT: usize = 200;
/// The usual size of a table, in tenths of a point.
const SIZE: usize = 85;
/// Below this size, in tenths of a point, a larger sheet of paper is taken.
const SMALLEST: usize = 50;
/// The usable width of paper in tenths of a point: A4, A4 across, A3 across.
const WIDTHS: [(&str, usize); 3] = [("A4", 4_700), ("A4 landscape", 7_150), ("A3 landscape", 10_600)];
/// The width of a digit and the gap between columns, in hundredths of the size.
const DIGIT: usize = 57;
const GAP: usize = 100;

/// Writes the rules for printing.
pub(super) fn style(blocks: &[Block], lang: Lang) -> String {
    let ems = blocks.iter().filter_map(|block| match block {
        Block::Sheet(sheet) => Some(ems(&Grid::of(sheet, lang).widths)),
        _ => None,
    });
    let feet: Vec<String> = blocks.iter().filter_map(foot).map(|text| clean(text)).collect();
    let foot = quoted(&cut(&feet.join(" · "), LONGEST_FOOT));
    let (name, _) = WIDTHS[paper(ems.max().unwrap_or(0))];
    format!(
        "@page {{\nsize: {name};\nmargin: 18mm 20mm 20mm 20mm;\n@bottom-left {{ content: {foot}; }}\n\
         @bottom-right {{ content: counter(page) \" / \" counter(pages); }}\n}}\n"
    )
}

/// Returns the size at which a table fits on the paper it asks for.
pub(super) fn size(widths: &[usize]) -> String {
    let ems = ems(widths);
    let (_, width) = WIDTHS[paper(ems)];
    let tenths = fitting(width, ems);
    format!("{}.{}pt", tenths / 10, tenths % 10)
}

/// Returns the width of a table in hundredths of its size.
fn ems(widths: &[usize]) -> usize {
    widths.iter().map(|width| width * DIGIT + GAP).sum()
}

fn fitting(width: usize, ems: usize) -> usize {
    (width * 100 / ems.max(1)).clamp(1, SIZE)
}

/// Chooses the smallest paper on which a table is legible, else the largest.
fn paper(ems: usize) -> usize {
    let usual = WIDTHS[0].1 * 100 / ems.max(1) >= SIZE * 9 / 10;
    let across = WIDTHS[1].1 * 100 / ems.max(1) >= SMALLEST;
    match (usual, across) {
        (true, _) => 0,
        (_, true) => 1,
        _ => 2,
    }
}

/// Writes a text as a string of a style sheet in which nothing can end it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            ' ' => out.push(c),
            c if c.is_ascii_alphanumeric() => out.push(c),
            c => out.push_str(&format!("\\{:x} ", u32::from(c))),
        }
    }
    out.push('"');
    out
}
