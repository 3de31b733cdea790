//! What several reports show: names, charts, and the basis of the figures.

pub(crate) mod basis;
pub(crate) mod charts;
pub(crate) mod dimension;
pub(crate) mod label;
pub(crate) mod origin;
pub(crate) mod stood_in;
