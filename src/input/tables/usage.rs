//! usage.csv: how often who used what.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::TableFiles;
use crate::input::data::{Reported, Row, Schema};
use crate::input::directory::Directory;
use crate::input::select::{Mark, Selectable};
use crate::model::{CostObject, DateRange, PartyIx, ReadCount, ServiceIx, UsageRow};
use crate::money::Ratio;
use crate::source::Loc;

/// The columns.
pub(in crate::input) const SCHEMA: Schema = Schema {
    table: "usage",
    required: &["period", "service", "party", "quantity"],
    one_of: &[],
    optional: &["measure"],
    number: "quantity",
};

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
    files.rows(&SCHEMA, Some(directory), counts, |row| {
        let Ok((key, quantity)) = usage(row, directory) else { return false };
        let (sum, places) = sums.entry(key).or_insert((Ratio::ZERO, Vec::new()));
        *sum = &*sum + &quantity;
        places.push(row.loc_of("quantity"));
        true
    });
    sums
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
    let rows = sums.into_iter().map(|((service, measure, period, party), (quantity, places))| UsageRow {
        period,
        service,
        party,
        measure,
        quantity,
        places,
        history: None,
    });
    rows.collect()
}

/// Reads one row: its key and its quantity.
pub(in crate::input) fn usage(row: &Row<'_>, directory: &Directory<'_>) -> Result<(Key, Ratio), Reported> {
    let period = row.period();
    let service = row.required("service").map(|id| directory.service(id));
    let party = row.required("party").map(|name| directory.party(name));
    let measure = row.name("measure");
    let quantity = row.number("quantity");
    let measure = measure?.map_or(DEFAULT_MEASURE, |measure| measure.value);
    let key = (service?.ok_or(Reported)?, Arc::from(measure), period?, party?.ok_or(Reported)?);
    Ok((key, quantity?.value))
}
