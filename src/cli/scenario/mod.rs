mod compare;
mod sweep;

use clap::{Args, Subcommand};

use super::failure::Outcome;
use super::settings::Settings;
pub(super) use compare::{side_title, stem};

use crate::report::{Layers, scenario_layers};

/// What-ifs: scenario files as layers over the project
///
/// A scenario file holds a title and the tables of umlage.toml that it changes, changes to rows of
/// data, and new rows. It is a path, or the name of a file in the project's folder `scenarios`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage scenario show sachsen                         what scenarios/sachsen.toml changes
  umlage scenario show sachsen plattform --all         every value under two scenarios
  umlage allocate --scenario sachsen                   who pays what then
  umlage scenario compare sachsen                      and what the others pay more or less
  umlage scenario sweep --vary 'rule.efa.step.bund.share=0..50:5%'
  umlage scenario show --set rule.r.step.bund.share=35%")]
pub(super) struct Scenario {
    #[command(subcommand)]
    command: ScenarioCommand,
}

#[derive(Subcommand, Debug)]
enum ScenarioCommand {
    Show(Show),
    Compare(compare::Compare),
    Sweep(sweep::Sweep),
}

impl Scenario {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        match &self.command {
            ScenarioCommand::Show(show) => show.run(settings),
            ScenarioCommand::Compare(compare) => compare.run(settings),
            ScenarioCommand::Sweep(sweep) => sweep.run(settings),
        }
    }
}

/// Show which values and rows the layers change, where each comes from and what it hides
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage scenario show sachsen
  umlage scenario show sachsen --all --format csv")]
struct Show {
    /// Scenarios, laid over those of --scenario in this order
    #[arg(value_name = "FILE")]
    scenarios: Vec<String>,
    /// Every value, not only those that layers change
    #[arg(long)]
    all: bool,
}

impl Show {
    fn run(&self, settings: &Settings) -> Outcome {
        let mut settings = settings.clone();
        settings.global.scenario.extend(self.scenarios.iter().cloned());
        let opened = settings.open()?;
        let layers = Layers {
            project: &opened.project,
            values: &opened.values,
            effects: &opened.effects,
            sources: &opened.sources,
            all: self.all,
        };
        settings.deliver(&scenario_layers(&layers, opened.ui.lang))?;
        settings.verdict(opened.has_findings())
    }
}
