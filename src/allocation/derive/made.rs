//! Entries with those that derivations made of them.

use super::making::charged_in;
use crate::allocation::collect::Collected;
use crate::model::{DateRange, Derivation, Makes, Project};

/// Entries with what indexations make of them.
pub(in crate::allocation) struct Indexed(pub(in crate::allocation) Collected);

/// All entries, the made ones among them, that touch the selected periods.
pub(in crate::allocation) struct Complete(pub(in crate::allocation) Collected);

/// Tells whether what lies in a settlement period counts for the selected ones: it is one of them,
/// or what lies in it is caught up in one of them.
pub(in crate::allocation) fn matters(
    project: &Project,
    collected: &Collected,
    period: &DateRange,
) -> bool {
    let caught_up = |derivation: &Derivation| match &derivation.makes {
        Makes::CatchUp(catch_up) => {
            period.from < catch_up.on.value && collected.touches(&charged_in(project, catch_up))
        }
        _ => false,
    };
    collected.touches(period) || project.derivations.iter().any(caught_up)
}
