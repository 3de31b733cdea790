//! `[rule]`: which cost, in which pools, under which legal basis; the steps are in `steps`.
//!
//! Rules: rules.md#legal-basis.

use super::rounding::rounding;
use super::selection::selection;
use super::{limits, steps};
use crate::diag::{Diagnostic, Fault};
use crate::input::config::fields::{self, Fields};
use crate::input::config::quoting::toml_key;
use crate::input::config::tree::Entry;
use crate::input::names::directory::{Directory, check_id};
use crate::model::{PoolBy, ProRata, Rounding, Rule, RuleIx, Selection};

/// Reads the rules in the order of the file. A rule that is faulty is `None`.
pub(super) fn read(root: &Fields<'_>, directory: &mut Directory<'_>) -> Vec<Option<Rule>> {
    let before = directory.faults.errors();
    let tables = root.tables("rule");
    if tables.is_empty()
        && directory.faults.errors() == before
        && !directory.faults.has_lost("rule")
    {
        directory.faults.push(Diagnostic::new(Fault::NoRule));
    }
    for (index, (entry, _)) in tables.iter().enumerate() {
        check_id(directory.faults, &entry.key, entry.key_loc);
        directory.rules.insert(entry.key.clone(), RuleIx(u16::try_from(index).unwrap_or(u16::MAX)));
    }
    let read = |(entry, fields): (&Entry, Fields<'_>)| {
        let rule = rule(&entry.key, &fields, directory);
        fields.finish();
        rule
    };
    tables.into_iter().map(read).collect()
}

fn rule(id: &str, fields: &Fields<'_>, directory: &Directory<'_>) -> Option<Rule> {
    let title = fields.text("title").map(|title| title.value.to_owned());
    let legal_basis = fields.required_text("legal_basis");
    let costs = match fields.get("costs") {
        Some(node) => selection(fields.path("costs"), node, directory),
        None => Some(Selection::default()),
    };
    let pool = pool(fields);
    let pro_rata = fields.word("pro_rata", &ProRata::ALL.map(|way| (way.name(), way)));
    let rounding = match fields.get("rounding") {
        Some(node) => rounding(fields.path("rounding"), node, directory),
        None => Some(Rounding::default()),
    };
    let overrides = fields.texts("overrides").unwrap_or_default();
    let overrides: Option<Vec<RuleIx>> =
        overrides.into_iter().map(|id| directory.rule(id)).collect();
    let allocate = fields.flag("allocate").is_none_or(|flag| flag.value);
    let minimum_billed = limits::minimum_billed(fields, directory);
    if let Some((field, loc)) = fields.present(&["minimum_billed"]).first().filter(|_| !allocate) {
        fields.not_together(field, "allocate = false", *loc);
    }
    let nodes = fields.get("step").map(|node| (node.loc, fields.list("step")));
    let steps = match nodes {
        Some((loc, Some(_))) if !allocate => {
            fields.not_together("step", "allocate = false", loc);
            None
        }
        Some((_, Some(nodes))) if !nodes.is_empty() => {
            steps::read(fields, nodes, rounding.unwrap_or_default(), directory)
        }
        Some((_, None)) => None,
        Some(_) | None if allocate => {
            let table = format!("rule.{}.step", toml_key(id));
            fields.faults.at(Fault::NoSteps { rule: id.to_owned(), table }, fields.loc);
            None
        }
        Some(_) | None => Some(Vec::new()),
    };
    Some(Rule {
        id: id.to_owned(),
        title,
        legal_basis: legal_basis?.value.to_owned(),
        costs: costs?,
        pool: pool?,
        pro_rata,
        overrides: overrides?,
        allocate,
        minimum_billed: minimum_billed?,
        steps: steps?,
        loc: fields.loc,
    })
}

/// Reads by what pools are formed.
fn pool(fields: &Fields<'_>) -> Option<PoolBy> {
    let none = PoolBy { service: false, centre: false, kind: false, quarter: false, month: false };
    if fields.get("pool").is_none() {
        return Some(PoolBy { service: true, ..none });
    }
    let words = ["service", "centre", "kind", "quarter", "month"].map(|word| (word, word));
    let mut pool = none;
    let mut good = true;
    for text in fields.texts("pool")? {
        let part = match fields::word(fields.faults, &fields.path("pool"), text, &words) {
            Some("service") => &mut pool.service,
            Some("centre") => &mut pool.centre,
            Some("kind") => &mut pool.kind,
            Some("quarter") => &mut pool.quarter,
            Some(_) => &mut pool.month,
            None => {
                good = false;
                continue;
            }
        };
        *part = true;
    }
    good.then_some(pool)
}
