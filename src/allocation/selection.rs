//! Which entries a selection takes: rules.md#costs.
//!
//! Rules: rules.md#any-value, rules.md#spanning.

use jiff::civil::Date;

use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{CostEntry, DateRange, Derivation, Filter, Project, Rule, Selection, Step};
use crate::source::Sourced;
use crate::text::Text;

/// Whose selection it is.
#[derive(Clone, Copy)]
pub(super) enum Whose<'a> {
    /// The `costs` of a rule.
    Rule(&'a Rule),
    /// The `only` of a step of a rule.
    Step(&'a Rule, &'a Step),
    /// The `costs` of what makes entries out of entries.
    Derivation(&'a Derivation),
}

impl Whose<'_> {
    /// Names it, in the genitive.
    pub(super) fn words(self) -> Text {
        match self {
            Whose::Rule(rule) => {
                Text::new(format!("der Regel `{}`", rule.id), format!("the rule `{}`", rule.id))
            }
            Whose::Step(rule, step) => Text::new(
                format!("im `only` des Schritts `{}` der Regel `{}`", step.id, rule.id),
                format!("the `only` of step `{}` of rule `{}`", step.id, rule.id),
            ),
            Whose::Derivation(derivation) => {
                let path = format!("`{}.{}`", derivation.makes.table(), derivation.id);
                Text::new(format!("von {path}"), path)
            }
        }
    }
}

/// Tells whether a selection takes an entry; one that spans the selection's dates is a fault.
pub(super) fn takes(
    selection: &Selection,
    entry: &CostEntry,
    whose: Whose<'_>,
    project: &Project,
) -> Checked<bool> {
    if unmatched_field(selection, entry).is_some() {
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
    let below = below.map(|limit| ("from", limit));
    match below.or(above.map(|limit| ("to", limit))) {
        None => Ok(false),
        Some((field, limit)) => {
            let fault = Fault::SpansLimit {
                entry: name(entry, project),
                limit: format!("{field} = {}", limit.value),
                whose: whose.words(),
            };
            let diagnostic = Diagnostic::at(fault, entry.loc());
            Err(Box::new(diagnostic.and_here(limit.loc, "die Grenze", "the limit")))
        }
    }
}

/// Lists the days on which a selection that takes an entry otherwise begins, or ends to take it.
pub(super) fn limits(selection: &Selection, entry: &CostEntry) -> impl Iterator<Item = Date> {
    let takes_it = takes_at_some_time(selection, entry);
    let from = selection.from.as_ref().map(|from| from.value);
    let behind = selection.to.as_ref().and_then(|to| to.value.tomorrow().ok());
    from.into_iter().chain(behind).filter(move |_| takes_it)
}

/// Tells whether a selection takes an entry if its time is left aside.
pub(super) fn takes_at_some_time(selection: &Selection, entry: &CostEntry) -> bool {
    unmatched_field(selection, entry).is_none()
}

/// Returns the first field of a selection that keeps it from an entry.
pub(super) fn missed(selection: &Selection, entry: &CostEntry) -> Option<&'static str> {
    let before = |limit: &Sourced<Date>| entry.period.from < limit.value;
    let after = |limit: &Sourced<Date>| entry.period.to > limit.value;
    unmatched_field(selection, entry)
        .or_else(|| selection.from.as_ref().is_some_and(before).then_some("from"))
        .or_else(|| selection.to.as_ref().is_some_and(after).then_some("to"))
}

/// Returns the first list of a selection in which an entry does not stand.
fn unmatched_field(selection: &Selection, entry: &CostEntry) -> Option<&'static str> {
    let text = |filter: &Option<Filter<String>>, value: Option<&str>| match (filter, value) {
        (None, _) | (Some(Filter::Any), Some(_)) => true,
        (Some(Filter::Listed(listed)), Some(value)) => listed.contains(value),
        (Some(_), None) => false,
    };
    if !chosen(&selection.services, entry.service()) {
        Some("services")
    } else if !chosen(&selection.centres, entry.centre) {
        Some("centres")
    } else if !text(&selection.kinds, entry.kind.as_deref()) {
        Some("kinds")
    } else if !text(&selection.natures, entry.nature.as_deref()) {
        Some("natures")
    } else if !text(&selection.budget_titles, entry.budget_title.as_deref()) {
        Some("budget_titles")
    } else if !text(&selection.suppliers, entry.supplier.as_deref()) {
        Some("suppliers")
    } else {
        None
    }
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
