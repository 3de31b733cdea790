//! statistics.csv: statistics beside the built-in ones.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::TableFiles;
use super::percent::Percent;
use crate::diag::{Diagnostic, Fault};
use crate::input::builtin::{IN_PERCENT, Statistics};
use crate::input::data::{Reported, Row, Schema};
use crate::input::directory::Directory;
use crate::model::{PartyIx, ReadCount};
use crate::money::Ratio;
use crate::source::{Loc, Sourced};

pub(super) const SCHEMA: Schema = Schema {
    table: "statistics",
    required: &["statistic", "edition", "party", "value"],
    one_of: &[],
    optional: &["source", "valid_from", "published"],
    number: "value",
};

/// One value of a statistic.
struct Figure {
    statistic: String,
    edition: String,
    party: PartyIx,
    value: Sourced<Ratio>,
    is_percent: bool,
    source: Option<String>,
    valid_from: Option<Sourced<Date>>,
    published: Option<Sourced<Date>>,
}

/// Adds the project's statistics to the built-in ones. `replace` lets them change built-in values.
pub(in crate::input) fn read(
    files: &TableFiles<'_>,
    replace: bool,
    directory: &Directory<'_>,
    statistics: &mut Statistics,
    counts: &mut Vec<ReadCount>,
) {
    let mut seen: BTreeMap<(String, String, PartyIx), Loc> = BTreeMap::new();
    let mut percent = Percent::default();
    for (name, editions) in statistics.iter().filter(|(name, _)| *name != IN_PERCENT) {
        if let Some(value) = editions.values().find_map(|edition| edition.values.values().next()) {
            percent.know(name, false, value.loc);
        }
    }
    files.rows(&SCHEMA, Some(directory), counts, |row| {
        let Ok(figure) = figure(row, directory) else { return false };
        if !percent.agrees(&figure.statistic, figure.is_percent, figure.value.loc, row) {
            return false;
        }
        let party = row.text("party").map_or("", |party| party.value);
        let what = format!("{}/{}/{party}", figure.statistic, figure.edition);
        let key = (figure.statistic.clone(), figure.edition.clone(), figure.party);
        if let Some(first) = seen.insert(key, figure.value.loc) {
            let fault = Fault::DuplicateRow { key: what };
            row.faults.push(Diagnostic::at(fault, figure.value.loc).and(first));
            return false;
        }
        add(figure, what, replace, statistics, row)
    });
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
        edition: edition?.value.to_owned(),
        party: party?.ok_or(Reported)?,
        value,
        is_percent,
        source: row.text("source").map(|source| source.value.to_owned()),
        valid_from: valid_from?,
        published: published?,
    })
}

/// Adds one value. One that equals the built-in value leaves it, with its place, as it is.
fn add(figure: Figure, what: String, replace: bool, statistics: &mut Statistics, row: &Row<'_>) -> bool {
    let editions = statistics.entry(figure.statistic).or_default();
    let edition = editions.entry(figure.edition).or_default();
    if !(date(&mut edition.valid_from, figure.valid_from, &what, row)
        & date(&mut edition.published, figure.published, &what, row))
    {
        return false;
    }
    if let Some(builtin) = edition.values.get(&figure.party) {
        if builtin.value == figure.value.value {
            return true;
        }
        if !replace {
            let fault = Fault::BuiltinChanged {
                what,
                builtin: builtin.value.decimal(28).0,
                value: figure.value.value.decimal(28).0,
            };
            row.faults.push(Diagnostic::at(fault, figure.value.loc).and_here(
                builtin.loc,
                "der eingebaute Wert",
                "the built-in value",
            ));
            return false;
        }
    }
    edition.values.insert(figure.party, figure.value);
    edition.source.extend(figure.source);
    true
}

/// Takes in the date that a row gives its edition; one that differs from another row's is a fault.
fn date(known: &mut Option<Sourced<Date>>, given: Option<Sourced<Date>>, what: &str, row: &Row<'_>) -> bool {
    match (known.as_ref(), given) {
        (Some(first), Some(given)) if first.value != given.value => {
            let what = what.rsplit_once('/').map_or(what, |(edition, _)| edition).to_owned();
            let (first_day, value) = (first.value.to_string(), given.value.to_string());
            let fault = Fault::EditionDates { what, first: first_day, value };
            row.faults.push(Diagnostic::at(fault, given.loc).and(first.loc));
            false
        }
        (None, Some(given)) => {
            *known = Some(given);
            true
        }
        _ => true,
    }
}
