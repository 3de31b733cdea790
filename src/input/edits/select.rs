//! Which rows of a data file a scenario means: by the columns of the table and by time.

use crate::diag::{Diagnostic, Fault};
use crate::input::config::fields::{self, Fields};
use crate::input::config::tree::{Node, Value};
use crate::input::names::directory::Directory;
use crate::input::tables::registry;
use crate::model::{CostObject, DateRange, PartyIx};
use crate::source::{Loc, Sourced};
use crate::text::Text;

/// Columns by which no row is selected: numbers, times, and what only explains.
const NOT_SELECTABLE: [&str; 18] = [
    "period",
    "date",
    "from",
    "to",
    "due",
    "amount",
    "quantity",
    "value",
    "source",
    "valid_from",
    "published",
    "name",
    "carried_in",
    "adjusted",
    "committed",
    "ve_amount",
    "ve_used",
    "cover",
];

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark<'a> {
    /// A text.
    Text(&'a str),
    /// A party, however it is written.
    Party(PartyIx),
    /// A service or centre.
    Object(CostObject),
}

impl<'a> Mark<'a> {
    /// Makes a mark of a text.
    pub(crate) fn text(text: &'a str) -> Mark<'a> {
        Mark::Text(text)
    }
}

/// A row that can be selected.
pub(crate) trait Selectable {
    /// Returns what stands in a column; `None` where it is empty.
    fn mark(&self, column: &str) -> Option<Mark<'_>>;
    /// Returns the time of the row; `None` where it has none.
    fn time(&self) -> Option<DateRange>;
    /// Returns the place of its number.
    fn loc(&self) -> Loc;
}

/// What a selection asks for in a column.
#[derive(Clone, Debug)]
enum Wanted {
    Empty,
    Text(String),
    Party(PartyIx),
    Object(CostObject),
}

impl Wanted {
    fn is(&self, mark: Option<Mark<'_>>) -> bool {
        match (self, mark) {
            (Wanted::Empty, None) => true,
            (Wanted::Text(wanted), Some(Mark::Text(text))) => wanted == text,
            (Wanted::Party(wanted), Some(Mark::Party(party))) => *wanted == party,
            (Wanted::Object(wanted), Some(Mark::Object(object))) => *wanted == object,
            _ => false,
        }
    }
}

/// Some rows of a table.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    columns: Vec<(&'static str, Vec<Wanted>)>,
    /// Within which time.
    pub(crate) limits: Option<DateRange>,
    /// Where it is written.
    loc: Loc,
}

impl Selection {
    /// Reads the columns of a table and `from`, `to` or `period` as a selection.
    pub(crate) fn read(
        table: &str,
        fields: &Fields<'_>,
        directory: &Directory<'_>,
    ) -> Option<Selection> {
        let mut columns = Vec::new();
        let mut whole = true;
        for column in registry::columns(table) {
            if NOT_SELECTABLE.contains(&column) {
                continue;
            }
            // A change may have an `id` of its own.
            let field = if column == "id" { "cost_id" } else { column };
            let Some(node) = fields.get(field) else { continue };
            match wanted(column, &fields.path(field), node, directory) {
                Some(wanted) => columns.push((column, wanted)),
                None => whole = false,
            }
        }
        let limits = limits(fields)?;
        whole.then_some(Selection { columns, limits, loc: fields.loc })
    }

    /// Tells whether a row is meant; one that lies only in part in the time is a fault.
    pub(crate) fn selects(&self, row: &impl Selectable, directory: &Directory<'_>) -> bool {
        if !self
            .columns
            .iter()
            .all(|(column, wanted)| wanted.iter().any(|one| one.is(row.mark(column))))
        {
            return false;
        }
        let Some(limits) = self.limits else { return true };
        match row.time() {
            Some(time) if limits.covers(&time) => true,
            Some(time) if limits.intersect(&time).is_none() => false,
            time => {
                let period = time.map_or_else(
                    || Text::new("eine Zeile ohne Zeitraum", "a row without a period"),
                    |time| Text::same(time.to_string()),
                );
                let fault = Fault::ChangeSpansRow { period, limits: shown(limits) };
                directory.faults.push(Diagnostic::at(fault, row.loc()).and_here(
                    self.loc,
                    "die Auswahl",
                    "the selection",
                ));
                false
            }
        }
    }
}

/// Writes a range; what has no limit on one side is open there.
fn shown(range: DateRange) -> String {
    let (first, last) = (range.from == DateRange::ALWAYS.from, range.to == DateRange::ALWAYS.to);
    match (first, last) {
        (true, true) => "…".to_owned(),
        (true, false) => format!("…/{}", range.to),
        (false, true) => format!("{}/…", range.from),
        (false, false) => range.to_string(),
    }
}

/// Reads `from` and `to`, or `period`; `Some(None)` where none is there.
fn limits(fields: &Fields<'_>) -> Option<Option<DateRange>> {
    let period = fields.get("period");
    let range = fields.range()?;
    let limit = fields.present(&["from", "to"]);
    match (period, limit.first()) {
        (Some(_), Some((name, loc))) => {
            fields.not_together(name, "period", *loc);
            None
        }
        (Some(_), None) => fields.period("period").map(Some),
        (None, Some(_)) => Some(Some(range)),
        (None, None) => Some(None),
    }
}

/// Reads what a column must hold: a text, or a list of them.
fn wanted(column: &str, path: &str, node: &Node, directory: &Directory<'_>) -> Option<Vec<Wanted>> {
    let single = std::slice::from_ref(node);
    let nodes = match &node.value {
        Value::List(list) => list,
        _ => single,
    };
    let read = |node: &Node| {
        let text = fields::label(directory.faults, path, node)?;
        let name = Sourced::new(text.value.as_str(), text.loc);
        if name.value.is_empty() {
            return Some(Wanted::Empty);
        }
        Some(match column {
            "party" | "paid_by" => Wanted::Party(directory.party(name)?),
            "service" => Wanted::Object(CostObject::Service(directory.service(name)?)),
            "centre" => Wanted::Object(CostObject::Centre(directory.centre(name)?)),
            "receiver" => Wanted::Object(directory.cost_object(name)?),
            _ => Wanted::Text(text.value),
        })
    };
    let all: Vec<Option<Wanted>> = nodes.iter().map(read).collect();
    all.into_iter().collect()
}
