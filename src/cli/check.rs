use clap::Args;

use super::failure::Outcome;
use super::project::{Opened, Unread};
use super::settings::Settings;
use crate::allocation::Request;
use crate::analysis::{budget, settlement};
use crate::diag::Diagnostics;
use crate::model::{DateRange, Makes};
use crate::report::{CheckReport, Report as _};

/// Read everything and report every fault and count
///
/// Reads all files, shares the cost of all periods (or of --period), and tells per file how many
/// rows and what amounts were read, used and left out, and why. Exits 0 or 3; with --strict
/// findings exit 1.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage check                         the project here or in a folder above
  umlage -C projekt check --strict     findings exit 1
  umlage check --status plan           planned cost
  umlage check --format json           for machines")]
pub(super) struct Check {}

impl Check {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        let mut opened = match settings.try_open() {
            Ok(opened) => opened,
            Err(unread) => return fail(settings, &unread),
        };
        let request = Request {
            period: settings.period.or_else(|| all_periods(&opened)),
            ..settings.request()
        };
        let run = match crate::allocation::allocate(&opened.project, request) {
            Ok(run) => run,
            Err(faults) => return refuse(settings, opened, faults),
        };
        let settled = match settlement::examine(&opened.project) {
            Ok(settled) => settled,
            Err(faults) => return refuse(settings, opened, faults),
        };
        opened.diagnostics.extend(run.key_findings(&opened.project));
        opened.diagnostics.extend(run.findings(&opened.project));
        opened.diagnostics.extend(settled);
        opened
            .diagnostics
            .extend(budget::check(&opened.project).map_err(|faults| opened.fail(faults))?);
        opened.say();
        settings.deliver(&CheckReport.document(opened.material(&run, settings)))?;
        settings.verdict(opened.has_findings())
    }
}

/// Tells what the calculation refuses beside what reading has found.
fn refuse(settings: &Settings, opened: Opened, faults: Diagnostics) -> Outcome {
    let Opened { mut diagnostics, sources, ui, .. } = opened;
    diagnostics.extend(faults.into_sorted());
    let settings = Settings { ui, ..settings.clone() };
    fail(&settings, &Unread { diagnostics: diagnostics.into_sorted(), sources })
}

fn fail(settings: &Settings, unread: &Unread) -> Outcome {
    let failure = unread.say(settings.ui);
    settings.deliver(&CheckReport::failed(
        &unread.diagnostics,
        &unread.sources,
        settings.ui.lang,
    ))?;
    Err(failure)
}

/// Returns the stretch of settlement periods that holds every entry, and what late joiners catch up
/// of them.
fn all_periods(opened: &Opened) -> Option<DateRange> {
    let project = &opened.project;
    let from = project.entries.iter().map(|entry| entry.period.from).min()?;
    let caught_up = project.derivations.iter().filter_map(|derivation| match &derivation.makes {
        Makes::CatchUp(catch_up) => Some(catch_up.on.value),
        _ => None,
    });
    let to = project.entries.iter().map(|entry| entry.period.to).chain(caught_up).max()?;
    DateRange::new(project.settled_per.around(from).from, project.settled_per.around(to).to)
}
