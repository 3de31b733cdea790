//! The stages of an allocation, in order; each takes the type of the stage before, so that none can
//! be left out.

use super::run::{AllocationRun, Request};
use super::{assign, centres, collect, derive, invariants, pool, pools, split};
use crate::diag::{Checked, Diagnostics};
use crate::model::{DateRange, Project};

/// Checks that a period is made of whole settlement periods: rules.md#selecting.
pub fn check_period(project: &Project, range: DateRange) -> Checked<()> {
    collect::whole_periods(project, range)
}

/// Shares the cost of a project; all faults together where there is one.
///
/// 1. `collect`: the entries of the status asked for; each becomes a traced amount
/// 2. what comes out of them: `derive::index` makes figures of later years; `centres` empties those
///    with a driver (one without is shared like a service); `derive::complete` makes surcharges,
///    credits and catch-ups, and leaves what touches the selected periods
/// 3. `assign`: each entry to exactly one rule
/// 4. `split`: entries over several periods are cut into the finest parts needed, in cents
/// 5. `pools`: parts that are shared out as one sum come together
/// 6. `pool`: each pool by itself, in parallel: its steps in order, one apportionment for each step
/// 7. `billing`: sums below the minimum of their rule are listed, or their pools shared once more
///    without the party
/// 8. `invariants`: cost = allocated + residue + not shared, for each pool and in all
pub fn allocate(project: &Project, request: Request) -> Result<AllocationRun, Diagnostics> {
    let collected = collect::collect(project, request)?;
    let indexed = derive::index(project, collected)?;
    let emptied = centres::empty(project, indexed)?;
    let complete = derive::complete(project, emptied)?;
    let assigned = assign::assign(project, complete)?;
    let split = split::split(project, assigned)?;
    let pools = pools::form(project, split)?;
    let shared = pool::share_all(project, pools)?;
    invariants::check(project, shared)
}
