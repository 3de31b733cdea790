//! What has become of a report and of what went into it: the report of `umlage verify`.

use super::{Block, Column, Document, Layout, Part, Row, Sheet, Value};
use crate::money::Cents;
use crate::text::{Lang, Phrase, Term, term};

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Verification {
    /// Every file that was compared.
    pub files: Vec<Checked>,
    /// The shares and balances that are not what they were.
    pub moved: Vec<Moved>,
    /// The program that made the report, where it is another version than this one.
    pub program: Option<String>,
    /// Whether the run cannot be repeated, because the input is refused now.
    pub is_refused: bool,
}

/// A file that was compared.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Its name.
    pub file: String,
    /// What it is: `lock`, `output`, `input`, `repeated` for an output that was made anew, or `record` for a statement of the
    /// record that the repeated run does not make.
    pub part: &'static str,
    /// What has become of it.
    pub state: State,
}

/// What has become of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is, byte by byte, what is recorded.
    Same,
    /// It is another.
    Changed,
    /// It is gone.
    Missing,
    /// The record does not know it.
    New,
}

/// A share or balance that is not what it was.
#[derive(Clone, Debug)]
pub struct Moved {
    /// What it is: `share` or `balance`.
    pub what: &'static str,
    /// The settlement period.
    pub period: String,
    /// The party.
    pub party: String,
    /// Its amount in the record.
    pub before: Cents,
    /// Its amount now.
    pub now: Cents,
}

impl State {
    /// Returns the name for machines.
    pub const fn name(self) -> &'static str {
        match self {
            State::Same => "same",
            State::Changed => "changed",
            State::Missing => "missing",
            State::New => "new",
        }
    }

    const fn word(self, lang: Lang) -> &'static str {
        let word = match self {
            State::Same => Term::StateSame,
            State::Changed => Term::StateChanged,
            State::Missing => Term::StateMissing,
            State::New => Term::StateNew,
        };
        term(word, lang)
    }
}

impl Verification {
    /// Tells whether nothing has changed.
    pub fn is_same(&self) -> bool {
        !self.is_refused && self.moved.is_empty() && self.files.iter().all(|file| file.state == State::Same)
    }

    fn data<'a>(&self) -> Vec<Part<'a>> {
        let columns = ["part", "file", "state"].map(|name| Column::text(name, name)).into();
        let row = |file: &Checked| {
            Row::plain([Value::word(file.part), Value::text(&file.file), Value::word(file.state.name())])
        };
        let files = Sheet { columns, rows: self.files.iter().map(row).collect(), layout: Layout::List };
        vec![
            Part::records("files", files),
            Part::fact("same", Value::Flag(self.is_same())),
            Part::fact(
                "repeated",
                Value::Flag(!self.is_refused && self.files.iter().any(|file| file.part == "repeated")),
            ),
            Part::fact("program", Value::of(self.program.as_ref(), Value::text)),
            Part::records("moved", self.moved_sheet(None)),
        ]
    }

    fn moved_sheet(&self, lang: Option<Lang>) -> Sheet {
        let head = |name: &'static str, word: Term| lang.map_or(name, |lang| term(word, lang));
        let columns = vec![
            Column::text("what", head("what", Term::WhatMoved)),
            Column::text("period", head("period", Term::Period)),
            Column::text("party", head("party", Term::Party)),
            Column::number("before", head("before", Term::Before)),
            Column::number("now", head("now", Term::After)),
            Column::number("difference", head("difference", Term::Difference)),
        ];
        let what = |moved: &Moved| {
            let word = if moved.what == "balance" { Term::AccountBalance } else { Term::Share };
            lang.map_or_else(|| Value::word(moved.what), |lang| Value::text(term(word, lang)))
        };
        let row = |moved: &Moved| {
            Row::plain([
                what(moved),
                Value::Date(moved.period.clone()),
                Value::text(&moved.party),
                Value::Cents(moved.before),
                Value::Cents(moved.now),
                Value::of(moved.now.checked_sub(moved.before), Value::Cents),
            ])
        };
        Sheet { columns, rows: self.moved.iter().map(row).collect(), layout: Layout::List }
    }

    fn page(&self, lang: Lang) -> Vec<Block> {
        let word = |word: Term| term(word, lang).to_owned();
        let mut page = vec![Block::Title(word(Term::VerifyTitle))];
        let count = |part: &str| self.files.iter().filter(|file| file.part == part).count().to_string();
        if self.is_same() {
            let (inputs, outputs) = (count("input"), count("output"));
            page.push(Block::Paragraph(Phrase::VerifySame { inputs, outputs }.get(lang)));
        } else {
            page.push(Block::Paragraph(word(Term::VerifyDiffers)));
        }
        if let Some(program) = &self.program {
            page.push(Block::Paragraph(Phrase::OtherProgram { program: program.clone() }.get(lang)));
        }
        if self.is_refused {
            page.push(Block::Paragraph(word(Term::VerifyRefused)));
        }
        for (part, heading) in [
            ("lock", Term::VerifyLock),
            ("input", Term::VerifyInputs),
            ("output", Term::VerifyOutputs),
            ("repeated", Term::VerifyRepeated),
            ("record", Term::VerifyRecord),
        ] {
            let changed = self.files.iter().filter(|file| file.part == part && file.state != State::Same);
            let rows: Vec<Row> = changed
                .map(|file| Row::plain([Value::text(&file.file), Value::text(file.state.word(lang))]))
                .collect();
            if !rows.is_empty() {
                let columns =
                    vec![Column::text("file", word(Term::File)), Column::text("state", word(Term::BecameOf))];
                page.push(Block::Heading(word(heading)));
                page.push(Block::Sheet(Sheet { columns, rows, layout: Layout::List }));
            }
        }
        if !self.moved.is_empty() {
            page.push(Block::Heading(word(Term::VerifyMoved)));
            page.push(Block::Sheet(self.moved_sheet(Some(lang))));
        }
        page
    }
}

/// Tells what was found.
pub fn verification(found: &Verification, lang: Lang) -> Document<'_> {
    Document::new("umlage/verification/1", lang, move || found.data(), move || found.page(lang))
}
