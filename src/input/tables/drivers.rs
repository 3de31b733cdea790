//! drivers.csv: how much of a driver falls to each receiver.

use std::collections::BTreeMap;

use super::percent::{self, Percent};
use super::registry::DRIVERS;
use super::table_files::TableFiles;
use crate::diag::{Diagnostic, Fault};
use crate::input::edits::select::{Mark, Selectable};
use crate::input::faults::{Faults, Reported};
use crate::input::names::directory::Directory;
use crate::input::records::row::Row;
use crate::model::{CostObject, DateRange, DriverRow, ReadCount};
use crate::money::Ratio;
use crate::source::Loc;

/// By this rows are told apart, and in this order they come.
type Key = (String, Option<DateRange>, CostObject);

/// A row, with the place of its period and the receiver as it is written.
#[derive(Clone)]
pub(in crate::input) struct DriverLine {
    pub(in crate::input) row: DriverRow,
    period_loc: Loc,
    receiver: String,
    /// Whether the quantity is a percentage of a whole.
    is_percent: bool,
}

impl Selectable for DriverLine {
    fn mark(&self, column: &str) -> Option<Mark<'_>> {
        match column {
            "driver" => Some(Mark::text(&self.row.driver)),
            "receiver" => Some(Mark::Object(self.row.receiver)),
            _ => None,
        }
    }

    fn time(&self) -> Option<DateRange> {
        self.row.period
    }

    fn loc(&self) -> Loc {
        self.row.quantity.loc
    }
}

/// Reads the rows.
pub(in crate::input) fn read(
    files: &TableFiles<'_>,
    directory: &Directory<'_>,
    counts: &mut Vec<ReadCount>,
) -> Vec<DriverLine> {
    let mut lines = Vec::new();
    let mut percent = Percent::default();
    files.rows(&DRIVERS, Some(directory), counts, |row| {
        let Ok((read, is_percent)) = quantity(row, directory) else { return false };
        if !percent.agrees(&read.driver, is_percent, read.quantity.loc, row) {
            return false;
        }
        let receiver = row.text("receiver").map_or("", |receiver| receiver.value).to_owned();
        let is_percent = is_percent && !row.layout.partial;
        lines.push(DriverLine {
            row: read,
            period_loc: row.loc_of("period"),
            receiver,
            is_percent,
        });
        true
    });
    lines
}

/// Makes the quantities; a second row for the same driver, receiver and period is a fault, and so
/// is a driver with periods in some rows only.
pub(in crate::input) fn drivers(lines: &[DriverLine], faults: &Faults) -> Vec<DriverRow> {
    let mut rows: BTreeMap<Key, DriverRow> = BTreeMap::new();
    let mut dated: BTreeMap<String, (bool, Loc)> = BTreeMap::new();
    for DriverLine { row: read, period_loc, receiver, .. } in lines {
        let (read, at) = (read.clone(), *period_loc);
        let (first, first_at) =
            *dated.entry(read.driver.clone()).or_insert((read.period.is_some(), at));
        if first != read.period.is_some() {
            let fault = Fault::DriverPeriods { driver: read.driver };
            faults.push(Diagnostic::at(fault, at).and(first_at));
            continue;
        }
        let key = (read.driver.clone(), read.period, read.receiver);
        if let Some(first) = rows.get(&key) {
            let fault = Fault::DuplicateRow { key: format!("{}/{receiver}", read.driver) };
            faults.push(Diagnostic::at(fault, read.quantity.loc).and(first.quantity.loc));
            continue;
        }
        rows.insert(key, read);
    }
    if !faults.has_lost(DRIVERS.table) {
        whole(lines, faults);
    }
    rows.into_values().collect()
}

/// Tells drivers whose percentages are not a whole.
fn whole(lines: &[DriverLine], faults: &Faults) {
    let mut drivers: BTreeMap<(&str, Option<DateRange>), Vec<&DriverLine>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.is_percent) {
        drivers.entry((&line.row.driver, line.row.period)).or_default().push(line);
    }
    for ((driver, period), lines) in drivers {
        let Some(first) = lines.iter().map(|line| line.row.quantity.loc).min() else { continue };
        let parts: Vec<Ratio> = lines.iter().map(|line| line.row.quantity.value.clone()).collect();
        let what = period.map_or(driver.to_owned(), |period| format!("{driver}/{period}"));
        percent::is_whole(&what, &parts, first, faults);
    }
}

/// Reads one row, and whether its quantity is a percentage.
fn quantity(row: &Row<'_>, directory: &Directory<'_>) -> Result<(DriverRow, bool), Reported> {
    let driver = row.required("driver");
    let receiver = row.required("receiver").map(|id| directory.cost_object(id));
    let period = row.period_of("period");
    let quantity = row.weight("quantity");
    let (driver, receiver, period) =
        (driver?.value.to_owned(), receiver?.ok_or(Reported)?, period?);
    let (quantity, is_percent) = quantity?;
    Ok((DriverRow { driver, receiver, period, quantity, history: None }, is_percent))
}
