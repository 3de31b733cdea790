//! Workbooks (XLSX, XLSM, ODS) as data files: a sheet becomes a text with a line for every row, and
//! records of fields as a CSV file would give them. What differs between what a spreadsheet shows
//! and what it stores is refused or told.

mod area;
mod aside;
mod build;
mod elsewhere;
mod guard;
mod limits;
mod number;
mod ods;
mod open;
mod pick;
mod records;
mod refused;
mod survey;
mod value;
mod xlsx;

pub(super) use area::Area;
pub(super) use elsewhere::{OtherSheet, Wanted};
pub(super) use open::{ENDINGS, is_workbook, open};
pub(super) use pick::Pick;
pub(super) use records::{Sheet, SheetRecords};
