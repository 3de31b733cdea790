//! `umlage keys`: the shares of a key, the list of all, or several beside each other.

mod asked;
mod compare;

use std::collections::{BTreeMap, BTreeSet};

use asked::{Asked, WithValue, common, find, memberships, party, with_cost};
use clap::Args;

use super::failure::{Failure, Outcome};
use super::project::Opened;
use super::settings::Settings;
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{DateRange, KeyIx, PartyIx};
use crate::report::{KeyShares, key_list, key_shares};
use crate::{allocation, keys};

/// Show the shares of a distribution key, or what each receiver would pay under several
///
/// Without a key all keys are listed. Built-in keys are there outside a project, too. The receivers
/// are those of --among, else the members (with --period: on any day of it), else all with a value.
///
/// --compare shares one sum by each key, in whole cents, and holds the others against the agreed
/// one: who pays more and who less, the least and the most that each pays, and what each stands to
/// lose where there is no agreement.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage keys --list                                       all keys and where their figures come \
  from
  umlage keys koenigstein-2019 --among HE,RP,SL,TH         a built-in key, rescaled to four states
  umlage keys koenigstein-2019 --among all-laender --format csv
  umlage keys nutzung --service wohngeld --period 2023     actual use
  umlage keys --compare koenigstein-2019,population-2022-12-31 --among HE,RP,SL,TH --amount \
  1000000.00
  umlage keys --compare koenigstein-2019,nutzung --service wohngeld --period 2023
                                                           the cost of the service; without \
                                                           agreement actual use")]
pub(super) struct Keys {
    /// The key
    #[arg(value_name = "KEY",
          conflicts_with_all = ["list", "compare", "reference", "fallback", "amount"])]
    key: Option<String>,
    /// The receivers: a comma list of parties and groups, `members`, or `participants` of --service
    #[arg(long, value_name = "LIST")]
    among: Option<String>,
    /// The service whose use a usage key counts
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    /// List all keys
    #[arg(long, conflicts_with_all = ["compare", "reference", "fallback", "amount"])]
    list: bool,
    #[command(flatten)]
    compare: compare::Compare,
}

/// Lists the built-in keys, which need no project, where that of the user cannot be read: it was
/// told why.
fn builtin_alone(settings: &Settings, failure: Failure) -> Outcome {
    let opened = settings.builtin();
    settings.deliver(&key_list(&opened.project, &opened.sources, opened.ui.lang))?;
    Err(failure)
}

impl Keys {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        let mut opened = match settings.open_or_builtin() {
            Err(failure) if self.list => return builtin_alone(settings, failure),
            opened => opened?,
        };
        let lang = opened.ui.lang;
        let chosen = self.compare.chosen(&opened).map_err(|faults| opened.fail(faults))?;
        match (chosen, &self.key) {
            (Some(chosen), _) => {
                let asked = self.asked(&opened, settings, &chosen.keys);
                let (asked, receivers) = asked.map_err(|fault| opened.refuse(fault))?;
                chosen.deliver(&mut opened, settings, &asked, &receivers)?;
            }
            (None, Some(name)) => {
                let shares = self.shares(&mut opened, settings, name);
                let shares = shares.map_err(|fault| opened.refuse(fault))?;
                settings.deliver(&key_shares(&opened.project, &shares, &opened.sources, lang))?;
            }
            (None, None) => settings.deliver(&key_list(&opened.project, &opened.sources, lang))?,
        }
        settings.verdict(opened.has_findings())
    }

    /// Evaluates one key.
    fn shares(&self, opened: &mut Opened, settings: &Settings, name: &str) -> Checked<KeyShares> {
        let key = find(&opened.project, name)?;
        let (asked, receivers) = self.asked(opened, settings, &[key])?;
        let window = asked.period.unwrap_or(DateRange::ALWAYS);
        let found = keys::shares(&opened.project, key, &receivers, asked.service, window)?;
        opened.note_keys(&found.noticed);
        let stood_in = found.noticed.stood_in.into_iter().collect();
        let Asked { service, period } = asked;
        Ok(KeyShares {
            key,
            service,
            period,
            shares: found.shares,
            weights: found.weights,
            stood_in,
        })
    }

    /// Finds for which service, time and receivers keys are asked.
    fn asked(
        &self,
        opened: &Opened,
        settings: &Settings,
        keys: &[KeyIx],
    ) -> Checked<(Asked, BTreeSet<PartyIx>)> {
        let project = &opened.project;
        let asked = Asked {
            service: self.service.as_deref().map(|text| opened.service(text)).transpose()?,
            period: settings.period.or(project.period).or_else(|| with_cost(project, settings)),
        };
        if let Some(period) = asked.period.filter(|_| !project.rules.is_empty()) {
            allocation::check_period(project, period)?;
        }
        let receivers = self.receivers(opened, &asked, keys)?;
        Ok((asked, receivers))
    }

    /// Resolves `--among`, or its default.
    fn receivers(
        &self,
        opened: &Opened,
        asked: &Asked,
        keys: &[KeyIx],
    ) -> Checked<BTreeSet<PartyIx>> {
        let project = &opened.project;
        let window = asked.period.unwrap_or(DateRange::ALWAYS);
        if let Some(list) = &self.among {
            let mut receivers = BTreeSet::new();
            let mut named = BTreeSet::new();
            for name in list.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                match memberships(project, name, asked.service) {
                    Some(memberships) => receivers.extend(memberships.on_any_day(&window)),
                    None => {
                        let party = party(opened, name)?;
                        if !named.insert(party) {
                            let fault = Fault::DuplicateId {
                                id: name.to_owned(),
                                list: "--among".to_owned(),
                            };
                            return Err(Box::new(Diagnostic::new(fault)));
                        }
                        receivers.insert(party);
                    }
                }
            }
            return Ok(receivers);
        }
        let members = project.members.on_any_day(&window);
        if !members.is_empty() {
            return Ok(members);
        }
        let mut values = WithValue { project, service: asked.service, known: BTreeMap::new() };
        Ok(common(keys.iter().map(|key| values.of(*key))))
    }
}
