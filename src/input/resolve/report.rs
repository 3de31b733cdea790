//! `[report]`: how the documents to hand in look.

use crate::input::directory::Directory;
use crate::input::fields::{self, Fields};
use crate::input::shape::Shape;
use crate::input::tree::{Node, Value};
use crate::model::Letterhead;
use crate::source::Sourced;

/// Reads the table.
pub(super) fn read(fields: Option<Fields<'_>>, directory: &Directory<'_>) -> Letterhead {
    let Some(fields) = fields else { return Letterhead::default() };
    let owned = |text: Sourced<&str>| text.map(str::to_owned);
    let mut letterhead = Letterhead {
        sender: lines(&fields, "sender"),
        contact: lines(&fields, "contact"),
        bank: lines(&fields, "bank"),
        reference: fields.filled("reference").map(|text| text.value.to_owned()),
        date: fields.date("date"),
        logo: fields.filled("logo").map(owned),
        texts: fields.filled("texts").map(owned),
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

fn lines(fields: &Fields<'_>, field: &'static str) -> Vec<String> {
    fields.get(field).and_then(|node| texts(fields, &fields.path(field), node)).unwrap_or_default()
}

/// Reads a list of lines.
fn texts(fields: &Fields<'_>, path: &str, node: &Node) -> Option<Vec<String>> {
    let Value::List(list) = &node.value else {
        return fields::wrong_type(fields.faults, path, Shape::List, node);
    };
    list.iter().map(|node| Some(fields::text(fields.faults, path, node)?.value.to_owned())).collect()
}
