//! Other sheets of a workbook of which one is named: whether they hold the same table. Such a sheet is not read, but its
//! rows and their sum are told, so that no sheet is forgotten.

use super::build::Value;
use crate::input::data::{Schema, trim};
use crate::input::layout::Layout;
use crate::input::totals;
use crate::money::{Cents, NumberStyle, parse_amount, parse_number};

/// What tells a table: the names that its columns have in the file, and how it writes numbers.
#[derive(Clone, Debug, Default)]
pub(in crate::input) struct Wanted {
    all: Vec<String>,
    required: Vec<String>,
    one_of: Vec<String>,
    number: Option<String>,
    is_money: bool,
    style: NumberStyle,
}

/// A sheet that holds the same table and is not read.
#[derive(Clone, Debug)]
pub(in crate::input) struct OtherSheet {
    /// Its name.
    pub(in crate::input) name: String,
    /// Whether the spreadsheet hides it.
    pub(in crate::input) is_hidden: bool,
    /// Whether umlage.toml says that it is left out.
    pub(in crate::input) is_meant: bool,
    /// How many rows it has.
    pub(in crate::input) rows: u64,
    /// Their sum, of a table of amounts, where all can be read.
    pub(in crate::input) amount: Option<Cents>,
}

impl Wanted {
    /// Tells what the columns of a table are called in a file.
    pub(in crate::input) fn new(layout: &Layout, schema: &Schema) -> Wanted {
        let in_file = |column: &&'static str| layout.set.iter().all(|set| set.column != *column);
        let names = |columns: &[&'static str]| {
            columns
                .iter()
                .filter(|at| in_file(at))
                .map(|column| layout.name_of(column).0.to_owned())
                .collect()
        };
        let none_is_set = schema.one_of.iter().all(in_file);
        let number = Some(schema.number).filter(|column| !column.is_empty());
        Wanted {
            all: names(&schema.columns().collect::<Vec<_>>()),
            required: names(schema.required),
            one_of: if none_is_set { names(schema.one_of) } else { Vec::new() },
            number: number.map(|column| layout.name_of(column).0.to_owned()),
            is_money: schema.number == "amount",
            style: layout.numbers.clone(),
        }
    }

    /// Tells whether the table has a column of a name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.all.iter().any(|known| known == trim(name))
    }

    /// Finds the column of the numbers if a row is the header of such a table; that of the first name where it has none.
    fn number_in(&self, row: &[Run<'_>]) -> Option<u32> {
        let find =
            |name: &String| row.iter().find(|run| trim(run.value.text()) == name).map(|run| run.column);
        let is_header = self.required.iter().all(|name| find(name).is_some())
            && (self.one_of.is_empty() || self.one_of.iter().any(|name| find(name).is_some()));
        let first = self.number.as_ref().or(self.required.first()).or(self.one_of.first())?;
        find(first).filter(|_| is_header)
    }
}

/// Cells side by side that are alike.
pub(super) struct Run<'a> {
    /// The column of the first.
    pub(super) column: u32,
    /// How many.
    pub(super) repeated: u32,
    /// What each holds.
    pub(super) value: &'a Value,
}

/// Looks for a table on a sheet, row by row.
pub(super) struct Search<'a> {
    wanted: &'a Wanted,
    number: Option<u32>,
    found: OtherSheet,
}

impl<'a> Search<'a> {
    /// Begins a sheet.
    pub(super) fn new(wanted: &'a Wanted, name: &str, is_hidden: bool, is_meant: bool) -> Search<'a> {
        let amount = wanted.is_money.then_some(Cents::ZERO);
        let found = OtherSheet { name: name.to_owned(), is_hidden, is_meant, rows: 0, amount };
        Search { wanted, number: None, found }
    }

    /// Takes in a row, or several that are alike.
    pub(super) fn row(&mut self, row: &[Run<'_>], repeated: u32) {
        let Some(number) = self.number else {
            self.number = self.wanted.number_in(row);
            return;
        };
        let holds = |run: &&Run<'_>| (run.column..run.column.saturating_add(run.repeated)).contains(&number);
        let (Some(cell), Some(first)) = (row.iter().find(holds), row.first()) else { return };
        if totals::is_word(first.value.text()) || !self.is_number(cell.value) {
            return;
        }
        let one = self.amount(cell.value);
        for _ in 0..repeated {
            self.found.rows = self.found.rows.saturating_add(1);
            self.found.amount = self.found.amount.zip(one).and_then(|(sum, amount)| sum.checked_add(amount));
        }
    }

    /// Returns what was found, if there is a row.
    pub(super) fn finish(self) -> Option<OtherSheet> {
        Some(self.found).filter(|found| found.rows > 0)
    }

    fn is_number(&self, value: &Value) -> bool {
        match value {
            Value::Number(_) | Value::Percent(_) => true,
            value if self.wanted.number.is_none() => !trim(value.text()).is_empty(),
            value => self.plain(value).is_some_and(|text| parse_number(&text).is_ok()),
        }
    }

    fn amount(&self, value: &Value) -> Option<Cents> {
        match value {
            Value::Number(text) => parse_amount(text).ok(),
            value => parse_amount(&self.plain(value)?).ok(),
        }
    }

    fn plain(&self, value: &Value) -> Option<String> {
        let (plain, _) = self.wanted.style.plain(trim(value.text())).ok()?;
        Some(plain.into_owned())
    }
}
