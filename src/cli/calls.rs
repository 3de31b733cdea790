use clap::Args;

use super::failure::Outcome;
use super::progress::Progress;
use super::settings::Settings;
use crate::analysis::settlement::calls;
use crate::report::{self, CallReport};
use crate::text::{Term, term};

/// Call for advances: the planned share of each party in instalments
///
/// Planned cost is shared by the rules of the agreement; [calls] in umlage.toml says when
/// instalments are due. Set off are credits and debts that an earlier period carries, and leftovers
/// that are not bound.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage calls --period 2024                           who pays how much when
  umlage calls --period 2024 --format csv              period, party, instalment, due, share, \
  set_off, amount
  umlage calls --period 2024 --format csv-de -o abruf.csv
  umlage explain --of calls --party HE --period 2024   why, down to the source line")]
pub(super) struct Calls {}

impl Calls {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        let mut opened = settings.open()?;
        let work = Progress::start(term(Term::Allocating, opened.ui.lang), opened.ui.quiet);
        let called = calls(&opened.project, settings.request());
        drop(work);
        let called = called.map_err(|faults| opened.fail(faults))?;
        opened.note(called.run.key_findings(&opened.project));
        opened.note(called.findings.clone());
        let report = CallReport { project: &opened.project, called: &called, lang: opened.ui.lang };
        settings.deliver(&report::calls(report))?;
        settings.verdict(opened.has_findings())
    }
}
