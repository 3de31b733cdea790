//! Entries that come out of entries: indexation before the cost centres are emptied; surcharges,
//! credits and catch-up after it. What they make belongs to the cost.
//!
//! Rules: rules.md#derived, rules.md#surcharge, rules.md#credit.

mod catch_up;
mod growth;

use std::sync::Arc;

use super::assign::Rules;
use super::centres::Emptied;
use super::collect::{Collected, Made, Source};
use super::pool::Number;
use super::selection::{Whose, name, takes};
use super::split::{is_of_both_signs, scaled};
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::keys::Noticed;
use crate::model::{CatchUp, CostEntry, DateRange, Derivation, DerivationIx, Makes, Project};
use crate::money::{Cents, Mode, Ratio};
use crate::source::Sourced;
use crate::trace::{Input, Money, Operation, Scope, StepId, Subject, Trace};

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
    each(project, &mut collected, |evaluation, sources| match &evaluation.derivation.makes {
        Makes::Indexation(indexation) => evaluation.index(indexation, sources),
        _ => Ok(Vec::new()),
    })?;
    Ok(Indexed(collected))
}

/// Adds surcharges, credits and what late joiners catch up; then leaves what touches the selected
/// periods. What would not touch them is not made: a surcharge or credit lies where its source
/// does, a catch-up in its own time.
pub(super) fn complete(project: &Project, emptied: Emptied) -> Result<Complete, Diagnostics> {
    let Emptied(mut collected) = emptied;
    let rules = Rules::of(project);
    let selected = collected.selected;
    let touches =
        |range: &DateRange| selected.is_none_or(|selected| selected.intersect(range).is_some());
    each(project, &mut collected, |evaluation, sources| {
        let here = || sources.iter().filter(|source| touches(&source.entry.period));
        match &evaluation.derivation.makes {
            Makes::Surcharge(rate) => {
                here().map(|source| evaluation.surcharge(rate, source)).collect()
            }
            Makes::Credit => here().map(|source| evaluation.credit(source)).collect(),
            Makes::CatchUp(catch_up) if touches(&charged_in(project, catch_up)) => {
                evaluation.catch_up(catch_up, sources, &rules)
            }
            Makes::CatchUp(_) | Makes::Indexation(_) => Ok(Vec::new()),
        }
    })?;
    collected.select();
    Ok(Complete(collected))
}

/// When a late joiner is charged: from its accession to the end of that settlement period.
fn charged_in(project: &Project, catch_up: &CatchUp) -> DateRange {
    DateRange { from: catch_up.on.value, to: project.settled_per.around(catch_up.on.value).to }
}

/// Tells whether what lies in a settlement period counts for the selected ones: it is one of them,
/// or what lies in it is caught up in one of them.
pub(super) fn matters(project: &Project, collected: &Collected, period: &DateRange) -> bool {
    let caught_up = |derivation: &Derivation| match &derivation.makes {
        Makes::CatchUp(catch_up) => {
            period.from < catch_up.on.value && collected.touches(&charged_in(project, catch_up))
        }
        _ => false,
    };
    collected.touches(period) || project.derivations.iter().any(caught_up)
}

/// Lets every derivation make entries of those it takes; all faults together. What one makes is not
/// a source of the next, so that their order does not matter.
fn each(
    project: &Project,
    collected: &mut Collected,
    make: impl Fn(&mut Shop<'_>, &[Source<'_>]) -> Checked<Vec<Made>>,
) -> Result<(), Diagnostics> {
    let mut faults = Diagnostics::default();
    let mut all = Vec::new();
    let Collected { entries, costs, lies, trace, noticed, .. } = &mut *collected;
    for (number, derivation) in (0..).map(DerivationIx).zip(&project.derivations) {
        let whose = Whose::Derivation(derivation);
        let mut sources = Vec::new();
        for (number, step) in entries.iter() {
            let entry = &costs[*number];
            if faults.keep(takes(&derivation.costs, entry, whose, project)).unwrap_or_default() {
                sources.push(Source { entry, step: *step, lies: lies.get(number) });
            }
        }
        let mut evaluation =
            Shop { project, derivation, number, trace: &mut *trace, noticed: &mut *noticed };
        all.extend(faults.keep(make(&mut evaluation, &sources)).unwrap_or_default());
    }
    for made in all {
        collected.add(made);
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
        let amount =
            rounded.ok_or_else(|| Diagnostic::at(Fault::AmountOverflow, self.derivation.loc))?;
        if exact.is_integer() {
            return Ok((amount, step));
        }
        let operation = Operation::Round(Cents::ONE, Mode::HalfUp);
        let value = Money::Cents(amount.ratio());
        Ok((amount, self.add(operation, Subject::Made, value, &[step.into()], scope)))
    }

    /// What a source makes by a factor: an entry that lies where the source lies, without what
    /// belongs to the source alone. `factor` is asked where more than proportions count.
    fn made(
        &mut self,
        source: &Source<'_>,
        (amount, step): (Cents, StepId),
        factor: impl FnOnce(&mut Self) -> Number,
        scope: Scope,
    ) -> Made {
        let lies = match source.lies {
            Some(lies) if is_of_both_signs(lies) => {
                let factor = factor(self);
                let scope = Scope { derivation: Some(self.number), ..scope };
                Some(scaled(lies, &factor, scope, self.trace))
            }
            lies => lies.cloned(),
        };
        Made { entry: self.entry(source.entry, amount), step, lies }
    }

    /// What a source makes in a time of its own, evenly.
    fn made_in(&self, period: DateRange, source: &Source<'_>, amount: Cents, step: StepId) -> Made {
        Made { entry: CostEntry { period, ..self.entry(source.entry, amount) }, step, lies: None }
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

    /// A percentage on top, half-up to the cent.
    fn surcharge(&mut self, rate: &Sourced<Ratio>, source: &Source<'_>) -> Checked<Made> {
        let scope = Scope { range: Some(source.entry.period), ..Scope::default() };
        let value = Money::Number(rate.value.clone());
        let read =
            self.add(Operation::Read, Subject::Quota, value, &[Input::Place(rate.loc)], scope);
        let exact = &source.entry.amount.ratio() * &rate.value;
        let inputs = [Input::Step(source.step), Input::Step(read)];
        let value = Money::Cents(exact.clone());
        let product = self.add(Operation::Product, Subject::Made, value, &inputs, scope);
        let rounded = self.round(&exact, product, scope)?;
        Ok(self.made(source, rounded, |_| (rate.value.clone(), read), scope))
    }

    /// The negative amount, for whoever paid.
    fn credit(&mut self, source: &Source<'_>) -> Checked<Made> {
        let entry = source.entry;
        let Some(party) = entry.paid_by else {
            let (entry_name, id) = (name(entry, self.project), self.derivation.id.clone());
            let fault = Diagnostic::at(Fault::NobodyPaid { entry: entry_name, id }, entry.loc());
            return Err(Box::new(fault.and(self.derivation.loc)));
        };
        let scope = Scope { range: Some(entry.period), party: Some(party), ..Scope::default() };
        let negative = self.negative(entry.amount, source.step, scope)?;
        let kind = self.derivation.kind.as_deref().unwrap_or("credit");
        let mut made = self.made(source, negative, |evaluation| evaluation.minus_one(scope), scope);
        (made.entry.party, made.entry.kind) = (Some(party), Some(Arc::from(kind)));
        Ok(made)
    }

    fn minus_one(&mut self, scope: Scope) -> Number {
        let value = Ratio::from(-1);
        let money = Money::Number(value.clone());
        (value, self.add(Operation::Constant, Subject::Quota, money, &[], scope))
    }

    fn negative(&mut self, amount: Cents, step: StepId, scope: Scope) -> Checked<(Cents, StepId)> {
        let negative = Cents::ZERO.checked_sub(amount);
        let negative =
            negative.ok_or_else(|| Diagnostic::at(Fault::AmountOverflow, self.derivation.loc))?;
        let zero =
            self.add(Operation::Constant, Subject::Made, Money::Cents(Ratio::ZERO), &[], scope);
        let inputs = [Input::Step(zero), Input::Step(step)];
        let value = Money::Cents(negative.ratio());
        Ok((negative, self.add(Operation::Difference, Subject::Made, value, &inputs, scope)))
    }
}
