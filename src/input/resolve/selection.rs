//! What a rule, a step or a derivation takes.

use super::filter_list::filter;
use crate::input::config::fields::Fields;
use crate::input::config::tree::Node;
use crate::input::names::directory::Directory;
use crate::model::{Filter, Selection};
use crate::source::Sourced;

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
pub(super) fn filter_field<T: Ord>(
    fields: &Fields<'_>,
    field: &'static str,
    find: impl Fn(Sourced<&str>) -> Option<T>,
) -> Option<Option<Filter<T>>> {
    match fields.get(field) {
        Some(node) => filter(&fields.path(field), node, fields.faults, find).map(Some),
        None => Some(None),
    }
}
