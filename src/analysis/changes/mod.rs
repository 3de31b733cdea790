//! Why a bill changed: the difference between two runs, split into causes that add up to the cent.
//!
//! Both states of the world are taken apart into six components (`state`). A state is put together
//! from components of either side and run; what a component adds is its part. Side A is moved in
//! time into the period of side B first (`shift`), so that mixtures are always those of one period.
//! Cost of services and centres that have cost on one side only is apart, by runs without it
//! (`align` gives parties, services and centres of both the same numbers). What a move in time
//! itself changes is the calendar's; what is exact and what is rounded differ by the rounding.
//!
//! Rules: rules.md#causes.

#![warn(clippy::arithmetic_side_effects)]

mod align;
mod cause;
mod exact;
mod mixtures;
mod row_order;
pub mod shapley;
mod shift;
mod split;
mod state;

pub use cause::Cause;
pub use split::{Changes, PartyChange, Side, changes, check_periods};
