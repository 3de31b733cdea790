//! `[budget]`, and cost against the budget of its year.

use crate::diag::{Diagnostic, Fault};
use crate::input::config::fields::Fields;
use crate::input::faults::Faults;
use crate::model::{Budget, BudgetTitle, Project, budget_day};
use crate::text::nearest;

/// Reads from which part of the available sum on its use is told, and which natures are
/// overpayments.
pub(super) fn read(fields: Option<Fields<'_>>, budget: &mut Budget) {
    let Some(fields) = fields else { return };
    budget.warn = fields.share("warn");
    let natures = fields.texts("overpayments").unwrap_or_default();
    budget.overpayments = natures.into_iter().map(|nature| nature.value.to_owned()).collect();
    fields.finish();
}

/// Reports cost on a title that the budget of its year lacks; a year without any budget asks for
/// nothing.
pub(super) fn check(project: &Project, faults: &Faults) {
    let years = project.budget.years();
    for entry in project.entries.iter() {
        let year = budget_day(entry).year();
        let Some(title) = BudgetTitle::of(entry).filter(|_| years.contains(&year)) else {
            continue;
        };
        let may_have = |name: &str| faults.may_have("budget", name);
        let is_lost = may_have(&title.chapter) && may_have(&title.title);
        if is_lost || project.budget.find(year, &title).is_some() {
            continue;
        }
        let names: Vec<String> =
            project.budget.of_year(year).iter().map(|line| line.title.to_string()).collect();
        let name = title.to_string();
        let near = nearest(&name, names.iter().map(String::as_str));
        let fault = Fault::TitleNotInBudget { title: name.clone(), year: year.to_string() };
        faults.push(Diagnostic::at(fault, entry.loc()).did_you_mean(near));
    }
}
