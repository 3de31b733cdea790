//! A key outside a pool, for `umlage keys`.
//!
//! Rules: rules.md#keys-output.

use std::collections::BTreeSet;

use super::question::Weight;
use super::{Evaluation, Noticed, Question, all_zero, weights};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{DateRange, Key, KeyIx, PartyIx, Project, ServiceIx};
use crate::money::Ratio;
use crate::trace::{Scope, Trace};

/// What a key gives outside a pool.
#[derive(Clone, Debug)]
pub struct Shares {
    /// The exact share of each receiver, in the order of parties; they add to one, unless the key
    /// has `decimals`.
    pub shares: Vec<(PartyIx, Ratio)>,
    /// The weights that the shares are made of, in the same order.
    pub weights: Vec<Ratio>,
    /// What the key and its parts came across.
    pub noticed: Noticed,
}

/// Evaluates a key for some receivers: see [`Shares`].
///
/// `service` is the one whose use a usage key counts, where it does not name its own; `window` is
/// the time.
pub fn shares(
    project: &Project,
    key: KeyIx,
    receivers: &BTreeSet<PartyIx>,
    service: Option<ServiceIx>,
    window: DateRange,
) -> Checked<Shares> {
    if service.is_none() && project.counts_pool_usage(key) {
        return Err(Box::new(Diagnostic::new(Fault::ServiceNeeded {
            key: project.key(key).id.clone(),
        })));
    }
    if receivers.is_empty() {
        return Err(Box::new(Diagnostic::new(Fault::NoReceiver {
            key: project.key(key).id.clone(),
        })));
    }
    let receivers: Vec<PartyIx> = receivers.iter().copied().collect();
    let question =
        Question { receivers: &receivers, presence: &[], window, service, counts: &|_, _| true };
    let (mut trace, mut noticed) = (Trace::default(), Noticed::default());
    let mut evaluation = Evaluation::new(project, &mut trace, &mut noticed, Scope::default());
    let found = weights(key, &question, &mut evaluation)?;
    let sum = Ratio::sum(found.iter().map(Weight::value));
    // Rounded percentages stand as they are, whatever they miss of 100.
    let rounded = taken(project, key, &noticed).decimals.filter(|_| !sum.is_zero());
    let whole = rounded.map_or(sum, |_| Ratio::from(100));
    let share = |value: &Ratio| value.checked_div(&whole);
    let shares: Option<Vec<(PartyIx, Ratio)>> = receivers
        .iter()
        .zip(&found)
        .map(|(party, weight)| Some((*party, share(weight.value())?)))
        .collect();
    let shares = shares.ok_or_else(|| Box::new(all_zero(project.key(key), window)))?;
    let weights = found.into_iter().map(|weight| weight.value().clone()).collect();
    Ok(Shares { shares, weights, noticed })
}

/// Finds the key that was taken in the end: what stands in for a key, or its `otherwise`.
fn taken<'a>(project: &'a Project, key: KeyIx, noticed: &Noticed) -> &'a Key {
    let stood_in =
        |key: KeyIx| noticed.stood_in.iter().find(|it| it.key == key).map(|it| it.instead);
    let mut taken = key;
    while let Some(next) = project.key(taken).stands_in().or_else(|| stood_in(taken)) {
        taken = next;
    }
    project.key(taken)
}
