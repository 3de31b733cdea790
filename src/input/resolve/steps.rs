//! `[[rule.ID.step]]`: how much, to whom, by which key.
//!
//! Rules: rules.md#to-whom, rules.md#except.

use super::limits;
use super::rounding::rounding;
use super::selection::selection;
use crate::diag::{Diagnostic, Fault};
use crate::input::config::fields::{self, Fields};
use crate::input::config::shape::Shape;
use crate::input::config::tree::{Node, Value};
use crate::input::names::directory::{Directory, check_id};
use crate::model::{HowMuch, PartyIx, Receivers, Rounding, Step, Whole};
use crate::source::{Loc, Sourced};
use crate::text::nearest;

/// The fields of which a step has exactly one: how much.
const HOW_MUCH: [&str; 5] = ["share", "amount", "each", "rest", "direct"];

/// Reads the steps of a rule in order; `default` is the rule's rounding.
pub(super) fn read(
    rule: &Fields<'_>,
    nodes: &[Node],
    default: Rounding,
    directory: &Directory<'_>,
) -> Option<Vec<Step>> {
    let name = rule.path("step");
    let mut seen: Vec<&Node> = Vec::new();
    let mut steps = Vec::new();
    for node in nodes {
        let path = node.id().map_or(name.clone(), |id| format!("{name}.{id}"));
        let Some(fields) = Fields::of_node(path, node, directory.faults) else {
            steps.push(None);
            continue;
        };
        if let Some(id) = node.id() {
            if let Some(first) = seen.iter().find(|other| other.id() == Some(id)) {
                let fault = Fault::DuplicateId { list: name.clone(), id: id.to_owned() };
                directory.faults.push(Diagnostic::at(fault, id_loc(node)).and(id_loc(first)));
            }
            seen.push(node);
        }
        steps.push(step(&fields, default, directory));
        fields.finish();
    }
    steps.into_iter().collect()
}

/// Returns the place of the id of a step, where it has one.
fn id_loc(node: &Node) -> Loc {
    match &node.value {
        Value::Table(table) => table.get("id").map_or(node.loc, |id| id.loc),
        _ => node.loc,
    }
}

fn step(fields: &Fields<'_>, default: Rounding, directory: &Directory<'_>) -> Option<Step> {
    let id = fields.required_text("id");
    if let Some(id) = &id {
        check_id(directory.faults, id.value, id.loc);
    }
    let title = fields.text("title").map(|title| title.value.to_owned());
    let legal_basis = fields.text("legal_basis").map(|basis| basis.value.to_owned());
    let how_much = how_much(fields);
    let receivers = receivers(fields, directory);
    let except: Option<Vec<PartyIx>> = match fields.texts("except") {
        Some(names) => names.into_iter().map(|name| directory.party(name)).collect(),
        None => Some(Vec::new()),
    };
    let key = match fields.text("key") {
        Some(id) => directory.key(id).map(Some),
        None => Some(None),
    };
    let only = match fields.get("only") {
        Some(node) => selection(fields.path("only"), node, directory).map(Some),
        None => Some(None),
    };
    let rounding = match fields.get("rounding") {
        Some(node) => rounding(fields.path("rounding"), node, directory),
        None => Some(default),
    };
    let limits = limits::read(fields, directory);
    limits::check(fields, how_much.as_ref(), id.as_ref().map_or("", |id| id.value));
    check_combination(fields, how_much.as_ref(), id.as_ref().map_or("", |id| id.value));
    let (floor, cap, at_most) = limits?;
    Some(Step {
        id: id?.value.to_owned(),
        title,
        legal_basis,
        how_much: how_much?,
        receivers: receivers?,
        except: except?,
        key: key?,
        only: only?,
        floor,
        cap,
        at_most,
        rounding: rounding?,
        loc: fields.loc,
    })
}

/// Reads how much a step takes: exactly one of five fields, of which `rest` and `direct` count
/// where they are true.
fn how_much(fields: &Fields<'_>) -> Option<HowMuch> {
    let share = fields.share("share");
    let (amount, each) = (fields.amount("amount"), fields.amount("each"));
    let (rest, direct) = (fields.flag("rest"), fields.flag("direct"));
    let of = fields.word("of", &[("total", Whole::Total), ("rest", Whole::Rest)]);
    let mut given = fields.present(&HOW_MUCH);
    let off = |flag: &Option<Sourced<bool>>| flag.as_ref().is_some_and(|flag| !flag.value);
    given.retain(|(field, _)| {
        !(*field == "rest" && off(&rest) || *field == "direct" && off(&direct))
    });
    let Some((first, _)) = given.first().copied() else {
        let list = HOW_MUCH.map(|field| format!("`{field}`")).join(", ");
        let fault =
            Diagnostic::at(Fault::NoneOf { table: fields.name.clone(), fields: list }, fields.loc);
        let off = fields.present(&HOW_MUCH).into_iter().map(|(field, _)| field);
        fields.faults.push(off.fold(fault, |fault, field| {
            fault.note(
                format!("`{field} = false` zählt wie nicht geschrieben"),
                format!("`{field} = false` counts as if it were not there"),
            )
        }));
        return None;
    };
    for (field, loc) in &given[1..] {
        fields.not_together(field, first, *loc);
    }
    if first != "share"
        && let Some((field, loc)) = fields.present(&["of"]).first()
    {
        fields.not_together(field, first, *loc);
    }
    match first {
        "share" => Some(HowMuch::Share { share: share?, of: of.unwrap_or(Whole::Total) }),
        "amount" => amount.map(HowMuch::Amount),
        "each" => each.map(HowMuch::Each),
        "rest" => rest.map(|_| HowMuch::Rest),
        _ => direct.map(|_| HowMuch::Direct),
    }
}

/// Reads to whom a step goes; `Some(None)` where it does not say, which `direct` alone may.
fn receivers(fields: &Fields<'_>, directory: &Directory<'_>) -> Option<Option<Receivers>> {
    let to = fields.text("to").map(|name| directory.party(name).map(Receivers::To));
    let among = fields.get("among").map(|node| among(&fields.path("among"), node, directory));
    match (to, among) {
        (Some(receivers), None) | (None, Some(receivers)) => receivers.map(Some),
        (Some(_), Some(_)) => None,
        (None, None) if fields.present(&["to", "among"]).is_empty() => Some(None),
        (None, None) => None,
    }
}

/// Reads `among`: members, participants, a group or a list.
pub(super) fn among(field: &str, node: &Node, directory: &Directory<'_>) -> Option<Receivers> {
    let text = match &node.value {
        Value::List(list) => {
            let before = directory.faults.errors();
            let memberships = directory.memberships(field, directory.spans(field, list));
            let good = directory.faults.errors() == before;
            return good.then_some(Receivers::Listed { group: None, memberships });
        }
        Value::Text(text) => text.as_str(),
        _ => {
            return fields::wrong_type(directory.faults, field, Shape::Receivers, node);
        }
    };
    match text {
        "members" => Some(Receivers::Members),
        "participants" => Some(Receivers::Participants),
        _ if directory.faults.may_have("group", text) => None,
        _ => match directory.groups.get(text) {
            Some(memberships) => Some(Receivers::Listed {
                group: Some(text.to_owned()),
                memberships: memberships.clone(),
            }),
            None => unknown_group(text, node, directory),
        },
    }
}

fn unknown_group<T>(text: &str, node: &Node, directory: &Directory<'_>) -> Option<T> {
    let words =
        ["members", "participants"].into_iter().chain(directory.groups.keys().map(String::as_str));
    let mut diagnostic = Diagnostic::at(Fault::UnknownGroup { group: text.to_owned() }, node.loc)
        .did_you_mean(nearest(text, words));
    if directory.parties.contains_key(text) {
        let write = format!("`to = \"{text}\"`");
        diagnostic = diagnostic.note(
            format!("ein einzelner Beteiligter steht unter {write}"),
            format!("a single party is written {write}"),
        );
    }
    directory.faults.push(diagnostic);
    None
}

/// Checks which fields may stand beside each other.
fn check_combination(fields: &Fields<'_>, how_much: Option<&HowMuch>, step: &str) {
    let present = |names: &[&'static str]| fields.present(names);
    let refuse = |names: &[&'static str], other: &str| {
        for (field, loc) in present(names) {
            fields.not_together(field, other, loc);
        }
    };
    let (to, among) = (!present(&["to"]).is_empty(), !present(&["among"]).is_empty());
    match how_much {
        Some(HowMuch::Direct) => {
            refuse(&["to", "among", "except", "key", "rounding"], "direct");
            return;
        }
        Some(HowMuch::Each(_)) => refuse(&["key"], "each"),
        Some(_) if among && !to && present(&["key"]).is_empty() => {
            fields.faults.at(Fault::KeyNeeded { step: step.to_owned() }, fields.loc);
        }
        _ => {}
    }
    if to {
        refuse(&["among", "key", "except"], "to");
    } else if !among && how_much.is_some() {
        let list = "`to`, `among`".to_owned();
        fields.faults.at(Fault::NoneOf { table: fields.name.clone(), fields: list }, fields.loc);
    }
}
