use clap::Args;

use super::failure::Outcome;
use super::progress::Progress;
use super::project::Opened;
use super::settings::Settings;
use crate::allocation::Request;
use crate::analysis::changes::{self, Changes, Side, check_periods};
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::model::{DateRange, parse_period};
use crate::report::{Comparison, change_report};
use crate::text::{Term, term};

/// Why a bill changed: the difference between two periods, split into causes
///
/// The causes of every party add up to its difference, to the cent: cost level, new and ended services, usage, key
/// data, key or rule, members and participants, limits, calendar, rounding. Each is given twice: one after another in
/// this order, and order-free (Shapley).
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage changes 2023 2024                             why 2024 differs from 2023
  umlage changes 2023 2024 --party HE                  for one party
  umlage changes 2023-Q4 2024-Q1 --format csv          party, cause, both splits
  umlage changes 2023 2024 --lang de -o warum.txt      in German, into a file")]
pub(super) struct ChangesCommand {
    /// The period before, such as 2023
    #[arg(value_name = "A")]
    from: String,
    /// The period after, as long as the first
    #[arg(value_name = "B")]
    to: String,
    /// Only this party
    #[arg(long, value_name = "PARTY")]
    party: Option<String>,
}

impl ChangesCommand {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        let opened = settings.open()?;
        let party = self.party.as_deref().map(|text| opened.party(text)).transpose();
        let party = party.map_err(|fault| opened.refuse(fault))?;
        let periods = self.periods(&opened, settings).map_err(|fault| opened.refuse(fault))?;
        let found = split(&opened, periods, settings).map_err(|faults| opened.fail(faults))?;
        let comparison = Comparison {
            project: &opened.project,
            changes: &found,
            sides: periods.map(|period| period.to_string()),
            status: settings.status,
            party,
            lang: opened.ui.lang,
        };
        settings.deliver(&change_report(&comparison))?;
        settings.verdict(opened.has_findings())
    }

    /// Makes sense of the two sides.
    fn periods(&self, opened: &Opened, settings: &Settings) -> Checked<[DateRange; 2]> {
        let (Ok(from), Ok(to)) = (parse_period(&self.from), parse_period(&self.to)) else {
            let fault = Fault::NotTwoOfAKind { first: self.from.clone(), second: self.to.clone() };
            return Err(Box::new(Diagnostic::new(fault)));
        };
        if let Some(period) = settings.period {
            let fault = Fault::PeriodBesidePeriods { period: period.to_string() };
            return Err(Box::new(Diagnostic::new(fault)));
        }
        check_periods(&opened.project, from, to)?;
        Ok([from, to])
    }
}

fn split(opened: &Opened, periods: [DateRange; 2], settings: &Settings) -> Result<Changes, Diagnostics> {
    let _work = Progress::start(term(Term::Comparing, opened.ui.lang), opened.ui.quiet);
    let [before, after] = periods.map(|period| Side {
        project: &opened.project,
        request: Request { period: Some(period), status: settings.status },
    });
    changes::changes(before, after)
}
