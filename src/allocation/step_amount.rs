//! What a step takes.

use crate::model::PartyIx;
use crate::money::Ratio;
use crate::trace::{Exact, Scope, Traced};

/// What a step takes.
pub(super) struct StepAmount {
    /// The sum in cents.
    pub(super) sum: Traced,
    /// Where its steps belong.
    pub(super) scope: Scope,
    /// The sum before rounding, for the exact count; `None`: everything.
    pub(super) exact: Option<Ratio>,
    /// Whether every entry is taken as it is (a rest of zero may be made of slices that are not).
    pub(super) all: bool,
    /// For `each`: the base amount of each receiver, multiplied by its active fraction.
    pub(super) base_amounts: Vec<(PartyIx, Exact)>,
}
