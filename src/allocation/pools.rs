//! Stage 5: parts that are shared out as one sum come together (rules.md#pool).
//!
//! Rules: rules.md#pool-mixing, rules.md#month-pools.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::collect::Collected;
use super::cut::finest;
use super::part::Part;
use super::run::{Booked, Destination, Dimension, EntryFate, Pool};
use super::selection::{Whose, takes};
use super::split::Split;
use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::keys::Noticed;
use crate::model::{CentreIx, CostEntry, DateRange, Derivation, Makes, Project, RuleIx, ServiceIx};
use crate::money::Cents;
use crate::trace::Trace;

/// Pools with their parts, ready to be shared.
pub(super) struct Pools {
    pub(super) costs: Arc<Vec<CostEntry>>,
    pub(super) fates: Vec<EntryFate>,
    /// The rows of usage that were counted so far.
    pub(super) noticed: Noticed,
    pub(super) trace: Trace,
    pub(super) pools: Vec<(Pool, Vec<Part>)>,
    pub(super) booked: Vec<Booked>,
    /// Cost that is reported and not shared.
    pub(super) not_shared: Cents,
    /// The period asked for.
    pub(super) selected: Option<DateRange>,
    /// The settlement periods with cost, in order.
    pub(super) periods: Vec<DateRange>,
}

type PoolKey =
    (DateRange, RuleIx, Dimension<ServiceIx>, Dimension<CentreIx>, Dimension<String>, DateRange);

pub(super) fn form(project: &Project, split: Split) -> Result<Pools, Diagnostics> {
    let Split { collected, parts } = split;
    let Collected { selected, costs, fates, noticed, trace, mut booked, .. } = collected;
    let mut not_shared = Some(Cents::ZERO);
    let mut periods = BTreeSet::new();
    let mut grouped: BTreeMap<PoolKey, Vec<Part>> = BTreeMap::new();
    for part in parts {
        periods.insert(project.settled_per.around(part.period.from));
        if project.rule(part.rule).allocate {
            grouped.entry(key(project, &costs, &part)).or_default().push(part);
        } else {
            booked.push(book(project, &costs, &part, Destination::NotShared(part.rule)));
            not_shared = not_shared.and_then(|sum| sum.checked_add(part.amount.amount()));
        }
    }
    for (number, parts) in (0..).zip(grouped.values()) {
        let destination = Destination::Pool(number);
        booked.extend(parts.iter().map(|part| book(project, &costs, part, destination)));
    }
    let credited = credited(project, &costs);
    // No credit is made of what a centre passes on.
    let has_credit = |booked: &&mut Booked| {
        booked.destination != Destination::On && credited.contains(&booked.entry)
    };
    booked.iter_mut().filter(has_credit).for_each(|booked| booked.paid_by = None);
    let overflow = || Diagnostics::from(Diagnostic::new(Fault::AmountOverflow));
    let pools = grouped.into_iter().map(|(key, parts)| {
        let (period, rule, service, centre, kind, window) = key;
        let cost = Cents::sum(parts.iter().map(|part| part.amount.amount()))?;
        Some((Pool { rule, period, window, service, centre, kind, cost }, parts))
    });
    let pools = pools.collect::<Option<Vec<_>>>().ok_or_else(overflow)?;
    let not_shared = not_shared.ok_or_else(overflow)?;
    Ok(Pools {
        costs,
        fates,
        noticed,
        trace,
        pools,
        booked,
        not_shared,
        selected,
        periods: periods.into_iter().collect(),
    })
}

/// Books a part in its settlement period.
fn book(project: &Project, costs: &[CostEntry], part: &Part, destination: Destination) -> Booked {
    let (entry, paid_by) = (part.entry, costs[part.entry].paid_by);
    let period = project.settled_per.around(part.period.from);
    Booked { entry, period, destination, paid_by, amount: part.amount }
}

/// Lists the entries for which a credit stands in the allocation already.
fn credited(project: &Project, costs: &[CostEntry]) -> BTreeSet<usize> {
    let credits =
        || project.derivations.iter().filter(|derivation| derivation.makes == Makes::Credit);
    // A fault in a selection was told when the credit was made.
    let takes = |entry: &CostEntry| {
        let taken =
            |credit: &Derivation| takes(&credit.costs, entry, Whose::Derivation(credit), project);
        credits().any(|credit| taken(credit).unwrap_or_default())
    };
    let paid =
        costs.iter().enumerate().filter(|(_, entry)| entry.paid_by.is_some() && takes(entry));
    paid.map(|(number, _)| number).collect()
}

fn key(project: &Project, costs: &[CostEntry], part: &Part) -> PoolKey {
    let entry = &costs[part.entry];
    let by = project.rule(part.rule).pool;
    fn dimension<T>(formed_by: bool, value: Option<T>) -> Dimension<T> {
        match (formed_by, value) {
            (false, _) => Dimension::Mixed,
            (true, None) => Dimension::Missing,
            (true, Some(value)) => Dimension::Is(value),
        }
    }
    (
        project.settled_per.around(part.period.from),
        part.rule,
        dimension(by.service, entry.service()),
        dimension(by.centre, entry.centre),
        dimension(by.kind, entry.kind.as_deref().map(str::to_owned)),
        finest(project.settled_per, by).around(part.period.from),
    )
}
