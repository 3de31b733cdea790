//! Collects what is wrong while reading goes on.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::diag::{Diagnostic, Diagnostics, Fault, Severity};
use crate::source::Loc;

/// So many diagnostics are looked at for one that says the same.
const REMEMBERED: usize = 8;

/// What is wrong so far, shared by all readers of a run.
#[derive(Debug, Default)]
pub(super) struct Faults {
    all: Mutex<Diagnostics>,
    errors: AtomicUsize,
}

impl Faults {
    /// Takes a diagnostic in. What umlage.toml sets for a column is wrong in every row, but told once.
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
        let same = |other: &Diagnostic| other.fault == diagnostic.fault && place(other) == place(diagnostic);
        place(diagnostic).is_some()
            && self.all.lock().unwrap_or_else(PoisonError::into_inner).iter().rev().take(REMEMBERED).any(same)
    }

    /// Takes a fault in at its place.
    pub(super) fn at(&self, fault: Fault, loc: Loc) {
        self.push(Diagnostic::at(fault, loc));
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

    /// Returns all of them.
    pub(super) fn into_inner(self) -> Diagnostics {
        self.all.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
