//! The project: everything that a calculation needs, checked and unchanging.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::object::{CentreIx, ServiceIx};
use super::{
    Budget, Calls, Cascade, Centre, CostEntry, CostObject, DateRange, Derivation, DerivationIx,
    DriverRow, EffectiveValue, Grain, Key, KeyIx, Leftover, Letterhead, MembershipPeriods, Party,
    PartyIx, PaymentRow, Rule, RuleIx, Scenario, SettlementTerms, Statistic, Status, UsageRow,
};
use crate::money::Cents;
use crate::source::Loc;
use crate::text::{Lang, Text};

/// A shared service (Leistung).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its id.
    pub id: String,
    /// Its name, the id where none is given.
    pub name: String,
    /// LeiKa key, 14 digits as text.
    pub leika: Option<String>,
    /// Free tags.
    pub tags: Vec<String>,
    /// Who takes part, and when (Nachnutzung).
    pub participants: MembershipPeriods,
    /// Where it is defined.
    pub loc: Loc,
}

/// How many rows of a data file were read and used, and why others were left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadCount {
    /// The file.
    pub file: String,
    /// Which data: `costs`, `usage`, …
    pub table: String,
    /// Rows read, without the header.
    pub read: u64,
    /// Rows used.
    pub used: u64,
    /// Rows left out, by reason.
    pub left_out: Vec<LeftOut>,
}

/// Rows that were left out for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Why.
    pub reason: Text,
    /// How many rows.
    pub rows: u64,
    /// How many have an amount that cannot be read.
    pub unread: u64,
    /// The sum of the amounts of the others.
    pub amount: Option<Cents>,
}

/// A project, validated (Projekt): all that is right of reading and left of calculating.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Its title.
    pub title: String,
    /// The currency, such as `EUR`.
    pub currency: String,
    /// The language of human output.
    pub language: Lang,
    /// The default of `--period`.
    pub period: Option<DateRange>,
    /// The settlement period (Abrechnungszeitraum).
    pub settled_per: Grain,
    /// Month and day of the settlement (Abrechnungstag), in the year after the settlement period's
    /// end; `None`: the day after it.
    pub settlement_day: Option<(i8, i8)>,
    /// All parties in order, the built-in ones included.
    pub parties: Vec<Party>,
    /// Who is a member, and when.
    pub members: MembershipPeriods,
    /// The groups by name.
    pub groups: BTreeMap<String, MembershipPeriods>,
    /// The services in order.
    pub services: Vec<Service>,
    /// The centres in order.
    pub centres: Vec<Centre>,
    /// How the centres with a driver are emptied; `None` where none has one.
    pub cascade: Option<Cascade>,
    /// The quantities of drivers, sorted by driver, period and receiver.
    pub drivers: Vec<DriverRow>,
    /// The keys: the project's in file order, then the ready ones.
    pub keys: Vec<Key>,
    /// The statistics by id and edition, the built-in ones included.
    pub statistics: Arc<BTreeMap<String, BTreeMap<String, Statistic>>>,
    /// The rules in file order.
    pub rules: Vec<Rule>,
    /// The rules by which entries come out of entries: indexations, surcharges, credits, catch-ups.
    pub derivations: Vec<Derivation>,
    /// How advances are called in.
    pub calls: Calls,
    /// What becomes of the difference between advances and share.
    pub settlement: SettlementTerms,
    /// How the documents to hand in look.
    pub letterhead: Letterhead,
    /// The leftovers in file order.
    pub leftovers: Vec<Leftover>,
    /// The cost entries, in an order that does not depend on that of the rows.
    pub entries: Arc<Vec<CostEntry>>,
    /// Use, sorted by service, measure, period and party.
    pub usage: Arc<Vec<UsageRow>>,
    /// Payments, sorted by party and day.
    pub payments: Vec<PaymentRow>,
    /// The budget (Haushaltsplan); without lines where none was given.
    pub budget: Budget,
    /// What was read from which file.
    pub counts: Vec<ReadCount>,
    /// The scenario files laid over umlage.toml, from the lowest one up.
    pub scenarios: Arc<Vec<Scenario>>,
    /// The values that `--set` changed for this run.
    pub deviations: Arc<Vec<EffectiveValue>>,
}

impl Project {
    /// Returns a party.
    pub fn party(&self, party: PartyIx) -> &Party {
        &self.parties[usize::from(party.0)]
    }

    /// Returns a service.
    pub fn service(&self, service: ServiceIx) -> &Service {
        &self.services[service.0 as usize]
    }

    /// Returns a centre.
    pub fn centre(&self, centre: CentreIx) -> &Centre {
        &self.centres[usize::from(centre.0)]
    }

    /// Returns the id of a service or centre.
    pub fn id_of(&self, object: CostObject) -> &str {
        match object {
            CostObject::Service(service) => &self.service(service).id,
            CostObject::Centre(centre) => &self.centre(centre).id,
        }
    }

    /// Returns a key.
    pub fn key(&self, key: KeyIx) -> &Key {
        &self.keys[usize::from(key.0)]
    }

    /// Returns the key that counts: itself, or what stands in where the decision on it was not
    /// unanimous.
    pub fn decided(&self, key: KeyIx) -> &Key {
        let mut key = self.key(key);
        while let Some(fallback) = key.stands_in() {
            key = self.key(fallback);
        }
        key
    }

    /// Lists a key with all by which it is evaluated, each once: what stands in for a key instead
    /// of it.
    pub fn leads_to(&self, key: KeyIx) -> Vec<KeyIx> {
        let (mut seen, mut found, mut open) = (BTreeSet::new(), Vec::new(), vec![key]);
        while let Some(key) = open.pop() {
            if seen.insert(key) {
                found.push(key);
                open.extend(self.key(key).evaluates().into_iter().rev());
            }
        }
        found
    }

    /// Lists the keys, in a key and its parts, on which the decision was not unanimous.
    pub fn undecided(&self, key: KeyIx) -> Vec<KeyIx> {
        let all = self.leads_to(key).into_iter();
        all.filter(|key| self.key(*key).stands_in().is_some()).collect()
    }

    /// Returns a rule.
    pub fn rule(&self, rule: RuleIx) -> &Rule {
        &self.rules[usize::from(rule.0)]
    }

    /// Returns a derivation.
    pub fn derivation(&self, derivation: DerivationIx) -> &Derivation {
        &self.derivations[derivation.0 as usize]
    }

    /// Returns the day of settlement (Abrechnungstag): by the project in the year after the
    /// period's end, else the day after it. 29 February is the last day of February.
    pub fn settled_on(&self, period: DateRange) -> Date {
        let next = period.to.tomorrow().unwrap_or(period.to);
        let Some((month, day)) = self.settlement_day else { return next };
        let first = Date::new(period.to.year().saturating_add(1), month, 1).unwrap_or(next);
        first.with().day(day.min(first.days_in_month())).build().unwrap_or(first)
    }

    /// Returns the project with the cost of one status alone, as if it were actual.
    pub fn as_actual(&self, status: Status) -> Project {
        let own = self.entries.iter().filter(|entry| entry.status == status);
        let entries =
            own.map(|entry| CostEntry { status: Status::Actual, ..entry.clone() }).collect();
        Project { entries: Arc::new(entries), ..self.clone() }
    }

    /// Finds a party by its id.
    pub fn find_party(&self, id: &str) -> Option<PartyIx> {
        let index = self.parties.iter().position(|party| party.id == id)?;
        u16::try_from(index).ok().map(PartyIx)
    }

    /// Finds a key by its id.
    pub fn find_key(&self, id: &str) -> Option<KeyIx> {
        let index = self.keys.iter().position(|key| key.id == id)?;
        u16::try_from(index).ok().map(KeyIx)
    }

    /// Finds a service by its id, else by a name that no other has.
    pub fn find_service(&self, name: &str) -> Option<ServiceIx> {
        match self.services_called(name)[..] {
            [service] => Some(service),
            _ => None,
        }
    }

    /// Lists the services of a name; one whose id it is goes before.
    pub fn services_called(&self, name: &str) -> Vec<ServiceIx> {
        let numbered = || (0..).map(ServiceIx).zip(&self.services);
        match numbered().find(|(_, service)| service.id == name) {
            Some((index, _)) => vec![index],
            None => numbered()
                .filter(|(_, service)| service.name == name)
                .map(|(index, _)| index)
                .collect(),
        }
    }

    /// Finds a rule by its id.
    pub fn find_rule(&self, id: &str) -> Option<RuleIx> {
        let index = self.rules.iter().position(|rule| rule.id == id)?;
        u16::try_from(index).ok().map(RuleIx)
    }

    /// Tells whether a key counts the use of the pool's own service, itself or in a part or
    /// fallback.
    pub fn counts_pool_usage(&self, key: KeyIx) -> bool {
        self.leads_to(key).into_iter().any(|key| self.key(key).counts_pool_usage())
    }

    /// Returns the quantities of a driver.
    pub fn drivers_of(&self, driver: &str) -> &[DriverRow] {
        let start = self.drivers.partition_point(|row| row.driver.as_str() < driver);
        let end = self.drivers.partition_point(|row| row.driver.as_str() <= driver);
        &self.drivers[start..end]
    }

    /// Returns the use of one service under one measure, sorted by period and party, with the row
    /// numbers.
    pub fn usage_of<'a>(
        &'a self,
        service: ServiceIx,
        measure: &'a str,
    ) -> impl Iterator<Item = (usize, &'a UsageRow)> + 'a {
        let start =
            self.usage.partition_point(|row| (row.service, &*row.measure) < (service, measure));
        let rows = self.usage[start..]
            .iter()
            .take_while(move |row| row.service == service && &*row.measure == measure);
        rows.enumerate().map(move |(offset, row)| (start + offset, row))
    }
}
