//! Diagnostics that say the same of several places are one message: a file with one fault in every
//! row has one cause.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{Diagnostic, SUGGESTION};
use crate::source::{Source, SourceMap};

/// The first diagnostic of those that say the same, and the others.
pub(super) struct Group<'d> {
    /// What is said.
    pub(super) first: &'d Diagnostic,
    /// Those that say the same of other places.
    pub(super) others: Vec<&'d Diagnostic>,
}

impl<'d> Group<'d> {
    /// Counts the diagnostics.
    pub(super) fn len(&self) -> usize {
        self.others.len().saturating_add(1)
    }
}

/// Puts together what says the same of one file, in the order of the first of each. In data files
/// the raw text does not matter: it is another in every row. What a person has written into
/// umlage.toml is told place by place, unless it is the very same.
pub(super) fn grouped<'d>(
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    sources: &SourceMap,
) -> Vec<Group<'d>> {
    let mut groups: Vec<Group<'d>> = Vec::new();
    let mut known: BTreeMap<(&str, String, &str), usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        let file = file(diagnostic, sources);
        let is_data = file.is_some_and(|file| !file.name.ends_with(".toml"));
        let says = if is_data { gist(diagnostic) } else { format!("{:?}", diagnostic.fault) };
        let name = file.map_or("", |file| file.name.as_str());
        let next = groups.len();
        match known.entry((diagnostic.fault.code(), says, name)) {
            Entry::Occupied(index) if file.is_some() => {
                groups[*index.get()].others.push(diagnostic);
            }
            entry => {
                *entry.or_insert(next) = next;
                groups.push(Group { first: diagnostic, others: Vec::new() });
            }
        }
    }
    groups
}

/// What is said, with its reasons, but without the raw text and the names that are near it.
fn gist(diagnostic: &Diagnostic) -> String {
    let reasons = diagnostic.notes.iter().filter(|note| !note.en.starts_with(SUGGESTION));
    reasons
        .chain(&diagnostic.instead)
        .fold(diagnostic.fault.gist(), |says, reason| says + "\n" + &reason.en)
}

/// The file of the first place.
fn file<'s>(diagnostic: &Diagnostic, sources: &'s SourceMap) -> Option<&'s Source> {
    let source = diagnostic.labels.first()?.loc.source()?;
    Some(sources.get(source))
}

/// Returns the first diagnostic of each message: what says the same of many places of a file is
/// one.
pub fn messages<'d>(
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    sources: &SourceMap,
) -> Vec<&'d Diagnostic> {
    grouped(diagnostics, sources).into_iter().map(|group| group.first).collect()
}
