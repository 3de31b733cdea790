//! Entries that come out of entries: indexation before the cost centres are emptied; surcharges, credits and catch-up
//! after it. What they make belongs to the cost. The rules are in `docs/reference/files.md`.

mod catch_up;
mod growth;

use std::sync::Arc;

use super::centres::Emptied;
use super::collect::Collected;
use super::selection::{Whose, name, takes};
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::keys::Noticed;
use crate::model::{CostEntry, Derivation, DerivationIx, Makes, Project};
use crate::money::{Cents, Mode, Ratio};
use crate::source::Sourced;
use crate::trace::{Input, Money, Operation, Scope, StepId, Subject, Trace};

/// A made entry with the step that derives its amount.
type Derived = (CostEntry, StepId);

/// An entry of which others are made.
type Source<'a> = (&'a CostEntry, StepId);

/// What a derivation works with.
struct Shop<'a> {
    project: &'a Project,
    derivation: &'a Derivation,
    number: DerivationIx,
    trace: &'a mut Trace,
    /// The rows of usage that were counted.
    noticed: &'a mut Noticed,
}

/// Entries with what indexations make of them.
pub(super) struct Indexed(pub(super) Collected);

/// All entries, the made ones among them, that touch the selected periods.
pub(super) struct Complete(pub(super) Collected);

/// Adds the figures of later years.
pub(super) fn index(project: &Project, mut collected: Collected) -> Result<Indexed, Diagnostics> {
    each(project, &mut collected, |shop, sources| match &shop.derivation.makes {
        Makes::Indexation(indexation) => shop.index(indexation, sources),
        _ => Ok(Vec::new()),
    })?;
    Ok(Indexed(collected))
}

/// Adds surcharges, credits and what late joiners catch up; then leaves what touches the selected periods.
pub(super) fn complete(project: &Project, emptied: Emptied) -> Result<Complete, Diagnostics> {
    let Emptied(mut collected) = emptied;
    each(project, &mut collected, |shop, sources| match &shop.derivation.makes {
        Makes::Surcharge(rate) => sources.iter().map(|source| shop.surcharge(rate, source)).collect(),
        Makes::Credit => sources.iter().map(|source| shop.credit(source)).collect(),
        Makes::CatchUp(catch_up) => shop.catch_up(catch_up, sources),
        Makes::Indexation(_) => Ok(Vec::new()),
    })?;
    collected.select();
    Ok(Complete(collected))
}

/// Lets every derivation make entries of those it takes; all faults together. What one makes is not a source of the
/// next, so that their order does not matter.
fn each(
    project: &Project,
    collected: &mut Collected,
    make: impl Fn(&mut Shop<'_>, &[Source<'_>]) -> Checked<Vec<Derived>>,
) -> Result<(), Diagnostics> {
    let mut faults = Diagnostics::default();
    let mut all = Vec::new();
    let Collected { entries, costs, trace, noticed, .. } = &mut *collected;
    for (number, derivation) in (0..).map(DerivationIx).zip(&project.derivations) {
        let whose = Whose::Derivation(derivation);
        let mut sources = Vec::new();
        for (number, step) in entries.iter() {
            let entry = &costs[*number];
            if faults.keep(takes(&derivation.costs, entry, whose, project)).unwrap_or_default() {
                sources.push((entry, *step));
            }
        }
        let mut shop = Shop { project, derivation, number, trace: &mut *trace, noticed: &mut *noticed };
        all.extend(faults.keep(make(&mut shop, &sources)).unwrap_or_default());
    }
    for (entry, step) in all {
        collected.add(entry, step);
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

impl Shop<'_> {
    fn add(
        &mut self,
        operation: Operation,
        subject: Subject,
        value: Money,
        inputs: &[Input],
        scope: Scope,
    ) -> StepId {
        let scope = Scope { derivation: Some(self.number), ..scope };
        self.trace.add(operation, subject, value, inputs.iter().copied(), scope)
    }

    /// Rounds an exact amount half-up to the cent.
    fn round(&mut self, exact: &Ratio, step: StepId, scope: Scope) -> Checked<(Cents, StepId)> {
        let rounded = Cents::round(exact, Cents::ONE, Mode::HalfUp);
        let amount = rounded.ok_or_else(|| Diagnostic::at(Fault::AmountOverflow, self.derivation.loc))?;
        if exact.is_integer() {
            return Ok((amount, step));
        }
        let operation = Operation::Round(Cents::ONE, Mode::HalfUp);
        let value = Money::Cents(amount.ratio());
        Ok((amount, self.add(operation, Subject::Made, value, &[step.into()], scope)))
    }

    /// The entry that a source makes, without what belongs to the source alone.
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

    /// A percentage on top, half-up to the cent.
    fn surcharge(&mut self, rate: &Sourced<Ratio>, (source, step): &Source<'_>) -> Checked<Derived> {
        let scope = Scope { range: Some(source.period), ..Scope::default() };
        let value = Money::Number(rate.value.clone());
        let read = self.add(Operation::Read, Subject::Quota, value, &[Input::Place(rate.loc)], scope);
        let exact = &source.amount.ratio() * &rate.value;
        let inputs = [Input::Step(*step), Input::Step(read)];
        let value = Money::Cents(exact.clone());
        let product = self.add(Operation::Product, Subject::Made, value, &inputs, scope);
        let (amount, step) = self.round(&exact, product, scope)?;
        Ok((self.entry(source, amount), step))
    }

    /// The negative amount, for whoever paid.
    fn credit(&mut self, (source, step): &Source<'_>) -> Checked<Derived> {
        let Some(party) = source.paid_by else {
            let (entry, id) = (name(source, self.project), self.derivation.id.clone());
            let fault = Diagnostic::at(Fault::NobodyPaid { entry, id }, source.loc());
            return Err(Box::new(fault.and(self.derivation.loc)));
        };
        let scope = Scope { range: Some(source.period), party: Some(party), ..Scope::default() };
        let (amount, step) = self.negative(source.amount, *step, scope)?;
        let kind = self.derivation.kind.as_deref().unwrap_or("credit");
        let entry =
            CostEntry { party: Some(party), kind: Some(Arc::from(kind)), ..self.entry(source, amount) };
        Ok((entry, step))
    }

    fn negative(&mut self, amount: Cents, step: StepId, scope: Scope) -> Checked<(Cents, StepId)> {
        let negative = Cents::ZERO.checked_sub(amount);
        let negative = negative.ok_or_else(|| Diagnostic::at(Fault::AmountOverflow, self.derivation.loc))?;
        let zero = self.add(Operation::Constant, Subject::Made, Money::Cents(Ratio::ZERO), &[], scope);
        let inputs = [Input::Step(zero), Input::Step(step)];
        let value = Money::Cents(negative.ratio());
        Ok((negative, self.add(Operation::Difference, Subject::Made, value, &inputs, scope)))
    }
}
