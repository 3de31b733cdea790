//! Stage 3: each entry to exactly one rule (rules.md#one-rule).
//!
//! Rules: rules.md#overrides, rules.md#asked-for, rules.md#not-shared.

use std::collections::BTreeSet;

use super::collect::Collected;
use super::cut::Cut;
use super::derive::Complete;
use super::run::EntryFate;
use super::selection::{Whose, missed, name, takes};
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::model::{CostEntry, Project, RuleIx};
use crate::trace::Traced;

/// So many rules are shown that do not take an entry.
const RULES_SHOWN: usize = 5;

/// Entries with their rule.
pub(super) struct Assigned {
    pub(super) collected: Collected,
    /// The number of each entry, the step that derives it, and its rule.
    pub(super) entries: Vec<(usize, Traced, RuleIx)>,
}

pub(super) fn assign(project: &Project, complete: Complete) -> Result<Assigned, Diagnostics> {
    let Complete(mut collected) = complete;
    let rules = Rules::of(project);
    let mut faults = Diagnostics::default();
    let mut entries = Vec::new();
    for (number, amount) in std::mem::take(&mut collected.entries) {
        let entry = &collected.costs[number];
        let found =
            rules.rule_of(entry).map_err(|fault| Box::new(passed_on(*fault, entry, project)));
        let rule = match found {
            Ok(rule) => rule,
            Err(fault) => {
                // What a centre passes on to many services has one row and one cause.
                if !faults.iter().any(|told| is_alike(told, &fault)) {
                    faults.push(*fault);
                }
                continue;
            }
        };
        collected.fates[number] = if project.rule(rule).allocate {
            EntryFate::Shared(rule)
        } else {
            EntryFate::NotShared(rule)
        };
        entries.push((number, amount, rule));
    }
    if faults.is_empty() { Ok(Assigned { collected, entries }) } else { Err(faults) }
}

/// Finds the rules that each rule goes before, along the chain of `overrides`.
fn overridden_by(project: &Project) -> Vec<BTreeSet<RuleIx>> {
    let reach = |start: &crate::model::Rule| {
        let mut seen = BTreeSet::new();
        let mut open = start.overrides.clone();
        while let Some(next) = open.pop() {
            if seen.insert(next) {
                open.extend(&project.rule(next).overrides);
            }
        }
        seen
    };
    project.rules.iter().map(reach).collect()
}

/// Finds the rules of entries.
pub(super) struct Rules<'a> {
    project: &'a Project,
    /// For each rule those that it goes before.
    above: Vec<BTreeSet<RuleIx>>,
}

impl<'a> Rules<'a> {
    pub(super) fn of(project: &'a Project) -> Rules<'a> {
        Rules { project, above: overridden_by(project) }
    }

    /// How an entry is cut over settlement periods: as the rule says that takes it, before it is
    /// given to it. By days where none does, which is a fault only if the entry is asked for.
    pub(super) fn cut_of(&self, entry: &CostEntry) -> Cut {
        let settled = self.project.settled_per;
        if settled.around(entry.period.from).covers(&entry.period) {
            return Cut::by_days(settled);
        }
        self.rule_of(entry)
            .map_or(Cut::by_days(settled), |rule| Cut::by(self.project.rule(rule), settled))
    }

    fn rule_of(&self, entry: &CostEntry) -> Checked<RuleIx> {
        let Rules { project, above } = self;
        let mut matching = Vec::new();
        for (index, rule) in (0..).map(RuleIx).zip(&project.rules) {
            if takes(&rule.costs, entry, Whose::Rule(rule), project)? {
                matching.push(index);
            }
        }
        let beats_all = |rule: &&RuleIx| {
            matching
                .iter()
                .all(|other| other == *rule || above[usize::from(rule.0)].contains(other))
        };
        if let Some(winner) = matching.iter().find(beats_all) {
            return Ok(*winner);
        }
        let entry_name = name(entry, project);
        if matching.is_empty() {
            return Err(Box::new(not_covered(entry_name, entry, project)));
        }
        let rules = matching
            .iter()
            .map(|rule| format!("`{}`", project.rule(*rule).id))
            .collect::<Vec<_>>()
            .join(", ");
        let diagnostic = Diagnostic::at(Fault::TwoRules { entry: entry_name, rules }, entry.loc());
        let both = matching.iter().fold(diagnostic, |diagnostic, rule| {
            diagnostic.and_here(
                project.rule(*rule).loc,
                "diese Regel erfasst sie",
                "this rule takes it",
            )
        });
        Err(Box::new(both))
    }
}

/// Tells whether two faults are about the same row.
fn is_alike(one: &Diagnostic, other: &Diagnostic) -> bool {
    let place = |it: &Diagnostic| it.labels.first().map(|label| label.loc);
    one.fault.code() == other.fault.code() && place(one) == place(other)
}

/// Adds where an entry comes from that a cost centre passes on: its row names the centre alone.
fn passed_on(fault: Diagnostic, entry: &CostEntry, project: &Project) -> Diagnostic {
    let (Some(centre), Some(service)) = (entry.centre, entry.service()) else { return fault };
    let (centre, service) = (&project.centre(centre).id, &project.service(service).id);
    fault.note(
        format!("das ist, was die Kostenstelle `{centre}` an die Leistung `{service}` weitergibt"),
        format!("this is what the cost centre `{centre}` passes on to the service `{service}`"),
    )
}

/// The fault of an entry that no rule takes, with what keeps each rule from it.
fn not_covered(entry_name: String, entry: &CostEntry, project: &Project) -> Diagnostic {
    let fault = Diagnostic::at(Fault::NotCovered { entry: entry_name }, entry.loc());
    let reasons =
        project.rules.iter().filter_map(|rule| Some((&rule.id, missed(&rule.costs, entry)?)));
    reasons.take(RULES_SHOWN).fold(fault, |fault, (rule, field)| {
        let (de, en) = match field {
            "from" => ("vor", "before"),
            "to" => ("nach", "after"),
            _ => ("nicht in", "not in"),
        };
        fault.note(
            format!("die Regel `{rule}` erfasst sie nicht: {de} `costs.{field}`"),
            format!("the rule `{rule}` does not take it: {en} `costs.{field}`"),
        )
    })
}
