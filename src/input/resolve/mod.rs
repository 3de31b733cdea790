//! From the tree and the data files to the [`Project`]: every id means something, every value has its type.

mod centres;
mod checks;
mod derivations;
mod keys;
mod limits;
mod parties;
mod rules;
mod services;
mod steps;

pub(super) use services::is_leika;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Files;
use super::builtin;
use super::directory::Directory;
use super::faults::Faults;
use super::fields::{self, Fields};
use super::shape::Shape;
use super::sources::DataFiles;
use super::tables::{self, TableFiles};
use super::tree::{Node, Table, Value};
use super::usage;
use crate::diag::Fault;
use crate::model::{Filter, Grain, Project, Roster};
use crate::source::{Loc, SourceMap, Sourced};
use crate::text::Lang;

/// Reads the data files and resolves all names: 1 header and files, 2 parties and groups, 3 services and centres
/// with who takes part, 4 statistics and keys, 5 rules and derivations, 6 checks over all of them, 7 costs, usage and payments.
///
/// Where there is an error the project is not whole; the caller drops it.
pub(super) fn resolve(
    tree: &Table,
    loc: Loc,
    files: &dyn Files,
    sources: &mut SourceMap,
    faults: &Faults,
) -> Project {
    let root = Fields::new(String::new(), loc, tree, faults);
    let mut project = header(root.table("project"));
    let data = DataFiles::open(root.table("files"), files, sources, faults);
    let table = |files| TableFiles { sources, files, faults };
    let mut directory = Directory::new(faults);
    let mut counts = Vec::new();

    (project.parties, project.members) = parties::read(root.tables("party"), &mut directory);
    parties::groups(root.table("group"), &mut directory);

    let rows = tables::read_services(&table(&data.services), &mut counts);
    let services = services::read(root.tables("service"), rows, &mut directory);
    let centres = centres::Tables::of(root.tables("centre"), &mut directory);
    let rows = tables::read_participation(&table(&data.participation), &directory, &mut counts);
    project.services = services.with_participation(rows, &directory);

    project.centres = centres.read(&directory);
    project.cascade = centres::cascade(root.table("cascade"), &project.centres, &directory);
    project.drivers = tables::read_drivers(&table(&data.drivers), &directory, &mut counts);
    centres::check(&project, faults);
    project.statistics = builtin::statistics(|id| directory.parties.get(id).copied());
    let (statistics, given) = (&mut project.statistics, table(&data.statistics));
    tables::read_statistics(&given, data.replace, &directory, statistics, &mut counts);
    let keys = keys::read(root.tables("key"), &project.statistics, &mut directory);
    let rules = rules::read(root.tables("rule"), &mut directory);
    project.derivations = derivations::read(&root, &directory);
    root.finish();
    checks::check(&keys, &rules, faults);
    project.keys = keys.into_iter().flatten().collect();
    project.rules = rules.into_iter().flatten().collect();

    project.entries = Arc::new(tables::read_costs(&table(&data.costs), &directory, &mut counts));
    centres::check_entries(&project, faults);
    project.payments = tables::read_payments(&table(&data.payments), &directory, &mut counts);
    let mut sums = tables::read_usage(&table(&data.usage), &directory, &mut counts);
    for stream in &data.streams {
        counts.extend(usage::read(files, stream, &directory, sources, &mut sums));
    }
    project.usage = tables::usage_rows(sums);
    limits::check_measures(&project, faults);
    project.groups = directory.groups;
    project.counts = counts;
    project
}

/// Returns the project of somebody who has none: what is built in, and no cost.
pub(super) fn builtin_project() -> Project {
    let faults = Faults::default();
    let mut directory = Directory::new(&faults);
    let mut project = empty();
    (project.parties, project.members) = parties::read(Vec::new(), &mut directory);
    parties::groups(None, &mut directory);
    project.statistics = builtin::statistics(|id| directory.parties.get(id).copied());
    project.keys = keys::ready_keys();
    project.groups = directory.groups;
    project
}

fn empty() -> Project {
    Project {
        title: String::new(),
        currency: "EUR".to_owned(),
        language: Lang::En,
        period: None,
        settled_per: Grain::Year,
        settlement_day: None,
        parties: Vec::new(),
        members: Roster::default(),
        groups: BTreeMap::new(),
        services: Vec::new(),
        centres: Vec::new(),
        cascade: None,
        drivers: Vec::new(),
        keys: Vec::new(),
        statistics: BTreeMap::new(),
        rules: Vec::new(),
        derivations: Vec::new(),
        entries: Arc::default(),
        usage: Vec::new(),
        payments: Vec::new(),
        counts: Vec::new(),
    }
}

/// Reads `[project]` into a project without content.
fn header(fields: Option<Fields<'_>>) -> Project {
    let mut project = empty();
    let Some(fields) = fields else { return project };
    if let Some(title) = fields.text("title") {
        project.title = title.value.to_owned();
    }
    if let Some(currency) = fields.filled("currency") {
        project.currency = currency.value.to_owned();
    }
    let languages = [Lang::De, Lang::En].map(|lang| (lang.code(), lang));
    project.language = fields.word("language", &languages).unwrap_or_default();
    project.period = fields.period("period");
    let grains = [Grain::Year, Grain::Quarter, Grain::Month].map(|grain| (grain.name(), grain));
    project.settled_per = fields.word("settled_per", &grains).unwrap_or(Grain::Year);
    project.settlement_day =
        fields.text("settlement_day").and_then(|text| settlement_day(text, fields.faults));
    fields.finish();
    project
}

/// Reads month and day, `MM-DD`.
fn settlement_day(text: Sourced<&str>, faults: &Faults) -> Option<(i8, i8)> {
    // Of a leap year, so that 02-29 is a day.
    let day = crate::model::parse_date(&format!("2024-{}", text.value.trim())).ok();
    if day.is_none() {
        faults.at(Fault::BadMonthDay { value: text.value.to_owned() }, text.loc);
    }
    day.map(|day| (day.month(), day.day()))
}

/// Reads a filter: `"*"`, `["*"]` or a list.
fn filter<T: Ord>(
    field: &str,
    node: &Node,
    faults: &Faults,
    find: impl Fn(Sourced<&str>) -> Option<T>,
) -> Option<Filter<T>> {
    let list = match &node.value {
        Value::Text(text) if text == "*" => return Some(Filter::Any),
        Value::List(list) => list,
        _ => return fields::wrong_type(faults, field, Shape::Filter, node),
    };
    let texts: Option<Vec<Sourced<&str>>> =
        list.iter().map(|node| fields::text(faults, field, node)).collect();
    let texts = texts?;
    if texts.iter().any(|text| text.value == "*") {
        if let Some(other) = texts.iter().find(|text| text.value != "*") {
            let fault = Fault::NotTogether { field: other.value.to_owned(), other: "*".to_owned() };
            faults.at(fault, other.loc);
        }
        return Some(Filter::Any);
    }
    let found: Vec<Option<T>> = texts.into_iter().map(find).collect();
    found.into_iter().collect::<Option<BTreeSet<T>>>().map(Filter::Listed)
}

#[cfg(test)]
mod tests;
