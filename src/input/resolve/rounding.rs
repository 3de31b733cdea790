//! `rounding` of a rule or step: rules.md#rounding.

use crate::diag::{Diagnostic, Fault};
use crate::input::config::fields::{self, Fields};
use crate::input::config::shape::Shape;
use crate::input::config::tree::{Node, Value};
use crate::input::names::directory::Directory;
use crate::model::{Residue, Rounding};
use crate::money::{Cents, Mode, parse_amount};
use crate::source::Sourced;

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

pub(super) fn unit(fields: &Fields<'_>, node: &Node) -> Option<Cents> {
    let Value::Text(text) = &node.value else {
        return fields::wrong_type(fields.faults, &fields.path("unit"), Shape::Unit, node);
    };
    match parse_amount(text.trim()) {
        Ok(unit) if unit > Cents::ZERO => Some(unit),
        _ => fields::fault_at(fields.faults, Fault::BadUnit { value: text.clone() }, node),
    }
}
