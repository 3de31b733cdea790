//! The budget account (Haushaltsrechnung): what each title could spend in a year and what it spent.
//!
//! Cost counts in the year in which it is due (Fälligkeitsprinzip, BHO § 11), and gross: what was
//! spent and what came in are never netted (HGrG § 12); an overpayment that came back while the
//! books are open is deducted. Allocation goes by the period of service; [`reconcile`] leads from
//! one view to the other.
//!
//! Rules: rules.md#budget-year, rules.md#budget-gross, rules.md#budget-available.

mod findings;
mod forecast;
mod postings;
mod reconcile;
mod virement;

use std::collections::BTreeSet;

use jiff::civil::Date;

pub use findings::{check, findings};
pub use forecast::Forecast;
pub use reconcile::{Reconciled, Reconciliation, reconcile};
pub use virement::Draw;

use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::model::{BudgetLine, BudgetTitle, Project, Status};
use crate::money::{Cents, Ratio};
use crate::source::Loc;
use postings::Postings;

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
fn used(spent: Cents, available: Cents) -> Option<Ratio> {
    if available > Cents::ZERO { spent.ratio().checked_div(&available.ratio()) } else { None }
}

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
fn overflow(project: &Project) -> Diagnostics {
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
        .map(|line| one(Some(line), Some(line.title.clone()), postings, (year, as_of)))
        .collect::<Option<_>>()?;
    if postings.has(year, &None) {
        accounts.push(one(None, None, postings, (year, as_of))?);
    }
    let draws = virement::cover(&mut accounts)?;
    Some(BudgetYear { year, as_of, accounts, draws })
}

fn one(
    line: Option<&BudgetLine>,
    title: Option<BudgetTitle>,
    postings: &Postings,
    (year, as_of): (i16, Option<Date>),
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
        forecast: forecast::forecast(here, before, (year, as_of), committed)?,
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
