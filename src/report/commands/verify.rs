//! What has become of a report and of what went into it: the report of `umlage verify`.
//!
//! Rules: rules.md#proof.

use crate::audit::{Cause, Stated};
use crate::money::Cents;
use crate::report::{Block, Column, DataPart, Document, Layout, Row, Sheet, Value};
use crate::text::{Lang, Phrase, Term, term};

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Verification {
    /// Every file that was compared.
    pub files: Vec<Checked>,
    /// The settings and rows that are not what they were, where that can be known.
    pub causes: Vec<Cause>,
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
    /// What it is: `lock`, `output`, `input`, `repeated` for an output that was made anew, or
    /// `record` for a statement of the record that the repeated run does not make.
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
    /// It is only a symbolic link to a file elsewhere.
    Link,
    /// It does not lie in the folder, and is not looked at.
    Outside,
    /// The run does not read it.
    Unread,
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
            State::Link => "link",
            State::Outside => "outside",
            State::Unread => "unread",
        }
    }

    const fn word(self, lang: Lang) -> &'static str {
        let word = match self {
            State::Same => Term::StateSame,
            State::Changed => Term::StateChanged,
            State::Missing => Term::StateMissing,
            State::New => Term::StateNew,
            State::Link => Term::StateLink,
            State::Outside => Term::StateOutside,
            State::Unread => Term::StateUnread,
        };
        term(word, lang)
    }
}

impl Verification {
    /// Tells whether nothing has changed.
    pub fn is_same(&self) -> bool {
        !self.is_refused
            && self.moved.is_empty()
            && self.files.iter().all(|file| file.state == State::Same)
    }

    fn of_part(&self, part: &'static str) -> impl Iterator<Item = &Checked> {
        self.files.iter().filter(move |file| file.part == part)
    }

    fn differing(&self, part: &'static str) -> impl Iterator<Item = &Checked> {
        self.of_part(part).filter(|file| file.state != State::Same)
    }

    fn is_repeated(&self) -> bool {
        !self.is_refused && self.of_part("repeated").next().is_some()
    }

    fn data<'a>(&self) -> Vec<DataPart<'a>> {
        vec![
            DataPart::records("files", self.found_sheet()),
            DataPart::fact("same", Value::Flag(self.is_same())),
            DataPart::fact("repeated", Value::Flag(self.is_repeated())),
            DataPart::fact("program", Value::of(self.program.as_ref(), Value::text)),
            DataPart::records("moved", self.moved_sheet(None)),
            DataPart::records("causes", self.causes_sheet()),
        ]
    }

    /// Everything that was compared: files first, then what has moved.
    fn found_sheet(&self) -> Sheet {
        let mut columns: Vec<Column> =
            ["part", "file", "state"].map(|name| Column::text(name, name)).into();
        columns.extend(["before", "now"].map(|name| Column::number(name, name)));
        let file = |file: &Checked| {
            let [part, state] = [file.part, file.state.name()].map(Value::word);
            Row::plain([part, Value::text(&file.file), state, Value::Empty, Value::Empty])
        };
        let moved = |moved: &Moved| {
            let [part, state] = [moved.what, State::Changed.name()].map(Value::word);
            let whose = Value::text(format!("{} {}", moved.period, moved.party));
            Row::plain([part, whose, state, Value::Cents(moved.before), Value::Cents(moved.now)])
        };
        let rows = self.files.iter().map(file).chain(self.moved.iter().map(moved)).collect();
        Sheet { columns, rows, layout: Layout::List }
    }

    fn causes_sheet(&self) -> Sheet {
        let names = ["place", "setting", "before", "now"];
        let columns = names.map(|name| Column::text(name, name)).into();
        let row = |cause: &Cause| {
            let setting = Some(&cause.setting).filter(|setting| !setting.is_empty());
            let [before, now] = [&cause.before, &cause.now].map(stated);
            Row::plain([Value::text(&cause.place), Value::of(setting, Value::text), before, now])
        };
        Sheet { columns, rows: self.causes.iter().map(row).collect(), layout: Layout::List }
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
        let mut page =
            vec![Block::Title(word(Term::VerifyTitle)), Block::Paragraph(self.verdict(lang))];
        if let Some(program) = &self.program {
            page.push(Block::Paragraph(
                Phrase::OtherProgram { program: program.clone() }.get(lang),
            ));
        }
        self.cause(lang, &mut page);
        if !self.moved.is_empty() {
            page.push(Block::Heading(word(Term::VerifyMoved)));
            page.push(Block::Sheet(self.moved_sheet(Some(lang))));
        } else if self.is_repeated() && !self.is_same() {
            page.push(Block::Paragraph(word(Term::VerifyNoneMoved)));
        }
        for (part, heading) in [
            ("lock", Term::VerifyLock),
            ("output", Term::VerifyOutputs),
            ("repeated", Term::VerifyRepeated),
            ("record", Term::VerifyRecord),
        ] {
            if self.differing(part).next().is_some() {
                page.push(Block::Heading(word(heading)));
                page.push(self.files_block(part, lang));
            }
        }
        page
    }

    /// Says in one sentence what to think of the report.
    fn verdict(&self, lang: Lang) -> String {
        let count = |part| self.of_part(part).count().to_string();
        let differs = |part| self.differing(part).next().is_some();
        let word = match () {
            () if self.is_same() => {
                let (inputs, outputs) = (count("input"), count("output"));
                return Phrase::VerifySame { inputs, outputs }.get(lang);
            }
            () if self.is_refused => Term::VerifyRefused,
            () if differs("input") => Term::VerifyInputDiffers,
            () if differs("repeated") || differs("record") || differs("lock") => {
                Term::VerifyRecordDiffers
            }
            () => Term::VerifyOutputDiffers,
        };
        term(word, lang).to_owned()
    }

    /// Tells what in the input is not what it was: files, then settings and rows.
    fn cause(&self, lang: Lang, page: &mut Vec<Block>) {
        let title = |name: &'static str, word: Term| Column::text(name, term(word, lang));
        let columns = vec![
            title("place", Term::Place),
            title("what", Term::WhatMoved),
            title("before", Term::Before),
            title("now", Term::After),
        ];
        let file = |file: &Checked| {
            let state = Value::text(file.state.word(lang));
            Row::plain([Value::text(&file.file), state, Value::Empty, Value::Empty])
        };
        let detail = |cause: &Cause| {
            let what = if cause.setting.is_empty() {
                term(Term::FigureRead, lang)
            } else {
                &cause.setting
            };
            let [before, now] = [&cause.before, &cause.now].map(stated);
            Row::plain([Value::text(&cause.place), Value::text(what), before, now])
        };
        let files = self.differing("input").map(file);
        let rows: Vec<Row> =
            files.chain(self.causes.iter().take(MOST_CAUSES).map(detail)).collect();
        if rows.is_empty() {
            return;
        }
        page.push(Block::Heading(term(Term::VerifyCause, lang).to_owned()));
        page.push(Block::Sheet(Sheet { columns, rows, layout: Layout::List }));
        let more = self.causes.len().saturating_sub(MOST_CAUSES);
        if more > 0 {
            page.push(Block::Paragraph(Phrase::AndMore { count: more.to_string() }.get(lang)));
        }
    }

    /// Lists the files of a part that differ; where the input does, every page made anew does,
    /// which is one sentence.
    fn files_block(&self, part: &'static str, lang: Lang) -> Block {
        if part == "repeated" && self.differing("input").next().is_some() {
            let [changed, all] = [self.differing(part).count(), self.of_part(part).count()];
            let (changed, all) = (changed.to_string(), all.to_string());
            return Block::Paragraph(Phrase::VerifyAnew { changed, all }.get(lang));
        }
        let row = |file: &Checked| {
            Row::plain([Value::text(&file.file), Value::text(file.state.word(lang))])
        };
        let columns = vec![
            Column::text("file", term(Term::File, lang)),
            Column::text("state", term(Term::BecameOf, lang)),
        ];
        Block::Sheet(Sheet {
            columns,
            rows: self.differing(part).map(row).collect(),
            layout: Layout::List,
        })
    }
}

/// How many settings and rows the page names; `--format json` has all.
const MOST_CAUSES: usize = 20;

fn stated(stated: &Option<Stated>) -> Value {
    match stated {
        Some(Stated::Money(amount)) => Value::Cents(*amount),
        Some(Stated::Text(text)) => Value::text(text),
        None => Value::Empty,
    }
}

/// Tells what was found.
pub fn verification(found: &Verification, lang: Lang) -> Document<'_> {
    Document::new("umlage/verification/1", lang, move || found.data(), move || found.page(lang))
}
