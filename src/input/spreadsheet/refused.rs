//! Workbooks that cannot be read.

use std::fmt::Display;

use crate::diag::{Diagnostic, Fault};
use crate::text::Text;

/// The fault of a file that is no workbook we read.
pub(super) fn unreadable(file: &str, reason: Text) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Fault::WorkbookUnreadable { file: file.to_owned(), reason }))
}

/// The fault of a file that does not hold what its format asks for.
pub(super) fn damaged(file: &str, detail: impl Display) -> Box<Diagnostic> {
    unreadable(
        file,
        Text::new(
            format!("die Datei ist beschädigt ({detail})"),
            format!("the file is damaged ({detail})"),
        ),
    )
}

/// The fault of a file that passes a limit.
pub(super) fn beyond(file: &str, de: impl Into<String>, en: impl Into<String>) -> Box<Diagnostic> {
    let reason = Text::new(de, en);
    Box::new(Diagnostic::new(Fault::WorkbookBeyondLimits { file: file.to_owned(), reason }))
}
