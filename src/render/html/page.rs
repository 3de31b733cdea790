//! A page that is being written.

use std::collections::BTreeMap;

use super::grid::Grid;
use super::paper::Paper;
use super::text::cut;
use crate::text::Lang;

/// The most signs of a caption.
const LONGEST_CAPTION: usize = 160;

/// A page that is being written.
pub(super) struct Page<'a> {
    pub(super) out: String,
    pub(super) lang: Lang,
    /// The tables that are not written yet, in order.
    pub(super) grids: std::vec::IntoIter<Grid<'a>>,
    /// The paper of what stands before the first section, and of each section that is not written
    /// yet.
    pub(super) papers: std::vec::IntoIter<Paper>,
    /// The paper of the section that is being written.
    pub(super) paper: Paper,
    /// What a table that follows is about.
    pub(super) about: String,
    /// How often each name of a region has been given.
    pub(super) names: BTreeMap<String, usize>,
    /// The number of the last id.
    pub(super) ids: usize,
    /// Whether the heading of the first level is written.
    pub(super) has_title: bool,
    pub(super) in_section: bool,
}

/// Writes formatted text.
macro_rules! put {
    ($page:expr, $($format:tt)+) => { $page.out.push_str(&format!($($format)+)) };
}
pub(super) use put;

impl<'a> Page<'a> {
    /// Starts a page.
    pub(super) fn new(lang: Lang, grids: Vec<Grid<'a>>, papers: Vec<Paper>) -> Page<'a> {
        Page {
            out: String::new(),
            lang,
            grids: grids.into_iter(),
            papers: papers.into_iter(),
            paper: Paper::default(),
            about: String::new(),
            names: BTreeMap::new(),
            ids: 0,
            has_title: false,
            in_section: false,
        }
    }

    /// Gives a new id.
    pub(super) fn id(&mut self) -> usize {
        self.ids += 1;
        self.ids
    }

    /// Numbers a name that was given before: no two regions have the same.
    pub(super) fn unique(&mut self, name: &str) -> String {
        let name = cut(name, LONGEST_CAPTION);
        let count = self.names.entry(name.clone()).or_insert(0);
        *count += 1;
        if *count > 1 { format!("{name} ({count})") } else { name }
    }
}
