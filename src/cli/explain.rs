use clap::Args;

use super::failure::{Failure, Outcome};
use super::project::Opened;
use super::settings::Settings;
use super::{exit, settle};
use crate::allocation::AllocationRun;
use crate::analysis::settlement::{Node, calls, transfers};
use crate::diag::Checked;
use crate::model::PartyIx;
use crate::report::{
    ExplainedFigure, Explanation, Report as _, Wanted, balance_figure, call_figure, explained,
    interest_figure, transfer_figure,
};
use crate::text::{Phrase, Term, term};

/// Explain a figure: its derivation down to the source line
///
/// The figure is the sum of the shares that match. Without any filter everything is explained.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage explain --party HE                            all that Hessen pays
  umlage explain --party TH --service wohngeld         one cell of the table
  umlage explain --party TH --rule plattform --period 2021
  umlage explain --of balance --party HE --period 2023 what Hessen still has to pay
  umlage explain --of calls --party HE --period 2024   what is called from Hessen
  umlage explain --of transfers --transfers minimal    who pays whom
  umlage explain --party HE --format json              the steps, to recompute the figure \
  elsewhere")]
pub(super) struct Explain {
    /// Only what this party pays
    #[arg(long, value_name = "PARTY")]
    party: Option<String>,
    /// Only for this service
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    /// Only by this rule
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
    /// Only by the steps of this id
    #[arg(long, value_name = "STEP")]
    step: Option<String>,
    /// What is explained: shares of cost, balances, calls, the payments that settle balances, or
    /// interest on late advances
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = Of::Share)]
    of: Of,
    /// With `--of transfers`: `hub:PARTY`, `direct` or `minimal`
    #[arg(long, value_name = "WAY", default_value = "minimal")]
    transfers: String,
}

/// What is explained.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Share,
    Balance,
    Calls,
    Transfers,
    Interest,
}

impl Explain {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        let mut opened = settings.open()?;
        match self.of {
            Of::Share => self.shares(&mut opened, settings),
            Of::Balance | Of::Calls | Of::Transfers | Of::Interest => {
                self.figures(&mut opened, settings)
            }
        }
    }

    /// Explains balances, calls, transfers or interest.
    fn figures(&self, opened: &mut Opened, settings: &Settings) -> Outcome {
        let wanted = self.wanted(opened).map_err(|fault| opened.refuse(fault))?;
        if wanted.service.is_some() || wanted.rule.is_some() || wanted.step.is_some() {
            return Err(Failure::usage(&Phrase::OnlyParty { of: self.of_name() }));
        }
        let (run, figures) = self.found(opened, settings, wanted.party)?;
        if figures.is_empty() {
            opened.ui.error(term(Term::NoFigureMatches, opened.ui.lang));
            return Ok(exit::FINDING);
        }
        let material = opened.material(&run, settings);
        settings.deliver(&explained(&figures, &wanted, material))?;
        settings.verdict(opened.has_findings())
    }

    fn of_name(&self) -> String {
        let value = clap::ValueEnum::to_possible_value(&self.of);
        value.map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// Finds the figures, and the run whose trace derives them.
    fn found(
        &self,
        opened: &mut Opened,
        settings: &Settings,
        party: Option<PartyIx>,
    ) -> Result<(AllocationRun, Vec<ExplainedFigure>), Failure> {
        let is_wanted = |it: PartyIx| party.is_none_or(|party| party == it);
        if self.of == Of::Calls {
            let called =
                calls(&opened.project, settings.request()).map_err(|faults| opened.fail(faults))?;
            opened.note(called.run.key_findings(&opened.project));
            opened.note(called.findings.clone());
            let own = called.calls.iter().filter(|call| is_wanted(call.party));
            let figures =
                own.map(|call| call_figure(call, &opened.project, opened.ui.lang)).collect();
            return Ok((called.run, figures));
        }
        let way = settle::way(opened, &self.transfers)?;
        let mut settlement = settle::settlement(opened, settings)?;
        let (project, lang) = (&opened.project, opened.ui.lang);
        if self.of == Of::Balance {
            let own = settlement.accounts().filter(|account| is_wanted(account.party));
            let figures = own.map(|account| balance_figure(account, project, lang)).collect();
            return Ok((settlement.run, figures));
        }
        if self.of == Of::Interest {
            let own = settlement.late.iter().filter(|late| is_wanted(late.party));
            let figures = own.map(|late| interest_figure(late, project, lang)).collect();
            return Ok((settlement.run, figures));
        }
        let found =
            transfers(project, &mut settlement, way).map_err(|faults| opened.fail(faults))?;
        let touches = |node: Node| matches!(node, Node::Party(party) if is_wanted(party));
        let own = found.list.iter().filter(|it| touches(it.from) || touches(it.to));
        let figures = own.map(|it| transfer_figure(it, project, lang)).collect();
        Ok((settlement.run, figures))
    }

    /// Explains shares of cost.
    fn shares(&self, opened: &mut Opened, settings: &Settings) -> Outcome {
        let wanted = self.wanted(opened).map_err(|fault| opened.refuse(fault))?;
        let run = opened.allocate(settings.request())?;
        let material = opened.material(&run, settings);
        let explanation = Explanation { wanted: &wanted };
        if explanation.is_empty(&material) {
            opened.ui.error(term(Term::NoShareMatches, opened.ui.lang));
            return Ok(exit::FINDING);
        }
        settings.deliver(&explanation.document(material))?;
        settings.verdict(opened.has_findings())
    }

    fn wanted(&self, opened: &Opened) -> Checked<Wanted> {
        Ok(Wanted {
            party: self.party.as_deref().map(|text| opened.party(text)).transpose()?,
            service: self.service.as_deref().map(|text| opened.service(text)).transpose()?,
            rule: self.rule.as_deref().map(|text| opened.rule(text)).transpose()?,
            step: self.step.clone(),
        })
    }
}
