//! The data tables, one file for each: its columns (`docs/reference/files.md`) and what a row
//! means.

pub(crate) mod registry;
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
mod table_files;
mod usage;

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
        DEFAULT_MEASURE, Key as UsageKey, Sums as UsageSums, key_of as usage_key, repeated,
        rows as usage_rows, tell_repeated, usage as usage_of_row,
    },
};

pub(super) use registry::USAGE;
pub(super) use table_files::TableFiles;

#[cfg(test)]
mod tests;
