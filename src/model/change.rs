//! Scenarios (Szenario): who wrote the layers over umlage.toml, and what they did to the numbers of
//! data rows.

use std::sync::Arc;

use crate::money::{Cents, Ratio};
use crate::source::{Loc, Sourced};

/// The head of a scenario file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// The file, as it was named.
    pub file: String,
    /// Its title.
    pub title: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// The scenario file that it builds on.
    pub baseline: Option<Sourced<String>>,
    /// On what it rests: a decision, a draft, a letter.
    pub reference: Option<String>,
    /// Where it begins.
    pub loc: Loc,
}

/// A value of umlage.toml and the layers over it, as it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EffectiveValue {
    /// The path, such as `rule.x.step.bund.share`.
    pub path: String,
    /// The value in the words of TOML; `None` where it was removed.
    pub value: Option<String>,
    /// Where it is set, or removed.
    pub loc: Loc,
    /// What lower layers say, from the next one down.
    pub hides: Vec<Sourced<String>>,
    /// Whether a layer sets or removes it.
    pub is_layered: bool,
}

/// Rows that a scenario changed, added or carried into later years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowEffect {
    /// What was done.
    pub kind: RowEffectKind,
    /// The data: `costs`, `usage`, …
    pub table: &'static str,
    /// Where the scenario says so.
    pub loc: Loc,
    /// How many rows.
    pub rows: u64,
    /// The sum of their numbers before; money is in cents. Of added rows nothing.
    pub before: Ratio,
    /// The sum of their numbers after.
    pub after: Ratio,
    /// Whether the numbers are money.
    pub money: bool,
}

/// What a scenario did to rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowEffectKind {
    /// `[[change]]`.
    Changed,
    /// `[[add.…]]`.
    Added,
    /// `[projection]`: rows of the base year copied into later years.
    Projected,
}

impl RowEffectKind {
    /// Returns the name for machines.
    pub const fn name(self) -> &'static str {
        match self {
            RowEffectKind::Changed => "change",
            RowEffectKind::Added => "add",
            RowEffectKind::Projected => "projection",
        }
    }
}

/// What a scenario did to a number that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The number that was read, or the sum of those of rows with equal keys; money is in cents.
    pub read: Ratio,
    /// By how many years a projection moved the row; 0 where it stands where it was read.
    pub years: u16,
    /// What was done to it, in order.
    pub edits: Vec<Edit>,
}

/// One thing that was done to a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What.
    pub how: EditHow,
    /// The factor, the growth of a year, or the number added or set; money is in cents.
    pub value: Sourced<Ratio>,
    /// What came out; money is rounded half-up to the cent.
    pub result: Ratio,
}

/// What is done to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditHow {
    /// Multiplied by a factor.
    Factor,
    /// Increased, for so many rows that were added up.
    Add(u64),
    /// Replaced, for so many rows that were added up.
    Set(u64),
    /// Grown for so many years.
    Grow(u16),
}

impl History {
    /// Returns the same for numbers in units of the currency.
    pub fn in_units(&self) -> History {
        let unit = Ratio::new(1, 100);
        let edit = |edit: &Edit| {
            let value = match edit.how {
                EditHow::Add(_) | EditHow::Set(_) => edit.value.clone().map(|value| &value * &unit),
                EditHow::Factor | EditHow::Grow(_) => edit.value.clone(),
            };
            Edit { value, result: &edit.result * &unit, ..edit.clone() }
        };
        History {
            read: &self.read * &unit,
            years: self.years,
            edits: self.edits.iter().map(edit).collect(),
        }
    }
}

/// The amount of a data row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmountRow {
    /// The amount as it counts.
    pub value: Cents,
    /// Where it was read.
    pub loc: Loc,
    /// What a scenario did to it.
    pub history: Option<Arc<History>>,
}

impl AmountRow {
    /// Tells whether a projection copied the row into another year.
    pub fn is_projected(&self) -> bool {
        self.history.as_ref().is_some_and(|history| history.years > 0)
    }
}

impl From<Sourced<Cents>> for AmountRow {
    fn from(read: Sourced<Cents>) -> AmountRow {
        AmountRow { value: read.value, loc: read.loc, history: None }
    }
}
