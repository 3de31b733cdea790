use clap::Args;

use super::failure::{Failure, Outcome};
use super::progress::Progress;
use super::project::Opened;
use super::settings::Settings;
use crate::analysis::settlement::{Settlement, Way, settle, transfers};
use crate::report::{self, SettlementReport};
use crate::text::{Phrase, Term, term};

/// Settle: advances, outlays and credits against shares, and who pays whom
///
/// For each party: share, advances, what it paid for all, credits from other periods, balance; a
/// positive balance is still to be paid. [settlement] in umlage.toml says what becomes of it.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage settle --period 2023                          what each party still has to pay
  umlage settle --period 2023 --transfers minimal      the fewest payments that settle it
  umlage settle --period 2023 --transfers hub:HE       all payments through Hessen
  umlage settle --period 2023 --format csv             party, share, advances, paid_for_all, \
  credits, balance
  umlage explain --of balance --party HE --period 2023 why, down to the source line")]
pub(super) struct Settle {
    /// Also who pays whom: `hub:PARTY` through one, `direct` to those who paid, `minimal` in as few
    /// payments as can be
    #[arg(long, value_name = "WAY")]
    transfers: Option<String>,
}

impl Settle {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        let mut opened = settings.open()?;
        let way = self.transfers.as_deref().map(|text| way(&opened, text)).transpose()?;
        let mut settlement = settlement(&mut opened, settings)?;
        let found = way.map(|way| transfers(&opened.project, &mut settlement, way)).transpose();
        let found = found.map_err(|faults| opened.fail(faults))?;
        let report = SettlementReport {
            project: &opened.project,
            settlement: &settlement,
            transfers: way.zip(found.as_ref()),
            status: settings.status,
            lang: opened.ui.lang,
        };
        settings.deliver(&report::settlement(report))?;
        settings.verdict(opened.has_findings())
    }
}

/// Settles, with a sign of life, and prints what was noticed.
pub(super) fn settlement(opened: &mut Opened, settings: &Settings) -> Result<Settlement, Failure> {
    let work = Progress::start(term(Term::Allocating, opened.ui.lang), opened.ui.quiet);
    let settlement = settle(&opened.project, settings.request());
    drop(work);
    let settlement = settlement.map_err(|faults| opened.fail(faults))?;
    opened.note(settlement.run.key_findings(&opened.project));
    opened.note(settlement.findings.clone());
    Ok(settlement)
}

/// Reads a way of settling balances.
pub(super) fn way(opened: &Opened, text: &str) -> Result<Way, Failure> {
    match text.split_once(':') {
        None if text == "direct" => Ok(Way::Direct),
        None if text == "minimal" => Ok(Way::Minimal),
        Some(("hub", party)) => {
            opened.party(party).map(Way::Hub).map_err(|fault| opened.refuse(fault))
        }
        _ => Err(Failure::usage(&Phrase::UnknownWay { way: text.to_owned() })),
    }
}
