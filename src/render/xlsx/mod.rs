//! Workbooks for Excel and LibreOffice: numbers as numbers, text always as text, formulas with
//! their results.

mod chart;
mod document;
mod formula;
mod look;
mod paper;
mod position;
mod text;
mod worksheet;

use look::Look;
use paper::About;
use rayon::prelude::*;
use rust_xlsxwriter::{self as xlsx, DocProperties, ExcelDateTime, XlsxError};
use text::Names;
use worksheet::Writer;

use super::{Medium, Renderer, TooLarge};
use crate::report::{Document, Exact, Workbook};

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
        match workbook(&document::workbook(document)) {
            Ok(bytes) => bytes,
            Err(table) => unreachable!("asked before whether it is too large: {table:?}"),
        }
    }

    fn too_large(&self, document: &Document<'_>) -> Option<TooLarge> {
        too_large(&document::workbook(document))
    }
}

/// The most rows of a sheet.
pub const MOST_ROWS: usize = 1_048_576;
/// The most columns of a sheet.
pub const MOST_COLUMNS: usize = 16_384;

/// Finds the first table that no worksheet can hold.
fn too_large(workbook: &Workbook) -> Option<TooLarge> {
    let sizes = workbook.worksheets.iter().map(|worksheet| TooLarge {
        table: worksheet.name.clone(),
        rows: position::rows_of(worksheet),
        columns: worksheet.columns.len(),
    });
    sizes
        .into_iter()
        .find(|worksheet| worksheet.rows > MOST_ROWS || worksheet.columns > MOST_COLUMNS)
}

/// Writes a workbook: the same bytes for the same workbook.
///
/// # Errors
/// A table that no worksheet can hold: nothing of it is cut off.
pub fn workbook(workbook: &Workbook) -> Result<Vec<u8>, TooLarge> {
    if let Some(worksheet) = too_large(workbook) {
        return Err(worksheet);
    }
    match written(workbook) {
        Ok(bytes) => Ok(bytes),
        Err(fault) => {
            unreachable!("names, texts and sizes fit a workbook before they are written: {fault}")
        }
    }
}

fn written(workbook: &Workbook) -> Result<Vec<u8>, XlsxError> {
    let mut file = xlsx::Workbook::new();
    file.set_zip_compression_level(PACKED);
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = text::cut(&workbook.title, text::PROPERTY);
    file.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    let (names, look) = (Names::of(workbook), Look::new(workbook.lang));
    let about =
        About { title: &workbook.title, lang: workbook.lang, fixed: workbook.fixed_worksheets() };
    let written = workbook.worksheets.par_iter().enumerate().map(|(index, worksheet)| {
        let (mut sheet, exact) = (xlsx::Worksheet::new(), Exact::new(workbook));
        let writer = Writer { workbook, names: &names, look: &look, exact: &exact, about: &about };
        writer.write(worksheet, names.at(index), &mut sheet)?;
        Ok(sheet)
    });
    for sheet in written.collect::<Result<Vec<xlsx::Worksheet>, XlsxError>>()? {
        file.push_worksheet(sheet);
    }
    if workbook.worksheets.is_empty() {
        file.add_worksheet();
    }
    let bytes = file.save_to_buffer();
    // A large workbook takes long to be given back: nobody waits for that.
    rayon::spawn(move || drop(file));
    bytes
}
