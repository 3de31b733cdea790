//! Entries that come out of entries: indexation before the cost centres are emptied; surcharges, credits and catch-up
//! after it. What they make belongs to the cost. The rules are in `docs/reference/files.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::apportion::apportion;
use super::collect::Collected;
use super::entry_of;
use super::selection::{Whose, name, takes};
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::keys::{Question, Workshop, all_zero, sum_of, weights};
use crate::model::{
    CatchUp, CentreIx, CostEntry, CostObject, DateRange, Derivation, DerivationIx, Grain, Indexation, Makes,
    PartyIx, Project, Receivers, Roster,
};
use crate::money::{Cents, Mode, Ratio};
use crate::source::Sourced;
use crate::trace::{ApportionResidue, Input, Money, Operation, Scope, StepId, Subject, Ties, Trace};

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
pub(super) fn complete(project: &Project, indexed: Indexed) -> Result<Complete, Diagnostics> {
    let Indexed(mut collected) = indexed;
    each(project, &mut collected, |shop, sources| match &shop.derivation.makes {
        Makes::Surcharge(rate) => sources.iter().map(|source| shop.surcharge(rate, source)).collect(),
        Makes::Credit => sources.iter().map(|source| shop.credit(source)).collect(),
        Makes::CatchUp(catch_up) => shop.catch_up(catch_up, sources),
        Makes::Indexation(_) => Ok(Vec::new()),
    })?;
    collected.select(project);
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
    let Collected { entries, made, trace, .. } = &mut *collected;
    for (number, derivation) in (0..).map(DerivationIx).zip(&project.derivations) {
        let whose = Whose::Derivation(derivation);
        let mut sources = Vec::new();
        for (number, step) in entries.iter() {
            let entry = entry_of(project, made, *number);
            if faults.keep(takes(&derivation.costs, entry, whose, project)).unwrap_or_default() {
                sources.push((entry, *step));
            }
        }
        let mut shop = Shop { project, derivation, number, trace: &mut *trace };
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
        Ok((amount, self.add(operation, Subject::Derived, value, &[step.into()], scope)))
    }

    /// The entry that a source makes, without what belongs to the source alone.
    fn entry(&self, source: &CostEntry, amount: Cents) -> CostEntry {
        let kind = self.derivation.kind.as_deref().map(Arc::from).or_else(|| source.kind.clone());
        CostEntry {
            amount,
            rows: Vec::new(),
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
        let product = self.add(Operation::Product, Subject::Derived, value, &inputs, scope);
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
        let zero = self.add(Operation::Constant, Subject::Derived, Money::Cents(Ratio::ZERO), &[], scope);
        let inputs = [Input::Step(zero), Input::Step(step)];
        let value = Money::Cents(negative.ratio());
        Ok((negative, self.add(Operation::Difference, Subject::Derived, value, &inputs, scope)))
    }

    /// The figures of the years after that of the sources.
    fn index(&mut self, indexation: &Indexation, sources: &[Source<'_>]) -> Checked<Vec<Derived>> {
        let mut years = BTreeSet::new();
        let mut made = Vec::new();
        for source in sources {
            let entry = source.0;
            let year = entry.period.from.year();
            if Grain::Year.around(entry.period.from) != entry.period {
                let fault =
                    Fault::NotAWholeYear { entry: name(entry, self.project), id: self.derivation.id.clone() };
                return Err(Box::new(Diagnostic::at(fault, entry.loc()).and(self.derivation.loc)));
            }
            years.insert(year);
            made.extend(self.grow(indexation, source)?);
        }
        if years.len() > 1 {
            let years = years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let fault = Fault::SeveralBaseYears { id: self.derivation.id.clone(), years };
            return Err(Box::new(Diagnostic::at(fault, self.derivation.loc)));
        }
        Ok(made)
    }

    fn grow(&mut self, indexation: &Indexation, (source, step): &Source<'_>) -> Checked<Vec<Derived>> {
        let mut made = Vec::new();
        let (mut value, mut last) = (source.amount.ratio(), *step);
        for year in source.period.from.year().saturating_add(1)..=indexation.until {
            let Some((_, rate)) = indexation.rates.range(..=year).next_back() else {
                let fault = Fault::NoRateFor { id: self.derivation.id.clone(), year: year.to_string() };
                return Err(Box::new(Diagnostic::at(fault, self.derivation.loc)));
            };
            let Some(period) = whole_year(year) else { break };
            let scope = Scope { range: Some(period), ..Scope::default() };
            let factor = self.factor(rate, scope);
            value = &value * &factor.0;
            let inputs = [Input::Step(last), Input::Step(factor.1)];
            last =
                self.add(Operation::Product, Subject::Derived, Money::Cents(value.clone()), &inputs, scope);
            let (amount, figure) = self.round(&value, last, scope)?;
            if indexation.rounded {
                (value, last) = (amount.ratio(), figure);
            }
            made.push((CostEntry { period, ..self.entry(source, amount) }, figure));
        }
        Ok(made)
    }

    /// One and the growth of the year.
    fn factor(&mut self, rate: &Sourced<Ratio>, scope: Scope) -> (Ratio, StepId) {
        let one = self.add(Operation::Constant, Subject::Growth, Money::Number(Ratio::ONE), &[], scope);
        let value = Money::Number(rate.value.clone());
        let read = self.add(Operation::Read, Subject::Quota, value, &[Input::Place(rate.loc)], scope);
        let factor = &Ratio::ONE + &rate.value;
        let inputs = [Input::Step(one), Input::Step(read)];
        let step = self.add(Operation::Sum, Subject::Growth, Money::Number(factor.clone()), &inputs, scope);
        (factor, step)
    }

    /// What the joiner would have borne of the sources before the day of accession, and its credit to the others:
    /// for each service or centre, and kind.
    fn catch_up(&mut self, catch_up: &CatchUp, sources: &[Source<'_>]) -> Checked<Vec<Derived>> {
        let mut groups: BTreeMap<(CostObject, Option<CentreIx>, Option<Arc<str>>), Vec<Source<'_>>> =
            BTreeMap::new();
        for source in sources.iter().filter(|(entry, _)| entry.period.from < catch_up.on.value) {
            let entry = source.0;
            if entry.period.to >= catch_up.on.value {
                let fault = Fault::SpansLimit {
                    entry: name(entry, self.project),
                    limit: format!("on = {}", catch_up.on.value),
                    whose: Whose::Derivation(self.derivation).words(),
                };
                return Err(Box::new(Diagnostic::at(fault, entry.loc()).and(catch_up.on.loc)));
            }
            groups.entry((entry.object, entry.centre, entry.kind.clone())).or_default().push(*source);
        }
        let mut made = Vec::new();
        for group in groups.into_values() {
            made.extend(self.catch_up_group(catch_up, &group)?);
        }
        Ok(made)
    }

    fn catch_up_group(&mut self, catch_up: &CatchUp, sources: &[Source<'_>]) -> Checked<Vec<Derived>> {
        let Some((first, _)) = sources.first() else { return Ok(Vec::new()) };
        let settled = self.project.settled_per.around(catch_up.on.value);
        let period = DateRange { from: catch_up.on.value, to: settled.to };
        let scope = Scope { range: Some(period), ..Scope::default() };
        let receivers = self.receivers(catch_up, first)?;
        let (weights, total) = self.weigh(catch_up, &receivers, sources, scope)?;
        let amounts: Vec<Ratio> = sources.iter().map(|(entry, _)| entry.amount.ratio()).collect();
        let sum = Ratio::sum(&amounts);
        let inputs: Vec<Input> = sources.iter().map(|(_, step)| Input::Step(*step)).collect();
        let sum_step = self.add(Operation::Sum, Subject::Total, Money::Cents(sum.clone()), &inputs, scope);
        let mut portions = Vec::new();
        for (party, (weight, step)) in receivers.iter().zip(&weights) {
            let exact = (&sum * weight).checked_div(&total.0).unwrap_or(Ratio::ZERO);
            let scope = Scope { party: Some(*party), ..scope };
            let inputs = [sum_step, *step, total.1].map(Input::Step);
            let value = Money::Cents(exact.clone());
            portions.push((
                *party,
                exact,
                self.add(Operation::Portion, Subject::Derived, value, &inputs, scope),
            ));
        }
        let own = portions.iter().position(|(party, ..)| *party == catch_up.party).unwrap_or_default();
        let (party, exact, step) = portions.remove(own);
        let (charge, step) = self.round(&exact, step, Scope { party: Some(party), ..scope })?;
        let kind: Arc<str> = Arc::from(self.derivation.kind.as_deref().unwrap_or("catch-up"));
        let entry = |shop: &Self, party, amount| CostEntry {
            period,
            party: Some(party),
            kind: Some(Arc::clone(&kind)),
            ..shop.entry(first, amount)
        };
        let mut made = vec![(entry(self, party, charge), step)];
        for (party, amount, step) in self.credits(charge, step, &weights, own, &portions, scope)? {
            made.push((entry(self, party, amount), step));
        }
        Ok(made)
    }

    /// The charge given back to the others, by their weights, in cents.
    fn credits(
        &mut self,
        charge: Cents,
        charge_step: StepId,
        weights: &[(Ratio, StepId)],
        own: usize,
        others: &[(PartyIx, Ratio, StepId)],
        scope: Scope,
    ) -> Checked<Vec<(PartyIx, Cents, StepId)>> {
        let (negative, negative_step) = self.negative(charge, charge_step, scope)?;
        let rest: Vec<&(Ratio, StepId)> =
            weights.iter().enumerate().filter(|(index, _)| *index != own).map(|(_, weight)| weight).collect();
        let total = Ratio::sum(rest.iter().map(|(weight, _)| weight));
        if total.is_zero() && !charge.is_zero() {
            let (id, day) =
                (self.derivation.id.clone(), scope.range.map_or(String::new(), |r| r.from.to_string()));
            return Err(Box::new(Diagnostic::at(Fault::NobodyToCredit { id, day }, self.derivation.loc)));
        }
        let inputs: Vec<Input> = rest.iter().map(|(_, step)| Input::Step(*step)).collect();
        let total_step =
            self.add(Operation::Sum, Subject::WeightSum, Money::Number(total.clone()), &inputs, scope);
        let mut exact = Vec::new();
        let mut inputs = vec![Input::Step(negative_step)];
        for ((party, ..), (weight, step)) in others.iter().zip(&rest) {
            let part = (&negative.ratio() * weight).checked_div(&total).unwrap_or(Ratio::ZERO);
            let from = [negative_step, *step, total_step].map(Input::Step);
            let scope = Scope { party: Some(*party), ..scope };
            let value = Money::Cents(part.clone());
            inputs.push(self.add(Operation::Portion, Subject::Derived, value, &from, scope).into());
            exact.push(part);
        }
        let (residue, ties) = (ApportionResidue::LargestRemainder, Ties::SizeThenOrder);
        let amounts = apportion(negative, &exact, Cents::ONE, residue, ties)
            .ok_or_else(|| Diagnostic::at(Fault::AmountOverflow, self.derivation.loc))?;
        let mut credits = Vec::new();
        for ((index, amount), (party, ..)) in (0..).zip(amounts).zip(others) {
            let operation = Operation::Apportion { index, unit: Cents::ONE, residue, ties };
            let scope = Scope { party: Some(*party), ..scope };
            let value = Money::Cents(amount.ratio());
            credits.push((*party, amount, self.add(operation, Subject::Derived, value, &inputs, scope)));
        }
        Ok(credits)
    }

    /// Who was there on the day before the accession, and the joiner, in the order of parties.
    fn receivers(&self, catch_up: &CatchUp, source: &CostEntry) -> Checked<Vec<PartyIx>> {
        let none = Roster::default();
        let roster = match (&catch_up.among, source.service()) {
            (Receivers::Members | Receivers::To(_), _) => &self.project.members,
            (Receivers::Listed { roster, .. }, _) => roster,
            (Receivers::Participants, Some(service)) => &self.project.service(service).participants,
            (Receivers::Participants, None) => &none,
        };
        let day = catch_up.on.value;
        let before = day.yesterday().unwrap_or(day);
        let mut there = roster.on_any_day(&DateRange { from: before, to: before });
        let (id, day) = (self.derivation.id.clone(), day.to_string());
        if there.is_empty() {
            return Err(Box::new(Diagnostic::at(Fault::NobodyToCredit { id, day }, catch_up.on.loc)));
        }
        if !there.insert(catch_up.party) {
            let party = self.project.party(catch_up.party).id.clone();
            return Err(Box::new(Diagnostic::at(Fault::AlreadyThere { id, party, day }, catch_up.on.loc)));
        }
        Ok(there.into_iter().collect())
    }

    /// The weights of all, the joiner included, and their sum.
    fn weigh(
        &mut self,
        catch_up: &CatchUp,
        receivers: &[PartyIx],
        sources: &[Source<'_>],
        scope: Scope,
    ) -> Checked<(Vec<(Ratio, StepId)>, (Ratio, StepId))> {
        let from = sources.iter().map(|(entry, _)| entry.period.from).min();
        let to = sources.iter().map(|(entry, _)| entry.period.to).max();
        let window =
            from.zip(to).and_then(|(from, to)| DateRange::new(from, to)).unwrap_or(DateRange::ALWAYS);
        let service = sources.first().and_then(|(entry, _)| entry.service());
        let question = Question { receivers, presence: &[], window, service, counts: &|_, _| true };
        let mut counted = BTreeSet::new();
        let scope = Scope { derivation: Some(self.number), ..scope };
        let mut shop =
            Workshop { project: self.project, trace: &mut *self.trace, counted: &mut counted, scope };
        let found = weights(catch_up.key, &question, &mut shop)
            .map_err(|fault| Box::new((*fault).and(self.derivation.loc)))?;
        let total = Ratio::sum(found.iter().map(|weight| &weight.value));
        if total.is_zero() {
            return Err(Box::new(all_zero(self.project.key(catch_up.key), window).and(self.derivation.loc)));
        }
        let total_step = sum_of(&found, &total, &mut shop);
        let weights = found.into_iter().map(|weight| (weight.value, weight.step)).collect();
        Ok((weights, (total, total_step)))
    }
}

/// The range of a year.
fn whole_year(year: i16) -> Option<DateRange> {
    let first = jiff::civil::Date::new(year, 1, 1).ok()?;
    Some(Grain::Year.around(first))
}
