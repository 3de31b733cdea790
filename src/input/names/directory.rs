//! What the ids of a project mean: parties by all their names, and groups, services, centres, keys
//! and rules.
//!
//! Rules: rules.md#party-names.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Fault};
use crate::input::config::fields::{self, Fields};
use crate::input::config::tree::{Node, Value};
use crate::input::faults::Faults;
use crate::model::{
    CentreIx, CostObject, DateRange, KeyIx, MembershipPeriods, PartyIx, RuleIx, ServiceIx, Span,
};
use crate::source::{Loc, Sourced};
use crate::text::{Text, nearest};

/// Words that have a meaning where an id could stand.
const RESERVED: [&str; 7] = ["members", "participants", "all-laender", "services", "all", "*", "-"];

/// An id has at most so many letters, because reports have a file for each.
const LONGEST_ID: usize = 100;

/// Words that stand where a row is a total.
pub(crate) const TOTALS: [&str; 8] =
    ["summe", "gesamt", "insgesamt", "gesamtsumme", "deutschland", "total", "germany", "dg"];

/// What the ids of a project mean. It is filled in the order in which the parts of a project need
/// each other.
pub(crate) struct Directory<'a> {
    /// What is wrong so far.
    pub(crate) faults: &'a Faults,
    /// The parties by code, ISO 3166-2, AGS, names and aliases.
    pub(crate) parties: BTreeMap<String, PartyIx>,
    /// The groups by name.
    pub(crate) groups: BTreeMap<String, MembershipPeriods>,
    /// The services by id and name.
    pub(crate) services: BTreeMap<String, ServiceIx>,
    /// The cost centres by id and name.
    pub(crate) centres: BTreeMap<String, CentreIx>,
    /// Names that several services or several centres have, with their ids.
    pub(crate) shared: BTreeMap<(&'static str, String), Vec<String>>,
    /// The keys by id, ready ones included.
    pub(crate) keys: BTreeMap<String, KeyIx>,
    /// The rules by id.
    pub(crate) rules: BTreeMap<String, RuleIx>,
}

impl<'a> Directory<'a> {
    /// Makes a directory in which nothing stands yet.
    pub(crate) fn new(faults: &'a Faults) -> Directory<'a> {
        Directory {
            faults,
            parties: BTreeMap::new(),
            groups: BTreeMap::new(),
            services: BTreeMap::new(),
            centres: BTreeMap::new(),
            shared: BTreeMap::new(),
            keys: BTreeMap::new(),
            rules: BTreeMap::new(),
        }
    }

    /// Makes one that tells its faults elsewhere.
    pub(crate) fn with_faults<'b>(&self, faults: &'b Faults) -> Directory<'b> {
        Directory {
            faults,
            parties: self.parties.clone(),
            groups: self.groups.clone(),
            services: self.services.clone(),
            centres: self.centres.clone(),
            shared: self.shared.clone(),
            keys: self.keys.clone(),
            rules: self.rules.clone(),
        }
    }

    /// Finds a party by one of its names, exactly.
    pub(crate) fn party(&self, name: Sourced<&str>) -> Option<PartyIx> {
        let found = self.parties.get(name.value).copied();
        if found.is_none() && !self.faults.may_have("party", name.value) {
            self.faults.push(self.unknown_party(name));
        }
        found
    }

    /// Tells whether a text names a party, a service or a centre.
    pub(crate) fn is_name(&self, text: &str) -> bool {
        self.parties.contains_key(text)
            || self.services.contains_key(text)
            || self.centres.contains_key(text)
    }

    /// The fault of a party that nobody knows, with what the name looks like.
    fn unknown_party(&self, name: Sourced<&str>) -> Diagnostic {
        let fault = Diagnostic::at(Fault::UnknownParty { party: name.value.to_owned() }, name.loc);
        let padded = format!("0{}", name.value);
        if name.value.len() == 1 && self.parties.contains_key(&padded) {
            return fault.note(
                format!(
                    "gemeint ist vielleicht `{padded}`; eine Tabellenkalkulation behält führende \
                        Nullen nur in Spalten, \
                     die als Text formatiert sind"
                ),
                format!(
                    "did you mean `{padded}`? A spreadsheet keeps leading zeros only in columns \
                        that are formatted as \
                     text"
                ),
            );
        }
        if TOTALS.contains(&name.value.to_lowercase().as_str()) {
            return total_row(fault);
        }
        let fault = if name.value.contains(|c| matches!(c, '\u{300}'..='\u{36f}')) {
            fault.note(
                "ein Umlaut oder Akzent ist hier aus zwei Zeichen zusammengesetzt: den Namen neu \
                    eingeben",
                "an umlaut or accent is made of two characters here: type the name anew",
            )
        } else {
            fault
        };
        fault.did_you_mean(nearest(name.value, self.parties.keys().map(String::as_str)))
    }

    /// Finds a group.
    pub(crate) fn group(&self, name: Sourced<&str>) -> Option<&MembershipPeriods> {
        let found = self.groups.get(name.value);
        if found.is_none() && !self.faults.may_have("group", name.value) {
            let near = nearest(name.value, self.groups.keys().map(String::as_str));
            let fault = Fault::UnknownGroup { group: name.value.to_owned() };
            self.faults.push(Diagnostic::at(fault, name.loc).did_you_mean(near));
        }
        found
    }

    /// Finds a service.
    pub(crate) fn service(&self, id: Sourced<&str>) -> Option<ServiceIx> {
        self.find(&self.services, &["service", "services"], id, |service| Fault::UnknownService {
            service,
        })
    }

    /// Finds a cost centre.
    pub(crate) fn centre(&self, id: Sourced<&str>) -> Option<CentreIx> {
        self.find(&self.centres, &["centre"], id, |centre| Fault::UnknownCentre { centre })
    }

    /// Finds a service or cost centre.
    pub(crate) fn cost_object(&self, id: Sourced<&str>) -> Option<CostObject> {
        let (service, centre) = (self.services.get(id.value), self.centres.get(id.value));
        match (service, centre) {
            (Some(service), None) => Some(CostObject::Service(*service)),
            (None, Some(centre)) => Some(CostObject::Centre(*centre)),
            (Some(_), Some(_)) => {
                self.faults.at(Fault::AmbiguousReceiver { receiver: id.value.to_owned() }, id.loc);
                None
            }
            (None, None) if self.is_lost(&["service", "services", "centre"], id.value) => None,
            (None, None) if self.is_ambiguous(&["service", "centre"], &id) => None,
            (None, None) => {
                let known = self.services.keys().chain(self.centres.keys()).map(String::as_str);
                let fault = Fault::UnknownReceiver { receiver: id.value.to_owned() };
                self.faults
                    .push(Diagnostic::at(fault, id.loc).did_you_mean(nearest(id.value, known)));
                None
            }
        }
    }

    /// Finds a key.
    pub(crate) fn key(&self, id: Sourced<&str>) -> Option<KeyIx> {
        self.find(&self.keys, &["key"], id, |key| Fault::UnknownKey { key })
    }

    /// Finds a rule.
    pub(crate) fn rule(&self, id: Sourced<&str>) -> Option<RuleIx> {
        self.find(&self.rules, &["rule"], id, |rule| Fault::UnknownRule { rule })
    }

    /// Tells whether a name may stand in one of some tables where something was refused.
    fn is_lost(&self, tables: &[&str], name: &str) -> bool {
        tables.iter().any(|table| self.faults.may_have(table, name))
    }

    /// Reports a name that several have.
    fn is_ambiguous(&self, tables: &[&'static str], name: &Sourced<&str>) -> bool {
        let shared = |table: &&'static str| self.shared.get(&(*table, name.value.to_owned()));
        let Some(ids) = tables.iter().find_map(shared) else { return false };
        let ids = format!("`{}`", ids.join("`, `"));
        self.faults.at(Fault::AmbiguousName { name: name.value.to_owned(), ids }, name.loc);
        true
    }

    fn find<T: Copy>(
        &self,
        all: &BTreeMap<String, T>,
        tables: &[&'static str],
        id: Sourced<&str>,
        fault: impl FnOnce(String) -> Fault,
    ) -> Option<T> {
        let found = all.get(id.value).copied();
        if found.is_none() && !self.is_lost(tables, id.value) && !self.is_ambiguous(tables, &id) {
            let near = nearest(id.value, all.keys().map(String::as_str));
            self.faults.push(Diagnostic::at(fault(id.value.to_owned()), id.loc).did_you_mean(near));
        }
        found
    }

    /// Reads a list of parties with their dates: `["HE", { party = "SH", from = "2022-01-01" }]`.
    pub(crate) fn spans(&self, list: &str, nodes: &[Node]) -> Vec<Span> {
        nodes.iter().filter_map(|node| self.span(list, node)).collect()
    }

    fn span(&self, list: &str, node: &Node) -> Option<Span> {
        if let Value::Table(_) = node.value {
            let fields = Fields::of_node(list.to_owned(), node, self.faults)?;
            let party = fields.required_text("party").and_then(|name| self.party(name));
            let range = fields.range();
            fields.finish();
            return Some(Span { party: party?, range: range?, loc: node.loc });
        }
        let party = self.party(fields::text(self.faults, list, node)?)?;
        Some(Span { party, range: DateRange::ALWAYS, loc: node.loc })
    }

    /// Makes a memberships; a party in two ranges that share days is a fault.
    pub(crate) fn memberships(&self, list: &str, spans: Vec<Span>) -> MembershipPeriods {
        let memberships = MembershipPeriods::new(spans);
        for pair in memberships.spans().windows(2) {
            let (first, second) = (&pair[0], &pair[1]);
            if first.party == second.party && second.range.from <= first.range.to {
                let fault = Fault::OverlappingRanges {
                    party: self.name_of(first.party),
                    list: list.to_owned(),
                };
                self.faults.push(Diagnostic::at(fault, second.loc).and(first.loc));
            }
        }
        memberships
    }

    /// Returns the shortest name of a party that is not a number: its code.
    pub(crate) fn name_of(&self, party: PartyIx) -> String {
        let names = self.parties.iter().filter(|(_, other)| **other == party).map(|(name, _)| name);
        let id = names.filter(|name| !name.starts_with(|c: char| c.is_ascii_digit()));
        id.min_by_key(|name| name.len()).cloned().unwrap_or_default()
    }
}

/// Enters names beside ids. An id goes before a name, and a name that several have is none of them,
/// but kept to say so.
pub(crate) fn enter_names<T: Copy>(
    table: &'static str,
    all: &mut BTreeMap<String, T>,
    shared: &mut BTreeMap<(&'static str, String), Vec<String>>,
    named: Vec<(&str, &str, T)>,
) {
    let mut by_name: BTreeMap<&str, Vec<(&str, T)>> = BTreeMap::new();
    for (id, name, index) in named {
        if !all.contains_key(name) && !RESERVED.contains(&name) {
            by_name.entry(name).or_default().push((id, index));
        }
    }
    for (name, holders) in by_name {
        match holders[..] {
            [(_, index)] => drop(all.insert(name.to_owned(), index)),
            _ => {
                let ids = holders.iter().map(|(id, _)| (*id).to_owned()).collect();
                shared.insert((table, name.to_owned()), ids);
            }
        }
    }
}

/// Adds that a row of totals is no row of data.
pub(crate) fn total_row(fault: Diagnostic) -> Diagnostic {
    fault.to_do(
        "die Zeile löschen: eine Zeile mit Summen gehört nicht in die Datei, sie würde doppelt \
            gezählt",
        "delete the row: a row of totals does not belong in the file, it would be counted twice",
    )
}

/// Tells whether a text may be an id, and reports where it may not.
pub(crate) fn check_id(faults: &Faults, id: &str, loc: Loc) -> bool {
    let fault = if RESERVED.contains(&id) {
        let words = "`members`, `participants`, `all-laender`, `services`, `all`, `*`, `-`";
        let de = format!("diese Wörter haben eine eigene Bedeutung: {words}");
        let meaning = Text::new(de, format!("these words have a meaning of their own: {words}"));
        Fault::ReservedId { id: id.to_owned(), meaning }
    } else if id.is_empty()
        || id.len() > LONGEST_ID
        || !id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
    {
        Fault::BadId { id: id.to_owned() }
    } else {
        return true;
    };
    faults.at(fault, loc);
    false
}
