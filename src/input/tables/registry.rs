//! The registry of input tables: name, columns, and what scenarios may do to their rows. Reading,
//! scenario edits, `preview` and its suggestions, and the reference page come from it.
//!
//! A table lies in the file of its name, such as `costs.csv`, unless `[files]` names others.

use crate::input::records::schema::Schema;

/// `costs.csv`.
pub(in crate::input) const COSTS: Schema = Schema {
    table: "costs",
    required: &["period", "amount"],
    one_of: &["service", "centre"],
    optional: &[
        "id",
        "kind",
        "nature",
        "status",
        "party",
        "paid_by",
        "budget_chapter",
        "budget_title",
        "due",
        "document",
        "supplier",
        "note",
    ],
    number: "amount",
    is_changed: true,
    rank: 1,
};

/// `services.csv`.
pub(in crate::input) const SERVICES: Schema = Schema {
    table: "services",
    required: &["service"],
    one_of: &[],
    optional: &["name", "leika", "tags"],
    number: "",
    is_changed: false,
    rank: 7,
};

/// `participation.csv`.
pub(in crate::input) const PARTICIPATION: Schema = Schema {
    table: "participation",
    required: &["service", "party"],
    one_of: &[],
    optional: &["from", "to"],
    number: "",
    is_changed: false,
    rank: 6,
};

/// The columns.
pub(in crate::input) const USAGE: Schema = Schema {
    table: "usage",
    required: &["period", "service", "party", "quantity"],
    one_of: &[],
    optional: &["measure"],
    number: "quantity",
    is_changed: true,
    rank: 2,
};

/// `statistics.csv`.
pub(in crate::input) const STATISTICS: Schema = Schema {
    table: "statistics",
    required: &["statistic", "edition", "party", "value"],
    one_of: &[],
    optional: &["source", "valid_from", "published"],
    number: "value",
    is_changed: true,
    rank: 4,
};

/// `drivers.csv`.
pub(in crate::input) const DRIVERS: Schema = Schema {
    table: "drivers",
    required: &["driver", "receiver", "quantity"],
    one_of: &[],
    optional: &["period"],
    number: "quantity",
    is_changed: true,
    rank: 5,
};

/// `payments.csv`.
pub(in crate::input) const PAYMENTS: Schema = Schema {
    table: "payments",
    required: &["date", "party", "amount"],
    one_of: &[],
    optional: &["period", "purpose", "document"],
    number: "amount",
    is_changed: true,
    rank: 3,
};

/// `budget.csv`.
pub(in crate::input) const BUDGET: Schema = Schema {
    table: "budget",
    required: &["year", "budget_chapter", "budget_title", "amount"],
    one_of: &[],
    optional: &[
        "name",
        "carried_in",
        "adjusted",
        "committed",
        "ve_year",
        "ve_amount",
        "ve_used",
        "cover",
    ],
    number: "amount",
    is_changed: true,
    rank: 8,
};

/// All tables, in the order in which they are opened.
pub(in crate::input) const ALL: [&Schema; 8] =
    [&COSTS, &SERVICES, &PARTICIPATION, &USAGE, &STATISTICS, &DRIVERS, &PAYMENTS, &BUDGET];

/// Finds the schema of a table by its name.
pub(in crate::input) fn schema(table: &str) -> Option<&'static Schema> {
    ALL.into_iter().find(|schema| schema.table == table)
}

/// Lists the columns of a table by its name.
pub(in crate::input) fn columns(table: &str) -> Vec<&'static str> {
    schema(table).map(|schema| schema.columns().collect()).unwrap_or_default()
}

/// Lists the columns that must be in a table and are not; of those of which one must be there, the
/// first.
pub(in crate::input) fn missing(
    table: &str,
    has: impl Fn(&'static str) -> bool,
) -> Vec<&'static str> {
    let Some(schema) = schema(table) else { return Vec::new() };
    let required = schema.required.iter().copied().filter(|column| !has(column));
    let none_of = !schema.one_of.iter().any(|column| has(column));
    required.chain(schema.one_of.first().copied().filter(|_| none_of)).collect()
}
