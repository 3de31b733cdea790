//! The weights by which a sum was shared, found in its derivation: one walk for letters, key sheet
//! and workbook.
//!
//! Rules: rules.md#letters.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{DateRange, KeyIx, Method, PartyIx, Project};
use crate::money::Ratio;
use crate::report::Material;
use crate::report::tables::label::{Names, rule_title};
use crate::report::tables::origin::Origin;
use crate::trace::{Input, Operation, StepId, Trace};

/// One weight of a key that counted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted {
    pub(crate) key: KeyIx,
    pub(crate) party: PartyIx,
    /// The step of the weight.
    pub(crate) weight: StepId,
    /// The step of the sum of all weights.
    pub(crate) all: StepId,
    /// The time that they count for, where the time of the sum was cut.
    pub(crate) range: Option<DateRange>,
}

/// Returns the exact part that a share is rounded from; `None` for what goes to one party as it is.
pub(crate) fn own_part(trace: &Trace, share: StepId) -> Option<StepId> {
    let Operation::Apportion { index, .. } = trace.step(share).operation else { return None };
    match trace.inputs_of(share).get(index as usize + 1) {
        Some(Input::Step(part)) => Some(*part),
        _ => None,
    }
}

/// Lists the exact parts among which a sum was rounded.
fn all_parts(trace: &Trace, share: StepId) -> Vec<StepId> {
    match trace.step(share).operation {
        Operation::Apportion { .. } => trace.steps_of(share).into_iter().skip(1).collect(),
        _ => Vec::new(),
    }
}

/// Finds the weights that make an exact part: through times that are added, and through limits.
/// Their key is that of the step which shared, as the letter names it, though a weight may come
/// from a part of that key.
pub(crate) fn counted(project: &Project, trace: &Trace, part: StepId) -> Vec<Counted> {
    let mut open = vec![part];
    let mut found = Vec::new();
    while let Some(step) = open.pop() {
        let inputs = trace.steps_of(step);
        match (trace.step(step).operation, &inputs[..]) {
            (Operation::Portion, [_, weight, all]) => {
                let keyed = key(project, trace, step, *weight).zip(trace.step(*weight).scope.party);
                let range = trace.step(*all).scope.range;
                let one = |(key, party)| Counted { key, party, weight: *weight, all: *all, range };
                found.extend(keyed.map(one));
            }
            (Operation::Limit { index }, [_, limited @ ..]) => {
                open.extend(limited.get(index as usize))
            }
            (Operation::Sum, parts) => open.extend(parts),
            _ => {}
        }
    }
    found
}

/// Lists the keys that made a share, in order: those that stood in are named, not those in whose
/// place they shared.
pub(crate) fn keys_of(project: &Project, trace: &Trace, share: StepId) -> BTreeSet<KeyIx> {
    own_part(trace, share)
        .into_iter()
        .flat_map(|part| counted(project, trace, part))
        .map(|one| one.key)
        .collect()
}

/// Tells whether a part is one weight of a key of a sum, without limits.
pub(crate) fn is_plain(project: &Project, trace: &Trace, part: StepId) -> bool {
    let is_limited = matches!(trace.step(part).operation, Operation::Limit { .. });
    !is_limited && counted(project, trace, part).len() == 1
}

/// Finds the key that shared: that of the step of the rule, or the one that stands in for it.
fn key(project: &Project, trace: &Trace, part: StepId, weight: StepId) -> Option<KeyIx> {
    let scope = trace.step(part).scope;
    let shared = project.rule(scope.rule?).steps.get(usize::from(scope.step?))?.key?;
    let of_weight = trace.step(weight).scope.key?;
    let instead = |key: &KeyIx| {
        let about = project.key(*key);
        about.stands_in().or(match about.method {
            Method::Usage { otherwise, .. } => otherwise,
            _ => None,
        })
    };
    let mut chain = std::iter::successors(Some(shared), instead).take(project.keys.len());
    chain.find(|key| *key == of_weight).or(Some(shared))
}

/// The weights of a key that counted, for all sums that were shared alike.
pub(crate) struct Used {
    pub(crate) key: KeyIx,
    /// When they counted.
    pub(crate) ranges: BTreeSet<DateRange>,
    /// For which services and centres.
    pub(crate) of: BTreeSet<String>,
    /// What they rest on.
    pub(crate) origin: Origin,
    /// The step of the weight of each receiver.
    pub(crate) weights: BTreeMap<PartyIx, StepId>,
}

impl Used {
    /// Returns the value of each weight.
    pub(crate) fn values(&self, trace: &Trace) -> BTreeMap<PartyIx, Ratio> {
        self.weights.iter().map(|(party, step)| (*party, trace.step(*step).value.clone())).collect()
    }
}

/// Finds the weights that counted, in the order of the keys; the same weights of a key at the same
/// time but once.
pub(crate) fn used(material: &Material<'_>) -> Vec<Used> {
    let Material { project, run, lang, .. } = *material;
    let names = Names::new(project, lang);
    let mut all: BTreeMap<(KeyIx, String, BTreeMap<PartyIx, Ratio>), Used> = BTreeMap::new();
    for ((key, _, number, range), weights) in sums(material) {
        let pool = &run.pools[number as usize];
        let of = pool.object().map(|object| names.object(object));
        let of = of.unwrap_or_else(|| rule_title(project.rule(pool.rule)).to_owned());
        let origin = Origin::of(key, pool, range, material);
        let own = Used { key, ranges: BTreeSet::new(), of: BTreeSet::new(), origin, weights };
        let same = (key, own.origin.editions(), own.values(&run.trace));
        let used = all.entry(same).or_insert(own);
        used.ranges.insert(range.unwrap_or(pool.window));
        used.of.insert(of);
    }
    let mut all: Vec<Used> = all.into_values().collect();
    all.sort_by(|a, b| (a.key, &a.of, &a.ranges).cmp(&(b.key, &b.of, &b.ranges)));
    all
}

/// A sum that was shared: its key, the step of the sum of weights, the pool, and the time where it
/// was cut.
type Sum = (KeyIx, StepId, u32, Option<DateRange>);

fn sums(material: &Material<'_>) -> BTreeMap<Sum, BTreeMap<PartyIx, StepId>> {
    let Material { project, run, .. } = *material;
    let (mut sums, mut seen) = (BTreeMap::<Sum, BTreeMap<PartyIx, StepId>>::new(), BTreeSet::new());
    for share in &run.shares {
        // The shares of one sum have the same parts.
        let parts = all_parts(&run.trace, share.amount.step());
        if !parts.first().is_some_and(|first| seen.insert((share.pool, *first))) {
            continue;
        }
        for one in parts.into_iter().flat_map(|part| counted(project, &run.trace, part)) {
            let sum = (one.key, one.all, share.pool, one.range);
            sums.entry(sum).or_default().insert(one.party, one.weight);
        }
    }
    sums
}
