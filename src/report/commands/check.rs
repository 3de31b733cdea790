//! What was read and what became of it: the report of `umlage check`.

mod counts;

pub(crate) use counts::{FileCount, files};
use counts::{Quantity, quantities};

use crate::diag::{Diagnostic, Severity};
use crate::model::LeftOut;
use crate::report::tables::control::{balance, totals};
use crate::report::{
    Block, Column, Content, DataPart, Document, Emphasis, Layout, Line, Material, Report, Row,
    Sheet, Value,
};
use crate::source::SourceMap;
use crate::text::{Lang, Phrase, Term, counted, term};

/// The protocol of reading: rows and amounts read, used and left out, and every finding.
#[derive(Clone, Copy, Debug)]
pub struct CheckReport;

impl Report for CheckReport {
    fn document<'a>(&'a self, material: Material<'a>) -> Document<'a> {
        Document::new(
            "umlage/check/1",
            material.lang,
            move || data(&files(&material), &material),
            move || page(&files(&material), &material),
        )
    }
}

impl CheckReport {
    /// Tells of a project that could not be read or shared out: its faults alone.
    pub fn failed<'a>(
        diagnostics: &'a [Diagnostic],
        sources: &'a SourceMap,
        lang: Lang,
    ) -> Document<'a> {
        let data = || {
            vec![
                DataPart::fact("ok", Value::Flag(false)),
                DataPart::records("findings", findings(diagnostics.iter(), sources)),
            ]
        };
        let page = move || vec![Block::Paragraph(verdict(diagnostics.iter(), lang))];
        Document::new("umlage/check/1", lang, data, page)
    }
}

fn data<'a>(files: &[FileCount], material: &Material<'_>) -> Vec<DataPart<'a>> {
    let mut parts = vec![DataPart::fact("project", Value::text(&material.project.title))];
    parts.extend(crate::report::commands::scenario_show::facts(material.project));
    parts.extend([
        DataPart::fact("ok", Value::Flag(!material.diagnostics.has_errors())),
        DataPart::records("files", file_sheet(files, material.lang)),
        DataPart::records("left_out", left_out_sheet(files)),
        DataPart::records("quantities", quantity_records(&quantities(material))),
        DataPart { name: "totals", content: Content::Group(totals(&material.run.totals)) },
        DataPart::records("findings", findings(material.diagnostics.iter(), material.sources)),
    ]);
    parts
}

/// Lists the use of each measure, and what became of it; reasons in English, as machines read them.
fn quantity_records(quantities: &[Quantity]) -> Sheet {
    let columns =
        ["measure", "reason", "rows", "quantity"].map(|name| Column::text(name, name)).into();
    let rows = quantities.iter().filter_map(|one| {
        let reason = one.disposition?.reason();
        Some(Row::plain([
            Value::text(&one.measure),
            Value::text(reason.get(Lang::En)),
            Value::Count(one.rows),
            Value::text(one.quantity.decimal(10).0),
        ]))
    });
    Sheet { columns, rows: rows.collect(), layout: Layout::List }
}

/// The same for people, each measure with its sum.
fn quantity_sheet(quantities: &[Quantity], lang: Lang) -> Sheet {
    let columns = vec![
        Column::text("measure", term(Term::Measure, lang)),
        Column::text("reason", term(Term::BecameOf, lang)),
        Column::number("rows", term(Term::RowsRead, lang)),
        Column::number("quantity", term(Term::Quantity, lang)),
    ];
    let row = |one: &Quantity| {
        let reason = one.disposition.map(|disposition| disposition.reason().get(lang).to_owned());
        let emphasis = if one.disposition.is_none() { Emphasis::Total } else { Emphasis::Plain };
        let cells = [
            Value::text(&one.measure),
            Value::text(reason.unwrap_or_else(|| term(Term::AllThatWasRead, lang).to_owned())),
            Value::Count(one.rows),
            Value::text(lang.number(&one.quantity.decimal(10).0)),
        ];
        Row { emphasis, ..Row::plain(cells) }
    };
    Sheet { columns, rows: quantities.iter().map(row).collect(), layout: Layout::List }
}

fn file_sheet(files: &[FileCount], lang: Lang) -> Sheet {
    let columns = vec![
        Column::text("file", term(Term::File, lang)),
        Column::text("table", term(Term::FileKind, lang)),
        Column::number("rows_read", term(Term::RowsRead, lang)),
        Column::number("rows_used", term(Term::RowsUsed, lang)),
        Column::number("rows_left_out", term(Term::RowsLeftOut, lang)),
        Column::number("amount_read", term(Term::AmountRead, lang)),
        Column::number("amount_used", term(Term::AmountUsed, lang)),
    ];
    let rows = files.iter().map(|file| Row::plain(file.cells()));
    Sheet { columns, rows: rows.collect(), layout: Layout::List }
}

/// The same with what is in a file in words.
fn file_sheet_for_people(files: &[FileCount], lang: Lang) -> Sheet {
    let mut sheet = file_sheet(files, lang);
    for (row, file) in sheet.rows.iter_mut().zip(files) {
        row.cells = file.cells_in(lang).map(Into::into).into();
    }
    sheet
}

/// Lists what was left out; reasons in English, as machines read them.
fn left_out_sheet(files: &[FileCount]) -> Sheet {
    let names = ["file", "reason", "rows", "amount", "rows_without_amount"];
    let rows = files.iter().flat_map(|file| {
        file.left_out.iter().map(|left_out| {
            Row::plain([
                Value::text(&file.file),
                Value::text(left_out.reason.get(Lang::En)),
                Value::Count(left_out.rows),
                Value::of(left_out.amount, Value::Cents),
                Value::Count(left_out.unread),
            ])
        })
    });
    let columns = names.iter().map(|name| Column::text(*name, *name)).collect();
    Sheet { columns, rows: rows.collect(), layout: Layout::List }
}

/// Lists diagnostics for machines.
fn findings<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>, sources: &SourceMap) -> Sheet {
    let names =
        ["code", "severity", "message_en", "message_de", "remedy_en", "remedy_de", "places"];
    let rows = diagnostics.map(|diagnostic| {
        let severity = match diagnostic.severity() {
            Severity::Error => "error",
            Severity::Warning => "finding",
            Severity::Note => "note",
        };
        let places =
            diagnostic.labels.iter().map(|label| Value::text(sources.place(label.loc))).collect();
        Row::plain([
            Value::word(diagnostic.fault.code()),
            Value::word(severity),
            Value::text(diagnostic.fault.message(Lang::En)),
            Value::text(diagnostic.fault.message(Lang::De)),
            Value::text(diagnostic.remedy(Lang::En)),
            Value::text(diagnostic.remedy(Lang::De)),
            Value::List(places),
        ])
    });
    let columns = names.iter().map(|name| Column::text(*name, *name)).collect();
    Sheet { columns, rows: rows.collect(), layout: Layout::List }
}

fn page(files: &[FileCount], material: &Material<'_>) -> Vec<Block> {
    let lang = material.lang;
    let mut page = vec![Block::Title(material.project.title.clone())];
    page.extend(crate::report::commands::scenario_show::about(material.project, lang));
    page.push(Block::Paragraph(verdict(material.diagnostics.iter(), lang)));
    page.push(Block::Sheet(file_sheet_for_people(files, lang)));
    let lines: Vec<Line> = files.iter().flat_map(|file| left_out_lines(file, lang)).collect();
    if !lines.is_empty() {
        page.push(Block::Heading(term(Term::LeftOut, lang).to_owned()));
        page.push(Block::Tree(lines));
    }
    let quantities = quantities(material);
    if !quantities.is_empty() {
        page.push(Block::Heading(term(Term::UsageQuantities, lang).to_owned()));
        page.push(Block::Sheet(quantity_sheet(&quantities, lang)));
    }
    page.push(Block::Heading(term(Term::Balance, lang).to_owned()));
    page.push(balance(&material.run.totals, lang));
    page
}

fn left_out_lines(file: &FileCount, lang: Lang) -> impl Iterator<Item = Line> {
    file.left_out.iter().map(move |left_out| {
        let (file, rows) = (file.file.clone(), rows_left_out(left_out, lang));
        let text = Phrase::LeftOutRows { file, rows, reason: left_out.reason.get(lang).to_owned() }
            .get(lang);
        Line { depth: 0, text, emphasis: Emphasis::Plain }
    })
}

/// Says how many rows are left out: those with an amount and those of which it cannot be read.
fn rows_left_out(left_out: &LeftOut, lang: Lang) -> String {
    let rows = |count| counted(count, ("Zeile", "Zeilen"), ("row", "rows")).get(lang).to_owned();
    let read = rows(left_out.rows.saturating_sub(left_out.unread));
    let read = match left_out.amount {
        Some(amount) => Phrase::RowsOfAmount { rows: read, amount: lang.amount(amount) }.get(lang),
        None => read,
    };
    let unread = Phrase::RowsUnread { rows: rows(left_out.unread) }.get(lang);
    match left_out.unread {
        0 => read,
        all if all == left_out.rows => unread,
        _ => Phrase::RowsAnd { rows: read, others: unread }.get(lang),
    }
}

/// Counts errors, findings and notes in a sentence.
fn verdict<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>, lang: Lang) -> String {
    let (mut errors, mut findings, mut notes) = (0_u64, 0_u64, 0_u64);
    for diagnostic in diagnostics {
        match diagnostic.severity() {
            Severity::Error => errors += 1,
            Severity::Warning => findings += 1,
            Severity::Note => notes += 1,
        }
    }
    let count = |count| lang.count(count);
    Phrase::Verdict { errors: count(errors), findings: count(findings), notes: count(notes) }
        .get(lang)
}
