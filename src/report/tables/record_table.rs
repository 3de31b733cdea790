//! Tables that are stated once for all who read them: each column with its name for machines, its
//! heading for people, and what stands in it.

use jiff::civil::Date;

use super::label::{Names, day};
use crate::model::{PartyIx, Project};
use crate::report::{Cell, Column, Layout, Row, Sheet, Value};
use crate::text::{Lang, Term, term};
use crate::trace::Traced;

/// Who reads a table: machines, for whom everything has a stable name, or people in a language.
pub(crate) struct Reader<'a> {
    project: &'a Project,
    people: Option<(Lang, Names<'a>)>,
    /// What an amount with a derivation becomes.
    amount: Box<dyn Fn(Traced) -> Cell + 'a>,
}

impl<'a> Reader<'a> {
    /// A program.
    pub(crate) fn machine(project: &'a Project) -> Reader<'a> {
        Reader { project, people: None, amount: Box::new(Cell::from) }
    }

    /// People who read a page.
    pub(crate) fn people(project: &'a Project, lang: Lang) -> Reader<'a> {
        let people = Some((lang, Names::new(project, lang)));
        Reader { people, ..Reader::machine(project) }
    }

    /// People who read a workbook, in which amounts lead to their derivation.
    pub(crate) fn workbook(
        project: &'a Project,
        lang: Lang,
        amount: impl Fn(Traced) -> Cell + 'a,
    ) -> Reader<'a> {
        Reader { amount: Box::new(amount), ..Reader::people(project, lang) }
    }

    /// Shows an amount.
    pub(crate) fn amount(&self, amount: Traced) -> Cell {
        (self.amount)(amount)
    }

    /// Names a party.
    pub(crate) fn party(&self, party: PartyIx) -> Value {
        match &self.people {
            Some((_, names)) => Value::text(names.party(party)),
            None => Value::text(&self.project.party(party).id),
        }
    }

    /// Writes a day.
    pub(crate) fn day(&self, date: Date) -> Value {
        match &self.people {
            Some((lang, _)) => Value::text(day(date, *lang)),
            None => Value::Date(date.to_string()),
        }
    }

    /// Takes what machines are told, or what people are told.
    pub(crate) fn either(&self, machine: Value, people: impl FnOnce(Lang) -> Value) -> Value {
        self.people.as_ref().map_or(machine, |(lang, _)| people(*lang))
    }

    /// Starts a table.
    pub(crate) fn table<'r, R>(&self) -> RecordTable<'r, R> {
        RecordTable { lang: self.people.as_ref().map(|(lang, _)| *lang), fields: Vec::new() }
    }
}

/// A table of records for one reader.
pub(crate) struct RecordTable<'r, R> {
    lang: Option<Lang>,
    fields: Vec<Field<'r, R>>,
}

/// A column, and what of a record stands in it.
struct Field<'r, R> {
    column: Column,
    cell: Box<dyn Fn(&R) -> Cell + 'r>,
}

impl<'r, R> RecordTable<'r, R> {
    /// Adds a column of text.
    pub(crate) fn text<C: Into<Cell>>(
        self,
        name: &'static str,
        heading: Term,
        cell: impl Fn(&R) -> C + 'r,
    ) -> RecordTable<'r, R> {
        self.field(name, heading, false, move |record| cell(record).into())
    }

    /// Adds a column of numbers.
    pub(crate) fn number<C: Into<Cell>>(
        self,
        name: &'static str,
        heading: Term,
        cell: impl Fn(&R) -> C + 'r,
    ) -> RecordTable<'r, R> {
        self.field(name, heading, true, move |record| cell(record).into())
    }

    fn field(
        mut self,
        name: &'static str,
        heading: Term,
        numeric: bool,
        cell: impl Fn(&R) -> Cell + 'r,
    ) -> RecordTable<'r, R> {
        let title = self.lang.map_or(name, |lang| term(heading, lang));
        let column = Column { name: name.to_owned(), title: title.to_owned(), numeric };
        self.fields.push(Field { column, cell: Box::new(cell) });
        self
    }

    /// Takes the columns of these names alone, in this order.
    pub(crate) fn select(mut self, names: &[&str]) -> RecordTable<'r, R> {
        let place = |field: &Field<'r, R>| names.iter().position(|name| *name == field.column.name);
        self.fields.retain(|field| place(field).is_some());
        self.fields.sort_by_key(place);
        self
    }

    /// Returns the columns.
    pub(crate) fn columns(&self) -> Vec<Column> {
        self.fields.iter().map(|field| field.column.clone()).collect()
    }

    /// Makes the row of a record.
    pub(crate) fn row(&self, record: &R) -> Row {
        Row::plain(self.fields.iter().map(|field| (field.cell)(record)))
    }

    /// Makes the table of some records.
    pub(crate) fn sheet(&self, records: impl IntoIterator<Item = R>) -> Sheet {
        let rows = records.into_iter().map(|record| self.row(&record)).collect();
        Sheet { columns: self.columns(), rows, layout: Layout::List }
    }
}
