//! `floor`, `cap` and `at_most` of a step; `minimum_billed` of a rule.
//!
//! Rules: rules.md#at-most.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Fault};
use crate::input::config::fields::{self, Fields};
use crate::input::config::shape::Shape;
use crate::input::config::tree::{Node, Value};
use crate::input::faults::Faults;
use crate::input::names::directory::Directory;
use crate::model::{
    Below, Bound, Ceiling, HowMuch, Limit, MinimumBilled, PartyIx, PerUnit, Project,
};
use crate::money::{NumberFault, parse_amount, parse_share};
use crate::source::{Loc, Sourced};
use crate::text::nearest;

/// Floor, cap and the most that a step takes.
pub(super) type Limits = (Option<Sourced<Limit>>, Option<Sourced<Limit>>, Option<Ceiling>);

/// Reads the limits of a step; `None` where one is faulty.
pub(super) fn read(fields: &Fields<'_>, directory: &Directory<'_>) -> Option<Limits> {
    let floor = fields.get("floor").map(|node| limit(&fields.path("floor"), node, directory));
    let cap = fields.get("cap").map(|node| match is_per_unit(node) {
        true => Some(Sourced::new(
            Limit::PerUnit(per_unit(&fields.path("cap"), node, directory)?),
            node.loc,
        )),
        false => limit(&fields.path("cap"), node, directory),
    });
    let at_most = fields.get("at_most").map(|node| match &node.value {
        Value::Table(_) => per_unit(&fields.path("at_most"), node, directory).map(Ceiling::PerUnit),
        _ => fields.amount("at_most").map(Ceiling::Amount),
    });
    let read = |found: Option<Option<_>>| found.map_or(Some(None), |found| found.map(Some));
    let at_most = at_most.map_or(Some(None), |found| found.map(Some));
    Some((read(floor)?, read(cap)?, at_most?))
}

/// Reports limits of a step where nothing is shared by a key, or whose sum is not open.
pub(super) fn check(fields: &Fields<'_>, how_much: Option<&HowMuch>, step: &str) {
    let shared = !fields.present(&["key"]).is_empty() && !fields.present(&["among"]).is_empty();
    let open =
        matches!(how_much, Some(HowMuch::Share { .. } | HowMuch::Rest | HowMuch::Each(_)) | None);
    let limits = fields.present(&["floor", "cap"]).into_iter().filter(|_| !shared);
    let ceiling = fields.present(&["at_most"]).into_iter().filter(|_| !open);
    for (field, loc) in limits.chain(ceiling) {
        let fault = Fault::LimitWithoutKey { field: field.to_owned(), step: step.to_owned() };
        fields.faults.at(fault, loc);
    }
}

/// Reports limits for each unit of a measure of which there is no usage.
pub(super) fn check_measures(project: &Project, faults: &Faults) {
    for step in project.rules.iter().flat_map(|rule| &rule.steps) {
        let cap = step.cap.as_ref().and_then(|cap| match &cap.value {
            Limit::PerUnit(per_unit) => Some(per_unit),
            _ => None,
        });
        let at_most = step.at_most.as_ref().and_then(|ceiling| match ceiling {
            Ceiling::PerUnit(per_unit) => Some(per_unit),
            Ceiling::Amount(_) => None,
        });
        for Sourced { value: measure, loc } in
            cap.into_iter().chain(at_most).map(|limit| &limit.measure)
        {
            let mut known: BTreeSet<&str> = project.usage.iter().map(|row| &*row.measure).collect();
            if !known.remove(measure.as_str()) && !faults.may_have("usage", measure) {
                let near = nearest(measure, known.iter().copied());
                let known = known
                    .into_iter()
                    .map(|known| format!("`{known}`"))
                    .collect::<Vec<_>>()
                    .join(", ");
                let known = if known.is_empty() { "–".to_owned() } else { known };
                let fault = Fault::UnknownMeasure { measure: measure.clone(), known };
                faults.push(Diagnostic::at(fault, *loc).did_you_mean(near));
            }
        }
    }
}

/// Reads from which sum on a party is billed: an amount, or an amount and what happens to a smaller
/// sum. `None` where it is faulty.
pub(super) fn minimum_billed(
    fields: &Fields<'_>,
    directory: &Directory<'_>,
) -> Option<Option<MinimumBilled>> {
    let Some(node) = fields.get("minimum_billed") else { return Some(None) };
    if !matches!(node.value, Value::Table(_)) {
        let amount = fields.amount("minimum_billed")?;
        return Some(Some(MinimumBilled { amount, below: Below::List }));
    }
    let fields = Fields::of_node(fields.path("minimum_billed"), node, directory.faults)?;
    fields.required("amount");
    let amount = fields.amount("amount");
    let below = match fields.get("below") {
        Some(_) => {
            fields.word("below", &[Below::List, Below::Rest].map(|below| (below.name(), below)))
        }
        None => Some(Below::List),
    };
    fields.finish();
    Some(Some(MinimumBilled { amount: amount?, below: below? }))
}

fn is_per_unit(node: &Node) -> bool {
    let Value::Table(table) = &node.value else { return false };
    table.get("per_unit").is_some() || table.get("measure").is_some()
}

fn per_unit(name: &str, node: &Node, directory: &Directory<'_>) -> Option<PerUnit> {
    let fields = Fields::of_node(name.to_owned(), node, directory.faults)?;
    fields.required("per_unit");
    let (amount, measure) = (fields.amount("per_unit"), fields.required_text("measure"));
    fields.finish();
    let measure = measure.map(|measure| Sourced::new(measure.value.to_owned(), measure.loc));
    Some(PerUnit { amount: amount?, measure: measure? })
}

/// Reads a limit: one value for all, or one for each party.
fn limit(name: &str, node: &Node, directory: &Directory<'_>) -> Option<Sourced<Limit>> {
    if !matches!(node.value, Value::Table(_)) {
        return Some(Sourced::new(Limit::All(bound(name, node, directory)?), node.loc));
    }
    let table = Fields::of_node(name.to_owned(), node, directory.faults)?;
    let mut bounds: BTreeMap<PartyIx, Bound> = BTreeMap::new();
    let mut places: BTreeMap<PartyIx, Loc> = BTreeMap::new();
    let mut good = true;
    for entry in table.entries() {
        let party = directory.party(Sourced::new(entry.key.trim(), entry.key_loc));
        let bound = bound(&table.path(&entry.key), &entry.node, directory);
        let (Some(party), Some(bound)) = (party, bound) else {
            good = false;
            continue;
        };
        if let Some(first) = places.insert(party, entry.key_loc) {
            let fault = Fault::DuplicateId { list: table.name.clone(), id: entry.key.clone() };
            directory.faults.push(Diagnostic::at(fault, entry.key_loc).and(first));
        }
        bounds.insert(party, bound);
    }
    good.then(|| Sourced::new(Limit::Parties(bounds), node.loc))
}

/// Reads an amount, or a share of the step's sum.
fn bound(field: &str, node: &Node, directory: &Directory<'_>) -> Option<Bound> {
    let Value::Text(text) = &node.value else {
        return fields::wrong_type(directory.faults, field, Shape::Limit, node);
    };
    let (field, value) = (field.to_owned(), text.clone());
    let fault = match parse_share(text.trim()) {
        Ok(share)
            if (0..=1).contains(&share.value().signum())
                && *share.value() <= crate::money::Ratio::ONE =>
        {
            return Some(Bound::Share(Sourced::new(share.value().clone(), node.loc)));
        }
        Ok(_) => Fault::ShareOutOfRange { field, value },
        Err(NumberFault::NoShareSign) => match parse_amount(text.trim()) {
            Ok(amount) if amount.signum() >= 0 => {
                return Some(Bound::Amount(Sourced::new(amount, node.loc)));
            }
            Ok(_) => Fault::NegativeAmount { field, value },
            Err(NumberFault::TooLarge) => Fault::NumberTooLarge { value },
            Err(_) => Fault::BadLimit { field, value },
        },
        Err(_) => Fault::BadLimit { field, value },
    };
    fields::fault_at(directory.faults, fault, node)
}
