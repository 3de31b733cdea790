//! What a late joiner would have borne as a party from the start (Nachholung).
//!
//! Rules: rules.md#catch-up, rules.md#catch-up-sums.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::making::{Making, charged_in};
use crate::allocation::assign::Rules;
use crate::allocation::collect::{Made, Source};
use crate::allocation::selection::{Whose, name};
use crate::allocation::split::divided;
use crate::apportion::{Policy, Ties};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::keys::{Evaluation, Question, all_zero, weights};
use crate::model::{
    CatchUp, CentreIx, CostEntry, CostObject, DateRange, MembershipPeriods, PartyIx, Receivers,
};
use crate::money::Ratio;
use crate::trace::{Exact, Money, Scope, Subject, Traced};

/// Parties with their weights.
type Weighed = Vec<(PartyIx, Exact)>;

/// What entries have in common that are caught up as one sum: service or centre, kind, nature,
/// chapter and title. What is made of them keeps all of it.
type Alike = (CostObject, Option<CentreIx>, [Option<Arc<str>>; 4]);

fn alike(entry: &CostEntry) -> Alike {
    let texts = [&entry.kind, &entry.nature, &entry.budget_chapter, &entry.budget_title];
    (entry.object, entry.centre, texts.map(Clone::clone))
}

impl Making<'_> {
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
            if Ratio::sum(amounts.iter().map(Exact::value)).is_zero() {
                continue;
            }
            parts.push(self.of_period(catch_up, first.entry, settled, &amounts, scope)?);
        }
        if parts.is_empty() {
            return Ok(Vec::new());
        }
        let (exact, others) = self.together(parts, own_scope);
        let charge = self.round(&exact, own_scope)?;
        let credits = self.credits(charge, &others, catch_up, scope)?;
        let kind: Arc<str> = Arc::from(self.derivation.kind.as_deref().unwrap_or("catch-up"));
        let made = |(party, amount)| {
            let mut made = self.made_in(period, first, amount);
            (made.entry.party, made.entry.kind) = (Some(party), Some(Arc::clone(&kind)));
            made
        };
        Ok(std::iter::once((catch_up.party, charge)).chain(credits).map(made).collect())
    }

    /// What of the sources lies in each settlement period, as it is shared there.
    fn by_period(
        &mut self,
        sources: &[Source<'_>],
        rules: &Rules<'_>,
    ) -> Checked<BTreeMap<DateRange, Vec<Exact>>> {
        let mut found: BTreeMap<DateRange, Vec<Exact>> = BTreeMap::new();
        for source in sources {
            for (part, amount) in divided(*source, rules.cut_of(source.entry), self.trace)? {
                let settled = self.project.settled_per.around(part.from);
                found.entry(settled).or_default().push(amount.exact());
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
        settled: DateRange,
        amounts: &[Exact],
        scope: Scope,
    ) -> Checked<(Exact, Weighed)> {
        let sum = self.at(scope).total(Subject::Total, amounts);
        let all = self.weigh(catch_up, first, settled, scope)?;
        let total = self.total(&all, scope);
        let (joiner, others): (Weighed, Weighed) =
            all.into_iter().partition(|(party, _)| *party == catch_up.party);
        let weight = joiner.into_iter().next().map(|(_, weight)| weight);
        let weight = weight.ok_or_else(|| Box::new(self.nobody(catch_up)))?;
        let mut at = self.at(own(scope, catch_up.party));
        Ok((at.portion(Subject::Made, &sum, &weight, &total), others))
    }

    /// Adds the settlement periods up. The charge of each goes back by the weights of then, so that
    /// over several periods the parts of the charges are the weights.
    fn together(&mut self, mut parts: Vec<(Exact, Weighed)>, own_scope: Scope) -> (Exact, Weighed) {
        if parts.len() == 1
            && let Some(only) = parts.pop()
        {
            return only;
        }
        let charges: Vec<Exact> = parts.iter().map(|(charge, _)| charge.clone()).collect();
        let mut back: BTreeMap<PartyIx, Vec<Exact>> = BTreeMap::new();
        for (charge, others) in &parts {
            let total = self.total(others, own_scope);
            for (party, weight) in others {
                let scope = Scope { party: Some(*party), ..own_scope };
                let part = self.at(scope).portion(Subject::Made, charge, weight, &total);
                back.entry(*party).or_default().push(part);
            }
        }
        let others = back.into_iter().map(|(party, parts)| {
            let scope = Scope { party: Some(party), ..own_scope };
            (party, self.at(scope).total(Subject::Made, &parts))
        });
        let others = others.collect();
        (self.at(own_scope).total(Subject::Made, &charges), others)
    }

    /// The charge given back to the others, by their weights, in cents.
    fn credits(
        &mut self,
        charge: Traced,
        others: &Weighed,
        catch_up: &CatchUp,
        scope: Scope,
    ) -> Checked<Vec<(PartyIx, Traced)>> {
        let negative = self.negative(charge, scope)?;
        let total = self.total(others, scope);
        // Of one settlement period these are weights, none below zero; of several what goes back of
        // each.
        let has = |sign| others.iter().any(|(_, weight)| weight.value().signum() == sign);
        let is_of_both_signs = has(1) && has(-1);
        if total.value().is_zero() && !negative.amount().is_zero() && !is_of_both_signs {
            return Err(Box::new(self.nobody(catch_up)));
        }
        let whole = negative.exact();
        let mut portion = |(party, weight): &(PartyIx, Exact)| {
            self.at(own(scope, *party)).portion(Subject::Made, &whole, weight, &total)
        };
        let parts: Vec<Exact> = match is_of_both_signs {
            true => self.turned(&whole, others, &total, scope),
            false => others.iter().map(&mut portion).collect(),
        };
        let policy = Policy::largest_remainder(Ties::SizeThenOrder);
        let shares = self.trace.apportion(&whole, &parts, policy);
        let shares = shares.ok_or_else(|| self.overflow())?;
        let mut credits = Vec::new();
        for (index, (party, _)) in (0..).zip(others) {
            let scope = Scope { derivation: Some(self.number), ..own(scope, *party) };
            let credit = self.trace.part(&shares, index, Subject::Made, scope).whole();
            credits.push((*party, credit.ok_or_else(|| self.overflow())?));
        }
        Ok(credits)
    }

    /// What goes back to each where some are charged: what each was charged, turned round, and in
    /// equal parts what rounding made of the whole. In proportion to a sum of both signs, which may
    /// be nothing, it could not be said.
    fn turned(
        &mut self,
        whole: &Exact,
        others: &Weighed,
        total: &Exact,
        scope: Scope,
    ) -> Vec<Exact> {
        let mut at = self.at(scope);
        let rounding = at.total(Subject::Made, &[whole.clone(), total.clone()]);
        let one = at.constant(Subject::Weight, Money::Number(Ratio::ONE));
        let ones: Weighed = others.iter().map(|(party, _)| (*party, one.clone())).collect();
        let all = self.total(&ones, scope);
        let turned = |(party, charged): &(PartyIx, Exact)| {
            let mut at = self.at(own(scope, *party));
            let equal = at.portion(Subject::Made, &rounding, &one, &all);
            at.difference(Subject::Made, &equal, std::slice::from_ref(charged))
        };
        others.iter().map(turned).collect()
    }

    fn total(&mut self, weights: &Weighed, scope: Scope) -> Exact {
        let all: Vec<Exact> = weights.iter().map(|(_, weight)| weight.clone()).collect();
        self.at(scope).sum(Subject::WeightSum, &all)
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
        if found.iter().all(|weight| weight.value().is_zero()) {
            return Err(here(all_zero(self.project.key(catch_up.key), window)));
        }
        Ok(receivers.into_iter().zip(found).collect())
    }
}

fn own(scope: Scope, party: PartyIx) -> Scope {
    Scope { party: Some(party), ..scope }
}
