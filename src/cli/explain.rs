use clap::Args;

use super::exit;
use super::failure::Outcome;
use super::project::Opened;
use super::settings::Settings;
use crate::diag::Checked;
use crate::report::{Explanation, Report as _, Wanted};
use crate::text::{Term, term};

/// Explain a figure: its derivation down to the source line
///
/// The figure is the sum of the shares that match. Without any filter everything is explained.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage explain --party HE                            all that Hessen pays
  umlage explain --party TH --service wohngeld         one cell of the table
  umlage explain --party TH --rule plattform --period 2021
  umlage explain --party HE --format json              the steps, to recompute the figure elsewhere")]
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
}

impl Explain {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        let opened = settings.open()?;
        let wanted = self.wanted(&opened).map_err(|fault| opened.refuse(fault))?;
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
