//! How a page is printed: the format of the paper, the lines below each page, and the size of
//! tables.

use super::grid::Grid;
use super::text::{cut, foot};
use crate::render::shown::clean;
use crate::report::Block;

/// The most signs of the line below each page.
const LONGEST_FOOT: usize = 200;
/// The usual size of a table, in tenths of a point.
const SIZE: usize = 85;
/// Below this size, in tenths of a point, a larger sheet of paper is taken.
const SMALLEST: usize = 60;
/// A sheet of paper, from the smallest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Paper {
    /// A4.
    #[default]
    Upright,
    /// A4 across.
    Across,
    /// A3 across.
    Large,
}

impl Paper {
    /// Chooses the smallest sheet on which a table of such a width is legible, else the largest.
    fn of(ems: usize) -> Paper {
        let size = |paper: Paper| paper.width() * 100 / ems.max(1);
        match (size(Paper::Upright) >= SIZE * 9 / 10, size(Paper::Across) >= SMALLEST) {
            (true, _) => Paper::Upright,
            (_, true) => Paper::Across,
            _ => Paper::Large,
        }
    }

    /// The usable width in tenths of a point.
    const fn width(self) -> usize {
        match self {
            Paper::Upright => 4_700,
            Paper::Across => 7_150,
            Paper::Large => 10_600,
        }
    }

    /// Returns the attribute of what is printed on it.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Paper::Upright => "",
            Paper::Across => " class=\"across\"",
            Paper::Large => " class=\"large\"",
        }
    }
}

/// The width of a digit and the gap between columns, in hundredths of the size.
const DIGIT: usize = 57;
const GAP: usize = 100;

/// Chooses the paper of what stands before the first section, and of each section: only a wide
/// table takes more than A4. Where the first table is wide, its paper begins with the page, and the
/// sections after it stay across.
pub(super) fn papers(blocks: &[Block], grids: &[Grid<'_>]) -> Vec<Paper> {
    let mut papers = vec![Paper::Upright];
    let mut widths = grids.iter().map(|grid| ems(&grid.widths));
    let is_heading = |block: &Block| match block {
        Block::Title(text) | Block::Heading(text) => !text.trim().is_empty(),
        _ => false,
    };
    let title = blocks.iter().position(is_heading);
    for (at, block) in blocks.iter().enumerate() {
        if Some(at) != title && is_heading(block) {
            papers.push(Paper::Upright);
        }
        if let (Block::Sheet(_), Some(own)) = (block, papers.last_mut()) {
            *own = Paper::of(widths.next().unwrap_or_default()).max(*own);
        }
    }
    let first = grids.first().map_or(Paper::Upright, |grid| Paper::of(ems(&grid.widths)));
    papers.iter_mut().for_each(|own| *own = first.min(Paper::Across).max(*own));
    papers[0] = first.max(papers[0]);
    papers
}

/// Writes the rules for printing.
pub(super) fn style(blocks: &[Block]) -> String {
    let feet: Vec<String> = blocks.iter().filter_map(foot).map(|text| clean(text)).collect();
    let foot = quoted(&cut(&feet.join(" · "), LONGEST_FOOT));
    format!(
        "@page {{\nsize: A4;\nmargin: 18mm 20mm 20mm 20mm;\n@bottom-left {{ content: {foot}; }}\n\
         @bottom-right {{ content: counter(page) \" / \" counter(pages); }}\n}}\n"
    )
}

/// Returns the size at which a table fits on the paper it asks for.
pub(super) fn size(widths: &[usize]) -> String {
    let ems = ems(widths);
    let tenths = fitting(Paper::of(ems).width(), ems);
    format!("{}.{}pt", tenths / 10, tenths % 10)
}

/// Returns the width of a table in hundredths of its size.
fn ems(widths: &[usize]) -> usize {
    widths.iter().map(|width| width * DIGIT + GAP).sum()
}

fn fitting(width: usize, ems: usize) -> usize {
    (width * 100 / ems.max(1)).clamp(1, SIZE)
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
