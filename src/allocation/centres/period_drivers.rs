//! The drivers of a settlement period: in which order centres are emptied, and to whom each gives.

use std::collections::{BTreeMap, BTreeSet};

use super::drivers::{Quantities, Reading};
use super::gathered::ByObject;
use crate::allocation::collect::Collected;
use crate::diag::Diagnostic;
use crate::keys::WithoutDriver;
use crate::model::{Cascade, CentreIx, CostObject, DateRange, Project};
use crate::trace::{Exact, Scope, Subject};

/// The receivers of each centre, with what they have of its driver.
pub(super) type Gives = BTreeMap<CentreIx, Quantities>;

/// The drivers of a settlement period.
pub(super) struct Drivers {
    /// The centres in the order in which they are emptied.
    pub(super) order: Vec<CentreIx>,
    /// To whom each gives.
    pub(super) gives: Gives,
    /// What is wrong with a driver; told only if cost arrives at its centre.
    pub(super) faults: Faults,
    /// Services in use without a row of a driver; told only where there is cost to pass on.
    pub(super) without: BTreeSet<WithoutDriver>,
}

/// Faults of drivers by centre.
pub(super) type Faults = BTreeMap<CentreIx, Diagnostic>;

/// Reads the drivers of a settlement period.
pub(super) fn read_drivers(
    project: &Project,
    cascade: &Cascade,
    period: DateRange,
    booked: ByObject,
    collected: &mut Collected,
) -> Drivers {
    let Collected { trace, noticed, .. } = &mut *collected;
    let scope = |object| Scope { object: Some(object), range: Some(period), ..Scope::default() };
    let total =
        |(object, amounts)| (object, trace.at(scope(object)).joined(Subject::Booked, amounts));
    let booked: BTreeMap<CostObject, Exact> = booked.into_iter().map(total).collect();
    let counted = &mut noticed.counted;
    let mut reading =
        Reading { project, period, booked: &booked, trace, counted, without: BTreeSet::new() };
    let (mut gives, mut faults) = (Gives::new(), Faults::new());
    for (ix, centre) in (0..).map(CentreIx).zip(&project.centres) {
        let Some(driver) = &centre.driver else { continue };
        let (quantities, fault) = reading
            .quantities(ix, &driver.value)
            .unwrap_or_else(|fault| (Vec::new(), Some(*fault)));
        gives.insert(ix, quantities);
        faults.extend(fault.map(|fault| (ix, fault)));
    }
    let order = if cascade.method.is_ordered() {
        cascade.order.clone()
    } else {
        gives.keys().copied().collect()
    };
    Drivers { order, gives, faults, without: reading.without }
}
