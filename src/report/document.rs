//! Documents: what a report says, before any format.
//!
//! A document has two faces that are made from the same rows. `data` is for machines: names and
//! typed values, the same in every language. `page` is for people: headings, sentences, tables and
//! trees in one language.

pub(crate) mod exact;
pub(crate) mod formula;
pub(crate) mod workbook;

use std::sync::Arc;

use formula::{At, Formula};

use crate::money::{Cents, Ratio};
use crate::text::{Lang, Phrase};
use crate::trace::{StepId, Traced};

/// The most decimals that a percentage is written with for machines.
const PLACES: u32 = 10;

/// The most decimals of a percentage that people are shown, as in the official tables.
pub const SHOWN_PLACES: u32 = 5;
/// The most decimals that people are shown of a percentage that ends.
pub const EXACT_PLACES: u32 = 10;

/// What a report says. Each face is made when a format asks for it.
pub struct Document<'a> {
    /// The name and version of the machine form, such as `umlage/allocation/1`.
    pub schema: &'static str,
    /// The language of the page.
    pub lang: Lang,
    data: Box<dyn Fn() -> Vec<DataPart<'a>> + 'a>,
    page: Box<dyn Fn() -> Vec<Block> + 'a>,
}

impl<'a> Document<'a> {
    /// Makes a document of its two faces.
    pub fn new(
        schema: &'static str,
        lang: Lang,
        data: impl Fn() -> Vec<DataPart<'a>> + 'a,
        page: impl Fn() -> Vec<Block> + 'a,
    ) -> Document<'a> {
        Document { schema, lang, data: Box::new(data), page: Box::new(page) }
    }

    /// Returns what machines read: named parts in order. Formats with room for one table take the
    /// first.
    pub fn data(&self) -> Vec<DataPart<'a>> {
        (self.data)()
    }

    /// Returns what people read: blocks one below the other. Below a table whose rounded
    /// percentages have a total stands that they are rounded.
    pub fn page(&self) -> Vec<Block> {
        let note = Phrase::PercentRounded { places: SHOWN_PLACES.to_string() }.get(self.lang);
        let is_note = |block: &Block| matches!(block, Block::Paragraph(text) if *text == note);
        let mut page = Vec::new();
        let mut wants_note = false;
        for block in (self.page)() {
            if std::mem::take(&mut wants_note) && !is_note(&block) {
                page.push(Block::Paragraph(note.clone()));
            }
            wants_note =
                matches!(&block, Block::Sheet(sheet) if sheet.totals_rounded_percentages());
            page.push(block);
        }
        page.extend(wants_note.then_some(Block::Paragraph(note)));
        page
    }
}

/// A named part of the data.
pub struct DataPart<'a> {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub content: Content<'a>,
}

/// What a part holds.
pub enum Content<'a> {
    /// One value.
    Fact(Value),
    /// Several named values.
    Group(Vec<(&'static str, Value)>),
    /// A table.
    Records(Records<'a>),
}

/// Shows each row in order.
type Rows<'a> = dyn Fn(&mut dyn FnMut(&Row)) + 'a;

/// A table for machines, whose rows are made one by one: a derivation may have millions.
pub struct Records<'a> {
    /// Its columns.
    pub columns: Vec<Column>,
    rows: Box<Rows<'a>>,
}

impl<'a> Records<'a> {
    /// Makes a table; `rows` shows each row in order.
    pub fn new(columns: Vec<Column>, rows: impl Fn(&mut dyn FnMut(&Row)) + 'a) -> Records<'a> {
        Records { columns, rows: Box::new(rows) }
    }

    /// Shows each row in order.
    pub fn each(&self, see: &mut dyn FnMut(&Row)) {
        (self.rows)(see);
    }
}

impl From<Sheet> for Records<'_> {
    fn from(sheet: Sheet) -> Self {
        let Sheet { columns, rows, .. } = sheet;
        Records::new(columns, move |see| rows.iter().for_each(see))
    }
}

/// One block of a page.
#[derive(Clone, Debug)]
pub enum Block {
    /// The title of the document.
    Title(String),
    /// The heading of what follows.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// An equation: terms that are kept whole where the line is broken.
    Terms(Vec<String>),
    /// A table.
    Sheet(Sheet),
    /// Lines that stand below each other, indented by their depth.
    Tree(Vec<Line>),
    /// A picture of a table that stands beside it: formats without pictures leave it out, and
    /// nothing is lost.
    Chart(Chart),
    /// Short lines that are kept apart: an address, a bank account.
    Address(Vec<String>),
    /// A logo.
    Logo(Logo),
    /// Other documents of the same folder.
    Links(Vec<Link>),
    /// The line below every page: which run it comes from.
    Footer(String),
}

/// A chart of amounts.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Its title.
    pub title: String,
    /// What it shows, in words, for those who do not see it.
    pub alternative: String,
    /// What is drawn.
    pub drawing: Drawing,
}

/// What a chart draws.
#[derive(Clone, Debug)]
pub enum Drawing {
    /// Bars beside each other: for each label one amount of every series.
    Bars {
        /// The names of the series.
        series: Vec<String>,
        /// The labels, with the amounts in the order of the series.
        bars: Vec<(String, Vec<Option<Cents>>)>,
    },
    /// Curves over points in order.
    Curves {
        /// What the points are.
        axis: String,
        /// The labels of the points.
        points: Vec<String>,
        /// The curves: a name, and an amount for each point.
        curves: Vec<(String, Vec<Option<Cents>>)>,
    },
    /// Money that flows from layer to layer (Sankey diagram): cost kinds, services, parties.
    Flow {
        /// The titles of the layers, and what is in them: a name, and the sum to write beside it.
        layers: Vec<(String, Vec<(String, Cents)>)>,
        /// The flows: from a layer into the next, the number of the node in each, and the amount,
        /// above zero.
        flows: Vec<Flow>,
    },
}

/// A flow from a node of one layer into one of the next.
#[derive(Clone, Copy, Debug)]
pub struct Flow {
    /// The layer it comes from, from 0.
    pub layer: usize,
    /// The node there.
    pub from: usize,
    /// The node in the next layer.
    pub to: usize,
    /// How much.
    pub amount: Cents,
}

/// A picture that identifies who sends a document.
#[derive(Clone, Debug)]
pub struct Logo {
    /// Its media type: `image/svg+xml`, `image/png`, `image/jpeg`.
    pub media_type: &'static str,
    /// The file.
    pub bytes: Arc<[u8]>,
    /// What it shows, in words.
    pub alternative: String,
}

/// Another document of the same folder.
#[derive(Clone, Debug)]
pub struct Link {
    /// What it is.
    pub text: String,
    /// Its file name.
    pub file: String,
}

/// A line of a tree.
#[derive(Clone, Debug)]
pub struct Line {
    /// How deep it stands.
    pub depth: usize,
    /// What it says.
    pub text: String,
    /// Whether it stands out.
    pub emphasis: Emphasis,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Whether rows and columns may change places.
    pub layout: Layout,
}

impl Sheet {
    /// Adds a row of totals: below each column of amounts their sum, nothing where there are none.
    #[must_use]
    pub(crate) fn with_totals(mut self, word: &str) -> Sheet {
        let sum = |at: usize| {
            let cells = self.rows.iter().filter_map(|row| match row.cells.get(at)?.value {
                Value::Cents(amount) => Some(amount),
                _ => None,
            });
            let amounts: Vec<Cents> = cells.collect();
            let sum = if amounts.is_empty() { None } else { Cents::sum(amounts) };
            Value::of(sum, Value::Cents)
        };
        let sums: Vec<Value> = (1..self.columns.len()).map(sum).collect();
        self.rows.push(Row::total(std::iter::once(Value::text(word)).chain(sums)));
        self
    }

    /// Tells whether a percentage that goes on stands above a total.
    fn totals_rounded_percentages(&self) -> bool {
        let is_total = |row: &&Row| row.emphasis == Emphasis::Total;
        let goes_on = |part: &Ratio| !(part * &Ratio::from(100)).decimal(EXACT_PLACES).1;
        let is_rounded = |row: &Row, at: usize| match &row.cells[at].value {
            Value::Percent(part) => goes_on(part),
            _ => false,
        };
        let has_total = |at: usize| {
            self.rows
                .iter()
                .filter(is_total)
                .any(|row| matches!(row.cells[at].value, Value::Percent(_)))
        };
        (0..self.columns.len())
            .any(|at| has_total(at) && self.rows.iter().any(|row| is_rounded(row, at)))
    }
}

/// How a table may be laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Records below a header.
    List,
    /// One kind of value across two dimensions: it can be turned or cut between columns. The first
    /// column names the rows; the last row and the last column hold the totals.
    Cross,
    /// The same without a column of totals: the last column is one like the others.
    Beside,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name for machines.
    pub name: String,
    /// Its heading for people.
    pub title: String,
    /// Whether it holds numbers, which stand to the right and are never broken.
    pub numeric: bool,
}

impl Column {
    /// Makes a column of text.
    pub fn text(name: impl Into<String>, title: impl Into<String>) -> Column {
        Column { name: name.into(), title: title.into(), numeric: false }
    }

    /// Makes a column of numbers.
    pub fn number(name: impl Into<String>, title: impl Into<String>) -> Column {
        Column { name: name.into(), title: title.into(), numeric: true }
    }
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Its cells, one for each column.
    pub cells: Vec<Cell>,
    /// Whether it stands out.
    pub emphasis: Emphasis,
    /// How far its first cell is indented in a workbook.
    pub depth: u8,
}

impl Row {
    /// Makes a plain row.
    pub fn plain(cells: impl IntoIterator<Item = impl Into<Cell>>) -> Row {
        Row { cells: cells.into_iter().map(Into::into).collect(), ..Row::default() }
    }

    /// Makes a row of totals.
    pub fn total(cells: impl IntoIterator<Item = impl Into<Cell>>) -> Row {
        Row { emphasis: Emphasis::Total, ..Row::plain(cells) }
    }
}

/// How much a row or line stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Emphasis {
    /// Not at all.
    #[default]
    Plain,
    /// A total, or the head of a block.
    Total,
}

/// A cell: its exact value, where it is derived, and how it comes about from other cells.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The value. In a workbook a fraction in a column of numbers is a number, in a column of text
    /// it is written `n/d`.
    pub value: Value,
    /// The step of the trace that derives it, where there is exactly one.
    pub anchor: Option<StepId>,
    /// The formula that gives the value in a workbook.
    pub formula: Option<Box<Formula>>,
    /// The cell of a workbook that derives it.
    pub link: Option<At>,
}

impl Cell {
    /// Makes a cell whose value comes from a formula.
    pub fn live(value: Value, formula: Formula) -> Cell {
        Cell::from(value).with(Some(formula))
    }

    /// Adds a formula, where there is one.
    #[must_use]
    pub fn with(self, formula: Option<Formula>) -> Cell {
        Cell { formula: formula.map(Box::new), ..self }
    }

    /// Adds a link, where there is one.
    #[must_use]
    pub fn linked(self, link: Option<At>) -> Cell {
        Cell { link, ..self }
    }
}

impl From<Traced> for Cell {
    fn from(amount: Traced) -> Cell {
        Cell { anchor: Some(amount.step()), ..Cell::from(Value::Cents(amount.amount())) }
    }
}

impl From<Value> for Cell {
    fn from(value: Value) -> Cell {
        Cell { value, anchor: None, formula: None, link: None }
    }
}

/// A typed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing there.
    Empty,
    /// Free text, perhaps from a file.
    Text(String),
    /// A fixed word of the format, such as an operation's name or the marks `-` and `*`.
    Word(String),
    /// Money.
    Cents(Cents),
    /// A part of a whole, shown in percent.
    Percent(Ratio),
    /// A difference between two parts of a whole, shown in percentage points.
    Points(Ratio),
    /// A fraction, `n/d`.
    Fraction(Ratio),
    /// A number of things.
    Count(u64),
    /// A day or a period in its shortest form (rules.md#period-forms).
    Date(String),
    /// Yes or no.
    Flag(bool),
    /// Several values.
    List(Vec<Value>),
}

impl Value {
    /// Makes free text.
    pub fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }

    /// Makes a fixed word.
    pub fn word(word: impl Into<String>) -> Value {
        Value::Word(word.into())
    }

    /// Writes the value for machines: decimal point, exact where it ends, the same in every
    /// language.
    pub fn plain(&self) -> String {
        match self {
            Value::Empty => String::new(),
            Value::Text(text) | Value::Word(text) | Value::Date(text) => text.clone(),
            Value::Cents(amount) => amount.plain(),
            Value::Percent(part) | Value::Points(part) => {
                (part * &Ratio::from(100)).decimal(PLACES).0
            }
            Value::Fraction(fraction) => fraction.fraction(),
            Value::Count(count) => count.to_string(),
            Value::Flag(flag) => flag.to_string(),
            Value::List(values) => values.iter().map(Value::plain).collect::<Vec<_>>().join(" "),
        }
    }

    /// Makes a value of what may be missing.
    pub fn of<T>(value: Option<T>, make: impl FnOnce(T) -> Value) -> Value {
        value.map_or(Value::Empty, make)
    }
}

impl<'a> DataPart<'a> {
    /// Makes a part of one value.
    pub fn fact(name: &'static str, value: Value) -> DataPart<'a> {
        DataPart { name, content: Content::Fact(value) }
    }

    /// Makes a part of a table.
    pub fn records(name: &'static str, records: impl Into<Records<'a>>) -> DataPart<'a> {
        DataPart { name, content: Content::Records(records.into()) }
    }
}
