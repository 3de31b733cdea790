//! A page as one self-contained, accessible HTML file.

use super::{Medium, Renderer};
use crate::report::Document;

/// HTML.
#[derive(Clone, Copy, Debug)]
pub struct Html;

impl Renderer for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn render(&self, _document: &Document<'_>, _medium: Medium) -> Vec<u8> {
        Vec::new()
    }
}
