//! Comparisons across allocation runs, causes of change, budget and settlement: plain functions
//! over projects and runs.

mod bill;
pub mod budget;
pub mod changes;
mod comparison;
mod footing;
pub mod key_comparison;
pub mod settlement;

pub(crate) use bill::sure;
pub use bill::{Bill, Line, Per, Units, party_sums};
pub use comparison::{Compared, Comparison, Side, Sort, compare};
pub use footing::{Footing, unequal_cost, without_cost};
