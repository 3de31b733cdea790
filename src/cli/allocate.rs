use clap::Args;

use super::failure::{Failure, Outcome};
use super::settings::Settings;
use crate::report::{Allocation, ByFault, DimensionName, Report as _, parse_by};
use crate::text::{Phrase, nearest};

/// Share the cost: who pays what
///
/// Rows are the shares summed over equal values of the dimensions. A dimension that a pool is not
/// formed by shows `*`, a missing value `-`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage allocate                                      by party and service
  umlage allocate --period 2023 --by rule,party        by rule and party
  umlage allocate --by period,party --format csv       for machines
  umlage allocate --format csv-de -o umlage.csv        for Excel in German
  umlage allocate --status plan --lang de              planned cost, in German")]
pub(super) struct Allocate {
    /// Dimensions, comma separated: period, rule, service, centre, kind, step, party
    #[arg(long, value_name = "LIST", default_value = "party,service")]
    by: String,
}

impl Allocate {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        let by = parse_by(&self.by).map_err(|fault| refuse(&fault))?;
        let mut opened = settings.open()?;
        let run = opened.allocate(settings.request())?;
        opened.note_findings(&run);
        settings.deliver(&Allocation { by: &by }.document(opened.material(&run, settings)))?;
        settings.verdict(opened.has_findings())
    }
}

fn refuse(fault: &ByFault) -> Failure {
    let known = DimensionName::ALL.map(DimensionName::name);
    Failure::usage(&match fault {
        ByFault::Unknown(name) => Phrase::UnknownDimension {
            name: name.clone(),
            known: match nearest(name, known) {
                Some(near) => near.to_owned(),
                None => known.join(", "),
            },
        },
        ByFault::Doubled(name) => Phrase::DoubledDimension { name: (*name).to_owned() },
    })
}
