//! How a data file is written: PRODUCT.md 1.6.

use std::sync::Arc;

use super::workbook::Sheet;
use crate::source::SourceId;

/// How a data file is written. The default is PRODUCT.md's: a comma between fields, one header row.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// What stands between two fields.
    pub(super) delimiter: char,
}

impl Default for Layout {
    fn default() -> Layout {
        Layout { delimiter: ',' }
    }
}

/// A data file that was read into the map of sources, and how it is written.
#[derive(Clone, Debug)]
pub(super) struct DataFile {
    /// Its content.
    pub(super) source: SourceId,
    /// How it is written.
    pub(super) layout: Arc<Layout>,
    /// Its cells, where it is a workbook.
    pub(super) sheet: Option<Arc<Sheet>>,
}
