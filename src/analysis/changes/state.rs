//! A state of the world put together from two: each cause of change taken from one side.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::discriminant;
use std::sync::Arc;

use super::align::Order;
use super::cause::Cause;
use crate::analysis::changes::shapley::Coalition;
use crate::model::{
    Budget, CostObject, Derivation, Editions, Key, Makes, Method, Over, Project, Receivers, Rule,
    Service, Statistic, Step,
};

/// The causes that can be taken from either side, in the stated order; their places are the numbers
/// of the factors.
pub(super) const MIXED: [Cause; 6] = [
    Cause::CostLevel,
    Cause::Usage,
    Cause::KeyData,
    Cause::KeyOrRule,
    Cause::MembersAndParticipants,
    Cause::Limits,
];

/// Two projects with the same parties, services and centres.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) a: &'a Project,
    pub(super) b: &'a Project,
    /// The order of the first, where it is another one.
    pub(super) order: Option<&'a Order>,
}

impl<'a> Pair<'a> {
    /// Returns the project from which a cause is taken where `second` are those taken from the
    /// second.
    fn side(self, cause: Cause, second: Coalition) -> &'a Project {
        let at = MIXED.iter().position(|mixed| *mixed == cause).unwrap_or_default();
        if (second >> at) & 1 == 1 { self.b } else { self.a }
    }

    /// The order of parties, services and centres belongs to the agreement.
    pub(super) fn order_in(self, second: Coalition) -> Option<&'a Order> {
        let is_first = std::ptr::eq(self.side(Cause::KeyOrRule, second), self.a);
        self.order.filter(|_| is_first)
    }

    /// Puts a project together; `second` are the causes taken from the second project.
    pub(super) fn mixed(self, second: Coalition) -> Project {
        let side = |cause| self.side(cause, second);
        let (cost, usage, data) =
            (side(Cause::CostLevel), side(Cause::Usage), side(Cause::KeyData));
        let (agreement, people) = (side(Cause::KeyOrRule), side(Cause::MembersAndParticipants));
        let limits = side(Cause::Limits);
        let makes_figures =
            |derivation: &&Derivation| matches!(derivation.makes, Makes::Indexation(_));
        let figures = cost.derivations.iter().filter(makes_figures).cloned();
        let others = agreement.derivations.iter().filter(|derivation| !makes_figures(derivation));
        Project {
            title: self.b.title.clone(),
            currency: self.b.currency.clone(),
            language: self.b.language,
            period: self.b.period,
            settled_per: agreement.settled_per,
            settlement_day: agreement.settlement_day,
            parties: self.b.parties.clone(),
            members: people.members.clone(),
            groups: people.groups.clone(),
            services: services(agreement, people),
            centres: agreement.centres.clone(),
            cascade: agreement.cascade.clone(),
            drivers: usage.drivers.clone(),
            keys: agreement.keys.iter().map(|key| self::key(key, data, people)).collect(),
            statistics: self.statistics(data),
            rules: agreement.rules.iter().map(|rule| self::rule(rule, people, limits)).collect(),
            derivations: figures.chain(others.map(|other| derivation(other, people))).collect(),
            calls: agreement.calls.clone(),
            settlement: agreement.settlement.clone(),
            letterhead: self.b.letterhead.clone(),
            leftovers: agreement.leftovers.clone(),
            entries: Arc::clone(&cost.entries),
            usage: Arc::clone(&usage.usage),
            payments: usage.payments.clone(),
            budget: Budget::default(),
            counts: Vec::new(),
            scenarios: Arc::default(),
            deviations: Arc::default(),
        }
    }

    /// A statistic that only one side has cannot differ; it is there on both.
    fn statistics(self, data: &Project) -> Arc<BTreeMap<String, BTreeMap<String, Statistic>>> {
        let mut all = Arc::clone(&data.statistics);
        for (id, editions) in self.a.statistics.iter().chain(self.b.statistics.iter()) {
            if !all.contains_key(id) {
                Arc::make_mut(&mut all).insert(id.clone(), editions.clone());
            }
        }
        all
    }
}

/// Leaves out the cost of some services and centres.
pub(super) fn without(project: &Project, objects: &BTreeSet<CostObject>) -> Project {
    let entries = project.entries.iter().filter(|entry| !objects.contains(&entry.object));
    Project { entries: Arc::new(entries.cloned().collect()), ..project.clone() }
}

fn services(agreement: &Project, people: &Project) -> Vec<Service> {
    let pairs = agreement.services.iter().zip(&people.services);
    pairs
        .map(|(service, theirs)| Service {
            participants: theirs.participants.clone(),
            ..service.clone()
        })
        .collect()
}

/// Takes the editions of a key from one side, and the parties of the group of `over` from another.
fn key(key: &Key, data: &Project, people: &Project) -> Key {
    let mut key = key.clone();
    let find = |project: &Project| project.keys.iter().find(|other| other.id == key.id).cloned();
    if let Some(Key { method: Method::Statistic { statistic: same, editions: theirs, .. }, .. }) =
        find(data)
        && let Method::Statistic { statistic, editions, .. } = &mut key.method
        && *statistic == same
    {
        *editions = Editions::clone(&theirs);
    }
    let theirs =
        people.keys.iter().find(|other| other.id == key.id).and_then(|other| other.over.as_ref());
    if let (Some(Over { group, parties }), Some(theirs)) = (&mut key.over, theirs)
        && *group == theirs.group
    {
        parties.clone_from(&theirs.parties);
    }
    key
}

/// Takes the lists of parties from one side, and the limits from another.
fn rule(rule: &Rule, people: &Project, limits: &Project) -> Rule {
    let mut rule = rule.clone();
    let find = |project: &'_ Project| project.rules.iter().position(|other| other.id == rule.id);
    let (theirs, limited) = (find(people), find(limits));
    if let Some(limited) = limited.map(|at| &limits.rules[at]) {
        rule.minimum_billed.clone_from(&limited.minimum_billed);
        for step in &mut rule.steps {
            if let Some(other) = limited.steps.iter().find(|other| can_swap_limits(step, other)) {
                step.floor.clone_from(&other.floor);
                step.cap.clone_from(&other.cap);
                step.at_most.clone_from(&other.at_most);
            }
        }
    }
    if let Some(theirs) = theirs.map(|at| &people.rules[at]) {
        for step in &mut rule.steps {
            let other = theirs.steps.iter().find(|other| other.id == step.id);
            receivers(step.receivers.as_mut(), other.and_then(|other| other.receivers.as_ref()));
        }
    }
    rule
}

/// Limits belong to steps that take their sum in the same way and share it by a key.
fn can_swap_limits(step: &Step, other: &Step) -> bool {
    step.id == other.id
        && discriminant(&step.how_much) == discriminant(&other.how_much)
        && step.key.is_some() == other.key.is_some()
}

/// The same group or list has the parties of the other side.
fn receivers(ours: Option<&mut Receivers>, theirs: Option<&Receivers>) {
    if let (
        Some(Receivers::Listed { group, memberships }),
        Some(Receivers::Listed { group: same, memberships: theirs }),
    ) = (ours, theirs)
        && group == same
    {
        memberships.clone_from(theirs);
    }
}

fn derivation(derivation: &Derivation, people: &Project) -> Derivation {
    let mut derivation = derivation.clone();
    let table = derivation.makes.table();
    let same = |other: &&Derivation| other.id == derivation.id && other.makes.table() == table;
    let theirs = people.derivations.iter().find(same).map(|theirs| &theirs.makes);
    if let (Makes::CatchUp(ours), Some(Makes::CatchUp(theirs))) = (&mut derivation.makes, theirs) {
        receivers(Some(&mut ours.among), Some(&theirs.among));
    }
    derivation
}
