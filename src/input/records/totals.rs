//! Rows of totals: left out, and compared with the sum of the rows that they total.
//!
//! A row is one of totals where its first field, or the column of the party, service, centre or
//! receiver, holds a word such as `Summe` that is no name in the project. It totals the rows that
//! agree with it in every column of the table that it fills in: `2024,wohngeld,Deutschland,100` is
//! the total of 2024 and wohngeld. The rows are read a second time for this, so that nothing need
//! be kept of files without totals.
//!
//! Rules: rules.md#totals.

use super::header::Header;
use super::layout::Layout;
use super::lines::Lines;
use super::notes::Notes;
use super::row::Row;
use super::schema::Schema;
use super::text::{is_total_word, trim};
use crate::diag::{Diagnostic, Fault};
use crate::input::faults::Faults;
use crate::model::DateRange;
use crate::money::{Cents, Mode, Ratio};
use crate::source::{Loc, Sourced};
use crate::text::{Text, counted};

/// The most digits behind the point that a sum is shown with.
const PLACES: u32 = 28;
/// Columns in which a total may be named.
const NAMED: [&str; 4] = ["party", "service", "centre", "receiver"];
/// Columns whose text says nothing about which rows are totalled; the period is compared as time.
const FREE: [&str; 9] =
    ["period", "id", "note", "document", "source", "due", "valid_from", "published", "supplier"];

/// Writes a sum for people: an amount with its cents.
pub(crate) fn shown(schema: &Schema, value: &Ratio) -> Text {
    let cents = (schema.number == "amount")
        .then(|| Cents::round(&(value * &Ratio::from(100)), Cents::ONE, Mode::HalfUp))
        .flatten();
    cents.map_or_else(
        || Text::number(value, PLACES),
        |cents| Text::styled(|lang| lang.amount(cents)),
    )
}

/// The rows of totals of a file.
pub(crate) struct Totals<'a> {
    schema: &'a Schema,
    header: &'a Header,
    is_name: &'a dyn Fn(&str) -> bool,
    rows: Vec<Total>,
}

/// A row of totals.
struct Total {
    /// What it says in the columns that tell which rows it totals: their fields and texts.
    of: Vec<(usize, String)>,
    /// The time that it says.
    period: Option<DateRange>,
    /// The total; `None` where the row has none.
    total: Option<Sourced<Ratio>>,
    loc: Loc,
}

/// The rows that a total is the sum of, and their sum.
#[derive(Clone)]
struct Sum {
    rows: u64,
    sum: Ratio,
}

impl<'a> Totals<'a> {
    /// Begins to look for totals.
    pub(crate) fn new(
        schema: &'a Schema,
        header: &'a Header,
        is_name: &'a dyn Fn(&str) -> bool,
    ) -> Totals<'a> {
        Totals { schema, header, is_name, rows: Vec::new() }
    }

    /// Returns the number of the field in which a row names itself a total.
    fn word(&self, row: &Row<'_>) -> Option<usize> {
        if self.schema.number.is_empty() {
            return None;
        }
        let named = NAMED.iter().filter_map(|column| self.header.index(column));
        let is_total = |index: &usize| {
            let text = row.fields.get(*index).map_or("", |field| trim(&field.text));
            is_total_word(text) && !(self.is_name)(text)
        };
        named.chain([0]).find(is_total)
    }

    /// Tells whether a row is one of totals, and takes it for the control unless a filter leaves it
    /// out.
    pub(crate) fn takes(&mut self, row: &Row<'_>, header: &Header) -> bool {
        let is_total = self.names(row);
        if is_total && header.failed_filter(&row.fields).is_none() {
            self.take(row);
        }
        is_total
    }

    /// Tells whether a row is one of totals.
    pub(crate) fn names(&self, row: &Row<'_>) -> bool {
        self.word(row).is_some()
    }

    /// Takes a row if it is one of totals.
    pub(crate) fn take(&mut self, row: &Row<'_>) {
        let Some(word) = self.word(row) else { return };
        let number = self.header.index(self.schema.number);
        let telling = self.schema.columns().filter(|column| !FREE.contains(column));
        let telling = telling.filter_map(|column| self.header.index(column));
        let text = |index: usize| row.fields.get(index).map_or("", |field| trim(&field.text));
        let of = telling
            .filter(|index| *index != word && Some(*index) != number && !text(*index).is_empty());
        let of = of.map(|index| (index, text(index).to_owned())).collect();
        let has_total = row.text(self.schema.number).is_some();
        let total = if has_total { row.figure(self.schema).ok() } else { None };
        let period = if self.header.index("period") == Some(word) {
            None
        } else {
            row.period_of("period").ok().flatten()
        };
        self.rows.push(Total { of, period, total, loc: row.loc() });
    }

    /// Compares the totals with the sums of the rows, which are read again.
    pub(crate) fn control(
        self,
        mut records: Lines<'_, '_>,
        file: &str,
        layout: &Layout,
        faults: &Faults,
    ) {
        let Some(first) = self.rows.first() else { return };
        let rows = counted(
            self.rows.len().try_into().unwrap_or(u64::MAX),
            ("Zeile", "Zeilen"),
            ("row", "rows"),
        );
        faults.at(Fault::TotalRow { file: file.to_owned(), rows }, first.loc);
        Header::skip(&mut records, layout);
        let (notes, quiet) = (Notes::default(), Faults::default());
        let mut sums = vec![Sum { rows: 0, sum: Ratio::ZERO }; self.rows.len()];
        for fields in records {
            let row = Row::quiet(fields, self.header, layout, &notes, &quiet);
            if self.header.failed_filter(&row.fields).is_some() || self.word(&row).is_some() {
                continue;
            }
            let Ok(number) = row.figure(self.schema) else { continue };
            let period = row.period_of("period").ok().flatten();
            for (total, sum) in self.rows.iter().zip(&mut sums) {
                let agrees = |(index, text): &(usize, String)| {
                    row.fields.get(*index).is_some_and(|field| trim(&field.text) == text)
                };
                let within =
                    |whole: &DateRange| period.as_ref().is_some_and(|period| whole.covers(period));
                if total.of.iter().all(agrees) && total.period.as_ref().is_none_or(within) {
                    sum.rows += 1;
                    sum.sum = &sum.sum + &number.value;
                }
            }
        }
        for (total, sum) in self.rows.iter().zip(sums) {
            if let Some(stated) = total.total.as_ref().filter(|stated| stated.value != sum.sum) {
                faults.push(self.differs(stated, &sum));
            }
        }
    }

    /// The fault of a total that is not the sum of its rows.
    fn differs(&self, stated: &Sourced<Ratio>, sum: &Sum) -> Diagnostic {
        let fault = Fault::ControlTotal {
            column: self.schema.number.to_owned(),
            total: shown(self.schema, &stated.value),
            sum: shown(self.schema, &sum.sum),
            rows: counted(sum.rows, ("Zeile", "Zeilen"), ("row", "rows")),
        };
        Diagnostic::at(fault, stated.loc)
    }
}
