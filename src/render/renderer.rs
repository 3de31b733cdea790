//! What a format is.

use crate::report::Document;

/// Where a page is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Medium {
    /// The width in columns.
    pub width: usize,
    /// Whether bold and colour may be used.
    pub styled: bool,
}

/// A format.
pub trait Renderer: Sync {
    /// Returns its name for `--format`.
    fn name(&self) -> &'static str;
    /// Makes the bytes.
    fn render(&self, document: &Document<'_>, medium: Medium) -> Vec<u8>;
    /// Returns what of a document the format cannot hold. Nothing is left out for that: such a
    /// document is not made.
    fn too_large(&self, _document: &Document<'_>) -> Option<TooLarge> {
        None
    }
}

/// A table that a format cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// Its name.
    pub table: String,
    /// How many rows it has, those above and below its data included.
    pub rows: usize,
    /// How many columns it has.
    pub columns: usize,
}
