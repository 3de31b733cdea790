//! The data tables, one file for each: its columns (`docs/reference/files.md`) and what a row
//! means.

pub(crate) mod rows;
pub(crate) mod sources;

mod budget;
mod costs;
mod drivers;
mod participation;
mod payments;
mod percent;
mod services;
mod statistics;
mod usage;

use crate::input::records::data_file::DataFile;
use crate::input::records::read::read_rows;
use crate::input::records::row::Row;
use crate::input::records::schema::Schema;
use crate::input::records::swapped;
pub(super) use participation::ParticipationRow;
pub(super) use {
    budget::{BudgetRow, lines as budget_lines, read as read_budget},
    costs::{CostLine, check_added, entries, read as read_costs},
    drivers::{DriverLine, drivers, read as read_drivers},
    participation::read as read_participation,
    payments::{PaymentLine, payments, read as read_payments},
    services::read as read_services,
    statistics::{Figure, extend as extend_statistics, read as read_statistics},
    usage::read as read_usage,
    usage::{
        DEFAULT_MEASURE, Key as UsageKey, SCHEMA as USAGE, Sums as UsageSums, key_of as usage_key,
        repeated, rows as usage_rows, tell_repeated, usage as usage_of_row,
    },
};

use super::faults::Faults;
use crate::input::edits::added::Added;
use crate::input::names::directory::Directory;
use crate::model::ReadCount;
use crate::money::Ratio;
use crate::source::SourceMap;

/// The files of one table, and the counts of what was read.
pub(super) struct TableFiles<'a> {
    /// All sources.
    pub(super) sources: &'a SourceMap,
    /// Those of this table, in the order in which they are named.
    pub(super) files: &'a [DataFile],
    /// The rows that scenarios add.
    pub(super) added: &'a [Added<'a>],
    /// What is wrong so far.
    pub(super) faults: &'a Faults,
}

impl TableFiles<'_> {
    /// Tells whether a scenario adds rows to a table.
    pub(super) fn adds(&self, table: &str) -> bool {
        self.added.iter().any(|added| added.table == table)
    }

    /// Reads the rows of all files; `each` tells whether it could use the row.
    fn rows(
        &self,
        schema: &Schema,
        directory: Option<&Directory<'_>>,
        counts: &mut Vec<ReadCount>,
        mut each: impl FnMut(&Row<'_>) -> bool,
    ) {
        let is_name = |text: &str| directory.is_some_and(|directory| directory.is_name(text));
        for file in self.files {
            let each = |row: &Row<'_>| swapped::used(row, schema, directory, &mut each);
            counts.extend(read_rows(self.sources, file, schema, self.faults, &is_name, each));
        }
        for added in self.added.iter().filter(|added| added.table == schema.table) {
            added.row(self.faults).is_used(schema, &mut each);
        }
    }
}

/// Lists the columns of a table by its name.
pub(super) fn columns(table: &str) -> Vec<&'static str> {
    schema(table).map(|schema| schema.columns().collect()).unwrap_or_default()
}

/// Lists the columns that must be in a table and are not; of those of which one must be there, the
/// first.
pub(super) fn missing(table: &str, has: impl Fn(&'static str) -> bool) -> Vec<&'static str> {
    let Some(schema) = schema(table) else { return Vec::new() };
    let required = schema.required.iter().copied().filter(|column| !has(column));
    let none_of = !schema.one_of.iter().any(|column| has(column));
    required.chain(schema.one_of.first().copied().filter(|_| none_of)).collect()
}

/// Returns the number of an added row, and whether it is money, in cents; what cannot be read is
/// told elsewhere.
pub(super) fn number_of(added: &Added<'_>) -> (Ratio, bool) {
    let (silent, column) =
        (Faults::default(), schema(added.table).map_or("", |schema| schema.number));
    let row = added.row(&silent);
    match column {
        "" => (Ratio::ZERO, false),
        "amount" => (
            Ratio::found(row.amount(column).ok().map(|amount| amount.value.ratio()).as_ref()),
            true,
        ),
        column => {
            (Ratio::found(row.number(column).ok().map(|number| number.value).as_ref()), false)
        }
    }
}

/// Finds the schema of a table by its name.
pub(super) fn schema(table: &str) -> Option<&'static Schema> {
    match table {
        "budget" => Some(&budget::SCHEMA),
        "costs" => Some(&costs::SCHEMA),
        "drivers" => Some(&drivers::SCHEMA),
        "participation" => Some(&participation::SCHEMA),
        "payments" => Some(&payments::SCHEMA),
        "services" => Some(&services::SCHEMA),
        "statistics" => Some(&statistics::SCHEMA),
        "usage" => Some(&usage::SCHEMA),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
