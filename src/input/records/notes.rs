//! What is told once for a file and counted: unusual numbers that were accepted, and rows that were
//! left out.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::layout::RowFilter;
use super::text::trim;
use crate::diag::{Diagnostic, Fault};
use crate::input::faults::Faults;
use crate::model::LeftOut;
use crate::money::{Cents, Oddity};
use crate::source::Loc;
use crate::text::{Text, counted};

/// What is unusual about a number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Odd(Oddity),
    NothingThere,
    LessThanHalf,
    Uncertain,
    Quality(char),
}

/// The letters that official tables put behind a number, and that for a final one.
const QUALITIES: [char; 4] = ['p', 'r', 's', FINAL];
const FINAL: char = 'e';

/// Unusual numbers of a file, each kind with its count and first place.
#[derive(Default)]
pub(crate) struct Notes(RefCell<BTreeMap<Kind, (u64, Loc)>>);

impl Notes {
    /// Counts an unusual way to write a number.
    pub(crate) fn odd(&self, oddity: Oddity, loc: Loc) {
        self.count(Kind::Odd(oddity), loc);
    }

    /// Takes a number of an official table: `-` is nothing, and a zero may be less than half of its
    /// last digit.
    pub(crate) fn official<'t>(&self, text: &'t str, loc: Loc) -> &'t str {
        if matches!(text, "-" | "–") {
            self.count(Kind::NothingThere, loc);
            return "0";
        }
        let text = self.without_mark(text, loc);
        if text.starts_with('0') && text.chars().all(|c| matches!(c, '0' | ',' | '.')) {
            self.count(Kind::LessThanHalf, loc);
        }
        text
    }

    /// Takes off what an official table says of the quality of a number: a letter behind it, or
    /// parentheses.
    fn without_mark<'t>(&self, text: &'t str, loc: Loc) -> &'t str {
        let is_number =
            |text: &str| text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
        if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'))
            && is_number(inner)
        {
            self.count(Kind::Uncertain, loc);
            return inner;
        }
        let Some((number, letter)) =
            QUALITIES.iter().find_map(|c| Some((text.strip_suffix(*c)?, *c)))
        else {
            return text;
        };
        let number = trim(number);
        if !number.ends_with(|c: char| c.is_ascii_digit()) {
            return text;
        }
        if letter != FINAL {
            self.count(Kind::Quality(letter), loc);
        }
        number
    }

    /// Takes in what another thread counted. Of rows of a large file only the lines are kept.
    pub(crate) fn take(&self, other: &Notes) {
        let mut all = self.0.borrow_mut();
        for (kind, (count, loc)) in other.0.borrow().iter() {
            let line = loc.source().zip(loc.line());
            let loc = line.map_or(*loc, |(source, line)| Loc::Rows {
                source,
                first: line,
                last: line,
                count: 1,
            });
            let (sum, first) = all.entry(*kind).or_insert((0, loc));
            *sum += count;
            *first = (*first).min(loc);
        }
    }

    fn count(&self, kind: Kind, loc: Loc) {
        self.0.borrow_mut().entry(kind).or_insert((0, loc)).0 += 1;
    }

    /// Tells each kind once, at its first place.
    pub(crate) fn say(&self, file: &str, faults: &Faults) {
        for (kind, (count, loc)) in self.0.borrow().iter() {
            let (file, numbers) =
                (file.to_owned(), counted(*count, ("Zahl", "Zahlen"), ("number", "numbers")));
            let fault = match kind {
                Kind::Odd(Oddity::TrailingMinus) => Fault::TrailingMinus { file, numbers },
                Kind::Odd(Oddity::Parentheses) => Fault::InParentheses { file, numbers },
                Kind::Odd(Oddity::OtherMinus) => Fault::OtherMinus { file, numbers },
                Kind::NothingThere => Fault::NothingThere { file, numbers },
                Kind::LessThanHalf => Fault::LessThanHalf { file, numbers },
                Kind::Uncertain => Fault::UncertainNumber { file, numbers },
                Kind::Quality(letter) => {
                    Fault::QualityLetter { file, numbers, letter: quality(*letter) }
                }
            };
            faults.push(Diagnostic::at(fault, *loc));
        }
    }
}

/// Says what a letter behind a number of an official table means.
fn quality(letter: char) -> Text {
    let (de, en) = match letter {
        'p' => ("vorläufig", "provisional"),
        'r' => ("berichtigt", "revised"),
        _ => ("geschätzt", "estimated"),
    };
    Text::new(format!("`{letter}`, {de}"), format!("`{letter}`, {en}"))
}

/// Rows that were left out, by reason, in the order in which the reasons came up.
#[derive(Default)]
pub(crate) struct LeftOuts(Vec<(Text, Skipped)>);

/// How many rows were left out, how many of them have an amount that cannot be read, and the sum of
/// the others.
#[derive(Clone, Copy, Default)]
struct Skipped {
    rows: u64,
    unread: u64,
    amount: Option<Cents>,
}

/// The amount of a row that is left out.
#[derive(Clone, Copy)]
pub(crate) enum Left {
    /// There is none, or it is that of other rows.
    Nothing,
    /// One that cannot be read.
    Unread,
    /// One that is read.
    Amount(Cents),
}

impl LeftOuts {
    /// Counts a row beside the table.
    pub(crate) fn beside(&mut self, reason: Text, left: Left) {
        self.row(reason, left);
    }

    /// Counts a row that does not meet a condition.
    pub(crate) fn filtered(&mut self, filter: &RowFilter, left: Left) {
        let column = &filter.column;
        let reason = Text::new(
            format!("`{column}` hat keinen der unter `where` genannten Werte"),
            format!("`{column}` has none of the values named under `where`"),
        );
        self.row(reason, left);
    }

    /// Counts a row that umlage.toml says is left out.
    pub(crate) fn meant(&mut self, left: Left) {
        self.row(Text::new("unter `left_out` genannt", "named under `left_out`"), left);
    }

    /// Counts a row of totals. Its amount is that of other rows, and none of its own.
    pub(crate) fn total(&mut self) {
        self.row(Text::new("Zeilen mit Summen", "rows of totals"), Left::Nothing);
    }

    fn row(&mut self, reason: Text, left: Left) {
        match left {
            Left::Nothing => self.rows(reason, 1, 0, None),
            Left::Unread => self.rows(reason, 1, 1, None),
            Left::Amount(amount) => self.rows(reason, 1, 0, Some(amount)),
        }
    }

    /// Counts rows, of which some have an amount that cannot be read, and the others one together.
    pub(crate) fn rows(&mut self, reason: Text, rows: u64, unread: u64, amount: Option<Cents>) {
        let index = self.0.iter().position(|(known, _)| *known == reason).unwrap_or_else(|| {
            self.0.push((reason, Skipped::default()));
            self.0.len() - 1
        });
        if let Some((_, skipped)) = self.0.get_mut(index) {
            skipped.rows += rows;
            skipped.unread += unread;
            if let Some(amount) = amount {
                match skipped.amount.unwrap_or_default().checked_add(amount) {
                    Some(sum) => skipped.amount = Some(sum),
                    None => skipped.unread += rows,
                }
            }
        }
    }

    /// Returns the counts.
    pub(crate) fn into_list(self) -> Vec<LeftOut> {
        let each = self.0.into_iter().map(|(reason, Skipped { rows, unread, amount })| LeftOut {
            reason,
            rows,
            unread,
            amount,
        });
        each.collect()
    }
}
