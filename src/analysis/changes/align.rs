//! Two projects with the same numbers: parties, services and centres of both, each known to both.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::row_order;
use crate::model::{
    Centre, CentreIx, CostObject, Derivation, Driver, Filter, Key, Limit, Makes, MembershipPeriods,
    Method, Party, PartyIx, Project, Receivers, Residue, Rule, Selection, Service, ServiceIx, Span,
    Step, Targets, UsageScope,
};

/// The numbers that the parties, services and centres of a project get.
pub(super) struct Numbers {
    parties: Vec<PartyIx>,
    services: Vec<ServiceIx>,
    centres: Vec<CentreIx>,
}

/// Two projects under common numbers, those of the second where it has any, each with what only the
/// other has: a service with its participants, a centre without a driver.
pub(super) struct Aligned {
    /// The first project, and the common numbers by its own.
    pub(super) first: (Project, Numbers),
    /// The second project, and the common numbers by its own.
    pub(super) second: (Project, Numbers),
    /// The order of the first project where it is another one; it decides ties and belongs to the
    /// agreement.
    pub(super) first_order: Option<Order>,
}

/// Another order of the common numbers.
pub(super) struct Order {
    there: Numbers,
    /// By the party's number in this order: its common number.
    back: Vec<PartyIx>,
}

impl Order {
    /// Brings a project into this order.
    pub(super) fn arrange(&self, project: &Project) -> Project {
        let mut arranged = self.there.project(project);
        arranged.parties =
            permuted(&arranged.parties, self.there.parties.iter().map(|ix| usize::from(ix.0)));
        arranged.services =
            permuted(&arranged.services, self.there.services.iter().map(|ix| ix.0 as usize));
        arranged.centres =
            permuted(&arranged.centres, self.there.centres.iter().map(|ix| usize::from(ix.0)));
        arranged
    }

    /// Returns the common number of a party.
    pub(super) fn back(&self, party: PartyIx) -> PartyIx {
        self.back.get(usize::from(party.0)).copied().unwrap_or(party)
    }
}

/// Puts rows to new places.
fn permuted<T: Clone>(rows: &[T], places: impl Iterator<Item = usize>) -> Vec<T> {
    let mut placed: Vec<(usize, &T)> = places.zip(rows).collect();
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, row)| row.clone()).collect()
}

/// Gives two projects common numbers.
pub(super) fn align(a: &Project, b: &Project) -> Aligned {
    let ids = |project: &Project| -> [Vec<String>; 3] {
        [
            project.parties.iter().map(|party| party.id.clone()).collect(),
            project.services.iter().map(|service| service.id.clone()).collect(),
            project.centres.iter().map(|centre| centre.id.clone()).collect(),
        ]
    };
    let (first, second) = (ids(a), ids(b));
    let all = [0, 1, 2].map(|table: usize| union(&first[table], &second[table]));
    let numbered = [(a, numbers(&first, &all)), (b, numbers(&second, &all))];
    let [mut one, mut two] = numbered.map(|(project, numbers)| (numbers.project(project), numbers));
    if first != second {
        let tables = |project: &Project| {
            (project.parties.clone(), project.services.clone(), project.centres.clone())
        };
        let (mine, theirs) = (tables(&one.0), tables(&two.0));
        for (project, other) in [(&mut one.0, theirs), (&mut two.0, mine)] {
            project.parties =
                complete(&project.parties, &other.0, &all[0], |party: &Party| &party.id);
            project.services =
                complete(&project.services, &other.1, &all[1], |service: &Service| &service.id);
            let without_driver = |centre: &Centre| Centre { driver: None, ..centre.clone() };
            let others: Vec<Centre> = other.2.iter().map(without_driver).collect();
            project.centres =
                complete(&project.centres, &others, &all[2], |centre: &Centre| &centre.id);
        }
    }
    Aligned { first: one, second: two, first_order: order_of(&first, &second) }
}

/// The order of the first of two projects; `None` where it agrees with that of the second.
fn order_of(first: &[Vec<String>; 3], second: &[Vec<String>; 3]) -> Option<Order> {
    let [common, own] = [(first, second), (second, first)].map(|(inserted, kept)| {
        [0, 1, 2].map(|table: usize| union(&inserted[table], &kept[table]))
    });
    let there = numbers(&common, &own);
    let back = numbers(&own, &common).parties;
    (!there.is_same()).then_some(Order { there, back })
}

/// Numbers the ids of one list by their places in another.
fn numbers(own: &[Vec<String>; 3], all: &[Vec<String>; 3]) -> Numbers {
    Numbers {
        parties: places(&own[0], &all[0]).map(|at| PartyIx(narrow(at))).collect(),
        services: places(&own[1], &all[1]).map(|at| ServiceIx(narrow(at))).collect(),
        centres: places(&own[2], &all[2]).map(|at| CentreIx(narrow(at))).collect(),
    }
}

/// The second list, with what only the first has behind what it follows there.
fn union(first: &[String], second: &[String]) -> Vec<String> {
    let mut all = second.to_vec();
    let mut behind = 0;
    for id in first {
        match all.iter().position(|known| known == id) {
            Some(at) => behind = at.saturating_add(1),
            None => {
                all.insert(behind, id.clone());
                behind = behind.saturating_add(1);
            }
        }
    }
    all
}

fn places<'a>(own: &'a [String], all: &'a [String]) -> impl Iterator<Item = usize> + 'a {
    own.iter().map(|id| all.iter().position(|other| other == id).unwrap_or_default())
}

/// Numbers of parties, services and centres are made of counts that fit.
fn narrow<T: TryFrom<usize> + Default>(at: usize) -> T {
    T::try_from(at).unwrap_or_default()
}

/// Puts own rows and those of the other into the common order.
fn complete<T: Clone>(
    own: &[T],
    other: &[T],
    order: &[String],
    id: impl Fn(&T) -> &String,
) -> Vec<T> {
    let find = |wanted: &String| own.iter().chain(other).find(|row| id(row) == wanted).cloned();
    order.iter().filter_map(find).collect()
}

impl Numbers {
    /// Returns the new number of a party.
    pub(super) fn party(&self, party: PartyIx) -> PartyIx {
        self.parties.get(usize::from(party.0)).copied().unwrap_or(party)
    }

    /// Returns the new number of a service or centre.
    pub(super) fn object(&self, object: CostObject) -> CostObject {
        match object {
            CostObject::Service(service) => CostObject::Service(self.service(service)),
            CostObject::Centre(centre) => CostObject::Centre(self.centre(centre)),
        }
    }

    fn service(&self, service: ServiceIx) -> ServiceIx {
        self.services.get(service.0 as usize).copied().unwrap_or(service)
    }

    fn centre(&self, centre: CentreIx) -> CentreIx {
        self.centres.get(usize::from(centre.0)).copied().unwrap_or(centre)
    }

    /// Tells whether every number stays what it is.
    fn is_same(&self) -> bool {
        (0..).zip(&self.parties).all(|(at, party)| PartyIx(at) == *party)
            && (0..).zip(&self.services).all(|(at, service)| ServiceIx(at) == *service)
            && (0..).zip(&self.centres).all(|(at, centre)| CentreIx(at) == *centre)
    }

    fn project(&self, project: &Project) -> Project {
        let mut project = project.clone();
        project
            .centres
            .iter_mut()
            .enumerate()
            .for_each(|(at, centre)| self.fix_targets(at, centre));
        if self.is_same() {
            return project;
        }
        project.members = self.memberships(&project.members);
        project.groups.values_mut().for_each(|group| *group = self.memberships(group));
        for service in &mut project.services {
            service.participants = self.memberships(&service.participants);
        }
        project.centres.iter_mut().for_each(|centre| self.own(centre));
        for centre in project.cascade.iter_mut().flat_map(|cascade| &mut cascade.order) {
            *centre = self.centre(*centre);
        }
        for edition in
            Arc::make_mut(&mut project.statistics).values_mut().flat_map(BTreeMap::values_mut)
        {
            self.keyed(&mut edition.values);
            self.keyed(&mut edition.histories);
        }
        project.keys.iter_mut().for_each(|key| self.key(key));
        project.rules.iter_mut().for_each(|rule| self.rule(rule));
        project.derivations.iter_mut().for_each(|derivation| self.derivation(derivation));
        self.rows(&mut project);
        project
    }

    /// Who receives equal parts must not grow by what only the other project has.
    fn fix_targets(&self, at: usize, centre: &mut Centre) {
        let is_equal = centre.driver.as_ref().is_some_and(|driver| driver.value == Driver::Equal);
        let services = (0..).map(ServiceIx).take(self.services.len()).map(CostObject::Service);
        let centres = (0..).map(CentreIx).take(self.centres.len()).map(CostObject::Centre);
        let itself = CostObject::Centre(CentreIx(narrow(at)));
        match centre.to {
            Targets::Services if is_equal => centre.to = Targets::Listed(services.collect()),
            Targets::All if is_equal => {
                let others = services.chain(centres).filter(|object| *object != itself);
                centre.to = Targets::Listed(others.collect());
            }
            _ => {}
        }
    }

    fn own(&self, centre: &mut Centre) {
        if let Targets::Listed(listed) = &mut centre.to {
            listed.iter_mut().for_each(|object| *object = self.object(*object));
        }
        if let Some(driver) = &mut centre.driver
            && let Driver::Fixed(weights) = &mut driver.value
        {
            let all = std::mem::take(weights).into_iter();
            *weights = all.map(|(object, weight)| (self.object(object), weight)).collect();
        }
    }

    fn rows(&self, project: &mut Project) {
        for entry in Arc::make_mut(&mut project.entries) {
            entry.object = self.object(entry.object);
            entry.centre = entry.centre.map(|centre| self.centre(centre));
            entry.party = entry.party.map(|party| self.party(party));
            entry.paid_by = entry.paid_by.map(|party| self.party(party));
        }
        let usage: &mut Vec<_> = Arc::make_mut(&mut project.usage);
        for row in &mut *usage {
            row.service = self.service(row.service);
            row.party = self.party(row.party);
        }
        row_order::sort_usage(usage);
        project.drivers.iter_mut().for_each(|row| row.receiver = self.object(row.receiver));
        row_order::sort_drivers(&mut project.drivers);
        project.payments.iter_mut().for_each(|row| row.party = self.party(row.party));
        row_order::sort_payments(&mut project.payments);
    }

    fn memberships(&self, memberships: &MembershipPeriods) -> MembershipPeriods {
        let spans = memberships.spans().iter();
        MembershipPeriods::new(
            spans.map(|span| Span { party: self.party(span.party), ..*span }).collect(),
        )
    }

    fn set(&self, parties: &mut BTreeSet<PartyIx>) {
        *parties = parties.iter().map(|party| self.party(*party)).collect();
    }

    fn keyed<T>(&self, map: &mut BTreeMap<PartyIx, T>) {
        let all = std::mem::take(map).into_iter();
        *map = all.map(|(party, value)| (self.party(party), value)).collect();
    }

    fn key(&self, key: &mut Key) {
        self.keyed(&mut key.multipliers);
        if let Some(over) = &mut key.over {
            self.set(&mut over.parties);
        }
        match &mut key.method {
            Method::Fixed { weights } => self.keyed(weights),
            Method::Usage { services: UsageScope::Listed(listed), .. } => {
                *listed = listed.iter().map(|service| self.service(*service)).collect();
            }
            Method::LargestOf { parties, .. } => self.set(parties),
            Method::Complement { party, .. } => *party = self.party(*party),
            Method::Equal
            | Method::Statistic { .. }
            | Method::Usage { .. }
            | Method::Payments { .. }
            | Method::Mix { .. }
            | Method::Product { .. }
            | Method::Ratio { .. }
            | Method::Glide { .. } => {}
        }
    }

    fn rule(&self, rule: &mut Rule) {
        self.selection(&mut rule.costs);
        rule.steps.iter_mut().for_each(|step| self.step(step));
    }

    fn step(&self, step: &mut Step) {
        if let Some(receivers) = &mut step.receivers {
            self.receivers(receivers);
        }
        step.except.iter_mut().for_each(|party| *party = self.party(*party));
        if let Some(only) = &mut step.only {
            self.selection(only);
        }
        for limit in [&mut step.floor, &mut step.cap].into_iter().flatten() {
            if let Limit::Parties(bounds) = &mut limit.value {
                self.keyed(bounds);
            }
        }
        if let Residue::To(party, _) = &mut step.rounding.residue {
            *party = self.party(*party);
        }
    }

    fn receivers(&self, receivers: &mut Receivers) {
        match receivers {
            Receivers::To(party) => *party = self.party(*party),
            Receivers::Listed { memberships, .. } => *memberships = self.memberships(memberships),
            Receivers::Members | Receivers::Participants => {}
        }
    }

    fn selection(&self, selection: &mut Selection) {
        if let Some(Filter::Listed(listed)) = &mut selection.services {
            *listed = listed.iter().map(|service| self.service(*service)).collect();
        }
        if let Some(Filter::Listed(listed)) = &mut selection.centres {
            *listed = listed.iter().map(|centre| self.centre(*centre)).collect();
        }
    }

    fn derivation(&self, derivation: &mut Derivation) {
        self.selection(&mut derivation.costs);
        if let Makes::CatchUp(catch_up) = &mut derivation.makes {
            catch_up.party = self.party(catch_up.party);
            self.receivers(&mut catch_up.among);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_one_has_stands_where_it_stood() {
        let list = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<String>>();
        assert_eq!(union(&list("x a y b"), &list("a b c")).join(" "), "x a y b c");
        assert_eq!(union(&list("b a"), &list("a b")).join(" "), "a b");
    }
}
