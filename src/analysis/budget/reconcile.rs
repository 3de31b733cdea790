//! From what is due in a year to what is for the year, title by title.
//!
//! Rules: rules.md#reconciliation.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::year::overflow;
use crate::allocation::{AllocationRun, part_within};
use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::model::{Booking, Budget, BudgetTitle, CostEntry, Grain, Project, Status, budget_day};
use crate::money::Cents;

/// A title in both views: spent - income - other periods + due elsewhere = cost. All in cents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// What was spent: due in the year, positive, less overpayments that came back.
    pub spent: Cents,
    /// What came in or back: due in the year, otherwise negative, without its sign.
    pub income: Cents,
    /// What of both is for other periods.
    pub other_periods: Cents,
    /// What is for the year and due in another.
    pub due_elsewhere: Cents,
    /// What is for the year, whenever it is due.
    pub cost: Cents,
}

/// A year in both views.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciliation {
    /// The year.
    pub year: i16,
    /// The titles that have anything in one of the views, in order; last what has none.
    pub titles: Vec<(Option<BudgetTitle>, Reconciled)>,
    /// What surcharges, credits, indexations and catch-ups make beside the cost entries.
    pub made: Cents,
    /// The cost of the allocation: that of all titles, and what is made.
    pub allocated: Cents,
}

/// Leads from the actual cost due in a year to that of the allocation of the year, which `run` is.
///
/// # Errors
/// Sums beyond 128 bits; a difference that no derived entry explains, which is a fault of the
/// program.
pub fn reconcile(
    project: &Project,
    year: i16,
    run: &AllocationRun,
) -> Result<Reconciliation, Diagnostics> {
    let found = lead_over(project, year, run).ok_or_else(|| overflow(project))?;
    if project.derivations.is_empty() && !found.made.is_zero() {
        let figures = format!("{} {}", found.allocated, found.made);
        return Err(Diagnostics::from(Diagnostic::new(Fault::Imbalance {
            what: year.to_string(),
            figures,
        })));
    }
    Ok(found)
}

fn lead_over(project: &Project, year: i16, run: &AllocationRun) -> Option<Reconciliation> {
    let range = Grain::Year.around(Date::new(year, 1, 1).ok()?);
    let mut titles: BTreeMap<Option<BudgetTitle>, Reconciled> = BTreeMap::new();
    let actual = project.entries.iter().zip(&run.entries);
    for (entry, fate) in actual.filter(|(entry, _)| entry.status == Status::Actual) {
        let inside = match entry.period.intersect(&range) {
            Some(_) => part_within(project, entry, *fate, range)?,
            None => Cents::ZERO,
        };
        let is_due = range.contains(budget_day(entry));
        if is_due || !inside.is_zero() {
            let title = titles.entry(BudgetTitle::of(entry)).or_default();
            title.add(&project.budget, entry, inside, is_due)?;
        }
    }
    let cost = Cents::sum(titles.values().map(|title| title.cost))?;
    let mut titles: Vec<_> = titles.into_iter().collect();
    // What has no title comes last.
    titles.sort_by_key(|(title, _)| title.is_none());
    let allocated = run.totals.cost;
    Some(Reconciliation { year, titles, made: allocated.checked_sub(cost)?, allocated })
}

impl Reconciled {
    fn add(
        &mut self,
        budget: &Budget,
        entry: &CostEntry,
        inside: Cents,
        is_due: bool,
    ) -> Option<()> {
        self.cost = self.cost.checked_add(inside)?;
        if !is_due {
            self.due_elsewhere = self.due_elsewhere.checked_add(inside)?;
            return Some(());
        }
        let [spent, income] = [&[Booking::Spent, Booking::Deducted][..], &[Booking::Income]]
            .map(|ways| budget.booked(entry, ways));
        self.spent = self.spent.checked_add(spent?)?;
        self.income = self.income.checked_sub(income?)?;
        self.other_periods = self.other_periods.checked_add(entry.amount.checked_sub(inside)?)?;
        Some(())
    }
}
