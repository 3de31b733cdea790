//! A field of a row.

use std::borrow::Cow;

use crate::source::Loc;

/// A field as it is read, without quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field<'t> {
    /// The text.
    pub(crate) text: Cow<'t, str>,
    /// Where the field begins, quotation mark included.
    pub(crate) loc: Loc,
    /// Whether a workbook holds it as a number, which is written with a decimal point whatever the
    /// layout.
    pub(crate) stored: bool,
}
