mod compare;

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;

use super::failure::{Failure, Outcome};
use super::project::Opened;
use super::settings::Settings;
use crate::allocation;
use crate::diag::{Checked, Diagnostic, Fault};
use crate::keys;
use crate::model::{
    DateRange, Editions, Key, KeyIx, MembershipPeriods, Method, PartyIx, Project, ServiceIx,
    UsageScope,
};
use crate::report::{KeyShares, key_list, key_shares};
use crate::text::nearest;

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

/// What keys are asked for.
struct Asked {
    service: Option<ServiceIx>,
    period: Option<DateRange>,
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

/// The settlement periods that have cost, the default of `--period`.
fn with_cost(project: &Project, settings: &Settings) -> Option<DateRange> {
    let entries = || project.entries.iter().filter(|entry| entry.status == settings.status);
    let first = entries().map(|entry| entry.period.from).min()?;
    let last = entries().map(|entry| entry.period.to).max()?;
    DateRange::new(project.settled_per.around(first).from, project.settled_per.around(last).to)
}

fn find(project: &Project, name: &str) -> Checked<KeyIx> {
    project.find_key(name).ok_or_else(|| {
        let known = project.keys.iter().map(|key| key.id.as_str());
        let fault = Fault::UnknownKey { key: name.to_owned() };
        Box::new(Diagnostic::new(fault).did_you_mean(nearest(name, known)))
    })
}

/// Finds a party; the nearest name is sought among groups, too.
fn party(opened: &Opened, name: &str) -> Checked<PartyIx> {
    opened.party(name).map_err(|mut fault| {
        let groups = opened.project.groups.keys().map(String::as_str);
        if fault.notes.is_empty() {
            fault = Box::new(
                fault.did_you_mean(nearest(name, groups.chain(["members", "participants"]))),
            );
        }
        fault
    })
}

/// Finds a named list of parties.
fn memberships<'a>(
    project: &'a Project,
    name: &str,
    service: Option<ServiceIx>,
) -> Option<&'a MembershipPeriods> {
    match name {
        "members" => Some(&project.members),
        "participants" => service.map(|service| &project.service(service).participants),
        _ => project.groups.get(name),
    }
}

/// Lists who has a value in keys; a key that others name several times is looked at once.
struct WithValue<'a> {
    project: &'a Project,
    service: Option<ServiceIx>,
    known: BTreeMap<KeyIx, BTreeSet<PartyIx>>,
}

impl WithValue<'_> {
    /// Lists who has a value in a key, or in what stands in for it.
    fn of(&mut self, key: KeyIx) -> BTreeSet<PartyIx> {
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let project = self.project;
        let about = project.decided(key);
        let found = match &about.method {
            Method::LargestOf { key, parties } => self.of(*key).union(parties).copied().collect(),
            Method::Complement { key, party } => {
                self.of(*key).union(&[*party].into()).copied().collect()
            }
            Method::Mix { .. }
            | Method::Product { .. }
            | Method::Ratio { .. }
            | Method::Glide { .. } => {
                common(about.method.keys().into_iter().map(|part| self.of(part)))
            }
            _ => with_own_value(project, about, self.service),
        };
        let found: BTreeSet<PartyIx> = match &about.over {
            Some(over) => found.intersection(&over.parties).copied().collect(),
            None => found,
        };
        self.known.insert(key, found.clone());
        found
    }
}

/// Lists who has a value in a key that is not made of others.
fn with_own_value(project: &Project, key: &Key, service: Option<ServiceIx>) -> BTreeSet<PartyIx> {
    match &key.method {
        Method::Equal => parties(project, |party| party.kind == "land"),
        Method::Fixed { weights } => weights.keys().copied().collect(),
        Method::Statistic { statistic, editions, .. } => {
            let counts = |label: &String| match editions {
                Editions::Named(named) => named.contains(label),
                Editions::InForce(_) => true,
            };
            let all = project.statistics.get(statistic).into_iter().flatten();
            let sets = all.filter(|(label, _)| counts(label));
            common(sets.map(|(_, edition)| edition.values.keys().copied().collect()))
        }
        Method::Usage { measure, services, .. } => {
            let counts = |candidate: ServiceIx| match services {
                UsageScope::Pool => service == Some(candidate),
                UsageScope::All => true,
                UsageScope::Listed(listed) => listed.contains(&candidate),
            };
            let rows =
                project.usage.iter().filter(|row| *row.measure == **measure && counts(row.service));
            rows.map(|row| row.party).collect()
        }
        Method::Payments { .. } => project.payments.iter().map(|row| row.party).collect(),
        _ => BTreeSet::new(),
    }
}

/// Who is in all of some sets.
fn common(mut sets: impl Iterator<Item = BTreeSet<PartyIx>>) -> BTreeSet<PartyIx> {
    let first = sets.next().unwrap_or_default();
    sets.fold(first, |all, set| all.intersection(&set).copied().collect())
}

fn parties(project: &Project, wanted: impl Fn(&crate::model::Party) -> bool) -> BTreeSet<PartyIx> {
    let numbered = project.parties.iter().enumerate().filter(|(_, party)| wanted(party));
    numbered.filter_map(|(index, _)| u16::try_from(index).ok().map(PartyIx)).collect()
}
