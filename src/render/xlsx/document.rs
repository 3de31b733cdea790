//! The page of any document as a workbook: each table a worksheet, with what stands above it as
//! notes.

use crate::report::{
    At, Block, Column, Document, Drawing, Emphasis, Formula, Layout, Line, Range, Row, Sheet,
    Value, Workbook, Worksheet, WorksheetChart,
};
use crate::text::{Term, term};

/// Makes the workbook of a page.
pub(super) fn workbook(document: &Document<'_>) -> Workbook {
    let mut writer = WorkbookWriter::default();
    for block in document.page() {
        writer.add(block);
    }
    writer.notes_alone();
    writer.spread_legend();
    let mut workbook =
        Workbook { lang: document.lang, title: writer.title, worksheets: writer.worksheets };
    for worksheet in &mut workbook.worksheets {
        worksheet.footer.clone_from(&writer.footer);
        if worksheet.name.is_empty() {
            term(Term::LeafTable, document.lang).clone_into(&mut worksheet.name);
        }
        if worksheet.title.is_empty() {
            worksheet.title.clone_from(&workbook.title);
        }
    }
    workbook
}

/// Collects worksheets from the blocks of a page.
#[derive(Default)]
struct WorkbookWriter {
    title: String,
    heading: String,
    notes: Vec<String>,
    footer: String,
    worksheets: Vec<Worksheet>,
}

impl WorkbookWriter {
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
                let worksheet = table(sheet);
                self.worksheet(worksheet);
            }
            Block::Tree(lines) => {
                let worksheet = tree(lines);
                self.worksheet(worksheet);
            }
            Block::Chart(chart) => {
                if let (Some(worksheet), Drawing::Bars { series, .. }) =
                    (self.worksheets.last_mut(), chart.drawing)
                {
                    worksheet.charts.extend(bars(
                        worksheet,
                        chart.title,
                        chart.alternative,
                        &series,
                    ));
                }
            }
            Block::Logo(_) => {}
        }
    }

    /// Takes a worksheet in; its name is the heading above it, its notes are what stands between.
    fn worksheet(&mut self, worksheet: Worksheet) {
        let key = format!("worksheet-{}", self.worksheets.len());
        let (name, title) = (self.heading.clone(), self.heading.clone());
        self.worksheets.push(Worksheet {
            key,
            name,
            title,
            notes: std::mem::take(&mut self.notes),
            ..worksheet
        });
    }

    /// Takes lines that stand before everything else as notes of each table: they say what its
    /// columns mean.
    fn spread_legend(&mut self) {
        let is_legend = |worksheet: &Worksheet| {
            let is_plain = |row: &Row| row.depth == 0 && row.emphasis == Emphasis::Plain;
            worksheet.name.is_empty()
                && worksheet.columns.len() == 1
                && worksheet.rows.iter().all(is_plain)
        };
        if self.worksheets.len() < 2 || !self.worksheets.first().is_some_and(is_legend) {
            return;
        }
        let Worksheet { notes: mut legend, rows, .. } = self.worksheets.remove(0);
        legend
            .extend(rows.iter().filter_map(|row| row.cells.first()).map(|cell| cell.value.plain()));
        for worksheet in &mut self.worksheets {
            worksheet.notes.splice(0..0, legend.iter().cloned());
        }
    }

    /// Keeps notes below which no table stands.
    fn notes_alone(&mut self) {
        if !self.notes.is_empty() {
            self.worksheet(Worksheet {
                columns: vec![Column::text("", "")],
                ..Worksheet::default()
            });
        }
    }
}

/// Makes a bar chart of the columns that the series name.
fn bars(
    worksheet: &Worksheet,
    title: String,
    alternative: String,
    series: &[String],
) -> Option<WorksheetChart> {
    let plain = worksheet.rows.iter().take_while(|row| row.emphasis == Emphasis::Plain).count();
    let last = u32::try_from(plain).ok()?.checked_sub(1)?;
    let column = |name: &String| {
        let index =
            worksheet.columns.iter().position(|column| column.title == *name && column.numeric)?;
        u16::try_from(index).ok()
    };
    let series = series.iter().map(column).collect::<Option<Vec<u16>>>()?;
    (!series.is_empty()).then_some(WorksheetChart {
        title,
        alternative,
        labels: 0,
        series,
        rows: (0, last),
    })
}

fn tree(lines: Vec<Line>) -> Worksheet {
    let row = |line: Line| Row {
        emphasis: line.emphasis,
        depth: u8::try_from(line.depth).unwrap_or(u8::MAX),
        ..Row::plain([Value::Text(line.text)])
    };
    Worksheet {
        columns: vec![Column::text("", "")],
        rows: lines.into_iter().map(row).collect(),
        ..Worksheet::default()
    }
}

/// Takes over a table, with sums as formulas: of the rows above a row of totals, of the columns
/// before one of totals.
fn table(sheet: Sheet) -> Worksheet {
    let Sheet { columns, mut rows, layout } = sheet;
    let last = columns.len().saturating_sub(1);
    let mut from = 0_u32;
    for (number, row) in (0_u32..).zip(&mut rows) {
        let is_total = row.emphasis == Emphasis::Total;
        for (column, cell) in (0_u16..).zip(&mut row.cells) {
            let amount = matches!(cell.value, Value::Cents(_));
            let sum = if amount && is_total && number > from {
                Some(Range::down(At::here(from, column), number - from))
            } else if amount && layout == Layout::Cross && usize::from(column) == last && last > 1 {
                Some(Range::across(At::here(number, 1), column - 1))
            } else {
                None
            };
            cell.formula = sum.map(|range| Box::new(Formula::Total(range).cents()));
        }
        if is_total {
            from = number.saturating_add(1);
        }
    }
    let fixed = u16::from(layout != Layout::List);
    Worksheet { columns, rows, fixed, ..Worksheet::default() }
}
