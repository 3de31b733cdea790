//! Collects what is wrong while reading goes on, and remembers the names that were lost by it: what
//! refers to one of them is no fault of its own, but a consequence, and is not told.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::diag::{Diagnostic, Diagnostics, Fault, Severity};
use crate::source::Loc;

/// So many diagnostics are looked at for one that says the same.
const REMEMBERED: usize = 8;

/// The names of a table that were lost with what could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Names {
    /// Every name: the table could not be read.
    All,
    /// The texts of the rows that were refused.
    Some(BTreeSet<String>),
}

/// What is wrong so far, shared by all readers of a run.
#[derive(Debug, Default)]
pub(super) struct Faults {
    all: Mutex<Diagnostics>,
    errors: AtomicUsize,
    lost: Mutex<BTreeMap<String, Names>>,
    /// The places of which all that was said is taken back.
    withdrawn: Mutex<Vec<Loc>>,
}

/// What was said, taken back and lost, by a reader whose result is kept and used again.
#[derive(Debug, Default)]
pub(super) struct Said {
    all: Vec<Diagnostic>,
    lost: BTreeMap<String, Names>,
    withdrawn: Vec<Loc>,
}

/// How much was said when something began, so that it can be taken back.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    said: usize,
    errors: usize,
}

impl Faults {
    /// Takes a diagnostic in. What umlage.toml sets for a column is wrong in every row, but told
    /// once.
    pub(super) fn push(&self, diagnostic: Diagnostic) {
        if self.repeats(&diagnostic) {
            return;
        }
        if diagnostic.severity() == Severity::Error {
            self.errors.fetch_add(1, Ordering::Relaxed);
        }
        self.all.lock().unwrap_or_else(PoisonError::into_inner).push(diagnostic);
    }

    /// Tells whether one of the last diagnostics says the same of the same place.
    fn repeats(&self, diagnostic: &Diagnostic) -> bool {
        let place = |diagnostic: &Diagnostic| diagnostic.labels.first().map(|label| label.loc);
        let same = |other: &Diagnostic| {
            other.fault == diagnostic.fault && place(other) == place(diagnostic)
        };
        place(diagnostic).is_some()
            && self
                .all
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .iter()
                .rev()
                .take(REMEMBERED)
                .any(same)
    }

    /// Takes a fault in at its place.
    pub(super) fn at(&self, fault: Fault, loc: Loc) {
        self.push(Diagnostic::at(fault, loc));
    }

    /// Makes one in which nothing is wrong yet, but that knows what was lost.
    pub(super) fn fresh(&self) -> Faults {
        let lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Faults { lost: Mutex::new(lost), ..Faults::default() }
    }

    /// Tells whether there is no error and nothing was lost.
    pub(super) fn is_whole(&self) -> bool {
        self.errors() == 0 && self.lost.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Takes in what was said, taken back and lost before.
    pub(super) fn repeat(&self, said: &Said) {
        said.withdrawn.iter().for_each(|loc| self.withdraw(*loc));
        said.all.iter().cloned().for_each(|diagnostic| self.push(diagnostic));
        for (table, names) in &said.lost {
            match names {
                Names::All => self.lose_all(table),
                Names::Some(names) => self.lose(table, names.iter().map(String::as_str)),
            }
        }
    }

    /// Remembers names of a table that stand where something was refused.
    pub(super) fn lose<'n>(&self, table: &str, names: impl IntoIterator<Item = &'n str>) {
        let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        if let Names::Some(known) =
            lost.entry(table.to_owned()).or_insert_with(|| Names::Some(BTreeSet::new()))
        {
            known.extend(names.into_iter().map(str::to_owned));
        }
    }

    /// Remembers that a table could not be read, whatever names it has.
    pub(super) fn lose_all(&self, table: &str) {
        self.lost
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(table.to_owned(), Names::All);
    }

    /// Tells whether a name that nobody knows may stand in a table where something was refused.
    pub(super) fn may_have(&self, table: &str, name: &str) -> bool {
        match self.lost.lock().unwrap_or_else(PoisonError::into_inner).get(table) {
            Some(Names::All) => true,
            Some(Names::Some(names)) => names.contains(name),
            None => false,
        }
    }

    /// Tells whether something of a table was refused.
    pub(super) fn has_lost(&self, table: &str) -> bool {
        self.lost.lock().unwrap_or_else(PoisonError::into_inner).contains_key(table)
    }

    /// Marks what was said so far.
    pub(super) fn mark(&self) -> Mark {
        let said = self.all.lock().unwrap_or_else(PoisonError::into_inner).len();
        Mark { said, errors: self.errors() }
    }

    /// Takes back all that was said since a mark.
    pub(super) fn back_to(&self, mark: Mark) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).truncate(mark.said);
        self.errors.store(mark.errors, Ordering::Relaxed);
    }

    /// Says one thing instead of all that was said since a mark.
    pub(super) fn instead(&self, mark: Mark, diagnostic: Diagnostic) {
        self.back_to(mark);
        self.push(diagnostic);
    }

    /// Takes back what was said of a place, because its cause is told.
    pub(super) fn withdraw(&self, loc: Loc) {
        let is_there = |it: &Diagnostic| it.labels.first().is_some_and(|label| label.loc == loc);
        let errors = self.all.lock().unwrap_or_else(PoisonError::into_inner).remove(is_there);
        self.errors.fetch_sub(errors, Ordering::Relaxed);
        self.withdrawn.lock().unwrap_or_else(PoisonError::into_inner).push(loc);
    }

    /// Counts the errors.
    pub(super) fn errors(&self) -> usize {
        self.errors.load(Ordering::Relaxed)
    }

    /// Tells whether nothing is wrong or to be noted.
    pub(super) fn is_empty(&self) -> bool {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Forgets all.
    pub(super) fn clear(&self) {
        self.errors.store(0, Ordering::Relaxed);
        *self.all.lock().unwrap_or_else(PoisonError::into_inner) = Diagnostics::default();
    }

    /// Returns what was said and lost, to be repeated.
    pub(super) fn into_said(self) -> Said {
        let lost = self.lost.into_inner().unwrap_or_else(PoisonError::into_inner);
        let all = self.all.into_inner().unwrap_or_else(PoisonError::into_inner);
        let withdrawn = self.withdrawn.into_inner().unwrap_or_else(PoisonError::into_inner);
        Said { all: all.iter().cloned().collect(), lost, withdrawn }
    }

    /// Returns all of them.
    pub(super) fn into_inner(self) -> Diagnostics {
        self.all.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A fault was found and is already among the diagnostics.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reported;
