//! What a late joiner would have borne as a party from the start (Nachholung).
//!
//! Rules: rules.md#catch-up, rules.md#catch-up-sums.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Shop, charged_in};
use crate::allocation::assign::Rules;
use crate::allocation::collect::{Made, Source};
use crate::allocation::pool::Number;
use crate::allocation::selection::{Whose, name};
use crate::allocation::split::divided;
use crate::apportion::apportion;
use crate::diag::{Checked, Diagnostic, Fault};
use crate::keys::{Evaluation, Question, all_zero, weights};
use crate::model::{
    CatchUp, CentreIx, CostEntry, CostObject, DateRange, MembershipPeriods, PartyIx, Receivers,
};
use crate::money::{Cents, Ratio};
use crate::trace::{ApportionResidue, Input, Money, Operation, Scope, StepId, Subject, Ties, Unit};

/// Parties with their weights.
type Weighed = Vec<(PartyIx, Number)>;

/// What entries have in common that are caught up as one sum: service or centre, kind, nature,
/// chapter and title. What is made of them keeps all of it.
type Alike = (CostObject, Option<CentreIx>, [Option<Arc<str>>; 4]);

fn alike(entry: &CostEntry) -> Alike {
    let texts = [&entry.kind, &entry.nature, &entry.budget_chapter, &entry.budget_title];
    (entry.object, entry.centre, texts.map(Clone::clone))
}

impl Shop<'_> {
    /// Charges the joiner and credits the others: for the sources before the day of accession that
    /// are alike, those of each settlement period by the key as it was then.
    pub(super) fn catch_up(
        &mut self,
        catch_up: &CatchUp,
        sources: &[Source<'_>],
        rules: &Rules<'_>,
    ) -> Checked<Vec<Made>> {
        let mut groups: BTreeMap<Alike, Vec<Source<'_>>> = BTreeMap::new();
        for source in sources.iter().filter(|source| source.entry.period.from < catch_up.on.value) {
            let entry = source.entry;
            if entry.period.to >= catch_up.on.value {
                let fault = Fault::SpansLimit {
                    entry: name(entry, self.project),
                    limit: format!("on = {}", catch_up.on.value),
                    whose: Whose::Derivation(self.derivation).words(),
                };
                return Err(Box::new(Diagnostic::at(fault, entry.loc()).and(catch_up.on.loc)));
            }
            groups.entry(alike(entry)).or_default().push(*source);
        }
        let mut made = Vec::new();
        for group in groups.into_values() {
            made.extend(self.charge(catch_up, &group, rules)?);
        }
        Ok(made)
    }

    fn charge(
        &mut self,
        catch_up: &CatchUp,
        sources: &[Source<'_>],
        rules: &Rules<'_>,
    ) -> Checked<Vec<Made>> {
        let Some(first) = sources.first() else { return Ok(Vec::new()) };
        let period = charged_in(self.project, catch_up);
        let scope = Scope { range: Some(period), ..Scope::default() };
        let own_scope = Scope { party: Some(catch_up.party), ..scope };
        let mut parts = Vec::new();
        for (settled, amounts) in self.by_period(sources, rules)? {
            // As in a step: where there is nothing to share no key is evaluated.
            if Ratio::sum(amounts.iter().map(|(value, _)| value)).is_zero() {
                continue;
            }
            parts.push(self.of_period(catch_up, first.entry, (settled, &amounts), scope)?);
        }
        if parts.is_empty() {
            return Ok(Vec::new());
        }
        let (exact, others) = self.together(parts, own_scope);
        let (charge, step) = self.round(&exact.0, exact.1, own_scope)?;
        let credits = self.credits((charge, step), &others, catch_up, scope)?;
        let kind: Arc<str> = Arc::from(self.derivation.kind.as_deref().unwrap_or("catch-up"));
        let made = |(party, amount, step)| {
            let mut made = self.made_in(period, first, amount, step);
            (made.entry.party, made.entry.kind) = (Some(party), Some(Arc::clone(&kind)));
            made
        };
        Ok(std::iter::once((catch_up.party, charge, step)).chain(credits).map(made).collect())
    }

    /// What of the sources lies in each settlement period, as it is shared there.
    fn by_period(
        &mut self,
        sources: &[Source<'_>],
        rules: &Rules<'_>,
    ) -> Checked<BTreeMap<DateRange, Vec<Number>>> {
        let mut found: BTreeMap<DateRange, Vec<Number>> = BTreeMap::new();
        for source in sources {
            for (part, (amount, step)) in divided(*source, rules.cut_of(source.entry), self.trace)?
            {
                let settled = self.project.settled_per.around(part.from);
                found.entry(settled).or_default().push((amount.ratio(), step));
            }
        }
        Ok(found)
    }

    /// What the joiner would have borne of the sources of one settlement period, exactly, and the
    /// weights of the others.
    fn of_period(
        &mut self,
        catch_up: &CatchUp,
        first: &CostEntry,
        (settled, amounts): (DateRange, &[Number]),
        scope: Scope,
    ) -> Checked<(Number, Weighed)> {
        let sum = Ratio::sum(amounts.iter().map(|(value, _)| value));
        let inputs: Vec<Input> = amounts.iter().map(|(_, step)| Input::Step(*step)).collect();
        let step =
            self.add(Operation::Sum, Subject::Total, Money::Cents(sum.clone()), &inputs, scope);
        let all = self.weigh(catch_up, first, settled, scope)?;
        let total = self.total(&all, scope);
        let (joiner, others): (Weighed, Weighed) =
            all.into_iter().partition(|(party, _)| *party == catch_up.party);
        let own_scope = Scope { party: Some(catch_up.party), ..scope };
        let weight =
            joiner.into_iter().next().map_or_else(|| (Ratio::ZERO, total.1), |(_, weight)| weight);
        Ok((self.portion(&(sum, step), &weight, &total, own_scope), others))
    }

    /// Adds the settlement periods up. The charge of each goes back by the weights of then, so that
    /// over several periods the parts of the charges are the weights.
    fn together(
        &mut self,
        mut parts: Vec<(Number, Weighed)>,
        own_scope: Scope,
    ) -> (Number, Weighed) {
        if parts.len() == 1
            && let Some(only) = parts.pop()
        {
            return only;
        }
        let charges: Vec<Number> = parts.iter().map(|(charge, _)| charge.clone()).collect();
        let mut back: BTreeMap<PartyIx, Vec<Number>> = BTreeMap::new();
        for (charge, others) in &parts {
            let total = self.total(others, own_scope);
            for (party, weight) in others {
                let scope = Scope { party: Some(*party), ..own_scope };
                back.entry(*party).or_default().push(self.portion(charge, weight, &total, scope));
            }
        }
        let others = back.into_iter().map(|(party, parts)| {
            let scope = Scope { party: Some(party), ..own_scope };
            (party, self.add_up(&parts, scope))
        });
        let others = others.collect();
        (self.add_up(&charges, own_scope), others)
    }

    fn add_up(&mut self, numbers: &[Number], scope: Scope) -> Number {
        let sum = Ratio::sum(numbers.iter().map(|(value, _)| value));
        let inputs: Vec<Input> = numbers.iter().map(|(_, step)| Input::Step(*step)).collect();
        let step =
            self.add(Operation::Sum, Subject::Made, Money::Cents(sum.clone()), &inputs, scope);
        (sum, step)
    }

    /// The charge given back to the others, by their weights, in cents.
    fn credits(
        &mut self,
        charge: (Cents, StepId),
        others: &Weighed,
        catch_up: &CatchUp,
        scope: Scope,
    ) -> Checked<Vec<(PartyIx, Cents, StepId)>> {
        let (negative, step) = self.negative(charge.0, charge.1, scope)?;
        let total = self.total(others, scope);
        // Of one settlement period these are weights, none below zero; of several what goes back of
        // each.
        let has = |sign| others.iter().any(|(_, (weight, _))| weight.signum() == sign);
        let is_of_both_signs = has(1) && has(-1);
        if total.0.is_zero() && !negative.is_zero() && !is_of_both_signs {
            return Err(Box::new(self.nobody(catch_up)));
        }
        let whole = (negative.ratio(), step);
        let parts = match is_of_both_signs {
            true => self.turned(&whole, others, &total, scope),
            false => others
                .iter()
                .map(|(party, weight)| self.portion(&whole, weight, &total, own(scope, *party)))
                .collect(),
        };
        let inputs: Vec<Input> =
            std::iter::once(step).chain(parts.iter().map(|part| part.1)).map(Input::Step).collect();
        let exact: Vec<Ratio> = parts.into_iter().map(|part| part.0).collect();
        let (residue, ties) = (ApportionResidue::LargestRemainder, Ties::SizeThenOrder);
        let amounts = apportion(negative, &exact, Cents::ONE, residue, ties)
            .ok_or_else(|| Diagnostic::at(Fault::AmountOverflow, self.derivation.loc))?;
        let mut credits = Vec::new();
        for ((index, amount), (party, _)) in (0..).zip(amounts).zip(others) {
            let operation = Operation::Apportion { index, unit: Unit::CENT, residue, ties };
            let scope = Scope { party: Some(*party), ..scope };
            let value = Money::Cents(amount.ratio());
            credits.push((
                *party,
                amount,
                self.add(operation, Subject::Made, value, &inputs, scope),
            ));
        }
        Ok(credits)
    }

    /// What goes back to each where some are charged: what each was charged, turned round, and in
    /// equal parts what rounding made of the whole. In proportion to a sum of both signs, which may
    /// be nothing, it could not be said.
    fn turned(
        &mut self,
        whole: &Number,
        others: &Weighed,
        total: &Number,
        scope: Scope,
    ) -> Vec<Number> {
        let money = |value: &Ratio| Money::Cents(value.clone());
        let rounding = &whole.0 + &total.0;
        let from = [whole.1, total.1].map(Input::Step);
        let rounding_step = self.add(Operation::Sum, Subject::Made, money(&rounding), &from, scope);
        let one =
            self.add(Operation::Constant, Subject::Weight, Money::Number(Ratio::ONE), &[], scope);
        let ones: Weighed = others.iter().map(|(party, _)| (*party, (Ratio::ONE, one))).collect();
        let all = self.total(&ones, scope);
        let turned = |(party, (value, step)): &(PartyIx, Number)| {
            let scope = own(scope, *party);
            let equal =
                self.portion(&(rounding.clone(), rounding_step), &(Ratio::ONE, one), &all, scope);
            let value = &equal.0 - value;
            let from = [equal.1, *step].map(Input::Step);
            (
                value.clone(),
                self.add(Operation::Difference, Subject::Made, money(&value), &from, scope),
            )
        };
        others.iter().map(turned).collect()
    }

    /// sum × weight ÷ total.
    fn portion(&mut self, sum: &Number, weight: &Number, total: &Number, scope: Scope) -> Number {
        let value = (&sum.0 * &weight.0).part_of(&total.0);
        let inputs = [sum.1, weight.1, total.1].map(Input::Step);
        let money = Money::Cents(value.clone());
        (value, self.add(Operation::Portion, Subject::Made, money, &inputs, scope))
    }

    fn total(&mut self, weights: &Weighed, scope: Scope) -> Number {
        let sum = Ratio::sum(weights.iter().map(|(_, (weight, _))| weight));
        let inputs: Vec<Input> = weights.iter().map(|(_, (_, step))| Input::Step(*step)).collect();
        let is_money = weights.first().is_some_and(|(_, (_, step))| self.trace.step(*step).money);
        let value = if is_money { Money::Cents(sum.clone()) } else { Money::Number(sum.clone()) };
        let step = self.add(Operation::Sum, Subject::WeightSum, value, &inputs, scope);
        (sum, step)
    }

    /// Who was there on the day before the accession, and the joiner, in the order of parties.
    fn receivers(&self, catch_up: &CatchUp, source: &CostEntry) -> Checked<Vec<PartyIx>> {
        let none = MembershipPeriods::default();
        let memberships = match (&catch_up.among, source.service()) {
            (Receivers::Members | Receivers::To(_), _) => &self.project.members,
            (Receivers::Listed { memberships, .. }, _) => memberships,
            (Receivers::Participants, Some(service)) => &self.project.service(service).participants,
            (Receivers::Participants, None) => &none,
        };
        let day = catch_up.on.value;
        let before = day.yesterday().unwrap_or(day);
        let mut there = memberships.on_any_day(&DateRange { from: before, to: before });
        if there.is_empty() {
            return Err(Box::new(self.nobody(catch_up)));
        }
        if !there.insert(catch_up.party) {
            let party = self.project.party(catch_up.party).id.clone();
            let fault =
                Fault::AlreadyThere { id: self.derivation.id.clone(), party, day: day.to_string() };
            return Err(Box::new(Diagnostic::at(fault, catch_up.on.loc)));
        }
        Ok(there.into_iter().collect())
    }

    fn nobody(&self, catch_up: &CatchUp) -> Diagnostic {
        let (id, day) = (self.derivation.id.clone(), catch_up.on.value.to_string());
        Diagnostic::at(Fault::NobodyToCredit { id, day }, catch_up.on.loc)
    }

    /// The weights of all in a settlement period, the joiner included.
    fn weigh(
        &mut self,
        catch_up: &CatchUp,
        first: &CostEntry,
        window: DateRange,
        scope: Scope,
    ) -> Checked<Weighed> {
        let receivers = self.receivers(catch_up, first)?;
        let service = first.service();
        let question = Question {
            receivers: &receivers,
            presence: &[],
            window,
            service,
            counts: &|_, _| true,
        };
        let scope = Scope { derivation: Some(self.number), ..scope };
        let mut evaluation = Evaluation::new(self.project, self.trace, self.noticed, scope);
        let here = |fault: Diagnostic| {
            let fault =
                fault.and_here(self.derivation.loc, "für diese Nachholung", "for this catch-up");
            Box::new(fault.and_here(first.loc(), "für diese Kosten", "for this cost"))
        };
        let found =
            weights(catch_up.key, &question, &mut evaluation).map_err(|fault| here(*fault))?;
        if found.iter().all(|weight| weight.value.is_zero()) {
            return Err(here(all_zero(self.project.key(catch_up.key), window)));
        }
        let numbers = found.into_iter().map(|weight| (weight.value, weight.step));
        Ok(receivers.into_iter().zip(numbers).collect())
    }
}

fn own(scope: Scope, party: PartyIx) -> Scope {
    Scope { party: Some(party), ..scope }
}
