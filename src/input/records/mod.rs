//! Rows of a data file of any kind: header, layout, fields, subtotals, and what is left out.

pub(crate) mod csv;
pub(crate) mod data_file;
pub(crate) mod field;
pub(crate) mod header;
pub(crate) mod layout;
pub(crate) mod lines;
pub(crate) mod notes;
pub(crate) mod outside_table;
pub(crate) mod read;
pub(crate) mod row;
pub(crate) mod schema;
pub(crate) mod swapped;
pub(crate) mod text;
pub(crate) mod totals;
