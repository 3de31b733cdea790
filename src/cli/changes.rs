use clap::Args;

use super::failure::{Failure, Outcome};
use super::progress::Progress;
use super::project::{Opened, scenarios};
use super::settings::Settings;
use crate::allocation::{AllocationRun, Request, allocate};
use crate::analysis::changes::{Changes, Side, changes, check_periods};
use crate::analysis::{unequal_cost, without_cost};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::input::Session;
use crate::model::{DateRange, Project, Status, parse_period};
use crate::report::{Basis, ChangeReport, change_report};
use crate::text::{Term, term};

/// The name of the project itself, without a scenario.
const BASE: &str = "base";

/// Why a bill changed: the difference between two periods or two scenarios, split into causes
///
/// The causes of every party add up to its difference, to the cent: cost level, new and ended
/// services, usage, key data, key or rule, members and participants, limits, calendar, rounding.
/// Each is given twice: one after another in this order, and order-free (Shapley). What --scenario
/// and --set say lies under both sides.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage changes 2023 2024                             why 2024 differs from 2023
  umlage changes 2023 2024 --party HE                  for one party
  umlage changes base sachsen --period 2025            what a scenario changes, and by what
  umlage changes bund-0 bund-35 --format csv           two scenarios; party, cause, both splits
  umlage changes plan actual --period 2023             why actual cost differs from what was planned
  umlage changes 2023 2024 --lang de -o warum.txt      in German, into a file")]
pub(super) struct ChangesCommand {
    /// What was before: a period such as 2023, a scenario, `base` for the project itself, or `plan`
    #[arg(value_name = "A")]
    from: String,
    /// What is after: a period as long as the first, a scenario, `base`, or `actual`
    #[arg(value_name = "B")]
    to: String,
    /// Only this party
    #[arg(long, value_name = "PARTY")]
    party: Option<String>,
}

impl ChangesCommand {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        if let (Some(from), Some(to)) = (status(&self.from), status(&self.to)) {
            return self.statuses(settings, [from, to]);
        }
        match [&self.from, &self.to].map(|text| parse_period(text)) {
            [Ok(from), Ok(to)] => self.periods(settings, [from, to]),
            [Err(_), Err(_)] => self.scenarios(settings),
            _ => {
                let opened = settings.open()?;
                let fault = Fault::PeriodBesideScenario {
                    first: self.from.clone(),
                    second: self.to.clone(),
                };
                Err(opened.refuse(Box::new(Diagnostic::new(fault))))
            }
        }
    }

    /// Compares two periods of the project.
    fn periods(&self, settings: &Settings, periods: [DateRange; 2]) -> Outcome {
        let mut opened = settings.open()?;
        check(&opened, settings, periods).map_err(|fault| opened.refuse(fault))?;
        let party = self.party(&opened)?;
        let requests =
            periods.map(|period| Request { period: Some(period), status: settings.status });
        let runs = [opened.allocate(requests[0])?, opened.allocate(requests[1])?];
        runs.iter().for_each(|run| opened.note_findings(run));
        let names = periods.map(|period| period.to_string());
        let footing = |at: usize| opened.footing(&names[at], &runs[at], requests[at]);
        let found = without_cost([footing(0), footing(1)]);
        opened.note(found.into_iter().collect());
        let side =
            |at: usize| Side { project: &opened.project, request: requests[at], run: &runs[at] };
        let found = split(&opened, [side(0), side(1)])?;
        deliver(settings, &opened, &found, names, party, periods.to_vec())?;
        settings.verdict(opened.has_findings())
    }

    /// Compares planned with actual cost of the same periods.
    fn statuses(&self, settings: &Settings, statuses: [Status; 2]) -> Outcome {
        let mut opened = settings.open()?;
        let party = self.party(&opened)?;
        // Both sides are told as actual cost, so that every state between them can be shared out.
        let projects = statuses.map(|status| opened.project.as_actual(status));
        let request = Request { status: Status::Actual, ..settings.request() };
        let run =
            |project: &Project| allocate(project, request).map_err(|faults| opened.fail(faults));
        let runs = [run(&projects[0])?, run(&projects[1])?];
        for run in &runs {
            opened.note(run.key_findings(&opened.project));
            opened.note_findings(run);
        }
        let names = [self.from.clone(), self.to.clone()];
        let asked = statuses.map(|status| Request { status, ..request });
        let footing = |at: usize| opened.footing(&names[at], &runs[at], asked[at]);
        let found = without_cost([footing(0), footing(1)]);
        opened.note(found.into_iter().collect());
        let side = |at: usize| Side { project: &projects[at], request, run: &runs[at] };
        let found = split(&opened, [side(0), side(1)])?;
        let periods = of_both(&opened, settings, &runs);
        deliver(settings, &opened, &found, names, party, periods)?;
        settings.verdict(opened.has_findings())
    }

    /// Compares two scenarios of the same periods.
    fn scenarios(&self, settings: &Settings) -> Outcome {
        let files = settings.files().map_err(|unread| unread.say(settings.ui))?;
        let read = |names: &[String]| {
            scenarios(&files.root, &files, names).map_err(|unread| unread.say(settings.ui))
        };
        let session = Session::open(&files, &read(&settings.global.scenario)?);
        let open = |name: &String| {
            let named = if name == BASE { &[] } else { std::slice::from_ref(name) };
            let loaded = session.with(&read(named)?, &settings.global.set);
            settings.opened(loaded).map_err(|unread| unread.say(settings.ui))
        };
        let (mut before, mut after) = (open(&self.from)?, open(&self.to)?);
        after.say();
        before.say_what_is_new(&after);
        let named_before = self.party.as_deref().is_some_and(|text| before.party(text).is_ok());
        let party = self.party(if named_before { &before } else { &after })?;
        let request = settings.request();
        let runs = [before.allocate(request)?, after.allocate(request)?];
        before.note_findings(&runs[0]);
        after.note_findings(&runs[1]);
        let names = [self.from.clone(), self.to.clone()];
        let footings = [
            before.footing(&names[0], &runs[0], request),
            after.footing(&names[1], &runs[1], request),
        ];
        let found = without_cost(footings).into_iter().chain(unequal_cost(footings)).collect();
        after.note(found);
        let sides = [
            Side { project: &before.project, request, run: &runs[0] },
            Side { project: &after.project, request, run: &runs[1] },
        ];
        let found = split(&after, sides)?;
        let periods = of_both(&after, settings, &runs);
        deliver(settings, &after, &found, names, party, periods)?;
        settings.verdict(before.has_findings() || after.has_findings())
    }

    /// Finds the id of the party asked for.
    fn party(&self, opened: &Opened) -> Result<Option<String>, Failure> {
        let find =
            |text: &str| opened.party(text).map(|party| opened.project.party(party).id.clone());
        self.party.as_deref().map(find).transpose().map_err(|fault| opened.refuse(fault))
    }
}

fn deliver(
    settings: &Settings,
    opened: &Opened,
    changes: &Changes,
    sides: [String; 2],
    party: Option<String>,
    periods: Vec<DateRange>,
) -> Result<(), Failure> {
    let own_status = status(&sides[0]).is_none().then_some(settings.status);
    let basis = Basis { project: &opened.project, periods, status: own_status };
    let report = ChangeReport { basis, changes, sides, party, lang: opened.ui.lang };
    settings.deliver(&change_report(&report))
}

/// Lists the settlement periods of both sides: the one asked for, else those that have cost.
fn of_both(opened: &Opened, settings: &Settings, runs: &[AllocationRun; 2]) -> Vec<DateRange> {
    let with_cost = runs.iter().flat_map(|run| run.periods.iter().copied());
    Basis::new(&opened.project, settings.period.or(opened.project.period), with_cost, None).periods
}

/// Reads the status of cost.
fn status(text: &str) -> Option<Status> {
    [Status::Plan, Status::Actual].into_iter().find(|status| status.name() == text)
}

/// Checks that periods can be compared and that nothing else selects any.
fn check(opened: &Opened, settings: &Settings, [from, to]: [DateRange; 2]) -> Checked<()> {
    if let Some(period) = settings.period {
        let fault = Fault::PeriodBesidePeriods { period: period.to_string() };
        return Err(Box::new(Diagnostic::new(fault)));
    }
    check_periods(&opened.project, from, to)
}

/// Splits, with a sign of life: up to 64 runs.
fn split(opened: &Opened, [before, after]: [Side<'_>; 2]) -> Result<Changes, Failure> {
    let _work = Progress::start(term(Term::Comparing, opened.ui.lang), opened.ui.quiet);
    changes(before, after).map_err(|faults| opened.fail(faults))
}
