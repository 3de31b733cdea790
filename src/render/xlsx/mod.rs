//! Workbooks for Excel and LibreOffice: numbers as numbers, text always as text, formulas with
//! their results.

mod chart;
mod document;
mod formula;
mod leaf;
mod look;
mod paper;
mod text;

use rayon::prelude::*;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::{Medium, Renderer, TooLarge};
use crate::report::{Book, Document, Exact};
use leaf::Writer;
use look::Look;
use paper::About;
use text::Names;

/// How hard a workbook is packed: more than this takes three times as long and saves a fifth.
const PACKED: u8 = 1;

/// XLSX.
#[derive(Clone, Copy, Debug)]
pub struct Xlsx;

impl Renderer for Xlsx {
    fn name(&self) -> &'static str {
        "xlsx"
    }

    fn render(&self, document: &Document<'_>, _medium: Medium) -> Vec<u8> {
        match workbook(&document::book(document)) {
            Ok(bytes) => bytes,
            Err(table) => unreachable!("asked before whether it is too large: {table:?}"),
        }
    }

    fn too_large(&self, document: &Document<'_>) -> Option<TooLarge> {
        too_large(&document::book(document))
    }
}

/// The most rows of a sheet.
pub const MOST_ROWS: usize = 1_048_576;
/// The most columns of a sheet.
pub const MOST_COLUMNS: usize = 16_384;

/// Finds the first leaf that no sheet can hold.
fn too_large(book: &Book) -> Option<TooLarge> {
    let sizes = book.leaves.iter().map(|leaf| TooLarge {
        table: leaf.name.clone(),
        rows: leaf::rows_of(leaf),
        columns: leaf.columns.len(),
    });
    sizes.into_iter().find(|leaf| leaf.rows > MOST_ROWS || leaf.columns > MOST_COLUMNS)
}

/// Writes a workbook: the same bytes for the same book.
///
/// # Errors
/// A leaf that no sheet can hold: nothing of it is cut off.
pub fn workbook(book: &Book) -> Result<Vec<u8>, TooLarge> {
    if let Some(leaf) = too_large(book) {
        return Err(leaf);
    }
    match written(book) {
        Ok(bytes) => Ok(bytes),
        Err(fault) => {
            unreachable!("names, texts and sizes fit a workbook before they are written: {fault}")
        }
    }
}

fn written(book: &Book) -> Result<Vec<u8>, XlsxError> {
    let mut file = Workbook::new();
    file.set_zip_compression_level(PACKED);
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = text::cut(&book.title, text::PROPERTY);
    file.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    let (names, look) = (Names::of(book), Look::new(book.lang));
    let about = About { title: &book.title, lang: book.lang, fixed: book.fixed_leaves() };
    let written = book.leaves.par_iter().enumerate().map(|(index, leaf)| {
        let (mut sheet, exact) = (Worksheet::new(), Exact::new(book));
        let writer = Writer { book, names: &names, look: &look, exact: &exact, about: &about };
        writer.write(leaf, names.at(index), &mut sheet)?;
        Ok(sheet)
    });
    for sheet in written.collect::<Result<Vec<Worksheet>, XlsxError>>()? {
        file.push_worksheet(sheet);
    }
    if book.leaves.is_empty() {
        file.add_worksheet();
    }
    let bytes = file.save_to_buffer();
    // A large workbook takes long to be given back: nobody waits for that.
    rayon::spawn(move || drop(file));
    bytes
}
