//! From the tree and the data files to the [`Project`]: every id means something, every value has
//! its type.

mod budget;
mod centres;
mod checks;
mod derivations;
mod keys;
mod limits;
mod parties;
mod report;
mod rules;
mod services;
mod settlement;
mod steps;

pub(super) use services::is_leika;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::builtin;
use super::faults::Faults;
use crate::diag::Fault;
use crate::input::config::fields::{self, Fields};
use crate::input::config::shape::Shape;
use crate::input::config::tree::{Node, Table, Value};
use crate::input::edits::{added, change, projection};
use crate::input::names::directory::Directory;
use crate::input::tables::rows::{Library, Maker, Work};
use crate::model::{
    Budget, Calls, Filter, Grain, Letterhead, MembershipPeriods, Project, RowEffect,
    SettlementTerms,
};
use crate::source::{Loc, SourceMap, Sourced};
use crate::text::{Lang, Text};

/// The tables that umlage.toml may have; those of scenarios beside it are `change`, `add` and
/// `projection`.
const TABLES: [&str; 18] = [
    "project",
    "files",
    "party",
    "group",
    "service",
    "centre",
    "cascade",
    "key",
    "rule",
    "indexation",
    "surcharge",
    "credit",
    "catch_up",
    "calls",
    "settlement",
    "leftover",
    "report",
    "budget",
];

/// Resolves all names and takes the rows of the data files: 1 header, 2 parties and groups, 3
/// services and centres; then every name of a data file has its meaning: 4 its rows, with what
/// scenarios do to them, 5 who takes part, 6 keys, rules and derivations, 7 checks over all of
/// them.
///
/// Where there is an error the project is not whole; the caller drops it.
pub(super) fn resolve(
    tree: &Table,
    loc: Loc,
    library: &Library<'_>,
    sources: &mut SourceMap,
    faults: &Faults,
) -> (Project, Vec<RowEffect>) {
    let root = Fields::new(String::new(), loc, tree, faults);
    root.lose_misspelt(&TABLES);
    let mut project = header(root.table("project"));
    // What belongs in scenarios alone is known only where it is there.
    let of_scenarios = |table| tree.get(table);
    // Opened before, by the session.
    root.get("files");
    let mut rows = Maker::new(
        library,
        added::read(of_scenarios("add").and_then(|_| root.table("add")), faults),
        faults,
    );
    let mut directory = Directory::new(faults);

    (project.parties, project.members) =
        parties::read(root.tables("party"), loc.source(), &mut directory);
    parties::groups(root.table("group"), &mut directory);

    let listed = rows.services(sources, &mut project.counts, faults);
    let services = services::read(root.tables("service"), listed, &mut directory);
    let centres = centres::Tables::of(root.tables("centre"), &mut directory);
    let work = Work {
        changes: change::read(
            of_scenarios("change").and_then(|_| root.list("change")).unwrap_or_default(),
            &directory,
        ),
        projection: projection::read(
            of_scenarios("projection").and_then(|_| root.table("projection")),
            &directory,
        ),
    };
    let participation = rows.fill(&mut project, &directory, sources, &work);
    project.services = services.with_participation(participation, &directory);

    project.centres = centres.read(&directory);
    project.cascade = centres::cascade(root.table("cascade"), &project.centres, &directory);
    centres::check(&project, faults);
    let keys = keys::read(root.tables("key"), &project.statistics, &mut directory);
    let rules = rules::read(&root, &mut directory);
    project.derivations = derivations::read(&root, &directory);
    settlement::read(&root, &mut project, &directory);
    project.letterhead = report::read(root.table("report"), &directory);
    settlement::check_documents(&project, &directory);
    budget::read(root.table("budget"), &mut project.budget);
    root.finish();
    checks::check(&keys, &rules, faults);
    project.keys = keys.into_iter().flatten().collect();
    project.rules = rules.into_iter().flatten().collect();

    centres::check_entries(&project, faults);
    limits::check_measures(&project, faults);
    budget::check(&project, faults);
    project.groups = directory.groups;
    (project, rows.effects)
}

/// Returns the project of somebody who has none: what is built in, and no cost.
pub(super) fn builtin_project() -> Project {
    let faults = Faults::default();
    let mut directory = Directory::new(&faults);
    let mut project = empty();
    (project.parties, project.members) = parties::read(Vec::new(), None, &mut directory);
    parties::groups(None, &mut directory);
    project.statistics = Arc::new(builtin::statistics(|id| directory.parties.get(id).copied()));
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
        members: MembershipPeriods::default(),
        groups: BTreeMap::new(),
        services: Vec::new(),
        centres: Vec::new(),
        cascade: None,
        drivers: Vec::new(),
        keys: Vec::new(),
        statistics: Arc::default(),
        rules: Vec::new(),
        derivations: Vec::new(),
        calls: Calls::default(),
        settlement: SettlementTerms::default(),
        letterhead: Letterhead::default(),
        leftovers: Vec::new(),
        entries: Arc::default(),
        usage: Arc::default(),
        payments: Vec::new(),
        budget: Budget::default(),
        counts: Vec::new(),
        scenarios: Arc::default(),
        deviations: Arc::default(),
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
        fields.text("settlement_day").and_then(|text| month_day(text, fields.faults));
    fields.finish();
    project
}

/// Reads month and day, `MM-DD`.
fn month_day(text: Sourced<&str>, faults: &Faults) -> Option<(i8, i8)> {
    // Of a leap year, so that 02-29 is a day.
    let day = crate::model::parse_date(&format!("2024-{}", text.value.trim())).ok();
    if day.is_none() {
        let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        let has_form = text
            .value
            .trim()
            .split_once('-')
            .is_some_and(|(month, day)| digits(month) && digits(day));
        let how = if has_form {
            Text::new(
                "einen Tag schreiben, den es in jenem Monat gibt",
                "write a day that the month has",
            )
        } else {
            Text::new("beide zweistellig schreiben", "write them with two digits each")
        };
        faults.at(Fault::BadMonthDay { value: text.value.to_owned(), how }, text.loc);
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
