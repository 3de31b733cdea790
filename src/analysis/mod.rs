//! What runs tell beside each other. Plain functions over projects and runs.

mod bill;
pub mod budget;
pub mod changes;
mod comparison;
pub mod settlement;

pub use bill::{Bill, Line, Per, Units};
pub use comparison::{Compared, Comparison, Side, Sort, compare};
