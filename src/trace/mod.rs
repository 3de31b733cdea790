//! The derivation of every figure: an arena of small steps that only grows.
//!
//! A step names its operation, its inputs (earlier steps, or places in the input) and its exact
//! value. The operations are one closed list, [`Operation`], documented in
//! `docs/reference/trace.md`: whoever holds the steps can recompute every figure with nothing else.
//! A [`Recorder`] computes a value and writes the step that derives it in one go. An amount that is
//! paid exists only as [`Traced`], which only a [`Trace`] makes, so that none is without its
//! derivation.
//!
//! Rules: rules.md#derivation.

mod figure;
mod operation;
mod step;
mod traced;

pub use crate::apportion::{ApportionResidue, Policy, Ties, Unit};
pub use figure::Figure;
pub use operation::Operation;
pub use step::{Input, Money, Scope, Step, StepId, Subject, Trace};
pub use traced::{Apportionment, Exact, Limited, Recorder, Solved, Traced};
