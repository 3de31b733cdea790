//! `[key]`: the project's keys, and the ready ones behind them.
//!
//! Rules: rules.md#key-names.

mod below_zero;
mod methods;

use std::collections::{BTreeMap, BTreeSet};

use below_zero::negative;

use super::filter_list::filter;
use crate::diag::{Diagnostic, Fault};
use crate::input::builtin::{self, Statistics};
use crate::input::config::fields::{self, Fields};
use crate::input::config::tree::{Entry, Node};
use crate::input::names::directory::{Directory, check_id};
use crate::model::{Editions, Filter, Key, KeyIx, Method, MixPart, Over, PartyIx, UsageScope};
use crate::money::Ratio;
use crate::source::{Loc, Sourced};
use crate::text::{Text, nearest};

/// The methods by name.
const METHODS: [(&str, &str); 11] = [
    ("equal", "equal"),
    ("fixed", "fixed"),
    ("statistic", "statistic"),
    ("usage", "usage"),
    ("payments", "payments"),
    ("mix", "mix"),
    ("glide", "glide"),
    ("largest-of", "largest-of"),
    ("complement", "complement"),
    ("product", "product"),
    ("ratio", "ratio"),
];

/// The fields that belong to a method.
const METHOD_FIELDS: [&str; 20] = [
    "weights",
    "statistic",
    "edition",
    "editions",
    "as_of",
    "negative",
    "measure",
    "services",
    "otherwise",
    "purposes",
    "parts",
    "from",
    "to",
    "path",
    "key",
    "parties",
    "party",
    "factors",
    "numerator",
    "denominator",
];

/// Reads the keys in the order of the file, the ready ones behind them. A key that is faulty is
/// `None`.
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
    let others: Vec<Key> =
        ready.into_iter().filter(|key| !taken.contains(key.id.as_str())).collect();
    let mut keys: Vec<Option<Key>> = tables
        .into_iter()
        .map(|(entry, fields)| {
            check_id(directory.faults, &entry.key, entry.key_loc);
            let key = key(&entry.key, &fields, statistics, directory);
            fields.finish();
            key
        })
        .collect();
    keys.extend(others.into_iter().map(Some));
    keys
}

/// Lists the ready keys: one for each built-in edition, and `equal`.
pub(super) fn ready_keys() -> Vec<Key> {
    let statistics = builtin::editions().into_iter().map(|(statistic, edition)| {
        let editions = Editions::Named(vec![edition.to_owned()]);
        let (statistic_id, negative_is_zero) = (statistic.to_owned(), false);
        let method = Method::Statistic { statistic: statistic_id, editions, negative_is_zero };
        (format!("{statistic}-{edition}"), method)
    });
    let equal = ("equal".to_owned(), Method::Equal);
    let key = |(id, method)| Key::new(id, method, Loc::Builtin("key"));
    statistics.chain([equal]).map(key).collect()
}

fn key(
    id: &str,
    fields: &Fields<'_>,
    statistics: &Statistics,
    directory: &Directory<'_>,
) -> Option<Key> {
    let title = fields.text("title").map(|title| title.value.to_owned());
    let over = fields.text("over").map(|name| over(name, directory));
    let multipliers = methods::multipliers(id, fields, directory);
    let (decimals, decision) = (methods::decimals(fields), methods::decision(fields, directory));
    let name = fields.required_text("method");
    let method =
        name.and_then(|name| fields::word(fields.faults, &fields.path("method"), name, &METHODS));
    if method.is_none() {
        // Without the method nobody can say which fields belong here.
        for field in METHOD_FIELDS {
            fields.get(field);
        }
    }
    let method = match method? {
        "equal" => Some(Method::Equal),
        "fixed" => fixed(id, fields, directory),
        "statistic" => statistic(id, fields, statistics, directory),
        "usage" => usage(fields, directory),
        "payments" => Some(methods::payments(fields)),
        "glide" => methods::glide(fields, directory),
        "largest-of" => methods::largest_of(fields, directory),
        "complement" => methods::complement(fields, directory),
        "product" => methods::product(fields, directory),
        "ratio" => methods::ratio(fields, directory),
        _ => mix(id, fields, directory),
    };
    let over = over.map_or(Some(None), |over| over.map(Some));
    Some(Key {
        id: id.to_owned(),
        title,
        method: method?,
        over: over?,
        multipliers: multipliers?,
        decimals: decimals?,
        decision: decision?,
        loc: fields.loc,
    })
}

fn over(name: Sourced<&str>, directory: &Directory<'_>) -> Option<Over> {
    let group = name.value.to_owned();
    let memberships = directory.group(name)?;
    Some(Over { group, parties: memberships.spans().iter().map(|span| span.party).collect() })
}

fn fixed(id: &str, fields: &Fields<'_>, directory: &Directory<'_>) -> Option<Method> {
    let table = fields.required_table("weights")?;
    let mut weights: BTreeMap<PartyIx, Sourced<Ratio>> = BTreeMap::new();
    let mut places: BTreeMap<PartyIx, Loc> = BTreeMap::new();
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
        if let Some(first) = places.insert(party, entry.key_loc) {
            let fault = Fault::DuplicateId { list: table.name.clone(), id: entry.key.clone() };
            directory.faults.push(Diagnostic::at(fault, entry.key_loc).and(first));
        }
        weights.insert(party, weight);
    }
    if !good {
        return None;
    }
    if percents > 0 && percents < table.entries().len() {
        fields.faults.at(Fault::PercentMixed { key: id.to_owned() }, table.loc);
    } else if percents > 0 {
        let sum = Ratio::sum(weights.values().map(|weight| &weight.value));
        if sum != Ratio::ONE {
            let sum = Text::percent(&sum, 10);
            fields.faults.at(Fault::PercentSum { key: id.to_owned(), sum }, table.loc);
        }
    }
    Some(Method::Fixed { weights })
}

fn statistic(
    id: &str,
    fields: &Fields<'_>,
    statistics: &Statistics,
    directory: &Directory<'_>,
) -> Option<Method> {
    let statistic = fields.required_text("statistic");
    let editions = methods::editions(fields);
    let negative_is_zero = match fields.get("negative") {
        None => Some(false),
        Some(_) => fields.word("negative", &[("error", false), ("zero", true)]),
    };
    let (statistic, editions) = (statistic?, editions?);
    let name = statistic.value.to_owned();
    let list = |names: Vec<&String>| names.into_iter().cloned().collect::<Vec<_>>().join(", ");
    let Some(known) = statistics.get(&name) else {
        if fields.faults.may_have("statistics", &name) {
            return None;
        }
        let known = list(statistics.keys().collect());
        let near = nearest(&name, statistics.keys().map(String::as_str));
        let fault = Fault::UnknownStatistic { statistic: name.clone(), known };
        fields.faults.push(Diagnostic::at(fault, statistic.loc).did_you_mean(near));
        return None;
    };
    let named = match editions {
        methods::Given::InForce(as_of) => {
            let (editions, negative_is_zero) = (Editions::InForce(as_of), negative_is_zero?);
            return Some(Method::Statistic { statistic: name, editions, negative_is_zero });
        }
        methods::Given::Named(named) => named,
    };
    let mut good = true;
    for edition in &named {
        let Some(values) = known.get(&edition.value) else {
            good = false;
            if fields.faults.may_have("statistics", &edition.value) {
                continue;
            }
            let (statistic, all) = (name.clone(), list(known.keys().collect()));
            let near = nearest(&edition.value, known.keys().map(String::as_str));
            let fault =
                Fault::MissingEdition { statistic, edition: edition.value.clone(), known: all };
            fields.faults.push(Diagnostic::at(fault, edition.loc).did_you_mean(near));
            continue;
        };
        let below_zero = values.values.iter().filter(|(_, value)| value.value.signum() < 0);
        for value in below_zero.filter(|_| named.len() == 1 && negative_is_zero == Some(false)) {
            negative(&directory.name_of(*value.0), id, value.1, directory);
        }
    }
    let editions = Editions::Named(named.into_iter().map(|edition| edition.value).collect());
    let negative_is_zero = negative_is_zero?;
    good.then_some(Method::Statistic { statistic: name, editions, negative_is_zero })
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
    match filter(field, node, directory.faults, |id| directory.service(id))? {
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
                    let fault =
                        Fault::DuplicateId { list: name.clone(), id: part.value.to_owned() };
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
