//! `[report]`: how the documents to hand in look.

use crate::diag::Fault;
use crate::input::config::fields::{self, Fields};
use crate::input::config::shape::Shape;
use crate::input::config::tree::{Node, Value};
use crate::input::files::access;
use crate::input::names::directory::Directory;
use crate::model::Letterhead;
use crate::source::Sourced;

/// Reads the table.
pub(super) fn read(fields: Option<Fields<'_>>, directory: &Directory<'_>) -> Letterhead {
    let Some(fields) = fields else { return Letterhead::default() };
    let mut letterhead = Letterhead {
        sender: lines(&fields, "sender"),
        contact: lines(&fields, "contact"),
        bank: lines(&fields, "bank"),
        reference: fields.filled("reference").map(|text| text.value.to_owned()),
        date: fields.date("date"),
        logo: inside(&fields, "logo"),
        texts: inside(&fields, "texts"),
        ..Letterhead::default()
    };
    if let Some(recipients) = fields.table("recipients") {
        for entry in recipients.entries() {
            let party = directory.party(Sourced::new(&entry.key, entry.key_loc));
            let lines = texts(&recipients, &recipients.path(&entry.key), &entry.node);
            letterhead.recipients.extend(party.zip(lines));
        }
    }
    fields.finish();
    letterhead
}

/// Reads a path within the project.
fn inside(fields: &Fields<'_>, field: &'static str) -> Option<Sourced<String>> {
    let path = fields.filled(field)?.map(str::to_owned);
    if access::is_outside(&path.value) {
        let fault = Fault::StationeryOutside { field: field.to_owned(), value: path.value };
        fields.faults.at(fault, path.loc);
        return None;
    }
    Some(path)
}

fn lines(fields: &Fields<'_>, field: &'static str) -> Vec<String> {
    fields.get(field).and_then(|node| texts(fields, &fields.path(field), node)).unwrap_or_default()
}

/// Reads a list of lines.
fn texts(fields: &Fields<'_>, path: &str, node: &Node) -> Option<Vec<String>> {
    let Value::List(list) = &node.value else {
        return fields::wrong_type(fields.faults, path, Shape::List, node);
    };
    list.iter()
        .map(|node| Some(fields::text(fields.faults, path, node)?.value.to_owned()))
        .collect()
}
