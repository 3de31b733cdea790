//! The budget (Haushaltsplan): what each title may spend in a year, what may be bound for later
//! years, and which titles may draw on each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use super::{AmountRow, CostEntry};
use crate::money::{Cents, Ratio};
use crate::source::{Loc, Sourced};

/// Where cost is booked in the budget (Haushaltsstelle): chapter (Kapitel) and title (Titel).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BudgetTitle {
    /// Chapter (Kapitel).
    pub chapter: Arc<str>,
    /// Title (Titel).
    pub title: Arc<str>,
}

impl BudgetTitle {
    /// Returns where an entry is booked; `None` where it lacks the chapter or the title.
    pub fn of(entry: &CostEntry) -> Option<BudgetTitle> {
        let (chapter, title) = (entry.budget_chapter.as_ref()?, entry.budget_title.as_ref()?);
        Some(BudgetTitle { chapter: Arc::clone(chapter), title: Arc::clone(title) })
    }
}

impl fmt::Display for BudgetTitle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.chapter, self.title)
    }
}

/// What may be bound in a budget year for one later year (Verpflichtungsermächtigung, BHO §§ 6, 16,
/// 38).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Commitment {
    /// What was granted, in cents.
    pub granted: Cents,
    /// What of it was used, in cents; never more than was granted.
    pub used: Cents,
}

/// A title in a year (Haushaltsansatz with what belongs to it).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetLine {
    /// The budget year (Haushaltsjahr), a calendar year.
    pub year: i16,
    /// Chapter and title.
    pub title: BudgetTitle,
    /// What it is for (Zweckbestimmung); empty where none is given.
    pub name: String,
    /// The appropriation (Ansatz), in cents.
    pub amount: Cents,
    /// What is left of earlier years (Ausgaberest), in cents.
    pub carried_in: Cents,
    /// What was changed after the plan was passed (Nachtrag, Deckung), in cents.
    pub adjusted: Cents,
    /// What is bound by contract and not paid yet (Festlegung), in cents.
    pub committed: Cents,
    /// What may be bound for later years, by year.
    pub commitments: BTreeMap<i16, Commitment>,
    /// The titles of the same year that may draw on this one (deckungsberechtigt, BHO §§ 20, 46).
    pub cover: BTreeSet<BudgetTitle>,
    /// The rows it is made of: each appropriation with its place.
    pub rows: Vec<AmountRow>,
    /// Where it was read.
    pub loc: Loc,
}

impl BudgetLine {
    /// Returns what may be spent (verfügbares Soll): appropriation, leftovers and adjustments;
    /// `None` beyond 128 bits.
    pub fn available(&self) -> Option<Cents> {
        Cents::sum([self.amount, self.carried_in, self.adjusted])
    }
}

/// The budget of all years.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// The titles, sorted by year, chapter and title.
    pub lines: Vec<BudgetLine>,
    /// From which part of the available sum on its use is told (`[budget] warn`).
    pub warn: Option<Sourced<Ratio>>,
    /// The natures of cost rows that are overpayments paid back while the books are open (`[budget]
    /// overpayments`).
    pub overpayments: BTreeSet<String>,
}

/// What an amount is in the account of a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Booking {
    /// It is spent (Ist).
    Spent,
    /// An overpayment that came back while the books are open: it is deducted from what is spent
    /// (Absetzung von der Ausgabe).
    Deducted,
    /// It came in or back (Einnahme, Rückeinnahme): never netted (HGrG § 12).
    Income,
}

impl Budget {
    /// Tells what an amount of an entry is in the account of its title.
    pub fn booking(&self, entry: &CostEntry, amount: Cents) -> Booking {
        let is_overpayment = |nature: &Arc<str>| self.overpayments.contains(&**nature);
        match amount < Cents::ZERO {
            false => Booking::Spent,
            true if entry.nature.as_ref().is_some_and(is_overpayment) => Booking::Deducted,
            true => Booking::Income,
        }
    }

    /// Adds up the amounts of an entry that are booked in one of these ways; `None` beyond 128
    /// bits.
    pub fn booked(&self, entry: &CostEntry, ways: &[Booking]) -> Option<Cents> {
        let amounts = entry.rows.iter().map(|row| row.value);
        Cents::sum(amounts.filter(|amount| ways.contains(&self.booking(entry, *amount))))
    }

    /// Lists the years that have a budget.
    pub fn years(&self) -> BTreeSet<i16> {
        self.lines.iter().map(|line| line.year).collect()
    }

    /// Returns the titles of a year, in order.
    pub fn of_year(&self, year: i16) -> &[BudgetLine] {
        let start = self.lines.partition_point(|line| line.year < year);
        let end = self.lines.partition_point(|line| line.year <= year);
        &self.lines[start..end]
    }

    /// Finds a title of a year.
    pub fn find(&self, year: i16, title: &BudgetTitle) -> Option<&BudgetLine> {
        let lines = self.of_year(year);
        lines.binary_search_by(|line| line.title.cmp(title)).ok().map(|at| &lines[at])
    }
}

/// Returns the day on which an entry counts in the budget (Fälligkeitsprinzip, BHO § 11): when it
/// is due, else when its period ends.
pub fn budget_day(entry: &CostEntry) -> jiff::civil::Date {
    entry.due.unwrap_or(entry.period.to)
}
