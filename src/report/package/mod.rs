//! The documents to hand in (Berichtsmappe): an overview for all, a statement for each party, the
//! keys, calls, the budget, a comparison where one is asked for, and what was read and used.

pub(crate) mod workbook;

mod audit_sheet;
mod files;
mod flow;
mod input;
mod key_sheet;
mod letter_texts;
mod overview;
mod statement;

pub use files::{PackageFile, package};
pub use input::{Package, ReportInput};
pub use letter_texts::{Blanks, TextFault, Texts};
pub use statement::BLANKS;
