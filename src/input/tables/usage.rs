//! usage.csv: how often who used what.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::registry::USAGE;
use super::table_files::TableFiles;
use crate::diag::{Diagnostic, Fault};
use crate::input::edits::select::{Mark, Selectable};
use crate::input::faults::{Faults, Reported};
use crate::input::names::directory::Directory;
use crate::input::records::data_file::DataFile;
use crate::input::records::row::Row;
use crate::model::{CostObject, DateRange, PartyIx, ReadCount, ServiceIx, UsageRow};
use crate::money::Ratio;
use crate::source::{Loc, SourceId, SourceMap};
use crate::text::counted;

/// What is counted where a row does not say it.
pub(in crate::input) const DEFAULT_MEASURE: &str = "uses";

/// By this rows are added up, and in this order they come.
pub(in crate::input) type Key = (ServiceIx, Arc<str>, DateRange, PartyIx);

/// The sums by key, with their places.
pub(in crate::input) type Sums = BTreeMap<Key, (Ratio, Vec<Loc>)>;

/// Reads the usage; rows with equal keys are added up and keep all their places.
pub(in crate::input) fn read(
    files: &TableFiles<'_>,
    directory: &Directory<'_>,
    counts: &mut Vec<ReadCount>,
) -> Sums {
    let mut sums = Sums::new();
    files.rows(&USAGE, Some(directory), counts, |row| {
        let Ok((key, quantity)) = usage(row, directory) else { return false };
        let (sum, places) = sums.entry(key).or_insert((Ratio::ZERO, Vec::new()));
        *sum = &*sum + &quantity;
        places.push(row.loc_of("quantity"));
        true
    });
    sums
}

/// Tells rows of files held whole that repeat others to the letter, but where the layout says that
/// they are meant.
pub(in crate::input) fn tell_repeated(
    sums: &Sums,
    sources: &SourceMap,
    files: &[DataFile],
    faults: &Faults,
) {
    let is_meant = |loc: &Loc| {
        files.iter().all(|file| Some(file.source) != loc.source() || file.layout.repeated)
    };
    let mut found: BTreeMap<SourceId, (u64, [Loc; 2])> = BTreeMap::new();
    for (_, places) in sums.values().filter(|(_, places)| places.len() > 1) {
        let row = |loc: &Loc| Some((sources.line_at(*loc).filter(|line| !is_part(line))?, *loc));
        let mut rows: Vec<(&str, Loc)> =
            places.iter().filter(|loc| !is_meant(loc)).filter_map(row).collect();
        rows.sort_unstable();
        for pair in rows.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            let locs = [pair[1].1, pair[0].1];
            let Some(source) = locs[0].source() else { continue };
            let (count, first) = found.entry(source).or_insert((0, locs));
            *count = count.saturating_add(1);
            *first = locs.min(*first);
        }
    }
    for (source, (count, [loc, earlier])) in found {
        faults.push(Diagnostic::at(repeated(count, &sources.get(source).name), loc).and(earlier));
    }
}

/// Tells a line that is a part of a row: a quotation mark in it is not closed.
fn is_part(line: &str) -> bool {
    line.matches('"').count() % 2 == 1
}

/// The finding of rows that repeat others.
pub(in crate::input) fn repeated(rows: u64, file: &str) -> Fault {
    let rows =
        counted(rows, ("Zeile wiederholt", "Zeilen wiederholen"), ("row repeats", "rows repeat"));
    Fault::RepeatedUsage { rows, file: file.to_owned() }
}

/// The key of a row.
pub(in crate::input) fn key_of(row: &UsageRow) -> (ServiceIx, &str, DateRange, PartyIx) {
    (row.service, &*row.measure, row.period, row.party)
}

impl Selectable for UsageRow {
    fn mark(&self, column: &str) -> Option<Mark<'_>> {
        match column {
            "service" => Some(Mark::Object(CostObject::Service(self.service))),
            "party" => Some(Mark::Party(self.party)),
            "measure" => Some(Mark::text(&self.measure)),
            _ => None,
        }
    }

    fn time(&self) -> Option<DateRange> {
        Some(self.period)
    }

    fn loc(&self) -> Loc {
        self.places.first().copied().unwrap_or(Loc::Builtin("usage"))
    }
}

/// Makes rows of sums.
pub(in crate::input) fn rows(sums: Sums) -> Vec<UsageRow> {
    let rows = sums.into_iter().map(|((service, measure, period, party), (quantity, places))| {
        UsageRow { period, service, party, measure, quantity, places, history: None }
    });
    rows.collect()
}

/// Reads one row: its key and its quantity.
pub(in crate::input) fn usage(
    row: &Row<'_>,
    directory: &Directory<'_>,
) -> Result<(Key, Ratio), Reported> {
    let period = row.period();
    let service = row.required("service").map(|id| directory.service(id));
    let party = row.required("party").map(|name| directory.party(name));
    let measure = row.name("measure");
    let quantity = row.number("quantity");
    let measure = measure?.map_or(DEFAULT_MEASURE, |measure| measure.value);
    let key = (service?.ok_or(Reported)?, Arc::from(measure), period?, party?.ok_or(Reported)?);
    Ok((key, quantity?.value))
}
