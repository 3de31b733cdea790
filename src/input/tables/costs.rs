//! costs.csv: what was paid.
//!
//! Rules: rules.md#alike-rows, rules.md#repeated-rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::registry::COSTS;
use super::table_files::TableFiles;
use crate::diag::{Diagnostic, Fault};
use crate::input::config::fields;
use crate::input::edits::select::{Mark, Selectable};
use crate::input::faults::{Faults, Reported};
use crate::input::names::directory::Directory;
use crate::input::records::row::Row;
use crate::model::{
    AmountRow, CostEntry, CostObject, DateRange, Grain, PartyIx, ReadCount, Status,
};
use crate::money::Cents;
use crate::source::Loc;

/// The most calendar years that a cost is for.
const MOST_YEARS: usize = 100;

/// Every column but the amount: rows that are alike in it are one entry. Entries come in this
/// order, so that the order of the rows does not show.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::input) struct Features {
    pub(in crate::input) period: DateRange,
    pub(in crate::input) object: CostObject,
    pub(in crate::input) kind: Option<Arc<str>>,
    nature: Option<Arc<str>>,
    pub(in crate::input) status: Status,
    party: Option<PartyIx>,
    paid_by: Option<PartyIx>,
    budget_chapter: Option<Arc<str>>,
    budget_title: Option<Arc<str>>,
    pub(in crate::input) due: Option<Date>,
    document: Option<Arc<str>>,
    supplier: Option<Arc<str>>,
    note: Option<Arc<str>>,
    pub(in crate::input) id: Option<String>,
}

/// A row: what it says, and its amount.
#[derive(Clone)]
pub(in crate::input) struct CostLine {
    pub(in crate::input) features: Features,
    pub(in crate::input) amount: AmountRow,
}

impl Selectable for CostLine {
    fn mark(&self, column: &str) -> Option<Mark<'_>> {
        let features = &self.features;
        match (column, features.object) {
            ("service", CostObject::Service(_)) | ("centre", CostObject::Centre(_)) => {
                Some(Mark::Object(features.object))
            }
            ("party", _) => features.party.map(Mark::Party),
            ("paid_by", _) => features.paid_by.map(Mark::Party),
            ("status", _) => Some(Mark::text(features.status.name())),
            ("id", _) => features.id.as_deref().map(Mark::text),
            ("kind", _) => text(&features.kind),
            ("nature", _) => text(&features.nature),
            ("budget_chapter", _) => text(&features.budget_chapter),
            ("budget_title", _) => text(&features.budget_title),
            ("document", _) => text(&features.document),
            ("supplier", _) => text(&features.supplier),
            ("note", _) => text(&features.note),
            _ => None,
        }
    }

    fn time(&self) -> Option<DateRange> {
        Some(self.features.period)
    }

    fn loc(&self) -> Loc {
        self.amount.loc
    }
}

/// The mark of a free text.
fn text(text: &Option<Arc<str>>) -> Option<Mark<'_>> {
    text.as_deref().map(Mark::text)
}

/// Reads the rows.
pub(in crate::input) fn read(
    files: &TableFiles<'_>,
    directory: &Directory<'_>,
    counts: &mut Vec<ReadCount>,
) -> Vec<CostLine> {
    let mut lines = Vec::new();
    let mut ids: BTreeMap<String, Loc> = BTreeMap::new();
    files.rows(&COSTS, Some(directory), counts, |row| {
        let (features, amount) = (features(row, directory), row.amount("amount"));
        if let Some(id) = row.text("id")
            && let Some(first) = ids.insert(id.value.to_owned(), id.loc)
        {
            let fault = Fault::DuplicateCostId { id: id.value.to_owned() };
            row.faults.push(Diagnostic::at(fault, id.loc).and(first));
            return false;
        }
        let (Ok(features), Ok(amount)) = (features, amount) else { return false };
        lines.push(CostLine { features, amount: amount.into() });
        true
    });
    lines
}

/// Reports an id that an added row has in common with another.
pub(in crate::input) fn check_added(lines: &[CostLine], added: &[CostLine], faults: &Faults) {
    if added.is_empty() {
        return;
    }
    let id = |line: &CostLine| Some((line.features.id.clone()?, line.amount.loc));
    let known: BTreeMap<String, Loc> = lines.iter().filter_map(id).collect();
    for (id, loc) in added.iter().filter_map(id) {
        if let Some(first) = known.get(&id) {
            faults.push(Diagnostic::at(Fault::DuplicateCostId { id }, loc).and(*first));
        }
    }
}

/// Makes the cost entries.
pub(in crate::input) fn entries(lines: &[CostLine], directory: &Directory<'_>) -> Vec<CostEntry> {
    let mut entries: BTreeMap<&Features, Vec<AmountRow>> = BTreeMap::new();
    for line in lines {
        entries.entry(&line.features).or_default().push(line.amount.clone());
    }
    entries
        .into_iter()
        .filter_map(|(features, rows)| entry(features.clone(), rows, directory))
        .collect()
}

fn features(row: &Row<'_>, directory: &Directory<'_>) -> Result<Features, Reported> {
    let (period, object, status) = (period(row), object(row, directory), status(row));
    let party = |column| match row.name(column)? {
        Some(name) => directory.party(name).map(Some).ok_or(Reported),
        None => Ok(None),
    };
    let (bearer, paid_by) = (party("party"), party("paid_by"));
    let name = |column| row.name(column).map(|text| text.map(|text| Arc::from(text.value)));
    let (kind, nature) = (name("kind"), name("nature"));
    let (budget_chapter, budget_title) = (name("budget_chapter"), name("budget_title"));
    let (supplier, id, due) = (name("supplier"), row.name("id"), row.date("due"));
    Ok(Features {
        period: period?,
        object: object?,
        kind: kind?,
        nature: nature?,
        status: status?,
        party: bearer?,
        paid_by: paid_by?,
        budget_chapter: budget_chapter?,
        budget_title: budget_title?,
        due: due?.map(|day| day.value),
        document: row.shared("document"),
        supplier: supplier?,
        note: row.shared("note"),
        id: id?.map(|id| id.value.to_owned()),
    })
}

/// Reads the time of a cost. One over more years than anybody settles is nearly always a slip in a
/// year, and each year or month of it would become a part of the cost.
fn period(row: &Row<'_>) -> Result<DateRange, Reported> {
    let period = row.period()?;
    let years = period.periods(Grain::Year).len();
    if years > MOST_YEARS {
        let (period, years) = (period.to_string(), years.to_string());
        row.faults.at(
            Fault::CostTooLong { period, years, most: MOST_YEARS.to_string() },
            row.loc_of("period"),
        );
        return Err(Reported);
    }
    Ok(period)
}

/// Reads what the cost was incurred for: a service or a centre.
fn object(row: &Row<'_>, directory: &Directory<'_>) -> Result<CostObject, Reported> {
    match (row.name("service")?, row.name("centre")?) {
        (Some(service), None) => {
            directory.service(service).map(CostObject::Service).ok_or(Reported)
        }
        (None, Some(centre)) => directory.centre(centre).map(CostObject::Centre).ok_or(Reported),
        (Some(service), Some(centre)) => {
            let fault = Fault::ServiceAndCentre {
                service: service.value.to_owned(),
                centre: centre.value.to_owned(),
            };
            row.faults.push(Diagnostic::at(fault, centre.loc).and(service.loc));
            Err(Reported)
        }
        (None, None) => Err(row.lacks(Fault::NoCostObject, "service")),
    }
}

fn status(row: &Row<'_>) -> Result<Status, Reported> {
    let Some(text) = row.text("status") else { return Ok(Status::default()) };
    let words = [Status::Actual, Status::Plan].map(|status| (status.name(), status));
    fields::word(row.faults, "status", text, &words).ok_or(Reported)
}

/// Makes an entry of rows that are alike.
fn entry(
    features: Features,
    mut rows: Vec<AmountRow>,
    directory: &Directory<'_>,
) -> Option<CostEntry> {
    rows.sort_by_key(|row| (row.value, row.loc));
    let Some(amount) = Cents::sum(rows.iter().map(|row| row.value)) else {
        directory.faults.at(Fault::AmountOverflow, rows.first()?.loc);
        return None;
    };
    if let Some(document) = &features.document {
        for twins in rows.windows(2).filter(|twins| twins[0].value == twins[1].value) {
            let fault = Fault::CostRowTwice { document: document.to_string() };
            directory.faults.push(Diagnostic::at(fault, twins[1].loc).and(twins[0].loc));
        }
    }
    let centre = match features.object {
        CostObject::Centre(centre) => Some(centre),
        CostObject::Service(_) => None,
    };
    Some(CostEntry {
        period: features.period,
        amount,
        rows,
        object: features.object,
        centre,
        made_by: None,
        id: features.id,
        kind: features.kind,
        nature: features.nature,
        status: features.status,
        party: features.party,
        paid_by: features.paid_by,
        budget_chapter: features.budget_chapter,
        budget_title: features.budget_title,
        due: features.due,
        document: features.document,
        supplier: features.supplier,
        note: features.note,
        sources: Vec::new(),
    })
}
