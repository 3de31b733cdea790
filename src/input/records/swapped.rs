//! Two columns whose headings are swapped: each holds in a row what belongs into the other. That is
//! one cause, whatever their readers say of it.

use super::row::Row;
use super::schema::Schema;
use crate::diag::{Diagnostic, Fault};
use crate::input::names::directory::Directory;
use crate::source::Sourced;

/// Hands a row to its reader. Where that refuses it and two columns are swapped, only this is said.
pub(crate) fn used(
    row: &Row<'_>,
    schema: &Schema,
    directory: Option<&Directory<'_>>,
    each: impl FnOnce(&Row<'_>) -> bool,
) -> bool {
    let mark = row.faults.mark();
    let used = row.is_used(schema, each);
    if let Some(swapped) =
        directory.filter(|_| !used).and_then(|directory| find(row, schema, directory))
    {
        row.faults.instead(mark, swapped);
    }
    used
}

/// Finds two columns that hold in a row what belongs into the other.
fn find(row: &Row<'_>, schema: &Schema, directory: &Directory<'_>) -> Option<Diagnostic> {
    let of_file = schema.columns().filter(|column| row.header.index(column).is_some());
    let cells: Vec<_> = of_file.filter_map(|column| Some((column, row.text(column)?))).collect();
    let fits = |column: &'static str, text: &str| fits(row, column, text, directory);
    for (at, (first, one)) in cells.iter().enumerate() {
        let others = cells.iter().skip(at).skip(1);
        let is_swapped = |(second, other): &&(&'static str, Sourced<&str>)| {
            fits(first, one.value) == Some(false)
                && fits(second, other.value) == Some(false)
                && fits(first, other.value) == Some(true)
                && fits(second, one.value) == Some(true)
        };
        if let Some((second, other)) = others.into_iter().find(is_swapped) {
            return Some(Diagnostic::at(fault(row, first, second), one.loc).and(other.loc));
        }
    }
    None
}

fn fault(row: &Row<'_>, first: &'static str, second: &'static str) -> Fault {
    let theirs = |column| row.layout.name_of(column).0;
    let entry = format!(
        "columns = {{ {first} = \"{}\", {second} = \"{}\" }}",
        theirs(second),
        theirs(first)
    );
    Fault::ColumnsSwapped { first: first.to_owned(), second: second.to_owned(), entry }
}

/// Tells whether a text can stand in a column; `None` where any can.
fn fits(row: &Row<'_>, column: &str, text: &str, directory: &Directory<'_>) -> Option<bool> {
    match column {
        "party" | "paid_by" => Some(directory.parties.contains_key(text)),
        "service" => Some(directory.services.contains_key(text)),
        "centre" => Some(directory.centres.contains_key(text)),
        "receiver" => {
            Some(directory.services.contains_key(text) || directory.centres.contains_key(text))
        }
        "period" | "date" | "due" | "from" | "to" | "valid_from" | "published" => {
            Some(row.is_time(column, text))
        }
        "amount" | "quantity" | "value" => Some(row.is_number(column, text)),
        _ => None,
    }
}
