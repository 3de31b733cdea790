//! What several runs together tell: plain functions over projects and their allocations.
#![warn(clippy::arithmetic_side_effects)]

pub mod changes;
