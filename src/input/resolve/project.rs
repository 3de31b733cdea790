//! All tables of umlage.toml and all rows become one project.

use std::sync::Arc;

use super::super::builtin;
use super::super::faults::Faults;
use super::header::{empty, header};
use super::{
    budget, centres, checks, derivations, keys, limits, parties, report, rules, services,
    settlement,
};
use crate::input::config::fields::Fields;
use crate::input::config::tree::Table;
use crate::input::edits::{added, change, projection};
use crate::input::names::directory::Directory;
use crate::input::tables::rows::{RowCache, TableBuilder, Work};
use crate::model::{Project, RowEffect};
use crate::source::{Loc, SourceMap};

/// The tables that umlage.toml may have; those of scenarios beside it are `change`, `add` and
/// `projection`.
pub(super) const TABLES: [&str; 18] = [
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
pub(in crate::input) fn resolve(
    tree: &Table,
    loc: Loc,
    row_cache: &RowCache<'_>,
    sources: &mut SourceMap,
    faults: &Faults,
) -> (Project, Vec<RowEffect>) {
    let root = Fields::new(String::new(), loc, tree, faults);
    root.lose_misspelt(&TABLES);
    let mut project = header(root.table("project"));
    // What belongs in scenarios alone is known only where it is there.
    let is_there = |table| tree.get(table).is_some();
    // Opened before, by the session.
    root.get("files");
    let added = is_there("add").then(|| root.table("add")).flatten();
    let mut rows = TableBuilder::new(row_cache, added::read(added, faults), faults);
    let mut directory = Directory::new(faults);

    (project.parties, project.members) =
        parties::read(root.tables("party"), loc.source(), &mut directory);
    parties::groups(root.table("group"), &mut directory);

    let listed = rows.services(sources, &mut project.counts, faults);
    let services = services::read(root.tables("service"), listed, &mut directory);
    let centres = centres::Tables::of(root.tables("centre"), &mut directory);
    let changes = is_there("change").then(|| root.list("change")).flatten().unwrap_or_default();
    let projection = is_there("projection").then(|| root.table("projection")).flatten();
    let work = Work {
        changes: change::read(changes, &directory),
        projection: projection::read(projection, &directory),
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
pub(in crate::input) fn builtin_project() -> Project {
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
