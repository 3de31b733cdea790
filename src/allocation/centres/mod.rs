//! Stage 2: centres with a driver are emptied (rules.md#cascade).
//!
//! For each settlement period the drivers say what of each centre's cost reaches which final
//! receiver, exactly; for each kind of cost one apportionment then makes whole cents of what all
//! centres together give to each. What a receiver gets is told apart by the centre on which the
//! cost was booked: one derived entry for each, and where a rule or derivation takes cost from a
//! day or up to one, one for each side.
//!
//! Rules: rules.md#centre-cents, rules.md#centre-entries, rules.md#centre-time,
//! rules.md#final-centre.

mod drivers;
mod empty;
mod gathered;
mod methods;
mod period_drivers;
mod solve;
mod table;
mod unallocatable;

pub(super) use empty::{Emptied, empty};
pub use table::{CentreTransfer, borne, passages};
