//! A part of an entry: what the pools are formed of.

use std::sync::Arc;

use super::pro_rata::TimeSource;
use crate::model::{DateRange, RuleIx};
use crate::trace::Traced;

/// A part of an entry that lies in one period.
pub(super) struct Part {
    /// The number of the entry in `costs`.
    pub(super) entry: usize,
    /// Its rule.
    pub(super) rule: RuleIx,
    /// The stretch of time.
    pub(super) period: DateRange,
    /// What each stretch of time brings, where the entry comes from several.
    pub(super) time_sources: Option<Arc<[TimeSource]>>,
    /// How much.
    pub(super) amount: Traced,
}
