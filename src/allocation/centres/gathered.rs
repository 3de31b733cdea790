//! The cost of each settlement period that lies on centres with a driver, and, where a driver asks
//! for it, on all services and centres.
//!
//! Rules: rules.md#centre-time.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::allocation::assign::Rules;
use crate::allocation::collect::{Collected, Source};
use crate::allocation::cut::Cut;
use crate::allocation::run::{Booked, Destination, EntryFate};
use crate::allocation::split::divided;
use crate::diag::Diagnostics;
use crate::model::{Centre, CentreIx, CostEntry, CostObject, DateRange, Driver, Project};
use crate::trace::{Exact, Traced};

/// A part of an entry on a centre that lies in one settlement period.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    pub(super) entry: usize,
    pub(super) range: DateRange,
    pub(super) amount: Traced,
}

/// The pieces of one kind by the centre on which they were booked.
pub(super) type ByCentre = BTreeMap<CentreIx, Vec<Piece>>;

/// The kinds of cost of one settlement period.
pub(super) type Kinds = BTreeMap<Option<Arc<str>>, ByCentre>;

/// The cost booked on each service and centre.
pub(super) type ByObject = BTreeMap<CostObject, Vec<Exact>>;

/// What lies in a settlement period.
#[derive(Default)]
pub(super) struct Gathered {
    /// What lies on centres with a driver.
    pub(super) kinds: Kinds,
    /// All cost, where a driver asks for it.
    pub(super) booked: ByObject,
}

/// Takes the entries on centres with a driver out of the collected ones. What of each entry lies in
/// which settlement period is asked once, for what is passed on and for what drivers count.
pub(super) fn gather(
    project: &Project,
    collected: &mut Collected,
) -> Result<BTreeMap<DateRange, Gathered>, Diagnostics> {
    let (rules, counts_cost) = (Rules::of(project), counts_cost(project));
    let mut faults = Diagnostics::default();
    let mut periods: BTreeMap<DateRange, Gathered> = BTreeMap::new();
    for (number, amount) in std::mem::take(&mut collected.entries) {
        let entry = &collected.costs[number];
        let emptied = emptied_centre(project, entry);
        let cut = match emptied {
            Some(_) => Cut::by_days(project.settled_per),
            None => rules.cut_of(entry),
        };
        if emptied.is_some() {
            let passed_on = collected.touches(&entry.period);
            collected.fates[number] =
                if passed_on { EntryFate::PassedOn } else { EntryFate::OtherPeriod };
        } else {
            collected.entries.push((number, amount));
        }
        if emptied.is_none() && !counts_cost {
            continue;
        }
        let (source, object) = (Source { entry, amount, time_sources: None }, entry.object);
        let (kind, paid_by) = (entry.kind.clone(), entry.paid_by);
        let parts = faults.keep(divided(source, cut, &mut collected.trace)).unwrap_or_default();
        for (range, amount) in parts {
            let period = project.settled_per.around(range.from);
            let here = periods.entry(period).or_default();
            if counts_cost {
                here.booked.entry(object).or_default().push(amount.exact());
            }
            let Some(centre) = emptied else { continue };
            if collected.touches(&period) {
                let destination = Destination::On;
                collected.booked.push(Booked {
                    entry: number,
                    period,
                    destination,
                    paid_by,
                    amount,
                });
            }
            let piece = Piece { entry: number, range, amount };
            here.kinds.entry(kind.clone()).or_default().entry(centre).or_default().push(piece);
        }
    }
    if faults.is_empty() { Ok(periods) } else { Err(faults) }
}

/// The centre with a driver on which an entry was booked.
fn emptied_centre(project: &Project, entry: &CostEntry) -> Option<CentreIx> {
    match entry.object {
        CostObject::Centre(centre) if project.centre(centre).driver.is_some() => Some(centre),
        _ => None,
    }
}

/// Tells whether a driver counts the cost booked on the receivers.
fn counts_cost(project: &Project) -> bool {
    let asks = |centre: &Centre| {
        centre.driver.as_ref().is_some_and(|driver| driver.value == Driver::DirectCost)
    };
    project.centres.iter().any(asks)
}
