//! statistics.csv: statistics beside the built-in ones.
//!
//! Rules: rules.md#built-in-values.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::percent::{self, Percent};
use super::registry::STATISTICS;
use super::table_files::TableFiles;
use crate::diag::{Diagnostic, Fault};
use crate::input::builtin::{self, IN_PERCENT, Statistics};
use crate::input::faults::{Faults, Reported};
use crate::input::names::directory::Directory;
use crate::input::records::row::Row;
use crate::model::{PartyIx, ReadCount};
use crate::money::Ratio;
use crate::source::{Loc, Sourced};
use crate::text::Text;

/// One value of a statistic.
#[derive(Clone)]
pub(in crate::input) struct Figure {
    statistic: String,
    edition: String,
    party: PartyIx,
    /// The party as it is written.
    name: String,
    value: Sourced<Ratio>,
    is_percent: bool,
    /// Whether the file says that its percentages are parts of a larger whole.
    is_partial: bool,
    source: Option<String>,
    valid_from: Option<Sourced<Date>>,
    published: Option<Sourced<Date>>,
}

/// Reads the rows.
pub(in crate::input) fn read(
    files: &TableFiles<'_>,
    directory: &Directory<'_>,
    counts: &mut Vec<ReadCount>,
) -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut percent = Percent::default();
    let known = builtin::statistics(|party| directory.parties.get(party).copied());
    for (name, editions) in known.iter().filter(|(name, _)| *name != IN_PERCENT) {
        if let Some(value) = editions.values().find_map(|edition| edition.values.values().next()) {
            percent.know(name, false, value.loc);
        }
    }
    files.rows(&STATISTICS, Some(directory), counts, |row| {
        let Ok(figure) = figure(row, directory) else { return false };
        if !percent.agrees(&figure.statistic, figure.is_percent, figure.value.loc, row) {
            return false;
        }
        figures.push(figure);
        true
    });
    figures
}

/// Adds the project's statistics to the built-in ones. `replace` lets them change built-in values.
pub(in crate::input) fn extend(
    statistics: &mut Statistics,
    figures: &[Figure],
    replace: bool,
    faults: &Faults,
) {
    let mut seen: BTreeMap<(&str, &str, PartyIx), Loc> = BTreeMap::new();
    for figure in figures {
        let what = format!("{}/{}/{}", figure.statistic, figure.edition, figure.name);
        let key = (&*figure.statistic, &*figure.edition, figure.party);
        if let Some(first) = seen.insert(key, figure.value.loc) {
            let fault = Fault::DuplicateRow { key: what };
            faults.push(Diagnostic::at(fault, figure.value.loc).and(first));
        } else {
            add(figure.clone(), &what, replace, statistics, faults);
        }
    }
    if !faults.has_lost(STATISTICS.table) {
        whole(statistics, figures, faults);
    }
}

/// Tells editions whose percentages are not a whole.
fn whole(statistics: &Statistics, figures: &[Figure], faults: &Faults) {
    let mut editions: BTreeMap<(&str, &str), &Figure> = BTreeMap::new();
    for figure in figures.iter().filter(|figure| figure.is_percent && !figure.is_partial) {
        editions.entry((&figure.statistic, &figure.edition)).or_insert(figure);
    }
    for ((statistic, edition), first) in editions {
        let Some(found) = statistics.get(statistic).and_then(|editions| editions.get(edition))
        else {
            continue;
        };
        let unit = if statistic == IN_PERCENT { Ratio::new(1, 100) } else { Ratio::ONE };
        let parts: Vec<Ratio> = found.values.values().map(|value| &value.value * &unit).collect();
        percent::is_whole(&format!("{statistic}/{edition}"), &parts, first.value.loc, faults);
    }
}

fn figure(row: &Row<'_>, directory: &Directory<'_>) -> Result<Figure, Reported> {
    let statistic = row.required("statistic");
    let edition = row.required("edition");
    let party = row.required("party").map(|name| directory.party(name));
    let value = row.weight("value");
    let (valid_from, published) = (row.date("valid_from"), row.date("published"));
    let (statistic, (mut value, is_percent)) = (statistic?.value, value?);
    if is_percent && statistic == IN_PERCENT {
        value = value.map(|part| &part * &Ratio::from(100));
    }
    Ok(Figure {
        statistic: statistic.to_owned(),
        edition: row.label("edition", edition?.value),
        party: party?.ok_or(Reported)?,
        name: row.text("party").map_or("", |party| party.value).to_owned(),
        value,
        is_percent,
        is_partial: row.layout.partial,
        source: row.text("source").map(|source| source.value.to_owned()),
        valid_from: valid_from?,
        published: published?,
    })
}

/// Adds one value. One that equals the built-in value leaves it, with its place, as it is.
fn add(figure: Figure, what: &str, replace: bool, statistics: &mut Statistics, faults: &Faults) {
    let editions = statistics.entry(figure.statistic).or_default();
    let edition = editions.entry(figure.edition).or_default();
    if !(date(&mut edition.valid_from, figure.valid_from, what, faults)
        & date(&mut edition.published, figure.published, what, faults))
    {
        return;
    }
    if let Some(builtin) = edition.values.get(&figure.party) {
        if builtin.value == figure.value.value {
            return;
        }
        if !replace {
            let fault = Fault::BuiltinChanged {
                what: what.to_owned(),
                builtin: Text::number(&builtin.value, 28),
                value: Text::number(&figure.value.value, 28),
            };
            faults.push(Diagnostic::at(fault, figure.value.loc).and_here(
                builtin.loc,
                "der eingebaute Wert",
                "the built-in value",
            ));
            return;
        }
    }
    edition.values.insert(figure.party, figure.value);
    edition.source.extend(figure.source.map(Text::same));
}

/// Takes in the date that a row gives its edition; one that differs from another row's is a fault.
fn date(
    known: &mut Option<Sourced<Date>>,
    given: Option<Sourced<Date>>,
    what: &str,
    faults: &Faults,
) -> bool {
    match (known.as_ref(), given) {
        (Some(first), Some(given)) if first.value != given.value => {
            let what = what.rsplit_once('/').map_or(what, |(edition, _)| edition).to_owned();
            let (first_day, value) = (first.value.to_string(), given.value.to_string());
            let fault = Fault::EditionDates { what, first: first_day, value };
            faults.push(Diagnostic::at(fault, given.loc).and(first.loc));
            false
        }
        (None, Some(given)) => {
            *known = Some(given);
            true
        }
        _ => true,
    }
}
