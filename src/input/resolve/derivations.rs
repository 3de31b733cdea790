//! `[indexation]`, `[surcharge]`, `[credit]` and `[catch_up]`: what entries come out of entries.

use super::selection::selection;
use super::steps::among;
use crate::diag::Fault;
use crate::input::config::fields::{self, Fields};
use crate::input::config::tree::Node;
use crate::input::names::directory::{Directory, check_id};
use crate::input::records::text::is_sign;
use crate::model::{CatchUp, Derivation, Indexation, Makes, Receivers, Selection};
use crate::source::Sourced;

/// Reads one kind of derivation.
type Read = fn(&str, &Fields<'_>, &Directory<'_>) -> Option<Makes>;

/// The tables in the order in which they are applied.
const TABLES: [(&str, Read); 4] = [
    ("indexation", indexation),
    ("surcharge", surcharge),
    ("credit", credit),
    ("catch_up", catch_up),
];

/// Reads all derivations, table by table, each in the order of the file. One that is faulty is left
/// out.
pub(super) fn read(root: &Fields<'_>, directory: &Directory<'_>) -> Vec<Derivation> {
    let mut all = Vec::new();
    for (table, makes) in TABLES {
        for (entry, fields) in root.tables(table) {
            check_id(directory.faults, &entry.key, entry.key_loc);
            all.extend(derivation(&entry.key, &fields, directory, makes));
            fields.finish();
        }
    }
    all
}

fn derivation(
    id: &str,
    fields: &Fields<'_>,
    directory: &Directory<'_>,
    makes: Read,
) -> Option<Derivation> {
    let title = fields.text("title").map(|title| title.value.to_owned());
    let legal_basis = fields.required_text("legal_basis");
    let costs = match fields.get("costs") {
        Some(node) => selection(fields.path("costs"), node, directory),
        None => Some(Selection::default()),
    };
    let kind = fields.filled("kind").map(|kind| kind.map(str::trim));
    if let Some(Sourced { value, loc }) = kind.as_ref().filter(|kind| is_sign(kind.value)) {
        let fault = Fault::ReservedText { column: fields.path("kind"), value: (*value).to_owned() };
        fields.faults.at(fault, *loc);
    }
    let kind = kind.map(|kind| kind.value.to_owned());
    let makes = makes(id, fields, directory);
    Some(Derivation {
        id: id.to_owned(),
        title,
        legal_basis: legal_basis?.value.to_owned(),
        costs: costs?,
        kind,
        makes: makes?,
        loc: fields.loc,
    })
}

fn surcharge(_: &str, fields: &Fields<'_>, _: &Directory<'_>) -> Option<Makes> {
    fields.required("rate")?;
    fields.share("rate").map(Makes::Surcharge)
}

fn credit(_: &str, _: &Fields<'_>, _: &Directory<'_>) -> Option<Makes> {
    Some(Makes::Credit)
}

fn indexation(id: &str, fields: &Fields<'_>, _: &Directory<'_>) -> Option<Makes> {
    let rates = fields.required_table("rates").and_then(|table| fields::shares_by_year(&table));
    let until = fields
        .required("until")
        .and_then(|node| fields::year(fields, "until", &node.shown(), node.loc));
    let rounded = match fields.get("from") {
        None => Some(false),
        Some(_) => fields.word("from", &[("unrounded", false), ("rounded", true)]),
    };
    let (rates, until) = (rates?, until?);
    if let Some(first) = rates.keys().next().filter(|first| **first > until) {
        let (until, first) = (until.to_string(), first.to_string());
        fields.faults.at(Fault::EndsTooEarly { id: id.to_owned(), until, first }, fields.loc);
        return None;
    }
    Some(Makes::Indexation(Indexation { rates, until, rounded: rounded? }))
}

fn catch_up(_: &str, fields: &Fields<'_>, directory: &Directory<'_>) -> Option<Makes> {
    let party = fields.required_text("party").map(|name| directory.party(name));
    let on = fields.required("on").map(|_| fields.date("on"));
    let key = fields.required_text("key").map(|id| directory.key(id));
    let others = |node: &Node| among(&fields.path("among"), node, directory);
    let among = fields.get("among").map_or(Some(Receivers::Members), others);
    Some(Makes::CatchUp(CatchUp { party: party??, on: on??, among: among?, key: key?? }))
}
