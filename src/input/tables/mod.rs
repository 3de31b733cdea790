//! The data tables, one file for each: the columns of PRODUCT.md 1.6 and what a row means.

mod costs;
mod drivers;
mod participation;
mod payments;
mod percent;
mod services;
mod statistics;
mod usage;

pub(super) use participation::ParticipationRow;
pub(super) use {
    costs::read as read_costs,
    drivers::read as read_drivers,
    participation::read as read_participation,
    payments::read as read_payments,
    services::read as read_services,
    statistics::read as read_statistics,
    usage::read as read_usage,
    usage::{
        DEFAULT_MEASURE, Key as UsageKey, SCHEMA as USAGE, Sums as UsageSums, rows as usage_rows,
        usage as usage_of_row,
    },
};

use super::data::{Row, Schema, read_rows};
use super::directory::Directory;
use super::faults::Faults;
use super::layout::DataFile;
use crate::model::ReadCount;
use crate::source::SourceMap;

/// The files of one table, and the counts of what was read.
pub(super) struct TableFiles<'a> {
    /// All sources.
    pub(super) sources: &'a SourceMap,
    /// Those of this table, in the order in which they are named.
    pub(super) files: &'a [DataFile],
    /// What is wrong so far.
    pub(super) faults: &'a Faults,
}

impl TableFiles<'_> {
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
            counts.extend(read_rows(self.sources, file, schema, self.faults, &is_name, &mut each));
        }
    }
}

/// Lists the columns of a table by its name.
pub(super) fn columns(table: &str) -> Vec<&'static str> {
    schema(table).map(|schema| schema.columns().collect()).unwrap_or_default()
}

/// Lists the columns that must be in a table and are not; of those of which one must be there, the first.
pub(super) fn missing(table: &str, has: impl Fn(&'static str) -> bool) -> Vec<&'static str> {
    let Some(schema) = schema(table) else { return Vec::new() };
    let required = schema.required.iter().copied().filter(|column| !has(column));
    let none_of = !schema.one_of.iter().any(|column| has(column));
    required.chain(schema.one_of.first().copied().filter(|_| none_of)).collect()
}

fn schema(table: &str) -> Option<&'static Schema> {
    match table {
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
