//! A page as a workbook for Excel and LibreOffice.

use super::{Medium, Renderer};
use crate::report::{Book, Document};

/// XLSX.
#[derive(Clone, Copy, Debug)]
pub struct Xlsx;

impl Renderer for Xlsx {
    fn name(&self) -> &'static str {
        "xlsx"
    }

    fn render(&self, _document: &Document<'_>, _medium: Medium) -> Vec<u8> {
        Vec::new()
    }
}

/// Writes a book.
pub fn workbook(_book: &Book) -> Vec<u8> {
    Vec::new()
}
