//! A title in a year, with what was booked on it.
//!
//! Rules: rules.md#budget-gross, rules.md#budget-available.

use super::forecast::Forecast;
use crate::model::{BudgetLine, BudgetTitle};
use crate::money::{Cents, Ratio};

/// A title in a year, with what was booked on it. All sums in cents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Chapter and title; `None`: cost that lacks one of them.
    pub title: Option<BudgetTitle>,
    /// Its line in the budget; `None` only where it has no title.
    pub line: Option<BudgetLine>,
    /// What may be spent (verfügbares Soll).
    pub available: Cents,
    /// What is planned by cost entries.
    pub planned: Cents,
    /// What was spent (Ist): the sum of what is positive, less what was deducted.
    pub spent: Cents,
    /// What of it is overpayments that came back, without sign.
    pub deducted: Cents,
    /// What came in or back (Einnahmen, Rückeinnahmen): the sum of what else is negative, without
    /// its sign.
    pub income: Cents,
    /// What is left: available - spent - committed.
    pub remaining: Cents,
    /// What other titles give it.
    pub cover_in: Cents,
    /// What it gives to other titles.
    pub cover_out: Cents,
    /// What may be spent by the end of the year.
    pub forecast: Forecast,
    /// What was spent in the year before, and in the one before that; `None` where the project has
    /// no actual cost due in it.
    pub earlier: [Option<Cents>; 2],
}

impl Account {
    /// Returns the open commitments (Festlegung).
    pub fn committed(&self) -> Cents {
        self.line.as_ref().map_or(Cents::ZERO, |line| line.committed)
    }

    /// Returns which part of the available sum is spent; `None` where nothing is available.
    pub fn used(&self) -> Option<Ratio> {
        used(self.spent, self.available)
    }

    /// Returns by how much it is overspent after what others give; zero where it is not.
    pub fn exceeded(&self) -> Option<Cents> {
        let open = self.spent.checked_sub(self.available)?.checked_sub(self.cover_in)?;
        Some(open.max(Cents::ZERO))
    }
}

/// Returns which part of a sum is spent; `None` where there is none.
pub(super) fn used(spent: Cents, available: Cents) -> Option<Ratio> {
    if available > Cents::ZERO { spent.ratio().checked_div(&available.ratio()) } else { None }
}
