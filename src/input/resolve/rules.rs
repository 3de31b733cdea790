//! `[rule]`: which cost, in which pools, under which legal basis; the steps are in `steps`.
//!
//! Rules: rules.md#legal-basis.

use super::{filter, limits, steps};
use crate::diag::{Diagnostic, Fault};
use crate::input::config::fields::{self, Fields};
use crate::input::config::quoting::toml_key;
use crate::input::config::shape::Shape;
use crate::input::config::tree::{Entry, Node, Value};
use crate::input::names::directory::{Directory, check_id};
use crate::model::{Filter, PoolBy, ProRata, Residue, Rounding, Rule, RuleIx, Selection};
use crate::money::{Cents, Mode, parse_amount};
use crate::source::Sourced;

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

/// Reads which entries a rule or a step is about.
pub(super) fn selection(name: String, node: &Node, directory: &Directory<'_>) -> Option<Selection> {
    let fields = Fields::of_node(name, node, directory.faults)?;
    let services = filter_field(&fields, "services", |id| directory.service(id));
    let centres = filter_field(&fields, "centres", |id| directory.centre(id));
    let texts = |field| filter_field(&fields, field, |text| Some(text.value.trim().to_owned()));
    let (kinds, natures) = (texts("kinds"), texts("natures"));
    let (budget_titles, suppliers) = (texts("budget_titles"), texts("suppliers"));
    let limits = fields.limits();
    fields.finish();
    let (from, to) = limits?;
    Some(Selection {
        services: services?,
        centres: centres?,
        kinds: kinds?,
        natures: natures?,
        budget_titles: budget_titles?,
        suppliers: suppliers?,
        from,
        to,
    })
}

/// Reads an optional filter; `None` where it is faulty.
fn filter_field<T: Ord>(
    fields: &Fields<'_>,
    field: &'static str,
    find: impl Fn(Sourced<&str>) -> Option<T>,
) -> Option<Option<Filter<T>>> {
    match fields.get(field) {
        Some(node) => filter(&fields.path(field), node, fields.faults, find).map(Some),
        None => Some(None),
    }
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

/// Reads how shares are rounded.
pub(super) fn rounding(name: String, node: &Node, directory: &Directory<'_>) -> Option<Rounding> {
    let fields = Fields::of_node(name, node, directory.faults)?;
    let unit = match fields.get("unit") {
        Some(node) => unit(&fields, node),
        None => Some(Cents::ONE),
    };
    let mode = fields.word("mode", &Mode::ALL.map(|mode| (mode.name(), mode)));
    let wanted = mode.unwrap_or(Mode::HalfUp);
    let mode_loc = fields.present(&["mode"]).first().map(|(_, loc)| *loc);
    let residue = match fields.text("residue") {
        None => Some(Residue::LargestRemainder),
        Some(text) if text.value.starts_with("to:") => {
            let name = Sourced::new(text.value["to:".len()..].trim(), text.loc);
            directory.party(name).map(|party| Residue::To(party, wanted))
        }
        Some(text) => {
            let words = [
                ("largest-remainder", Residue::LargestRemainder),
                ("largest-share", Residue::LargestShare(wanted)),
                ("leave", Residue::Leave(wanted)),
                ("to:HE", Residue::LargestRemainder),
            ];
            fields::word(fields.faults, &fields.path("residue"), text, &words)
        }
    };
    if let (Some(Residue::LargestRemainder), Some(loc)) = (residue, mode_loc) {
        let fault = Fault::NotTogether {
            field: fields.path("mode"),
            other: "residue = \"largest-remainder\"".to_owned(),
        };
        let fault = Diagnostic::at(fault, loc);
        fields.faults.push(match fields.present(&["residue"]).first() {
            Some((_, residue)) => fault.and(*residue),
            None => fault.note(
                "`largest-remainder` gilt, wo `residue` nicht geschrieben ist",
                "`largest-remainder` holds where `residue` is not written",
            ),
        });
    }
    fields.finish();
    Some(Rounding { unit: unit?, residue: residue? })
}

fn unit(fields: &Fields<'_>, node: &Node) -> Option<Cents> {
    let Value::Text(text) = &node.value else {
        return fields::wrong_type(fields.faults, &fields.path("unit"), Shape::Unit, node);
    };
    match parse_amount(text.trim()) {
        Ok(unit) if unit > Cents::ZERO => Some(unit),
        _ => fields::fault_at(fields.faults, Fault::BadUnit { value: text.clone() }, node),
    }
}
