use std::collections::BTreeSet;

use clap::Args;
use jiff::civil::Date;

use super::failure::{Failure, Outcome};
use super::project::Opened;
use super::settings::Settings;
use crate::allocation::Request;
use crate::analysis::budget::{Reconciliation, account, findings, reconcile};
use crate::analysis::settlement::dues;
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{DateRange, Grain, Status, parse_date};
use crate::report::{BudgetReport, budget_report};
use crate::text::Phrase;

/// Plan against actual by chapter and title: available, spent, committed, remaining, forecast
///
/// Cost counts in the year in which it is due, gross. Years stand side by side; commitments for
/// later years, cover between titles, a forecast in three ways, the way from this view to the cost
/// of the allocation, what the own budget of each party must hold, and the figures of a statement
/// of use follow. A title that is overspent is a finding. The data is budget.csv.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage budget                                        all years of the budget
  umlage budget --period 2024                          one year
  umlage budget --as-of 2025-06-30                     the forecast as of a day
  umlage budget --format csv -o haushalt.csv           one row for each year and title
  umlage budget --strict                               a title overspent exits 1")]
pub(super) struct Budget {
    /// The day of the forecast (default: the last day of the year on which actual cost is due)
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
}

impl Budget {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        let as_of = self.as_of().map_err(|phrase| Failure::usage(&phrase))?;
        let mut opened = settings.open()?;
        let years = years(&opened, settings.period).map_err(|fault| opened.refuse(fault))?;
        let accounts =
            account(&opened.project, &years, as_of).map_err(|faults| opened.fail(faults))?;
        let found = findings(&opened.project, &accounts).map_err(|faults| opened.fail(faults))?;
        let reconciliations = reconciliations(&mut opened, &years)?;
        opened.ui.diagnostics(&found, &opened.sources);
        opened.diagnostics.extend(found);
        let mut dues = dues(&opened.project).map_err(|faults| opened.fail(faults))?;
        dues.retain(|(year, _), _| years.contains(year));
        let report = BudgetReport {
            project: &opened.project,
            years: &accounts,
            dues: &dues,
            reconciliations: &reconciliations,
            lang: opened.ui.lang,
        };
        settings.deliver(&budget_report(report))?;
        settings.verdict(opened.has_findings())
    }

    fn as_of(&self) -> Result<Option<Date>, Box<Phrase>> {
        let read = |text: &str| {
            parse_date(text).map_err(|_| Box::new(Phrase::BadDayOption { day: text.to_owned() }))
        };
        self.as_of.as_deref().map(read).transpose()
    }
}

/// Lists the years of the budget, those of a period where one is asked for.
fn years(opened: &Opened, period: Option<DateRange>) -> Checked<BTreeSet<i16>> {
    let years = opened.project.budget.years();
    if years.is_empty() {
        return Err(Box::new(Diagnostic::new(Fault::NoBudget)));
    }
    let Some(period) = period else { return Ok(years) };
    let [first, last] = [period.from, period.to].map(|day| Grain::Year.around(day));
    let whole = DateRange { from: first.from, to: last.to };
    if whole != period {
        let fault = Fault::NotBudgetYears { period: period.to_string(), whole: whole.to_string() };
        return Err(Box::new(Diagnostic::new(fault)));
    }
    Ok(years
        .into_iter()
        .filter(|year| (period.from.year()..=period.to.year()).contains(year))
        .collect())
}

/// Allocates the actual cost of each year, and leads from the budget's view to it.
pub(super) fn reconciliations(
    opened: &mut Opened,
    years: &BTreeSet<i16>,
) -> Result<Vec<Reconciliation>, Failure> {
    let mut all = Vec::new();
    for year in years {
        let period = Date::new(*year, 1, 1).ok().map(|day| Grain::Year.around(day));
        let run = opened.allocate(Request { period, status: Status::Actual })?;
        all.push(reconcile(&opened.project, *year, &run).map_err(|faults| opened.fail(faults))?);
    }
    Ok(all)
}
