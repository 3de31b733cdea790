//! Settling periods: their accounts, and interest on advances that came late.

use super::account::Settlement;
use super::chain::chain;
use super::interest;
use crate::allocation::Request;
use crate::diag::Diagnostics;
use crate::model::Project;

/// Settles the periods asked for: those of the request, else of the project, else all with cost or
/// payments.
///
/// Earlier periods are settled too where something of them can reach these: a carried balance, a
/// leftover.
pub fn settle(project: &Project, request: Request) -> Result<Settlement, Diagnostics> {
    let mut settlement = chain(project, request, None)?;
    if project.settlement.interest.is_some() {
        interest::add(project, &mut settlement)?;
    }
    Ok(settlement)
}
