//! Which entries a selection takes: PRODUCT.md 1.2.

use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{CostEntry, DateRange, Filter, Project, Selection};

/// Tells whether a selection takes an entry; one that spans the selection's dates is a fault.
pub(super) fn takes(selection: &Selection, entry: &CostEntry, project: &Project) -> Checked<bool> {
    if !fields_match(selection, entry) {
        return Ok(false);
    }
    let from = selection.from.as_ref().map_or(DateRange::ALWAYS.from, |from| from.value);
    let to = selection.to.as_ref().map_or(DateRange::ALWAYS.to, |to| to.value);
    let limits = DateRange { from, to };
    if limits.covers(&entry.period) {
        return Ok(true);
    }
    let below = selection
        .from
        .as_ref()
        .filter(|limit| entry.period.from < limit.value && limit.value <= entry.period.to);
    let above = selection
        .to
        .as_ref()
        .filter(|limit| entry.period.from <= limit.value && limit.value < entry.period.to);
    match below.or(above) {
        None => Ok(false),
        Some(limit) => {
            let fault = Fault::SpansLimit { entry: name(entry, project), limit: limit.value.to_string() };
            let diagnostic = Diagnostic::at(fault, entry.loc());
            Err(Box::new(diagnostic.and_here(limit.loc, "die Grenze", "the limit")))
        }
    }
}

fn fields_match(selection: &Selection, entry: &CostEntry) -> bool {
    let text = |filter: &Option<Filter<String>>, value: Option<&str>| match (filter, value) {
        (None, _) | (Some(Filter::Any), Some(_)) => true,
        (Some(Filter::Listed(listed)), Some(value)) => listed.contains(value),
        (Some(_), None) => false,
    };
    chosen(&selection.services, entry.service())
        && chosen(&selection.centres, entry.centre)
        && text(&selection.kinds, entry.kind.as_deref())
        && text(&selection.natures, entry.nature.as_deref())
        && text(&selection.budget_titles, entry.budget_title.as_deref())
        && text(&selection.suppliers, entry.supplier.as_deref())
}

fn chosen<T: Ord>(filter: &Option<Filter<T>>, value: Option<T>) -> bool {
    match (filter, value) {
        (None, _) | (Some(Filter::Any), Some(_)) => true,
        (Some(Filter::Listed(listed)), Some(value)) => listed.contains(&value),
        (Some(_), None) => false,
    }
}

/// Names an entry for a message: its id where it has one, else service or centre, kind and period.
pub(super) fn name(entry: &CostEntry, project: &Project) -> String {
    if let Some(id) = &entry.id {
        return format!("`{id}`");
    }
    let object = match (entry.service(), entry.centre) {
        (Some(service), _) => project.service(service).id.as_str(),
        (None, Some(centre)) => project.centre(centre).id.as_str(),
        (None, None) => "-",
    };
    let kind = entry.kind.as_deref().map(|kind| format!(", {kind}")).unwrap_or_default();
    format!("({object}{kind}, {})", entry.period)
}
