//! What the account of a budget finds: titles overspent or nearly so, cost without a title or a
//! budget.

use std::collections::BTreeMap;

use super::account::Account;
use super::postings::Postings;
use super::year::{BudgetYear, account, overflow};
use crate::analysis::budget::virement;
use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::model::{BudgetLine, Project};
use crate::money::Cents;
use crate::source::Loc;
use crate::text::{Text, counted};

/// Draws up the account of all years and tells what it finds; nothing where the project has no
/// budget.
///
/// # Errors
/// Sums beyond 128 bits.
pub fn check(project: &Project) -> Result<Vec<Diagnostic>, Diagnostics> {
    let years = account(project, &project.budget.years(), None)?;
    findings(project, &years)
}

/// Tells what the account of some years finds.
///
/// # Errors
/// Sums beyond 128 bits.
pub fn findings(project: &Project, years: &[BudgetYear]) -> Result<Vec<Diagnostic>, Diagnostics> {
    let found: Option<Vec<_>> = years.iter().map(|year| of_year(project, year)).collect();
    let found = found.zip(unbooked(project, years)).ok_or_else(|| overflow(project))?;
    Ok(found.0.into_iter().flatten().chain(found.1).collect())
}

/// Tells of the titles of a year; `None` beyond 128 bits.
fn of_year(project: &Project, year: &BudgetYear) -> Option<Vec<Diagnostic>> {
    let mut found = Vec::new();
    for (account, left) in year.accounts.iter().zip(virement::left_of_all(&year.accounts)?) {
        let Some(line) = &account.line else { continue };
        found.extend(deducted_too_much(project, line, account));
        match overspent(project, line, account)? {
            Some(fault) => found.push(fault),
            None => {
                found.extend(overcommitted(project, line, account, left)?);
                found.extend(nearly_spent(project, line, account));
            }
        }
    }
    Some(found)
}

/// Tells of a title from which more was deducted than was spent on it in the year.
fn deducted_too_much(
    project: &Project,
    line: &BudgetLine,
    account: &Account,
) -> Option<Diagnostic> {
    let [deducted, paid] = [Some(account.deducted), account.spent.checked_add(account.deducted)]
        .map(|sum| sum.map(|sum| money(project, sum)));
    let (title, year) = (line.title.to_string(), line.year.to_string());
    let fault = Fault::DeductedTooMuch { title, year, deducted: deducted?, paid: paid? };
    (account.spent < Cents::ZERO).then(|| Diagnostic::at(fault, line.loc))
}

/// Tells of a title that has spent more than it and others may; `None` beyond 128 bits.
fn overspent(
    project: &Project,
    line: &BudgetLine,
    account: &Account,
) -> Option<Option<Diagnostic>> {
    let over = account.exceeded()?;
    let [spent, available, sum] =
        [account.spent, account.available, over].map(|sum| money(project, sum));
    let (title, year) = (line.title.to_string(), line.year.to_string());
    let fault = Fault::BudgetExceeded { title, year, spent, available, over: sum };
    Some((over > Cents::ZERO).then(|| Diagnostic::at(fault, line.loc)))
}

/// Tells of a title that lacks money for what it has committed; `None` beyond 128 bits.
fn overcommitted(
    project: &Project,
    line: &BudgetLine,
    account: &Account,
    left: Cents,
) -> Option<Option<Diagnostic>> {
    let over = Cents::ZERO.checked_sub(left)?;
    let sums = [account.spent, line.committed, account.available, over];
    let [spent, committed, available, sum] = sums.map(|sum| money(project, sum));
    let (title, year) = (line.title.to_string(), line.year.to_string());
    let fault = Fault::BudgetOvercommitted { title, year, spent, committed, available, over: sum };
    Some((over > Cents::ZERO).then(|| Diagnostic::at(fault, line.loc)))
}

/// Tells of a title that has spent more than the part of `[budget] warn`.
fn nearly_spent(project: &Project, line: &BudgetLine, account: &Account) -> Option<Diagnostic> {
    let (warn, used) = (project.budget.warn.as_ref()?, account.used()?);
    let (title, year) = (line.title.to_string(), line.year.to_string());
    let fault = Fault::BudgetNearlySpent {
        title,
        year,
        used: Text::percent(&used, 2),
        warn: Text::percent(&warn.value, 2),
    };
    (used > warn.value).then(|| Diagnostic::at(fault, line.loc).and(warn.loc))
}

/// Cost rows of a year, with the first of them.
struct Counted {
    rows: u64,
    sum: Cents,
    first: Loc,
}

/// Counts actual cost without a title in the years of the account, and, where that is all years,
/// cost due in years that have no budget; `None` beyond 128 bits.
fn unbooked(project: &Project, years: &[BudgetYear]) -> Option<Vec<Diagnostic>> {
    let mut without_title: BTreeMap<i16, Counted> = BTreeMap::new();
    let mut outside: BTreeMap<i16, Counted> = BTreeMap::new();
    let budgeted = project.budget.years();
    let is_whole = years.len() == budgeted.len();
    for (year, title, posting) in Postings::of(project).actual() {
        let sums = match years.iter().any(|of| of.year == year) {
            true if title.is_none() => &mut without_title,
            false if is_whole && !budgeted.is_empty() => &mut outside,
            _ => continue,
        };
        let counted =
            sums.entry(year).or_insert(Counted { rows: 0, sum: Cents::ZERO, first: posting.loc });
        counted.rows = counted.rows.saturating_add(1);
        counted.sum = counted.sum.checked_add(posting.amount)?;
        counted.first = counted.first.min(posting.loc);
    }
    let told = |(year, Counted { rows, sum, first }): (i16, Counted),
                make: fn(String, Text, Text) -> Fault| {
        let rows = counted(rows, ("Kostenzeile", "Kostenzeilen"), ("cost row", "cost rows"));
        Diagnostic::at(make(year.to_string(), rows, money(project, sum)), first)
    };
    let title = |year, rows, amount| Fault::CostWithoutTitle { year, rows, amount };
    let budget = |year, rows, amount| Fault::CostOutsideBudget { year, rows, amount };
    let without = without_title.into_iter().map(|one| told(one, title));
    Some(without.chain(outside.into_iter().map(|one| told(one, budget))).collect())
}

fn money(project: &Project, amount: Cents) -> Text {
    Text::money(amount, &project.currency)
}
