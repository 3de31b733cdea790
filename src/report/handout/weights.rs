//! The weights by which a sum was shared, found in its derivation: one walk for letters and key sheet.

use crate::model::{KeyIx, Method, PartyIx, Project};
use crate::trace::{Input, Operation, StepId, Trace};

/// One weight of a key that counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub(super) key: KeyIx,
    pub(super) party: PartyIx,
    /// The step of the weight.
    pub(super) weight: StepId,
    /// The step of the sum of all weights.
    pub(super) all: StepId,
}

/// Returns the exact part that a share is rounded from; `None` for what goes to one party as it is.
pub(super) fn own_part(trace: &Trace, share: StepId) -> Option<StepId> {
    let Operation::Apportion { index, .. } = trace.step(share).operation else { return None };
    match trace.inputs_of(share).get(usize::from(index) + 1) {
        Some(Input::Step(part)) => Some(*part),
        _ => None,
    }
}

/// Lists the exact parts among which a sum was rounded.
pub(super) fn all_parts(trace: &Trace, share: StepId) -> Vec<StepId> {
    match trace.step(share).operation {
        Operation::Apportion { .. } => steps(trace.inputs_of(share).get(1..).unwrap_or_default()),
        _ => Vec::new(),
    }
}

/// Finds the weights that make an exact part: through times that are added, and through limits. Their key is that of the step
/// which shared, as the letter names it, though a weight may come from a part of that key.
pub(super) fn counted(project: &Project, trace: &Trace, part: StepId) -> Vec<Counted> {
    let mut open = vec![part];
    let mut found = Vec::new();
    while let Some(step) = open.pop() {
        let inputs = steps(trace.inputs_of(step));
        match (trace.step(step).operation, &inputs[..]) {
            (Operation::Portion, [_, weight, all]) => {
                let keyed = key(project, trace, step, *weight).zip(trace.step(*weight).scope.party);
                found.extend(keyed.map(|(key, party)| Counted { key, party, weight: *weight, all: *all }));
            }
            (Operation::Limit { index }, [_, limited @ ..]) => open.extend(limited.get(usize::from(index))),
            (Operation::Sum, parts) => open.extend(parts),
            _ => {}
        }
    }
    found
}

/// Tells whether a part is one weight of a key of a sum, without limits.
pub(super) fn is_plain(project: &Project, trace: &Trace, part: StepId) -> bool {
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

fn steps(inputs: &[Input]) -> Vec<StepId> {
    let step = |input: &Input| if let Input::Step(step) = input { Some(*step) } else { None };
    inputs.iter().filter_map(step).collect()
}
