//! What keys are asked for: a service, a time, receivers.

use crate::cli::project::Opened;
use crate::cli::settings::Settings;
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{
    DateRange, Editions, Key, KeyIx, MembershipPeriods, Method, PartyIx, Project, ServiceIx,
    UsageScope,
};
use crate::text::nearest;
use std::collections::{BTreeMap, BTreeSet};

/// What keys are asked for.
pub(super) struct Asked {
    pub(super) service: Option<ServiceIx>,
    pub(super) period: Option<DateRange>,
}

/// The settlement periods that have cost, the default of `--period`.
pub(super) fn with_cost(project: &Project, settings: &Settings) -> Option<DateRange> {
    let entries = || project.entries.iter().filter(|entry| entry.status == settings.status);
    let first = entries().map(|entry| entry.period.from).min()?;
    let last = entries().map(|entry| entry.period.to).max()?;
    DateRange::new(project.settled_per.around(first).from, project.settled_per.around(last).to)
}

pub(super) fn find(project: &Project, name: &str) -> Checked<KeyIx> {
    project.find_key(name).ok_or_else(|| {
        let known = project.keys.iter().map(|key| key.id.as_str());
        let fault = Fault::UnknownKey { key: name.to_owned() };
        Box::new(Diagnostic::new(fault).did_you_mean(nearest(name, known)))
    })
}

/// Finds a party; the nearest name is sought among groups, too.
pub(super) fn party(opened: &Opened, name: &str) -> Checked<PartyIx> {
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
pub(super) fn memberships<'a>(
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
pub(super) struct WithValue<'a> {
    pub(super) project: &'a Project,
    pub(super) service: Option<ServiceIx>,
    pub(super) known: BTreeMap<KeyIx, BTreeSet<PartyIx>>,
}

impl WithValue<'_> {
    /// Lists who has a value in a key, or in what stands in for it.
    pub(super) fn of(&mut self, key: KeyIx) -> BTreeSet<PartyIx> {
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
pub(super) fn with_own_value(
    project: &Project,
    key: &Key,
    service: Option<ServiceIx>,
) -> BTreeSet<PartyIx> {
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
pub(super) fn common(mut sets: impl Iterator<Item = BTreeSet<PartyIx>>) -> BTreeSet<PartyIx> {
    let first = sets.next().unwrap_or_default();
    sets.fold(first, |all, set| all.intersection(&set).copied().collect())
}

pub(super) fn parties(
    project: &Project,
    wanted: impl Fn(&crate::model::Party) -> bool,
) -> BTreeSet<PartyIx> {
    let numbered = project.parties.iter().enumerate().filter(|(_, party)| wanted(party));
    numbered.filter_map(|(index, _)| u16::try_from(index).ok().map(PartyIx)).collect()
}
