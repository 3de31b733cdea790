//! Pro rata (zeitanteilig): who is there for a part of a settlement period pays for a part of it.
//!
//! - `slices`: the five ways of a rule, and the slices of a step's time in which its receivers are
//!   the same
//! - `active`: the active fraction of a receiver, by days or months
//! - `time`: how much of an entry lies in a slice, measured by days or months
//!
//! Rules: rules.md#9-pro-rata-zeitanteilig, rules.md#pro-rata-needed, rules.md#slices,
//! rules.md#weight-time, rules.md#none, rules.md#months.

mod active;
mod missing;
mod slices;
mod time;

pub(super) use active::base_amounts;
pub(super) use slices::{Slice, Slices, slices};
pub(super) use time::{Measure, Stretch, TimeSource, extent, is_of_both_signs, scaled};
