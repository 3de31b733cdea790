//! Runs of everything that both sides can be mixed to, and the causes grouped as finely as all
//! these runs can be shared.
//!
//! Rules: rules.md#causes.

use rayon::prelude::*;

use super::align::Order;
use super::cause::Cause;
use super::exact::exact;
use super::shapley::{Attribution, Coalition, CoalitionValue, groupings, unions};
use super::shift::Shift;
use super::state::{MIXED, Pair};
use crate::allocation::{Request, allocate};
use crate::diag::{Diagnostic, Fault};
use crate::model::Project;

/// What came out of the mixtures.
pub(super) struct Mixed {
    /// The causes of each factor of the attribution, in the stated order.
    pub(super) causes: Vec<Vec<Cause>>,
    pub(super) attribution: Attribution,
    /// What the first side comes to in the period of the second.
    pub(super) start: CoalitionValue,
    pub(super) fault: Option<Box<Diagnostic>>,
}

/// Runs all mixtures of what differs, and groups the causes as finely as all their mixtures can be
/// shared.
pub(super) fn mix(
    pair: Pair<'_>,
    request: Request,
    first: &CoalitionValue,
    shift: Shift,
    second: &CoalitionValue,
) -> Result<Mixed, Box<Diagnostic>> {
    let same = pair.mixed(0);
    let differs = |at: &usize| {
        let set = set_of(&[*at]);
        pair.mixed(set) != same || pair.order_in(set).is_some() != pair.order_in(0).is_some()
    };
    let factors: Vec<usize> = (0..MIXED.len()).filter(differs).collect();
    let all = set_of(&factors);
    let sets = unions(&factors.iter().map(|factor| set_of(&[*factor])).collect::<Vec<_>>());
    let run = |set: &Coalition| match *set {
        set if set == all => Ok(second.clone()),
        0 if shift == Shift::NONE => Ok(first.clone()),
        set => run_exactly(&pair.mixed(set), request, pair.order_in(set)),
    };
    let found: Vec<Result<CoalitionValue, Box<Diagnostic>>> = sets.par_iter().map(run).collect();
    let fault = found.iter().find_map(|value| value.as_ref().err().cloned());
    let value_of = |set: Coalition| {
        let at = sets.iter().position(|other| *other == set)?;
        found.get(at)?.as_ref().ok().cloned()
    };
    let named = |groups: Vec<Coalition>| -> Vec<Coalition> {
        groups.iter().map(|group| set_of(&members(*group, &factors))).collect()
    };
    let all_runs =
        |groups: &Vec<Coalition>| unions(groups).into_iter().all(|set| value_of(set).is_some());
    let finest = groupings(factors.len())
        .into_iter()
        .map(named)
        .filter(all_runs)
        .min_by_key(|groups| coarseness(groups));
    let unsplit =
        || fault.clone().unwrap_or_else(|| Box::new(Diagnostic::new(Fault::AmountOverflow)));
    let groups = finest.ok_or_else(unsplit)?;
    let values: Option<Vec<CoalitionValue>> = unions(&groups).into_iter().map(value_of).collect();
    let attribution =
        values.and_then(|values| Attribution::new(groups.len(), values)).ok_or_else(unsplit)?;
    let causes = groups.iter().map(|group| causes_in(*group)).collect();
    Ok(Mixed { causes, attribution, start: value_of(0).ok_or_else(unsplit)?, fault })
}

/// More groups are finer; among as many, those that keep cost level and usage apart.
pub(super) fn coarseness(groups: &[Coalition]) -> (usize, bool, bool) {
    let joined = |cause: Cause| {
        let one =
            set_of(&MIXED.iter().position(|other| *other == cause).into_iter().collect::<Vec<_>>());
        groups.iter().any(|group| group & one != 0 && *group != one)
    };
    (MIXED.len().saturating_sub(groups.len()), joined(Cause::CostLevel), joined(Cause::Usage))
}

/// Names the factors of a group by their places among all that could differ.
pub(super) fn members(group: Coalition, factors: &[usize]) -> Vec<usize> {
    let inside = |(at, _): &(usize, &usize)| (group >> at) & 1 == 1;
    factors.iter().enumerate().filter(inside).map(|(_, factor)| *factor).collect()
}

pub(super) fn set_of(factors: &[usize]) -> Coalition {
    factors.iter().fold(0, |set, factor| {
        set | 1_usize.checked_shl(u32::try_from(*factor).unwrap_or(u32::MAX)).unwrap_or(0)
    })
}

pub(super) fn causes_in(group: Coalition) -> Vec<Cause> {
    MIXED
        .into_iter()
        .enumerate()
        .filter(|(at, _)| (group >> at) & 1 == 1)
        .map(|(_, cause)| cause)
        .collect()
}

/// Runs a project; its first fault where it has one.
pub(super) fn run_exactly(
    project: &Project,
    request: Request,
    order: Option<&Order>,
) -> Result<CoalitionValue, Box<Diagnostic>> {
    let arranged = order.map(|order| order.arrange(project));
    let number = |party| order.map_or(party, |order| order.back(party));
    match allocate(arranged.as_ref().unwrap_or(project), request) {
        Ok(run) => Ok(exact(&run, number, project.parties.len())),
        Err(faults) => {
            let first = faults.into_sorted().into_iter().next();
            Err(Box::new(first.unwrap_or_else(|| Diagnostic::new(Fault::AmountOverflow))))
        }
    }
}
