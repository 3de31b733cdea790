//! A page as Markdown, for minutes and mail.

use super::{Medium, Renderer};
use crate::report::Document;

/// Markdown.
#[derive(Clone, Copy, Debug)]
pub struct Markdown;

impl Renderer for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn render(&self, _document: &Document<'_>, _medium: Medium) -> Vec<u8> {
        Vec::new()
    }
}
