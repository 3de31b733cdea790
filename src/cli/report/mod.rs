//! `umlage report`: the folder of documents to hand in.

mod ask;
mod make;
mod record;

use clap::Args;

pub(super) use ask::Ask;
pub(super) use make::{Made, make};

use super::failure::{Failure, Outcome};
use super::output::{self, Replaceable};
use super::settings::Settings;
use crate::audit::{LOCK, Lock};
use crate::text::Phrase;

/// Write the documents to hand in: one folder, whole or not at all
///
/// An overview for all, a statement for each party, the keys, calls, the budget and an audit sheet
/// as HTML and Markdown; all of it in one workbook with live formulas; the tables as CSV; the
/// derivation of every figure; and run.lock.json, the record with which `umlage verify` repeats the
/// run and compares. [report] in umlage.toml says what stands in the letterhead.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage report -o bericht --period 2023               everything for 2023
  umlage report -o bericht --period 2023 --force       once more, in place of the old one
  umlage report -o he --period 2023 --for HE           the statement of Hessen alone
  umlage report -o was-waere-wenn --compare sachsen    with a comparison
  umlage verify bericht/run.lock.json                  prove that nothing has changed")]
pub(super) struct Report {
    /// Write the statement of this party alone
    #[arg(long = "for", value_name = "PARTY")]
    party: Option<String>,
    /// Compare with these scenarios: files, or names in the folder scenarios, comma separated
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    compare: Vec<String>,
}

impl Report {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        let Some(folder) = settings.output() else {
            return Err(Failure::usage(&Phrase::OutputMissing {
                example: "-o bericht".to_owned(),
            }));
        };
        let own = Replaceable { mark: LOCK, names: Lock::names };
        output::check_folder(folder, &own, settings.global.force)?;
        let ask =
            Ask { party: self.party.clone(), compare: self.compare.clone(), stay_within: false };
        let made = make(settings, &ask)?;
        let findings = made.findings;
        output::write_folder(folder, &made.with_lock(), &own, settings.global.force)?;
        settings.verdict(findings)
    }
}
