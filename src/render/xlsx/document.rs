//! The page of any document as a workbook: each table a leaf, with what stands above it as notes.

use crate::report::{
    At, Block, Book, BookCell, BookChart, BookRow, Cell, Column, Document, Drawing, Emphasis,
    Formula, Layout, Leaf, Line, Range, Row, Sheet, Value,
};
use crate::text::{Term, term};

/// Makes the workbook of a page.
pub(super) fn book(document: &Document<'_>) -> Book {
    let mut binder = Binder::default();
    for block in document.page() {
        binder.add(block);
    }
    binder.notes_alone();
    binder.spread_legend();
    let mut book = Book { lang: document.lang, title: binder.title, leaves: binder.leaves };
    for leaf in &mut book.leaves {
        leaf.footer.clone_from(&binder.footer);
        if leaf.name.is_empty() {
            term(Term::LeafTable, document.lang).clone_into(&mut leaf.name);
        }
        if leaf.title.is_empty() {
            leaf.title.clone_from(&book.title);
        }
    }
    book
}

/// Collects leaves from the blocks of a page.
#[derive(Default)]
struct Binder {
    title: String,
    heading: String,
    notes: Vec<String>,
    footer: String,
    leaves: Vec<Leaf>,
}

impl Binder {
    fn add(&mut self, block: Block) {
        match block {
            Block::Title(text) => self.title = text,
            Block::Heading(text) => {
                self.notes_alone();
                self.heading = text;
            }
            Block::Paragraph(text) => self.notes.push(text),
            Block::Terms(terms) => self.notes.push(terms.join(" ")),
            Block::Address(lines) => self.notes.push(lines.join(", ")),
            Block::Links(links) => {
                self.notes
                    .extend(links.into_iter().map(|link| format!("{}: {}", link.text, link.file)));
            }
            Block::Footer(text) => self.footer = text,
            Block::Sheet(sheet) => {
                let leaf = table(sheet);
                self.leaf(leaf);
            }
            Block::Tree(lines) => {
                let leaf = tree(lines);
                self.leaf(leaf);
            }
            Block::Chart(chart) => {
                if let (Some(leaf), Drawing::Bars { series, .. }) =
                    (self.leaves.last_mut(), chart.drawing)
                {
                    leaf.charts.extend(bars(leaf, chart.title, chart.alternative, &series));
                }
            }
            Block::Logo(_) => {}
        }
    }

    /// Takes a leaf in; its name is the heading above it, its notes are what stands between.
    fn leaf(&mut self, leaf: Leaf) {
        let key = format!("leaf-{}", self.leaves.len());
        let (name, title) = (self.heading.clone(), self.heading.clone());
        self.leaves.push(Leaf { key, name, title, notes: std::mem::take(&mut self.notes), ..leaf });
    }

    /// Takes lines that stand before everything else as notes of each table: they say what its
    /// columns mean.
    fn spread_legend(&mut self) {
        let is_legend = |leaf: &Leaf| {
            let is_plain = |row: &BookRow| row.depth == 0 && row.emphasis == Emphasis::Plain;
            leaf.name.is_empty() && leaf.columns.len() == 1 && leaf.rows.iter().all(is_plain)
        };
        if self.leaves.len() < 2 || !self.leaves.first().is_some_and(is_legend) {
            return;
        }
        let Leaf { notes: mut legend, rows, .. } = self.leaves.remove(0);
        legend
            .extend(rows.iter().filter_map(|row| row.cells.first()).map(|cell| cell.value.plain()));
        for leaf in &mut self.leaves {
            leaf.notes.splice(0..0, legend.iter().cloned());
        }
    }

    /// Keeps notes below which no table stands.
    fn notes_alone(&mut self) {
        if !self.notes.is_empty() {
            self.leaf(Leaf { columns: vec![Column::text("", "")], ..Leaf::default() });
        }
    }
}

/// Makes a bar chart of the columns that the series name.
fn bars(leaf: &Leaf, title: String, alternative: String, series: &[String]) -> Option<BookChart> {
    let plain = leaf.rows.iter().take_while(|row| row.emphasis == Emphasis::Plain).count();
    let last = u32::try_from(plain).ok()?.checked_sub(1)?;
    let column = |name: &String| {
        let index =
            leaf.columns.iter().position(|column| column.title == *name && column.numeric)?;
        u16::try_from(index).ok()
    };
    let series = series.iter().map(column).collect::<Option<Vec<u16>>>()?;
    (!series.is_empty()).then_some(BookChart {
        title,
        alternative,
        labels: 0,
        series,
        rows: (0, last),
    })
}

fn tree(lines: Vec<Line>) -> Leaf {
    let row = |line: Line| BookRow {
        cells: vec![Value::Text(line.text).into()],
        emphasis: line.emphasis,
        depth: u8::try_from(line.depth).unwrap_or(u8::MAX),
    };
    Leaf {
        columns: vec![Column::text("", "")],
        rows: lines.into_iter().map(row).collect(),
        ..Leaf::default()
    }
}

/// Takes over a table, with sums as formulas: of the rows above a row of totals, of the columns
/// before one of totals.
fn table(sheet: Sheet) -> Leaf {
    let Sheet { columns, rows, layout } = sheet;
    let last = columns.len().saturating_sub(1);
    let mut from = 0_u32;
    let mut all: Vec<BookRow> = Vec::new();
    for (number, Row { cells, emphasis }) in (0_u32..).zip(rows) {
        let is_total = emphasis == Emphasis::Total;
        let row = (0_u16..).zip(cells).map(|(column, Cell { value, .. })| {
            let amount = matches!(value, Value::Cents(_));
            let formula = if amount && is_total && number > from {
                Some(Formula::Total(Range::down(At::here(from, column), number - from)))
            } else if amount && layout == Layout::Cross && usize::from(column) == last && last > 1 {
                Some(Formula::Total(Range::across(At::here(number, 1), column - 1)))
            } else {
                None
            };
            let formula = formula.map(|formula| Box::new(formula.cents()));
            BookCell { value, formula, link: None }
        });
        all.push(BookRow { cells: row.collect(), emphasis, depth: 0 });
        if is_total {
            from = number.saturating_add(1);
        }
    }
    let fixed = u16::from(layout != Layout::List);
    Leaf { columns, rows: all, fixed, ..Leaf::default() }
}
