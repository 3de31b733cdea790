//! What the account of a budget finds: titles overspent or nearly so, cost without a title or a budget.

use std::collections::BTreeMap;

use super::postings::Postings;
use super::{Account, BudgetYear, account, overflow};
use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::model::Project;
use crate::money::{Cents, Ratio};
use crate::text::{Text, counted};

/// Draws up the account of all years and tells what it finds; nothing where the project has no budget.
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
    let all = years.iter().flat_map(|year| year.accounts.iter().map(move |account| (year, account)));
    let found: Option<Vec<_>> = all.map(|(year, account)| finding(project, year, account)).collect();
    let found = found.zip(unbooked(project, years)).ok_or_else(|| overflow(project))?;
    Ok(found.0.into_iter().flatten().chain(found.1).collect())
}

/// Tells of one title; `None` beyond 128 bits.
fn finding(project: &Project, year: &BudgetYear, account: &Account) -> Option<Option<Diagnostic>> {
    let Some(line) = &account.line else { return Some(None) };
    let (title, of) = (line.title.to_string(), year.year.to_string());
    let over = account.exceeded()?;
    if over > Cents::ZERO {
        let [spent, available, over] =
            [account.spent, account.available, over].map(|sum| money(project, sum));
        let fault = Fault::BudgetExceeded { title, year: of, spent, available, over };
        return Some(Some(Diagnostic::at(fault, line.loc)));
    }
    let (Some(warn), Some(used)) = (&project.budget.warn, account.used()) else { return Some(None) };
    if used <= warn.value {
        return Some(None);
    }
    let fault =
        Fault::BudgetNearlySpent { title, year: of, used: percent(&used), warn: percent(&warn.value) };
    Some(Some(Diagnostic::at(fault, line.loc).and(warn.loc)))
}

/// Counts actual cost without a title in the years of the account, and, where that is all years, cost due in years that
/// have no budget; `None` beyond 128 bits.
fn unbooked(project: &Project, years: &[BudgetYear]) -> Option<Vec<Diagnostic>> {
    let mut without_title: BTreeMap<i16, (u64, Cents)> = BTreeMap::new();
    let mut outside: BTreeMap<i16, (u64, Cents)> = BTreeMap::new();
    let budgeted = project.budget.years();
    let is_whole = years.len() == budgeted.len();
    for (year, title, posting) in Postings::of(project).actual() {
        let sums = match years.iter().any(|of| of.year == year) {
            true if title.is_none() => &mut without_title,
            false if is_whole && !budgeted.is_empty() => &mut outside,
            _ => continue,
        };
        let (rows, sum) = sums.entry(year).or_default();
        *rows = rows.saturating_add(1);
        *sum = sum.checked_add(posting.amount)?;
    }
    let told = |(year, (rows, sum)): (i16, (u64, Cents)), make: fn(String, Text, Text) -> Fault| {
        let rows = counted(rows, ("Kostenzeile", "Kostenzeilen"), ("cost row", "cost rows"));
        Diagnostic::new(make(year.to_string(), rows, money(project, sum)))
    };
    let title = |year, rows, amount| Fault::CostWithoutTitle { year, rows, amount };
    let budget = |year, rows, amount| Fault::CostOutsideBudget { year, rows, amount };
    let without = without_title.into_iter().map(|one| told(one, title));
    Some(without.chain(outside.into_iter().map(|one| told(one, budget))).collect())
}

fn money(project: &Project, amount: Cents) -> Text {
    Text::same(format!("{} {}", amount.plain(), project.currency))
}

/// Writes a part of a whole with two decimals at most.
fn percent(part: &Ratio) -> Text {
    let (plain, _) = (part * &Ratio::from(100)).decimal(2);
    Text::same(format!("{plain} %"))
}
