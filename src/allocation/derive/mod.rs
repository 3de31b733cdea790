//! Entries that come out of entries: indexation before the cost centres are emptied; surcharges,
//! credits and catch-up after it. What they make belongs to the cost.
//!
//! Rules: rules.md#derived, rules.md#surcharge, rules.md#credit.

mod catch_up;
mod each;
mod growth;
mod made;
mod making;
mod surcharge;

pub(super) use each::{complete, index};
pub(super) use made::{Complete, Indexed, matters};
