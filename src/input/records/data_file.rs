//! A data file: its text or sheet, and its layout.

use std::sync::Arc;

use super::csv::Records;
use super::layout::Layout;
use super::lines::Lines;
use crate::input::faults::Faults;
use crate::input::spreadsheet::{Sheet, SheetRecords};
use crate::source::{SourceId, SourceMap};

/// A data file that was read into the map of sources, and how it is written.
#[derive(Clone, Debug)]
pub(crate) struct DataFile {
    /// Its content.
    pub(crate) source: SourceId,
    /// How it is written.
    pub(crate) layout: Arc<Layout>,
    /// Its cells, where it is a workbook.
    pub(crate) sheet: Option<Arc<Sheet>>,
}

impl DataFile {
    /// Begins to read its rows.
    pub(crate) fn lines<'t, 'f>(
        &'t self,
        sources: &'t SourceMap,
        faults: &'f Faults,
    ) -> Lines<'t, 'f> {
        let source = sources.get(self.source);
        match &self.sheet {
            Some(sheet) => Lines::Sheet(SheetRecords::new(source, self.source, sheet)),
            None => {
                let delimiter = self.layout.delimiter;
                Lines::Text(Records::new(&source.text, self.source, delimiter, faults))
            }
        }
    }

    /// Tells whether umlage.toml leaves out rows of its sheet.
    pub(crate) fn leaves_out_rows(&self) -> bool {
        self.sheet.as_ref().is_some_and(|sheet| sheet.leaves_out_rows())
    }
}
