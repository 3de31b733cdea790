//! What is told once for a file and counted: unusual numbers that were accepted, and rows that were left out.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::data::Schema;
use super::faults::Faults;
use super::layout::RowFilter;
use crate::diag::{Diagnostic, Fault};
use crate::model::LeftOut;
use crate::money::{Cents, Oddity};
use crate::source::Loc;
use crate::text::{Lang, Text};

/// What is unusual about a number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Odd(Oddity),
    NothingThere,
    LessThanHalf,
}

/// Unusual numbers of a file, each kind with its count and first place.
#[derive(Default)]
pub(super) struct Notes(RefCell<BTreeMap<Kind, (u64, Loc)>>);

impl Notes {
    /// Counts an unusual way to write a number.
    pub(super) fn odd(&self, oddity: Oddity, loc: Loc) {
        self.count(Kind::Odd(oddity), loc);
    }

    /// Takes a number of an official table: `-` is nothing, and a zero may be less than half of its last digit.
    pub(super) fn official<'t>(&self, text: &'t str, loc: Loc) -> &'t str {
        if matches!(text, "-" | "–") {
            self.count(Kind::NothingThere, loc);
            return "0";
        }
        if text.starts_with('0') && text.chars().all(|c| matches!(c, '0' | ',' | '.')) {
            self.count(Kind::LessThanHalf, loc);
        }
        text
    }

    /// Takes in what another thread counted. Of rows of a large file only the lines are kept.
    pub(super) fn take(&self, other: &Notes) {
        let mut all = self.0.borrow_mut();
        for (kind, (count, loc)) in other.0.borrow().iter() {
            let line = loc.source().zip(loc.line());
            let loc =
                line.map_or(*loc, |(source, line)| Loc::Rows { source, first: line, last: line, count: 1 });
            let (sum, first) = all.entry(*kind).or_insert((0, loc));
            *sum += count;
            *first = (*first).min(loc);
        }
    }

    fn count(&self, kind: Kind, loc: Loc) {
        self.0.borrow_mut().entry(kind).or_insert((0, loc)).0 += 1;
    }

    /// Tells each kind once, at its first place.
    pub(super) fn say(&self, file: &str, faults: &Faults) {
        for (kind, (count, loc)) in self.0.borrow().iter() {
            let (file, numbers) =
                (file.to_owned(), counted(*count, ("Zahl", "Zahlen"), ("number", "numbers")));
            let fault = match kind {
                Kind::Odd(Oddity::TrailingMinus) => Fault::TrailingMinus { file, numbers },
                Kind::Odd(Oddity::Parentheses) => Fault::InParentheses { file, numbers },
                Kind::Odd(Oddity::OtherMinus) => Fault::OtherMinus { file, numbers },
                Kind::NothingThere => Fault::NothingThere { file, numbers },
                Kind::LessThanHalf => Fault::LessThanHalf { file, numbers },
            };
            faults.push(Diagnostic::at(fault, *loc));
        }
    }
}

/// Writes a number of things in both languages; the German noun is feminine.
pub(super) fn counted(count: u64, de: (&str, &str), en: (&str, &str)) -> Text {
    if count == 1 {
        return Text::new(format!("eine {}", de.0), format!("one {}", en.0));
    }
    Text::new(format!("{} {}", Lang::De.count(count), de.1), format!("{} {}", Lang::En.count(count), en.1))
}

/// Rows that were left out, by reason, in the order in which the reasons came up.
#[derive(Default)]
pub(super) struct LeftOuts(Vec<(Text, Skipped)>);

/// How many rows were left out, and the sum of their amounts.
#[derive(Clone, Copy, Default)]
struct Skipped {
    rows: u64,
    amount: Cents,
    /// Whether the amounts of all rows were read.
    whole: bool,
}

impl LeftOuts {
    /// Counts the lines above the header.
    pub(super) fn above_header(&mut self, lines: u64, read: &mut u64) {
        if lines > 0 {
            *read += lines;
            let reason = Text::new("über der Kopfzeile", "above the header");
            self.0.push((reason, Skipped { rows: lines, ..Skipped::default() }));
        }
    }

    /// Counts a row that does not meet a condition.
    pub(super) fn filtered(&mut self, filter: &RowFilter, amount: Option<Cents>) {
        let column = &filter.column;
        let reason = Text::new(
            format!("`{column}` hat keinen der unter `where` genannten Werte"),
            format!("`{column}` has none of the values named under `where`"),
        );
        self.add(reason, amount);
    }

    /// Counts a row of totals.
    pub(super) fn total(&mut self, amount: Option<Cents>) {
        self.add(Text::new("Zeilen mit Summen", "rows of totals"), amount);
    }

    fn add(&mut self, reason: Text, amount: Option<Cents>) {
        let index = self.0.iter().position(|(known, _)| *known == reason).unwrap_or_else(|| {
            self.0.push((reason, Skipped { whole: true, ..Skipped::default() }));
            self.0.len() - 1
        });
        if let Some((_, skipped)) = self.0.get_mut(index) {
            skipped.rows += 1;
            let sum = amount.and_then(|amount| skipped.amount.checked_add(amount));
            skipped.whole &= sum.is_some();
            skipped.amount = sum.unwrap_or(skipped.amount);
        }
    }

    /// Returns the counts; amounts for tables that have them, where all could be read.
    pub(super) fn into_list(self, schema: &Schema) -> Vec<LeftOut> {
        let has_amounts = schema.number == "amount";
        let each = self.0.into_iter().map(|(reason, skipped)| LeftOut {
            reason,
            rows: skipped.rows,
            amount: (has_amounts && skipped.whole).then_some(skipped.amount),
        });
        each.collect()
    }
}
