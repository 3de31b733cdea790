//! The workbook of a report: what is shared, by which rule, how it is settled and called, and where
//! every cent comes from.

mod assemble;
mod audit;
mod budget;
mod compared;
mod keys;
mod overview;
mod pools;
mod settled;
mod shares;
mod start;
mod trace;

pub use assemble::report_workbook;
