//! What several reports show: names, charts, and the basis of the figures.

pub(crate) mod amounts;
pub(crate) mod basis;
pub(crate) mod budget;
pub(crate) mod charts;
pub(crate) mod control;
pub(crate) mod dimension;
pub(crate) mod disposition;
pub(crate) mod key_words;
pub(crate) mod label;
pub(crate) mod origin;
pub(crate) mod record_table;
pub(crate) mod settlement;
pub(crate) mod settlement_words;
pub(crate) mod stood_in;
