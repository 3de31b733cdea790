//! What is in a file: the report of `umlage preview`.

use crate::model::{FieldKind, Preview};
use crate::report::{Block, Column, DataPart, Document, Emphasis, Layout, Line, Row, Sheet, Value};
use crate::text::{Lang, Phrase, Term, counted, term};

/// The most digits behind the point of a control sum.
const PLACES: u32 = 28;

/// Tells what is in a file.
pub fn file_preview(preview: &Preview, lang: Lang) -> Document<'_> {
    let data = move || {
        vec![
            DataPart::fact("file", Value::text(&preview.file)),
            DataPart::fact("encoding", Value::word(preview.encoding)),
            DataPart::fact("byte_order_mark", Value::Flag(preview.mark)),
            DataPart::fact("line_ends", Value::word(&preview.line_ends)),
            DataPart::fact(
                "delimiter",
                Value::of(preview.delimiter, |mark| Value::text(mark.to_string())),
            ),
            DataPart::fact("header", Value::Count(preview.header.into())),
            DataPart::fact("rows", Value::Count(preview.rows)),
            DataPart::fact("total_rows", Value::Count(preview.totals)),
            DataPart::fact("lines_below", Value::Count(preview.below)),
            DataPart::records("columns", column_sheet(preview, None)),
            DataPart::records("first_rows", first_rows(preview)),
            DataPart::fact("table", Value::of(preview.fits(), Value::word)),
            DataPart::fact(
                "missing",
                Value::List(preview.missing.iter().map(|name| Value::word(*name)).collect()),
            ),
            DataPart::fact("entry", Value::text(&preview.entry)),
        ]
    };
    Document::new("umlage/preview/1", lang, data, move || page(preview, lang))
}

fn page(preview: &Preview, lang: Lang) -> Vec<Block> {
    let mut page = vec![Block::Title(preview.file.clone()), Block::Paragraph(about(preview, lang))];
    page.push(Block::Sheet(column_sheet(preview, Some(lang))));
    if preview.totals > 0 {
        let rows =
            counted(preview.totals, ("Zeile", "Zeilen"), ("row", "rows")).get(lang).to_owned();
        page.push(Block::Paragraph(Phrase::TotalsNotCounted { rows }.get(lang)));
    }
    if preview.below > 0 {
        let lines =
            counted(preview.below, ("Zeile", "Zeilen"), ("line", "lines")).get(lang).to_owned();
        page.push(Block::Paragraph(Phrase::LinesBelow { lines }.get(lang)));
    }
    if !preview.first.is_empty() {
        page.push(Block::Heading(term(Term::FirstRows, lang).to_owned()));
        page.push(Block::Sheet(first_rows(preview)));
    }
    if preview.fits().is_some() {
        page.push(Block::Heading(term(Term::SuggestedEntry, lang).to_owned()));
        let line = |text: &str| Line { depth: 0, text: text.to_owned(), emphasis: Emphasis::Plain };
        page.push(Block::Tree(preview.entry.lines().map(line).collect()));
    } else {
        page.push(Block::Paragraph(term(Term::NoTableFits, lang).to_owned()));
    }
    if preview.decimal_comma.is_none() {
        page.push(Block::Paragraph(term(Term::AmbiguousNumbers, lang).to_owned()));
    }
    if !preview.missing.is_empty() {
        let (table, columns) = (preview.table.to_owned(), preview.missing.join(", "));
        page.push(Block::Paragraph(Phrase::ColumnsToName { table, columns }.get(lang)));
    }
    page
}

/// Says how the file is written.
fn about(preview: &Preview, lang: Lang) -> String {
    let mut encoding = preview.encoding.to_owned();
    if preview.mark {
        encoding = format!("{encoding} ({})", term(Term::WithMark, lang));
    }
    let delimiter = match preview.delimiter {
        Some(';') => term(Term::Semicolon, lang).to_owned(),
        Some(',') => term(Term::Comma, lang).to_owned(),
        Some('\t') => term(Term::Tabulator, lang).to_owned(),
        Some(other) => format!("`{other}`"),
        None => term(Term::NoDelimiter, lang).to_owned(),
    };
    let (rows, columns) = (lang.count(preview.rows), lang.count(count(preview.columns.len())));
    let line_ends = match preview.line_ends.as_str() {
        "" => term(Term::NoLineEnds, lang).to_owned(),
        ends => ends.to_owned(),
    };
    let header = lang.count(preview.header.into());
    Phrase::PreviewAbout { encoding, line_ends, delimiter, header, rows, columns }.get(lang)
}

fn count(number: usize) -> u64 {
    number.try_into().unwrap_or(u64::MAX)
}

/// Lists the columns; for people with the words and numbers of their language.
fn column_sheet(preview: &Preview, people: Option<Lang>) -> Sheet {
    let lang = people.unwrap_or_default();
    let columns = vec![
        Column::text("column", term(Term::ColumnOfFile, lang)),
        Column::text("type", term(Term::ColumnType, lang)),
        Column::number("filled", term(Term::Filled, lang)),
        Column::number("sum", term(Term::ControlSum, lang)),
        Column::text("as", term(Term::TakenAs, lang)),
    ];
    let rows = preview.columns.iter().map(|column| {
        let sum = column.sum.as_ref().map(|sum| sum.decimal(PLACES).0);
        let sum = sum.map(|sum| people.map_or(sum.clone(), |lang| lang.number(&sum)));
        Row::plain([
            Value::text(&column.name),
            Value::word(people.map_or(machine_word(column.kind), |lang| word(column.kind, lang))),
            Value::Count(column.filled),
            Value::of(sum, Value::word),
            Value::of(column.column, Value::word),
        ])
    });
    Sheet { columns, rows: rows.collect(), layout: Layout::List }
}

fn first_rows(preview: &Preview) -> Sheet {
    let columns =
        preview.columns.iter().map(|column| Column::text(&column.name, &column.name)).collect();
    let rows = preview.first.iter().map(|row| Row::plain(row.iter().map(Value::text)));
    Sheet { columns, rows: rows.collect(), layout: Layout::List }
}

fn machine_word(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Empty => "empty",
        FieldKind::Party => "party",
        FieldKind::Municipality => "municipality",
        FieldKind::Date => "date",
        FieldKind::GermanDate => "date-de",
        FieldKind::Period => "period",
        FieldKind::Number => "number",
        FieldKind::PointNumber => "number-en",
        FieldKind::CommaNumber => "number-de",
        FieldKind::AmbiguousNumber => "number-ambiguous",
        FieldKind::Text => "text",
    }
}

fn word(kind: FieldKind, lang: Lang) -> &'static str {
    let word = match kind {
        FieldKind::Empty => Term::TypeEmpty,
        FieldKind::Party => Term::Party,
        FieldKind::Municipality => Term::TypeMunicipality,
        FieldKind::Date => Term::TypeDate,
        FieldKind::GermanDate => Term::TypeGermanDate,
        FieldKind::Period => Term::Period,
        FieldKind::Number => Term::TypeNumber,
        FieldKind::PointNumber => Term::TypePointNumber,
        FieldKind::CommaNumber => Term::TypeCommaNumber,
        FieldKind::AmbiguousNumber => Term::TypeAmbiguousNumber,
        FieldKind::Text => Term::TypeText,
    };
    term(word, lang)
}
