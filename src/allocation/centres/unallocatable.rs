//! Cost that reaches nobody.
//!
//! Rules: rules.md#centre-stuck.

use std::collections::BTreeSet;

use super::period_drivers::Faults;
use crate::diag::{Diagnostic, Fault};
use crate::model::{CentreIx, DateRange, Project};
use crate::money::Cents;
use crate::text::Text;

/// Why cost goes nowhere.
#[derive(Clone, Debug)]
pub(super) enum UnallocatableCost {
    /// It comes to a centre whose open receivers have nothing of its driver.
    NoWay(CentreIx),
    /// It comes to centres that pass it to one another or to themselves only.
    Circle(BTreeSet<CentreIx>),
}

impl UnallocatableCost {
    /// Lists the centres where the cost stays.
    pub(super) fn centres(&self) -> BTreeSet<CentreIx> {
        match self {
            UnallocatableCost::NoWay(centre) => [*centre].into(),
            UnallocatableCost::Circle(centres) => centres.clone(),
        }
    }
}

/// The fault of cost that reaches nobody: what is wrong with a driver, else that nothing is open.
pub(super) fn nowhere(
    project: &Project,
    period: DateRange,
    stuck: &UnallocatableCost,
    faults: &Faults,
    amount: Cents,
) -> Diagnostic {
    let centres = stuck.centres();
    if let Some(known) = centres.iter().find_map(|centre| faults.get(centre)) {
        return known.clone();
    }
    let range = period.to_string();
    let amount = Text::money(amount, &project.currency);
    let fault = match stuck {
        UnallocatableCost::NoWay(ix) => {
            Fault::DriverZero { centre: project.centre(*ix).id.clone(), range, amount }
        }
        UnallocatableCost::Circle(circle) => {
            let names: Vec<String> =
                circle.iter().map(|ix| format!("`{}`", project.centre(*ix).id)).collect();
            Fault::CentreCircle { centres: names.join(", "), range }
        }
    };
    let drivers = centres.iter().filter_map(|ix| project.centre(*ix).driver.as_ref());
    drivers.fold(Diagnostic::new(fault), |diagnostic, driver| diagnostic.and(driver.loc))
}
