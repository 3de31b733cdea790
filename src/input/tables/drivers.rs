//! drivers.csv: how much of a driver falls to each receiver.

use std::collections::BTreeMap;

use super::TableFiles;
use super::percent::Percent;
use crate::diag::{Diagnostic, Fault};
use crate::input::data::{Reported, Row, Schema};
use crate::input::directory::Directory;
use crate::model::{CostObject, DateRange, DriverRow, ReadCount};
use crate::source::Loc;

pub(super) const SCHEMA: Schema = Schema {
    table: "drivers",
    required: &["driver", "receiver", "quantity"],
    one_of: &[],
    optional: &["period"],
    number: "quantity",
};

/// By this rows are told apart, and in this order they come.
type Key = (String, Option<DateRange>, CostObject);

/// Reads the quantities; a second row for the same driver, receiver and period is a fault, and so is a driver with
/// periods in some rows only.
pub(in crate::input) fn read(
    files: &TableFiles<'_>,
    directory: &Directory<'_>,
    counts: &mut Vec<ReadCount>,
) -> Vec<DriverRow> {
    let mut rows: BTreeMap<Key, DriverRow> = BTreeMap::new();
    let mut dated: BTreeMap<String, (bool, Loc)> = BTreeMap::new();
    let mut percent = Percent::default();
    files.rows(&SCHEMA, Some(directory), counts, |row| {
        let Ok((read, is_percent)) = quantity(row, directory) else { return false };
        if !percent.agrees(&read.driver, is_percent, read.quantity.loc, row) {
            return false;
        }
        let at = row.loc_of("period");
        let (first, first_at) = *dated.entry(read.driver.clone()).or_insert((read.period.is_some(), at));
        if first != read.period.is_some() {
            let fault = Fault::DriverPeriods { driver: read.driver };
            row.faults.push(Diagnostic::at(fault, at).and(first_at));
            return false;
        }
        let key = (read.driver.clone(), read.period, read.receiver);
        if let Some(first) = rows.get(&key) {
            let receiver = row.text("receiver").map_or("", |receiver| receiver.value);
            let fault = Fault::DuplicateRow { key: format!("{}/{receiver}", read.driver) };
            row.faults.push(Diagnostic::at(fault, read.quantity.loc).and(first.quantity.loc));
            return false;
        }
        rows.insert(key, read);
        true
    });
    rows.into_values().collect()
}

/// Reads one row, and whether its quantity is a percentage.
fn quantity(row: &Row<'_>, directory: &Directory<'_>) -> Result<(DriverRow, bool), Reported> {
    let driver = row.required("driver");
    let receiver = row.required("receiver").map(|id| directory.cost_object(id));
    let period = row.period_of("period");
    let quantity = row.weight("quantity");
    let (driver, receiver, period) = (driver?.value.to_owned(), receiver?.ok_or(Reported)?, period?);
    let (quantity, is_percent) = quantity?;
    Ok((DriverRow { driver, receiver, period, quantity }, is_percent))
}
