//! Why a figure is what it is: the report of `umlage explain`.

pub(crate) mod weights;

mod explanation;
mod figures;
mod json;
mod matching;
mod sentences;
mod tree;
mod view;
mod words;

pub use explanation::Explanation;
pub(crate) use figures::derivation_lines;
pub use figures::{ExplainedFigure, derived, explained};
pub use matching::Wanted;
pub(super) use words::label as step_label;
