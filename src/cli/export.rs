use clap::Args;

use super::failure::{Failure, Outcome};
use super::settings::{Settings, names};
use super::{exit, settle};
use crate::analysis::settlement::transfers;
use crate::render::{JOURNALS, journal_renderer};
use crate::report::{Journal, journal};

/// Export the books for other software: every cost, share, payment, credit and transfer as balanced
/// postings
///
/// The account of each party and settlement period ends at the balance that `umlage settle` shows.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage export --to hledger --period 2023 -o 2023.journal
  umlage export --to beancount --period 2023 -o 2023.beancount
  umlage export --to csv                               all postings as a table
  umlage export --to hledger --transfers minimal       with the payments that settle the balances")]
pub(super) struct Export {
    /// For which software
    #[arg(long, value_name = "SOFTWARE", value_parser = names(JOURNALS))]
    to: String,
    /// Also who pays whom: `hub:PARTY`, `direct` or `minimal`, in accounts of their own
    #[arg(long, value_name = "WAY")]
    transfers: Option<String>,
}

impl Export {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        let mut opened = settings.open()?;
        let way = self.transfers.as_deref().map(|text| settle::way(&opened, text)).transpose()?;
        let mut settlement = settle::settlement(&mut opened, settings)?;
        let found = way.map(|way| transfers(&opened.project, &mut settlement, way)).transpose();
        let found = found.map_err(|faults| opened.fail(faults))?;
        let books = Journal {
            project: &opened.project,
            settlement: &settlement,
            transfers: found.as_ref(),
        };
        let Some(renderer) = journal_renderer(&self.to) else {
            return Err(Failure::said(exit::USAGE));
        };
        settings.write(&renderer.render(&journal(books), settings.ui.medium(true)))?;
        settings.verdict(opened.has_findings())
    }
}
