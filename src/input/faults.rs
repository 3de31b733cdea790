//! Collects what is wrong while reading goes on.

use std::cell::{Cell, RefCell};

use crate::diag::{Diagnostic, Diagnostics, Fault, Severity};
use crate::source::Loc;

/// What is wrong so far, shared by all readers of a run.
#[derive(Debug, Default)]
pub(super) struct Faults {
    all: RefCell<Diagnostics>,
    errors: Cell<usize>,
}

impl Faults {
    /// Takes a diagnostic in.
    pub(super) fn push(&self, diagnostic: Diagnostic) {
        if diagnostic.severity() == Severity::Error {
            self.errors.set(self.errors.get() + 1);
        }
        self.all.borrow_mut().push(diagnostic);
    }

    /// Takes a fault in at its place.
    pub(super) fn at(&self, fault: Fault, loc: Loc) {
        self.push(Diagnostic::at(fault, loc));
    }

    /// Counts the errors.
    pub(super) fn errors(&self) -> usize {
        self.errors.get()
    }

    /// Returns all of them.
    pub(super) fn into_inner(self) -> Diagnostics {
        self.all.into_inner()
    }
}
