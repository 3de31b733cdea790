//! A data file: its text or sheet, and its layout.

use std::sync::Arc;

use super::layout::Layout;
use crate::input::spreadsheet::Sheet;
use crate::source::SourceId;

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
