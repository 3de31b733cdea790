//! Stage 5: parts that are shared out as one sum come together (PRODUCT.md 1.3).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::collect::Collected;
use super::split::{Part, Split, finest};
use super::{Dimension, EntryFate, Pool};
use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::model::{CentreIx, CostEntry, DateRange, Project, RuleIx, ServiceIx};
use crate::money::Cents;

/// Pools with their parts, ready to be shared.
pub(super) struct Pools {
    pub(super) costs: Arc<Vec<CostEntry>>,
    pub(super) fates: Vec<EntryFate>,
    /// The rows of usage that were counted so far.
    pub(super) counted: std::collections::BTreeSet<usize>,
    pub(super) trace: crate::trace::Trace,
    pub(super) pools: Vec<(Pool, Vec<Part>)>,
    /// Cost that is reported and not shared.
    pub(super) not_shared: Cents,
    /// The period asked for.
    pub(super) selected: Option<DateRange>,
    /// The settlement periods with cost, in order.
    pub(super) periods: Vec<DateRange>,
}

type PoolKey = (DateRange, RuleIx, Dimension<ServiceIx>, Dimension<CentreIx>, Dimension<String>, DateRange);

pub(super) fn form(project: &Project, split: Split) -> Result<Pools, Diagnostics> {
    let Split { collected, parts } = split;
    let Collected { selected, costs, fates, counted, trace, .. } = collected;
    let mut not_shared = Some(Cents::ZERO);
    let mut periods = std::collections::BTreeSet::new();
    let mut grouped: BTreeMap<PoolKey, Vec<Part>> = BTreeMap::new();
    for part in parts {
        periods.insert(project.settled_per.around(part.period.from));
        if project.rule(part.rule).allocate {
            grouped.entry(key(project, &costs, &part)).or_default().push(part);
        } else {
            not_shared = not_shared.and_then(|sum| sum.checked_add(part.amount));
        }
    }
    let overflow = || Diagnostics::from(Diagnostic::new(Fault::AmountOverflow));
    let pools = grouped.into_iter().map(|(key, parts)| {
        let (period, rule, service, centre, kind, window) = key;
        let cost = Cents::sum(parts.iter().map(|part| part.amount))?;
        Some((Pool { rule, period, window, service, centre, kind, cost }, parts))
    });
    let pools = pools.collect::<Option<Vec<_>>>().ok_or_else(overflow)?;
    let not_shared = not_shared.ok_or_else(overflow)?;
    Ok(Pools {
        costs,
        fates,
        counted,
        trace,
        pools,
        not_shared,
        selected,
        periods: periods.into_iter().collect(),
    })
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
