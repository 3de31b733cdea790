//! Workbooks for Excel and LibreOffice: numbers as numbers, text always as text, formulas with their results.

mod chart;
mod document;
mod formula;
mod leaf;
mod look;
mod paper;
mod text;

use rayon::prelude::*;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::{Medium, Renderer};
use crate::report::{Book, Document, Exact};
use leaf::Writer;
use look::Look;
use text::Names;

/// XLSX.
#[derive(Clone, Copy, Debug)]
pub struct Xlsx;

impl Renderer for Xlsx {
    fn name(&self) -> &'static str {
        "xlsx"
    }

    fn render(&self, document: &Document<'_>, _medium: Medium) -> Vec<u8> {
        workbook(&document::book(document))
    }
}

/// Writes a workbook: the same bytes for the same book.
pub fn workbook(book: &Book) -> Vec<u8> {
    match written(book) {
        Ok(bytes) => bytes,
        Err(fault) => unreachable!("names, texts and sizes fit a workbook before they are written: {fault}"),
    }
}

fn written(book: &Book) -> Result<Vec<u8>, XlsxError> {
    let mut file = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = text::cut(&book.title, text::PROPERTY);
    file.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    let (names, look) = (Names::of(book), Look::new(book.lang));
    let written = book.leaves.par_iter().enumerate().map(|(index, leaf)| {
        let (mut sheet, exact) = (Worksheet::new(), Exact::new(book));
        let writer = Writer { book, names: &names, look: &look, exact: &exact };
        writer.write(leaf, names.at(index), &mut sheet)?;
        Ok(sheet)
    });
    for sheet in written.collect::<Result<Vec<Worksheet>, XlsxError>>()? {
        file.push_worksheet(sheet);
    }
    if book.leaves.is_empty() {
        file.add_worksheet();
    }
    file.save_to_buffer()
}
