//! Other sheets of a workbook of which one is named. They are not read, but told, so that no sheet
//! is forgotten: with its rows and their sum one that holds the same table.

use super::limits::MOST_ROWS;
use super::value::Value;
use crate::input::records::layout::Layout;
use crate::input::records::schema::Schema;
use crate::input::records::text::{is_total_word, trim};
use crate::money::{Cents, NumberStyle, parse_amount};

/// The columns that hold amounts.
const AMOUNTS: [&str; 6] =
    ["amount", "carried_in", "adjusted", "committed", "ve_amount", "ve_used"];

/// A column of a table: our name for it, and the one that it has in the file.
#[derive(Clone, Debug)]
struct Name {
    ours: &'static str,
    theirs: String,
}

impl Name {
    /// Tells whether a heading names the column, whatever its case.
    fn is(&self, heading: &str) -> bool {
        let heading = trim(heading).to_lowercase();
        heading == self.ours || heading == self.theirs.to_lowercase()
    }
}

/// What tells a table: the names of its columns, and how it writes numbers.
#[derive(Clone, Debug, Default)]
pub(in crate::input) struct Wanted {
    all: Vec<Name>,
    required: Vec<Name>,
    one_of: Vec<Name>,
    number: Option<Name>,
    is_money: bool,
    style: NumberStyle,
}

/// A sheet that is not read though it holds something.
#[derive(Clone, Debug)]
pub(in crate::input) struct OtherSheet {
    /// Its name.
    pub(in crate::input) name: String,
    /// Whether the spreadsheet hides it.
    pub(in crate::input) is_hidden: bool,
    /// Whether umlage.toml says that it is left out.
    pub(in crate::input) is_meant: bool,
    /// How many rows of it hold anything.
    pub(in crate::input) filled: u64,
    /// How many rows it has that read as rows of the table.
    pub(in crate::input) rows: u64,
    /// How many of them have no amount that can be read, in a table of amounts.
    pub(in crate::input) unread: u64,
    /// The sum of the others, in a table of amounts.
    pub(in crate::input) amount: Option<Cents>,
}

impl Wanted {
    /// Tells what the columns of a table are called in a file.
    pub(in crate::input) fn new(layout: &Layout, schema: &Schema) -> Wanted {
        let in_file = |column: &&'static str| layout.set.iter().all(|set| set.column != *column);
        let name = |ours: &'static str| Name { ours, theirs: layout.name_of(ours).0.to_owned() };
        let names = |columns: &[&'static str]| {
            columns.iter().filter(|at| in_file(at)).map(|column| name(column)).collect()
        };
        let none_is_set = schema.one_of.iter().all(in_file);
        let number = Some(schema.number).filter(|column| !column.is_empty());
        Wanted {
            all: names(&schema.columns().collect::<Vec<_>>()),
            required: names(schema.required),
            one_of: if none_is_set { names(schema.one_of) } else { Vec::new() },
            number: number.map(name),
            is_money: schema.number == "amount",
            style: layout.numbers.clone(),
        }
    }

    /// Tells whether the table has a column of a name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.all.iter().any(|known| known.theirs == trim(name))
    }

    /// Tells whether the table has a column of amounts of a name.
    pub(crate) fn is_amount(&self, name: &str) -> bool {
        self.all.iter().any(|known| AMOUNTS.contains(&known.ours) && known.theirs == trim(name))
    }

    /// Finds the column of the numbers if a row is the header of such a table; that of the first
    /// name where it has none.
    fn number_in(&self, row: &[Run<'_>]) -> Option<u32> {
        let find =
            |name: &Name| row.iter().find(|run| name.is(run.value.text())).map(|run| run.column);
        let is_header = self.required.iter().all(|name| find(name).is_some())
            && (self.one_of.is_empty() || self.one_of.iter().any(|name| find(name).is_some()));
        let first = self.number.as_ref().or(self.required.first()).or(self.one_of.first())?;
        find(first).filter(|_| is_header)
    }
}

/// Cells side by side that are alike.
pub(crate) struct Run<'a> {
    /// The column of the first.
    pub(crate) column: u32,
    /// How many.
    pub(crate) repeated: u32,
    /// What each holds.
    pub(crate) value: &'a Value,
}

/// Looks for a table on a sheet, row by row.
pub(crate) struct Search<'a> {
    wanted: &'a Wanted,
    number: Option<u32>,
    found: OtherSheet,
}

impl<'a> Search<'a> {
    /// Begins a sheet.
    pub(crate) fn new(
        wanted: &'a Wanted,
        name: &str,
        is_hidden: bool,
        is_meant: bool,
    ) -> Search<'a> {
        let (name, amount) = (name.to_owned(), wanted.is_money.then_some(Cents::ZERO));
        let found = OtherSheet { name, is_hidden, is_meant, filled: 0, rows: 0, unread: 0, amount };
        Search { wanted, number: None, found }
    }

    /// Takes in a row, or several that are alike.
    pub(crate) fn row(&mut self, row: &[Run<'_>], repeated: u32) {
        let repeated = repeated.min(MOST_ROWS);
        if row.iter().any(|run| run.value.is_filled()) {
            self.found.filled = self.found.filled.saturating_add(repeated.into());
        }
        let Some(number) = self.number else {
            self.number = self.wanted.number_in(row);
            return;
        };
        let holds = |run: &&Run<'_>| {
            (run.column..run.column.saturating_add(run.repeated)).contains(&number)
        };
        let (Some(cell), Some(first)) = (row.iter().find(holds), row.first()) else { return };
        let is_heading = self.wanted.number.as_ref().is_some_and(|name| name.is(cell.value.text()));
        if is_total_word(first.value.text()) || is_heading || !cell.value.is_filled() {
            return;
        }
        self.found.rows = self.found.rows.saturating_add(repeated.into());
        let Some(mut sum) = self.found.amount else { return };
        let one = self.amount(cell.value);
        for _ in 0..repeated {
            match one.and_then(|amount| sum.checked_add(amount)) {
                Some(more) => sum = more,
                None => self.found.unread = self.found.unread.saturating_add(1),
            }
        }
        self.found.amount = Some(sum);
    }

    /// Returns what was found, if there is a row.
    pub(crate) fn finish(self) -> Option<OtherSheet> {
        Some(self.found).filter(|found| found.filled > 0)
    }

    fn amount(&self, value: &Value) -> Option<Cents> {
        match value {
            Value::Number(text) => parse_amount(text).ok(),
            Value::Labelled(..) | Value::Percent(_) | Value::TooLong(_) => None,
            value => parse_amount(&self.plain(value)?).ok(),
        }
    }

    fn plain(&self, value: &Value) -> Option<String> {
        let (plain, _) = self.wanted.style.plain(trim(value.text())).ok()?;
        Some(plain.into_owned())
    }
}
