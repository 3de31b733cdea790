//! `[[add.costs]]`, `[[add.usage]]`, …: rows that scenarios add to the data, read by the readers of
//! the files' rows.
//!
//! Rules: rules.md#change.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::input::config::fields::{self, Fields};
use crate::input::faults::Faults;
use crate::input::records::field::Field;
use crate::input::records::header::Header;
use crate::input::records::layout::Layout;
use crate::input::records::notes::Notes;
use crate::input::records::row::Row;
use crate::input::tables::registry;
use crate::money::Ratio;
use crate::source::Loc;

/// Added rows are written as in umlage.toml.
static PLAIN: LazyLock<Layout> = LazyLock::new(Layout::default);

/// A row that a scenario adds.
pub(crate) struct Added<'a> {
    /// The table.
    pub(crate) table: &'static str,
    /// Where it stands.
    pub(crate) loc: Loc,
    header: Header,
    fields: Vec<Field<'a>>,
    notes: Notes,
}

impl Added<'_> {
    /// Returns the row as one of a file.
    pub(crate) fn row<'r>(&'r self, faults: &'r Faults) -> Row<'r> {
        let fields = self.fields.iter().map(|field| Field {
            text: Cow::Borrowed(field.text.as_ref()),
            loc: field.loc,
            stored: true,
        });
        Row::quiet(fields.collect(), &self.header, &PLAIN, &self.notes, faults)
    }

    /// Returns the number of the row, and whether it is money, in cents; what cannot be read is
    /// told elsewhere.
    pub(crate) fn number(&self) -> (Ratio, bool) {
        let silent = Faults::default();
        let Some(schema) = registry::schema(self.table) else { return (Ratio::ZERO, false) };
        let row = self.row(&silent);
        let number = match schema.number {
            "" => None,
            column if schema.is_money() => {
                row.amount(column).ok().map(|amount| amount.value.ratio())
            }
            column => row.number(column).ok().map(|number| number.value),
        };
        (Ratio::found(number.as_ref()), schema.is_money())
    }
}

/// Reads the rows that scenarios add.
pub(crate) fn read<'a>(add: Option<Fields<'_>>, faults: &Faults) -> Vec<Added<'a>> {
    let Some(add) = add else { return Vec::new() };
    let mut rows = Vec::new();
    for table in registry::ALL.map(|schema| schema.table) {
        for node in add.list(table).unwrap_or_default() {
            let read = Fields::of_node(add.path(table), node, faults);
            rows.extend(read.and_then(|fields| row(table, fields, node.loc)));
        }
    }
    add.finish();
    rows
}

fn row<'a>(table: &'static str, given: Fields<'_>, loc: Loc) -> Option<Added<'a>> {
    let mut columns = Vec::new();
    let mut texts = Vec::new();
    let mut whole = true;
    for column in registry::columns(table) {
        let Some(node) = given.get(column) else { continue };
        match fields::label(given.faults, &given.path(column), node) {
            Some(text) => {
                columns.push((column, texts.len()));
                texts.push(Field { text: Cow::Owned(text.value), loc: text.loc, stored: true });
            }
            None => whole = false,
        }
    }
    given.finish();
    let header = Header::of_columns(columns, loc);
    whole.then_some(Added { table, loc, header, fields: texts, notes: Notes::default() })
}
