//! Sharing the cost: who pays what, and why.

mod run;

pub use run::{AllocationRun, Dimension, EntryFate, Pool, Share, StepResidue, Totals};

use crate::diag::Diagnostics;
use crate::model::{DateRange, Project, Status};

/// What is asked of an allocation.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request {
    /// Which settlement periods; `None`: the project's default, else all that have cost.
    pub period: Option<DateRange>,
    /// Actual or planned cost.
    pub status: Status,
}

/// Shares the cost of a project; all faults together where there is one.
pub fn allocate(project: &Project, request: Request) -> Result<AllocationRun, Diagnostics> {
    let _ = (project, request);
    Err(Diagnostics::default())
}
