//! The account of a budget year: its titles in order, and what they give one another.
//!
//! Rules: rules.md#budget-year.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::account::{Account, used};
use super::postings::Postings;
use super::virement::{self, Draw};
use super::{forecast, postings};
use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::model::{BudgetLine, BudgetTitle, Project, Status};
use crate::money::{Cents, Ratio};
use crate::source::Loc;

/// A budget year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetYear {
    /// The year.
    pub year: i16,
    /// The day of the forecast: the one asked for, else the last on which actual cost of the year
    /// is due.
    pub as_of: Option<Date>,
    /// The titles in order; last what has none, where there is such cost.
    pub accounts: Vec<Account>,
    /// Who covers whom.
    pub draws: Vec<Draw>,
}

impl BudgetYear {
    /// Returns which part of all that is available is spent; `None` where nothing is available, or
    /// beyond 128 bits.
    pub fn used(&self) -> Option<Ratio> {
        let sum = |figure: fn(&Account) -> Cents| Cents::sum(self.accounts.iter().map(figure));
        used(sum(|account| account.spent)?, sum(|account| account.available)?)
    }
}

/// Draws up the account of some years.
///
/// # Errors
/// Sums beyond 128 bits.
pub fn account(
    project: &Project,
    years: &BTreeSet<i16>,
    as_of: Option<Date>,
) -> Result<Vec<BudgetYear>, Diagnostics> {
    let postings = Postings::of(project);
    let all: Option<Vec<BudgetYear>> =
        years.iter().map(|year| budget_year(project, &postings, *year, as_of)).collect();
    all.ok_or_else(|| overflow(project))
}

/// The fault of sums that do not fit, at the first line of the budget.
pub(super) fn overflow(project: &Project) -> Diagnostics {
    let loc = project.budget.lines.first().map_or(Loc::Builtin("budget"), |line| line.loc);
    Diagnostics::from(Diagnostic::at(Fault::AmountOverflow, loc))
}

fn budget_year(
    project: &Project,
    postings: &Postings,
    year: i16,
    as_of: Option<Date>,
) -> Option<BudgetYear> {
    let as_of = as_of.or_else(|| postings.last_day(year));
    let lines = project.budget.of_year(year).iter();
    let mut accounts: Vec<Account> = lines
        .map(|line| title_account(Some(line), Some(line.title.clone()), postings, year, as_of))
        .collect::<Option<_>>()?;
    if postings.has(year, &None) {
        accounts.push(title_account(None, None, postings, year, as_of)?);
    }
    let draws = virement::cover(&mut accounts)?;
    Some(BudgetYear { year, as_of, accounts, draws })
}

fn title_account(
    line: Option<&BudgetLine>,
    title: Option<BudgetTitle>,
    postings: &Postings,
    year: i16,
    as_of: Option<Date>,
) -> Option<Account> {
    let available = line.map_or(Some(Cents::ZERO), BudgetLine::available)?;
    let committed = line.map_or(Cents::ZERO, |line| line.committed);
    let here = postings.on(year, &title);
    let [last, last_but_one] = [1, 2].map(|back| year.saturating_sub(back));
    let before = postings.on(last, &title);
    let spent = postings::spent(here, None)?;
    let planned =
        Cents::sum(here.iter().filter(|one| one.status == Status::Plan).map(|one| one.amount))?;
    Some(Account {
        available,
        planned,
        spent,
        deducted: postings::deducted(here)?,
        income: postings::income(here)?,
        remaining: available.checked_sub(spent)?.checked_sub(committed)?,
        cover_in: Cents::ZERO,
        cover_out: Cents::ZERO,
        forecast: forecast::forecast(here, before, year, as_of, committed)?,
        earlier: [earlier(postings, last, &title)?, earlier(postings, last_but_one, &title)?],
        line: line.cloned(),
        title,
    })
}

/// What was spent on a title in an earlier year, where the project has actual cost of that year.
fn earlier(postings: &Postings, year: i16, title: &Option<BudgetTitle>) -> Option<Option<Cents>> {
    if postings.last_day(year).is_none() {
        Some(None)
    } else {
        postings::spent(postings.on(year, title), None).map(Some)
    }
}
