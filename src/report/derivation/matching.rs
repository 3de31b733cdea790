//! Which shares are to be explained.

use crate::allocation::Share;
use crate::model::{PartyIx, RuleIx, ServiceIx};
use crate::money::Cents;

/// Which shares are to be explained; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Who pays.
    pub party: Option<PartyIx>,
    /// For which service.
    pub service: Option<ServiceIx>,
    /// By which rule.
    pub rule: Option<RuleIx>,
    /// By the steps of this id.
    pub step: Option<String>,
}

/// The shares that match, and their sum.
pub(super) struct Matching<'a> {
    pub(super) wanted: &'a Wanted,
    pub(super) shares: Vec<&'a Share>,
    pub(super) total: Cents,
    /// Whether the shares are small sums that others bear, so that nothing is paid.
    pub(super) moved: bool,
}
