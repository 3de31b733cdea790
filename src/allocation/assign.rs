//! Stage 3: each entry to exactly one rule (PRODUCT.md 1.2).

use std::collections::BTreeSet;

use super::EntryFate;
use super::collect::Collected;
use super::derive::Complete;
use super::selection::{Whose, missed, name, takes};
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::model::{CostEntry, Project, RuleIx};
use crate::trace::StepId;

/// So many rules are shown that do not take an entry.
const RULES_SHOWN: usize = 5;

/// Entries with their rule.
pub(super) struct Assigned {
    pub(super) collected: Collected,
    /// The number of each entry, the step that derives it, and its rule.
    pub(super) entries: Vec<(usize, StepId, RuleIx)>,
}

pub(super) fn assign(project: &Project, complete: Complete) -> Result<Assigned, Diagnostics> {
    let Complete(mut collected) = complete;
    let above = overridden_by(project);
    let mut faults = Diagnostics::default();
    let mut entries = Vec::new();
    for (number, step) in std::mem::take(&mut collected.entries) {
        let entry = &collected.costs[number];
        let found =
            rule_of(project, entry, &above).map_err(|fault| Box::new(passed_on(*fault, entry, project)));
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
        collected.fates[number] =
            if project.rule(rule).allocate { EntryFate::Shared(rule) } else { EntryFate::NotShared(rule) };
        entries.push((number, step, rule));
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

fn rule_of(project: &Project, entry: &CostEntry, above: &[BTreeSet<RuleIx>]) -> Checked<RuleIx> {
    let mut matching = Vec::new();
    for (index, rule) in (0..).map(RuleIx).zip(&project.rules) {
        if takes(&rule.costs, entry, Whose::Rule(rule), project)? {
            matching.push(index);
        }
    }
    let beats_all = |rule: &&RuleIx| {
        matching.iter().all(|other| other == *rule || above[usize::from(rule.0)].contains(other))
    };
    if let Some(winner) = matching.iter().find(beats_all) {
        return Ok(*winner);
    }
    let entry_name = name(entry, project);
    if matching.is_empty() {
        return Err(Box::new(not_covered(entry_name, entry, project)));
    }
    let rules =
        matching.iter().map(|rule| format!("`{}`", project.rule(*rule).id)).collect::<Vec<_>>().join(", ");
    let diagnostic = Diagnostic::at(Fault::TwoRules { entry: entry_name, rules }, entry.loc());
    let both = matching.iter().fold(diagnostic, |diagnostic, rule| {
        diagnostic.and_here(project.rule(*rule).loc, "diese Regel erfasst sie", "this rule takes it")
    });
    Err(Box::new(both))
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
    let reasons = project.rules.iter().filter_map(|rule| Some((&rule.id, missed(&rule.costs, entry)?)));
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
