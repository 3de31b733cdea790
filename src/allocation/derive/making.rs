//! What a derivation works with, and the entries that it makes.

use std::sync::Arc;

use crate::allocation::collect::{Made, Source};
use crate::allocation::pro_rata::{is_of_both_signs, scaled};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::keys::Noticed;
use crate::model::{CatchUp, CostEntry, DateRange, Derivation, DerivationIx, Project};
use crate::money::{Cents, Mode, Ratio};
use crate::trace::{Exact, Money, Recorder, Scope, Subject, Trace, Traced};

/// What a derivation works with.
pub(super) struct Making<'a> {
    pub(super) project: &'a Project,
    pub(super) derivation: &'a Derivation,
    pub(super) number: DerivationIx,
    pub(super) trace: &'a mut Trace,
    /// The rows of usage that were counted.
    pub(super) noticed: &'a mut Noticed,
}

/// When a late joiner is charged: from its accession to the end of that settlement period.
pub(super) fn charged_in(project: &Project, catch_up: &CatchUp) -> DateRange {
    DateRange { from: catch_up.on.value, to: project.settled_per.around(catch_up.on.value).to }
}

impl Making<'_> {
    /// Records at a scope what this derivation does.
    pub(super) fn at(&mut self, scope: Scope) -> Recorder<'_> {
        self.trace.at(Scope { derivation: Some(self.number), ..scope })
    }

    /// Rounds an exact amount half-up to the cent; whole cents stay what they are.
    pub(super) fn round(&mut self, exact: &Exact, scope: Scope) -> Checked<Traced> {
        if let Some(whole) = exact.whole() {
            return Ok(whole);
        }
        let rounded = self.at(scope).round(Subject::Made, exact, Cents::ONE, Mode::HalfUp);
        rounded.ok_or_else(|| self.overflow())
    }

    /// The fault of a sum that does not fit.
    pub(super) fn overflow(&self) -> Box<Diagnostic> {
        Box::new(Diagnostic::at(Fault::AmountOverflow, self.derivation.loc))
    }

    /// What a source makes by a factor: an entry that lies where the source lies, without what
    /// belongs to the source alone. `factor` is asked where more than proportions count.
    pub(super) fn made(
        &mut self,
        source: &Source<'_>,
        amount: Traced,
        factor: impl FnOnce(&mut Self) -> Exact,
        scope: Scope,
    ) -> Made {
        let time_sources = match source.time_sources {
            Some(sources) if is_of_both_signs(sources) => {
                let factor = factor(self);
                let scope = Scope { derivation: Some(self.number), ..scope };
                Some(scaled(sources, &factor, scope, self.trace))
            }
            sources => sources.cloned(),
        };
        Made { entry: self.entry(source.entry, amount.amount()), amount, time_sources }
    }

    /// What a source makes in a time of its own, evenly.
    pub(super) fn made_in(&self, period: DateRange, source: &Source<'_>, amount: Traced) -> Made {
        let entry = CostEntry { period, ..self.entry(source.entry, amount.amount()) };
        Made { entry, amount, time_sources: None }
    }

    fn entry(&self, source: &CostEntry, amount: Cents) -> CostEntry {
        let kind = self.derivation.kind.as_deref().map(Arc::from).or_else(|| source.kind.clone());
        CostEntry {
            amount,
            rows: Vec::new(),
            sources: Vec::new(),
            made_by: Some(self.derivation.loc),
            id: None,
            kind,
            paid_by: None,
            due: None,
            document: None,
            supplier: None,
            note: None,
            ..source.clone()
        }
    }

    /// Turns a sign: nothing less the amount.
    pub(super) fn negative(&mut self, amount: Traced, scope: Scope) -> Checked<Traced> {
        let mut at = self.at(scope);
        let zero = at.constant(Subject::Made, Money::Cents(Ratio::ZERO));
        let negative = at.difference(Subject::Made, &zero, &[amount.exact()]).whole();
        negative.ok_or_else(|| self.overflow())
    }
}
