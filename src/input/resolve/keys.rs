//! `[key]`: the project's keys, and the ready ones behind them.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Fault};
use crate::input::builtin::{self, Statistics};
use crate::input::directory::{Directory, check_id};
use crate::input::fields::{self, Fields};
use crate::input::tree::{Entry, Node};
use crate::model::{Filter, Key, KeyIx, Method, MixPart, Over, PartyIx, UsageScope};
use crate::money::Ratio;
use crate::source::{Loc, Sourced};
use crate::text::nearest;

/// The methods by name.
const METHODS: [(&str, &str); 5] =
    [("equal", "equal"), ("fixed", "fixed"), ("statistic", "statistic"), ("usage", "usage"), ("mix", "mix")];

/// Reads the keys in the order of the file, the ready ones behind them. A key that is faulty is `None`.
pub(super) fn read(
    tables: Vec<(&Entry, Fields<'_>)>,
    statistics: &Statistics,
    directory: &mut Directory<'_>,
) -> Vec<Option<Key>> {
    let ready = ready_keys();
    let own = tables.iter().map(|(entry, _)| entry.key.clone());
    let others = ready.iter().filter(|key| tables.iter().all(|(entry, _)| entry.key != key.id));
    let ids: Vec<String> = own.chain(others.map(|key| key.id.clone())).collect();
    for (index, id) in ids.iter().enumerate() {
        directory.keys.insert(id.clone(), KeyIx(u16::try_from(index).unwrap_or(u16::MAX)));
    }
    let taken: BTreeSet<&str> = tables.iter().map(|(entry, _)| entry.key.as_str()).collect();
    let others: Vec<Key> = ready.into_iter().filter(|key| !taken.contains(key.id.as_str())).collect();
    let mut keys: Vec<Option<Key>> = tables
        .into_iter()
        .map(|(entry, fields)| {
            check_id(directory.faults, &entry.key, entry.key_loc);
            let key = key(&entry.key, &fields, statistics, directory);
            if fields.get("method").is_some() {
                fields.finish(); // without a method nobody knows which fields belong here
            }
            key
        })
        .collect();
    keys.extend(others.into_iter().map(Some));
    keys
}

/// Lists the ready keys: one for each built-in edition, and `equal`.
pub(super) fn ready_keys() -> Vec<Key> {
    let statistics = builtin::editions().into_iter().map(|(statistic, edition)| {
        let method = Method::Statistic { statistic: statistic.to_owned(), edition: edition.to_owned() };
        (format!("{statistic}-{edition}"), method)
    });
    let equal = ("equal".to_owned(), Method::Equal);
    let key = |(id, method)| Key { id, title: None, method, over: None, loc: Loc::Builtin("key") };
    statistics.chain([equal]).map(key).collect()
}

fn key(id: &str, fields: &Fields<'_>, statistics: &Statistics, directory: &Directory<'_>) -> Option<Key> {
    let title = fields.text("title").map(|title| title.value.to_owned());
    let over = fields.text("over").map(|name| over(name, directory));
    let name = fields.required_text("method")?;
    let method = match fields::word(fields.faults, &fields.path("method"), name, &METHODS)? {
        "equal" => Some(Method::Equal),
        "fixed" => fixed(id, fields, directory),
        "statistic" => statistic(id, fields, statistics, directory),
        "usage" => usage(fields, directory),
        _ => mix(id, fields, directory),
    };
    let over = over.map_or(Some(None), |over| over.map(Some))?;
    Some(Key { id: id.to_owned(), title, method: method?, over, loc: fields.loc })
}

fn over(name: Sourced<&str>, directory: &Directory<'_>) -> Option<Over> {
    let group = name.value.to_owned();
    let roster = directory.group(name)?;
    Some(Over { group, parties: roster.spans().iter().map(|span| span.party).collect() })
}

fn fixed(id: &str, fields: &Fields<'_>, directory: &Directory<'_>) -> Option<Method> {
    let table = fields.required_table("weights")?;
    let mut weights: BTreeMap<PartyIx, Sourced<Ratio>> = BTreeMap::new();
    let (mut percents, mut good) = (0, true);
    for entry in table.entries() {
        let party = directory.party(Sourced::new(entry.key.trim(), entry.key_loc));
        let weight = fields::weight(fields.faults, &table.path(&entry.key), &entry.node);
        let (Some(party), Some((weight, percent))) = (party, weight) else {
            good = false;
            continue;
        };
        negative(&entry.key, id, &weight, directory);
        percents += usize::from(percent);
        if let Some(first) = weights.insert(party, weight) {
            let fault = Fault::DuplicateId { list: table.name.clone(), id: entry.key.clone() };
            directory.faults.push(Diagnostic::at(fault, entry.key_loc).and(first.loc));
        }
    }
    if !good {
        return None;
    }
    if percents > 0 && percents < table.entries().len() {
        fields.faults.at(Fault::PercentMixed { key: id.to_owned() }, table.loc);
    } else if percents > 0 {
        let sum = Ratio::sum(weights.values().map(|weight| &weight.value));
        if sum != Ratio::ONE {
            let sum = (&sum * &Ratio::from(100)).decimal(10).0;
            fields.faults.at(Fault::PercentSum { key: id.to_owned(), sum }, table.loc);
        }
    }
    Some(Method::Fixed { weights })
}

/// Reports a weight below zero.
fn negative(party: &str, key: &str, weight: &Sourced<Ratio>, directory: &Directory<'_>) {
    if weight.value.signum() < 0 {
        let value = weight.value.decimal(10).0;
        let fault = Fault::NegativeWeight { party: party.to_owned(), key: key.to_owned(), value };
        directory.faults.at(fault, weight.loc);
    }
}

fn statistic(
    id: &str,
    fields: &Fields<'_>,
    statistics: &Statistics,
    directory: &Directory<'_>,
) -> Option<Method> {
    let (statistic, edition) = (fields.required_text("statistic"), fields.required_label("edition"));
    let (statistic, edition) = (statistic?, edition?);
    let name = statistic.value.to_owned();
    let list = |names: Vec<&String>| names.into_iter().cloned().collect::<Vec<_>>().join(", ");
    let Some(editions) = statistics.get(&name) else {
        let known = list(statistics.keys().collect());
        let near = nearest(&name, statistics.keys().map(String::as_str));
        let fault = Fault::UnknownStatistic { statistic: name.clone(), known };
        fields.faults.push(Diagnostic::at(fault, statistic.loc).did_you_mean(near));
        return None;
    };
    let Some(values) = editions.get(&edition.value) else {
        let known = list(editions.keys().collect());
        let fault = Fault::MissingEdition { statistic: name, edition: edition.value, known };
        fields.faults.at(fault, edition.loc);
        return None;
    };
    for value in values.values.iter().filter(|(_, value)| value.value.signum() < 0) {
        negative(&directory.name_of(*value.0), id, value.1, directory);
    }
    Some(Method::Statistic { statistic: name, edition: edition.value })
}

fn usage(fields: &Fields<'_>, directory: &Directory<'_>) -> Option<Method> {
    let measure = fields.required_text("measure");
    let services = match fields.get("services") {
        None => Some(UsageScope::Pool),
        Some(node) => scope(&fields.path("services"), node, directory),
    };
    let otherwise = match fields.text("otherwise") {
        Some(id) => directory.key(id).map(Some),
        None => Some(None),
    };
    let measure = measure?.value.to_owned();
    Some(Method::Usage { measure, services: services?, otherwise: otherwise? })
}

/// Reads whose use is counted: `["*"]` or a list of services.
fn scope(field: &str, node: &Node, directory: &Directory<'_>) -> Option<UsageScope> {
    match super::filter(field, node, directory.faults, |id| directory.service(id))? {
        Filter::Any => Some(UsageScope::All),
        Filter::Listed(services) => Some(UsageScope::Listed(services)),
    }
}

fn mix(id: &str, fields: &Fields<'_>, directory: &Directory<'_>) -> Option<Method> {
    let nodes = match fields.required("parts") {
        Some(_) => fields.list("parts")?,
        None => return None,
    };
    let name = fields.path("parts");
    let mut seen: Vec<&str> = Vec::new();
    let parts: Vec<Option<MixPart>> = nodes
        .iter()
        .map(|node| {
            let fields = Fields::of_node(name.clone(), node, directory.faults)?;
            if let Some(part) = fields.text("id") {
                if check_id(directory.faults, part.value, part.loc) && seen.contains(&part.value) {
                    let fault = Fault::DuplicateId { list: name.clone(), id: part.value.to_owned() };
                    directory.faults.at(fault, part.loc);
                }
                seen.push(part.value);
            }
            let part = part(id, &fields, directory);
            fields.finish();
            part
        })
        .collect();
    let parts: Vec<MixPart> = parts.into_iter().collect::<Option<_>>()?;
    let sum = Ratio::sum(parts.iter().map(|part| &part.weight.value));
    if sum != Ratio::ONE {
        let loc = fields.get("parts").map_or(fields.loc, |node| node.loc);
        fields.faults.at(Fault::MixSum { key: id.to_owned(), sum: sum.to_string() }, loc);
    }
    Some(Method::Mix { parts })
}

fn part(id: &str, fields: &Fields<'_>, directory: &Directory<'_>) -> Option<MixPart> {
    let key = fields.required_text("key");
    let name = key.as_ref().map_or("", |key| key.value);
    let weight = fields.required("weight").and_then(|node| {
        let (weight, _) = fields::weight(fields.faults, &fields.path("weight"), node)?;
        negative(name, id, &weight, directory);
        Some(weight)
    });
    Some(MixPart { key: directory.key(key?)?, weight: weight? })
}
