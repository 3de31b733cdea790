//! A key outside a pool, for `umlage keys`.

use std::collections::BTreeSet;

use super::{Question, Workshop, all_zero, weights};
use crate::diag::Checked;
use crate::model::{DateRange, KeyIx, PartyIx, Project, ServiceIx};
use crate::money::Ratio;
use crate::trace::{Scope, Trace};

/// Evaluates a key for some receivers: the exact share of each, in the order of parties. Shares add to one.
///
/// `service` is the one whose use a usage key counts, where it does not name its own; `window` is the time.
pub fn shares(
    project: &Project,
    key: KeyIx,
    receivers: &BTreeSet<PartyIx>,
    service: Option<ServiceIx>,
    window: DateRange,
) -> Checked<Vec<(PartyIx, Ratio)>> {
    let receivers: Vec<PartyIx> = receivers.iter().copied().collect();
    let question = Question { receivers: &receivers, presence: &[], window, service, counts: &|_, _| true };
    let (mut trace, mut counted) = (Trace::default(), BTreeSet::new());
    let mut shop = Workshop { project, trace: &mut trace, counted: &mut counted, scope: Scope::default() };
    let found = weights(key, &question, &mut shop)?;
    let sum = Ratio::sum(found.iter().map(|weight| &weight.value));
    let share = |value: &Ratio| value.checked_div(&sum);
    let shares: Option<Vec<(PartyIx, Ratio)>> =
        receivers.iter().zip(&found).map(|(party, weight)| Some((*party, share(&weight.value)?))).collect();
    shares.ok_or_else(|| Box::new(all_zero(project.key(key), window)))
}
