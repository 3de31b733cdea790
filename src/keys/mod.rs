//! Distribution keys at work: weights of receivers, traced.

use std::collections::BTreeSet;

use crate::diag::Checked;
use crate::model::{DateRange, KeyIx, PartyIx, Project, ServiceIx};
use crate::money::Ratio;

/// Evaluates a key outside a pool, for `umlage keys`: the exact share of each receiver, in the order of parties.
///
/// Shares add to one. `services` are the services whose use a usage key counts; `window` is the time it counts.
pub fn shares(
    project: &Project,
    key: KeyIx,
    receivers: &BTreeSet<PartyIx>,
    services: &BTreeSet<ServiceIx>,
    window: DateRange,
) -> Checked<Vec<(PartyIx, Ratio)>> {
    let _ = (project, key, receivers, services, window);
    Ok(Vec::new())
}
