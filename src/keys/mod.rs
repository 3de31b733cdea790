//! Distribution keys at work: weights of receivers, each with its derivation.
//!
//! `evaluate` finds the function of each method; each lives in its own file and knows nothing of
//! pools or money. A key is evaluated for the receivers of one slice of time. Weights are not
//! normalised: whoever asks divides by their sum. A key without weight for anybody gives zeros; the
//! asker decides whether that is a fault.
//!
//! Rules: rules.md#weights, rules.md#weights-fail, rules.md#multipliers, rules.md#decision.

mod complement;
mod compound;
mod decimals;
mod edition;
mod equal;
mod evaluate;
mod fixed;
mod largest;
mod mix;
mod normal;
mod noticed;
mod outside;
mod payments;
mod question;
mod statistic;
mod usage;

pub use edition::editions;
pub use evaluate::weights;
pub(crate) use normal::all_zero;
pub use noticed::{Asked, Counter, Noticed, StoodIn, WithoutDriver, WithoutUse};
pub use outside::{Shares, shares};
pub use question::{ActiveFraction, Evaluation, Question, Weight};
pub use usage::{CountedAt, use_of};
