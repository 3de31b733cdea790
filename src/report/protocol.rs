//! What was read and what became of it: the report of `umlage check`.

use std::collections::BTreeMap;

use super::allocation::{balance, totals};
use super::{
    Block, Column, Content, Document, Emphasis, Layout, Line, Material, Part, Report, Row, Sheet, Value,
};
use crate::allocation::EntryFate;
use crate::diag::{Diagnostic, Severity};
use crate::model::LeftOut;
use crate::money::Cents;
use crate::source::{Loc, SourceMap};
use crate::text::{Lang, Phrase, Term, Text, counted, term};

/// The protocol of reading: rows and amounts read, used and left out, and every finding.
#[derive(Clone, Copy, Debug)]
pub struct Protocol;

impl Report for Protocol {
    fn name(&self) -> &'static str {
        "protocol"
    }

    fn document<'a>(&'a self, material: Material<'a>) -> Document<'a> {
        Document::new(
            "umlage/check/1",
            material.lang,
            move || data(&files(&material), &material),
            move || page(&files(&material), &material),
        )
    }
}

impl Protocol {
    /// Tells of a project that could not be read or shared out: its faults alone.
    pub fn failed<'a>(diagnostics: &'a [Diagnostic], sources: &'a SourceMap, lang: Lang) -> Document<'a> {
        let data = || {
            vec![
                Part::fact("ok", Value::Flag(false)),
                Part::records("findings", findings(diagnostics.iter(), sources)),
            ]
        };
        let page = move || vec![Block::Paragraph(verdict(diagnostics.iter(), lang))];
        Document::new("umlage/check/1", lang, data, page)
    }
}

fn data<'a>(files: &[FileCount], material: &Material<'_>) -> Vec<Part<'a>> {
    vec![
        Part::fact("project", Value::text(&material.project.title)),
        Part::fact("ok", Value::Flag(!material.diagnostics.has_errors())),
        Part::records("files", file_sheet(files, material.lang)),
        Part::records("left_out", left_out_sheet(files)),
        Part { name: "totals", content: Content::Group(totals(&material.run.totals)) },
        Part::records("findings", findings(material.diagnostics.iter(), material.sources)),
    ]
}

/// What became of one file.
pub(super) struct FileCount {
    pub(super) file: String,
    pub(super) table: String,
    pub(super) read: u64,
    pub(super) used: u64,
    pub(super) amounts: Option<(Cents, Cents)>,
    pub(super) left_out: Vec<LeftOut>,
}

impl FileCount {
    /// Its row: file, table, rows read, used and left out, amounts read and used.
    pub(super) fn cells(&self) -> [Value; 7] {
        [
            Value::text(&self.file),
            Value::word(&self.table),
            Value::Count(self.read),
            Value::Count(self.used),
            Value::Count(self.read.saturating_sub(self.used)),
            Value::of(self.amounts, |(read, _)| Value::Cents(read)),
            Value::of(self.amounts, |(_, used)| Value::Cents(used)),
        ]
    }
}

/// Tells what became of each file.
pub(super) fn files(material: &Material<'_>) -> Vec<FileCount> {
    let costs = cost_fates(material);
    let usage = usage_fates(material);
    let (none, mut files) = (BTreeMap::new(), Vec::new());
    for count in &material.project.counts {
        let mut left_out = count.left_out.clone();
        let mut used = count.used;
        let mut amounts = None;
        if count.table == "costs" {
            let fates = costs.get(count.file.as_str()).unwrap_or(&none);
            let sum = |fates: &mut dyn Iterator<Item = &Tally>| {
                Cents::sum(fates.map(|tally| tally.amount)).unwrap_or_default()
            };
            let counted = |fate: &Fate| *fate == Fate::Used;
            let used_amount =
                sum(&mut fates.iter().filter(|(fate, _)| counted(fate)).map(|(_, tally)| tally));
            let before = left_out.iter().filter_map(|left_out| left_out.amount);
            let read = Cents::sum(before.chain(fates.values().map(|tally| tally.amount)));
            amounts = Some((read.unwrap_or_default(), used_amount));
            for (fate, tally) in fates.iter().filter(|(fate, _)| !counted(fate)) {
                used = used.saturating_sub(tally.rows);
                left_out.push(LeftOut {
                    reason: fate.reason(),
                    rows: tally.rows,
                    amount: Some(tally.amount),
                });
            }
        }
        if let Some(rows) = usage.get(count.file.as_str()).filter(|_| count.table == "usage") {
            used = used.saturating_sub(*rows);
            left_out.push(LeftOut { reason: uncounted_reason(), rows: *rows, amount: None });
        }
        let (file, table) = (count.file.clone(), count.table.clone());
        files.push(FileCount { file, table, read: count.read, used, amounts, left_out });
    }
    files
}

/// What became of a cost row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Used,
    OtherStatus,
    OtherPeriod,
}

impl Fate {
    fn reason(self) -> Text {
        let words = match self {
            Fate::Used => Term::Used,
            Fate::OtherStatus => Term::OtherStatus,
            Fate::OtherPeriod => Term::OtherPeriod,
        };
        Text::new(term(words, Lang::De), term(words, Lang::En))
    }
}

/// Rows and their amounts.
#[derive(Clone, Copy, Default)]
struct Tally {
    rows: u64,
    amount: Cents,
}

/// Counts cost rows by file and by what became of them.
fn cost_fates<'a>(material: &Material<'a>) -> BTreeMap<&'a str, BTreeMap<Fate, Tally>> {
    let mut files: BTreeMap<&str, BTreeMap<Fate, Tally>> = BTreeMap::new();
    for (entry, fate) in material.run.costs.iter().zip(&material.run.entries) {
        let fate = match fate {
            EntryFate::Shared(_) | EntryFate::NotShared(_) | EntryFate::PassedOn | EntryFate::Unassigned => {
                Fate::Used
            }
            EntryFate::OtherStatus => Fate::OtherStatus,
            EntryFate::OtherPeriod => Fate::OtherPeriod,
        };
        for row in entry.rows.iter().filter(|row| !row.is_projected()) {
            let Loc::File { source, .. } = row.loc else { continue };
            let file = material.sources.get(source).name.as_str();
            let tally = files.entry(file).or_default().entry(fate).or_default();
            tally.rows += 1;
            tally.amount = tally.amount.checked_add(row.value).unwrap_or(tally.amount);
        }
    }
    files
}

/// Counts the rows of use that no key counted, by file.
fn usage_fates<'a>(material: &Material<'a>) -> BTreeMap<&'a str, u64> {
    let mut files: BTreeMap<&str, u64> = BTreeMap::new();
    let rows = material.project.usage.iter().zip(&material.run.usage_counted);
    let uncounted = rows.filter(|(row, counted)| !**counted && !row.is_projected());
    for loc in uncounted.flat_map(|(row, _)| &row.places) {
        if let Some(source) = loc.source() {
            *files.entry(material.sources.get(source).name.as_str()).or_default() += loc.rows();
        }
    }
    files
}

fn uncounted_reason() -> Text {
    Text::new(term(Term::UsageUncounted, Lang::De), term(Term::UsageUncounted, Lang::En))
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

/// Lists what was left out; reasons in English, as machines read them.
fn left_out_sheet(files: &[FileCount]) -> Sheet {
    let names = ["file", "reason", "rows", "amount"];
    let rows = files.iter().flat_map(|file| {
        file.left_out.iter().map(|left_out| {
            Row::plain([
                Value::text(&file.file),
                Value::text(left_out.reason.get(Lang::En)),
                Value::Count(left_out.rows),
                Value::of(left_out.amount, Value::Cents),
            ])
        })
    });
    let columns = names.iter().map(|name| Column::text(*name, *name)).collect();
    Sheet { columns, rows: rows.collect(), layout: Layout::List }
}

/// Lists diagnostics for machines.
fn findings<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>, sources: &SourceMap) -> Sheet {
    let names = ["code", "severity", "message_en", "message_de", "remedy_en", "remedy_de", "places"];
    let rows = diagnostics.map(|diagnostic| {
        let severity = match diagnostic.severity() {
            Severity::Error => "error",
            Severity::Warning => "finding",
            Severity::Note => "note",
        };
        let places = diagnostic.labels.iter().map(|label| Value::text(sources.place(label.loc))).collect();
        Row::plain([
            Value::word(diagnostic.fault.code()),
            Value::word(severity),
            Value::text(diagnostic.fault.message(Lang::En)),
            Value::text(diagnostic.fault.message(Lang::De)),
            Value::text(diagnostic.fault.remedy(Lang::En)),
            Value::text(diagnostic.fault.remedy(Lang::De)),
            Value::List(places),
        ])
    });
    let columns = names.iter().map(|name| Column::text(*name, *name)).collect();
    Sheet { columns, rows: rows.collect(), layout: Layout::List }
}

fn page(files: &[FileCount], material: &Material<'_>) -> Vec<Block> {
    let lang = material.lang;
    let mut page = vec![
        Block::Title(material.project.title.clone()),
        Block::Paragraph(verdict(material.diagnostics.iter(), lang)),
        Block::Sheet(file_sheet(files, lang)),
    ];
    let lines: Vec<Line> = files.iter().flat_map(|file| left_out_lines(file, lang)).collect();
    if !lines.is_empty() {
        page.push(Block::Heading(term(Term::LeftOut, lang).to_owned()));
        page.push(Block::Tree(lines));
    }
    page.push(Block::Heading(term(Term::Balance, lang).to_owned()));
    page.push(balance(&material.run.totals, lang));
    page
}

fn left_out_lines(file: &FileCount, lang: Lang) -> impl Iterator<Item = Line> {
    file.left_out.iter().map(move |left_out| {
        let rows = counted(left_out.rows, ("Zeile", "Zeilen"), ("row", "rows"));
        let (file, rows) = (file.file.clone(), rows.get(lang).to_owned());
        let reason = left_out.reason.get(lang).to_owned();
        let phrase = match left_out.amount {
            Some(amount) => Phrase::LeftOutAmount { file, rows, amount: lang.amount(amount), reason },
            None => Phrase::LeftOutRows { file, rows, reason },
        };
        Line { depth: 0, text: phrase.get(lang), emphasis: Emphasis::Plain }
    })
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
    Phrase::Verdict { errors: count(errors), findings: count(findings), notes: count(notes) }.get(lang)
}
