//! The documents to hand in (Berichtsmappe): an overview for all, a statement for each party, the
//! keys, calls, the budget, a comparison where one is asked for, and what was read and used.

pub(crate) mod workbook;

mod figures;
mod files;
mod input;
mod letter_texts;

pub use figures::{BudgetFigures, ReportFigures, report_derivations, report_tables};
pub use files::{BLANKS, PackageFile, package};
pub use input::{Package, ReportInput};
pub use letter_texts::{Blanks, TextFault, Texts};
