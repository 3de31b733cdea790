//! Floors and caps (Mindest- und Höchstbetrag), rules.md#limits-factor: each share is its weight
//! times one factor, raised to its floor and cut to its cap, and the factor is such that the shares
//! add to the sum.
//!
//! Rules: rules.md#limits-unit, rules.md#limits-present, rules.md#limits-weightless,
//! rules.md#limits-conflict, rules.md#cap-by-use.

use std::collections::BTreeMap;

use super::context::{StepContext, describe};
use super::pool_result::PoolResult;
use super::receivers::{counting, memberships};
use super::run::Dimension;
use super::used::use_in_pool;
use crate::apportion::Misfit;
use crate::diag::{Checked, Diagnostic, Fault};
use crate::keys::{ActiveFraction, Asked, Counter, WithoutUse};
use crate::model::{Bound, Limit, PartyIx, PerUnit};
use crate::money::{Cents, Mode, Ratio};
use crate::source::Sourced;
use crate::trace::{Exact, Money, Scope, Subject, Trace};

/// Limits the exact parts of a step. With slices the parts, added over the slices, stand for the
/// weights.
///
/// Floors are raised and caps cut to the rounding unit, so that rounding cannot carry a share past
/// its limit: a share between two multiples of the unit is rounded to one of them, and largest
/// remainder gives the missing units, fewer than there are shares with a remainder, to such shares
/// alone.
pub(super) fn limit(
    step: StepContext<'_>,
    sum: &Exact,
    exact: Vec<(PartyIx, Exact)>,
    active: &BTreeMap<PartyIx, ActiveFraction>,
    trace: &mut Trace,
    result: &mut PoolResult,
) -> Checked<Vec<(PartyIx, Exact)>> {
    let (floor, cap) = (step.step.floor.as_ref(), step.step.cap.as_ref());
    if (floor.is_none() && cap.is_none()) || sum.value().is_zero() {
        return Ok(exact);
    }
    let sign = sum.value().signum();
    let other_sign = |part: &Exact| part.value().signum().saturating_mul(sign) < 0;
    if let Some((party, part)) = exact.iter().find(|(_, part)| other_sign(part)) {
        return Err(Box::new(both_signs(step, *party, part.value())));
    }
    let (parties, weights): (Vec<PartyIx>, Vec<Exact>) = exact.into_iter().unzip();
    let limits = Limits { step, sum, active, parties };
    let zero = trace.at(step.scope(None)).constant(Subject::Floor, Money::Cents(Ratio::ZERO));
    let floors = limits.bounds(floor, Subject::Floor, &zero, trace, result)?;
    let caps = limits.bounds(cap, Subject::Cap, sum, trace, result)?;
    let parts = trace.limit(sum, &weights, &floors, &caps);
    let parts =
        parts.map_err(|misfit| Box::new(limits.misfit(misfit, &weights, &floors, &caps)))?;
    let limited = |(index, party): (u32, PartyIx)| {
        (party, trace.limited(&parts, index, Subject::ExactShare, step.scope(Some(party))))
    };
    Ok((0..).zip(limits.parties).map(limited).collect())
}

/// The limits of a step.
struct Limits<'a> {
    step: StepContext<'a>,
    sum: &'a Exact,
    active: &'a BTreeMap<PartyIx, ActiveFraction>,
    parties: Vec<PartyIx>,
}

impl Limits<'_> {
    /// Works out one limit for each receiver; `none` stands where there is none.
    fn bounds(
        &self,
        limit: Option<&Sourced<Limit>>,
        subject: Subject,
        none: &Exact,
        trace: &mut Trace,
        result: &mut PoolResult,
    ) -> Checked<Vec<Exact>> {
        let Some(limit) = limit else { return Ok(vec![none.clone(); self.parties.len()]) };
        if let Limit::PerUnit(per_unit) = &limit.value {
            return self.by_use(per_unit, subject, trace, result);
        }
        let bound = |party: &PartyIx| {
            let bound = match &limit.value {
                Limit::All(bound) => Some(bound),
                Limit::Parties(bounds) => bounds.get(party),
                Limit::PerUnit(_) => None,
            };
            let Some(bound) = bound else { return none.clone() };
            let mut number = self.read(bound, subject, trace);
            let mut at = trace.at(self.step.scope(Some(*party)));
            if let Bound::Share(_) = bound {
                number = at.product(subject, &[self.sum, &number]);
            }
            if let Some(active) = self.active.get(party) {
                number = at.product(subject, &[&number, active]);
            }
            self.to_unit(number, *party, subject, trace)
        };
        Ok(self.parties.iter().map(bound).collect())
    }

    /// Works out an amount for each unit of use.
    fn by_use(
        &self,
        per_unit: &PerUnit,
        subject: Subject,
        trace: &mut Trace,
        result: &mut PoolResult,
    ) -> Checked<Vec<Exact>> {
        let memberships = memberships(self.step)?;
        let counts = counting(self.step, &memberships);
        let used = use_in_pool(self.step, per_unit, &self.parties, &counts, trace, result)?;
        result.noticed.without_use.extend(self.without_use(&used, trace));
        let read = self.read(&Bound::Amount(per_unit.amount.clone()), subject, trace);
        let bounds = used.iter().zip(&self.parties).map(|(used, party)| {
            let mut at = trace.at(self.step.scope(Some(*party)));
            let number = at.product(subject, &[&read, used]);
            self.to_unit(number, *party, subject, trace)
        });
        Ok(bounds.collect())
    }

    /// Lists the receivers whose use was added up of no rows, so that they bear nothing.
    fn without_use<'d>(
        &'d self,
        used: &'d [Exact],
        trace: &'d Trace,
    ) -> impl Iterator<Item = WithoutUse> + 'd {
        let pool = self.step.pool;
        let service = if let Dimension::Is(service) = pool.service { Some(service) } else { None };
        let Scope { pool: number, step, .. } = self.step.scope(None);
        let asked = Asked { pool: number, step, derivation: None, service, window: pool.window };
        let of_nothing = used
            .iter()
            .zip(&self.parties)
            .filter(|(used, _)| trace.inputs_of(used.step()).is_empty());
        of_nothing.map(move |(_, party)| WithoutUse { counter: Counter::Cap, party: *party, asked })
    }

    fn read(&self, bound: &Bound, subject: Subject, trace: &mut Trace) -> Exact {
        let mut at = trace.at(self.step.scope(None));
        match bound {
            Bound::Amount(amount) => {
                at.read(subject, Money::Cents(amount.value.ratio()), amount.loc)
            }
            Bound::Share(share) => {
                at.read(Subject::Quota, Money::Number(share.value.clone()), share.loc)
            }
        }
    }

    /// Floors are raised and caps cut to the unit.
    fn to_unit(&self, number: Exact, party: PartyIx, subject: Subject, trace: &mut Trace) -> Exact {
        let unit = self.step.step.rounding.unit;
        let mode = if subject == Subject::Floor { Mode::Up } else { Mode::Down };
        match Cents::round(number.value(), unit, mode) {
            Some(rounded) if rounded.ratio() != *number.value() => {
                let mut at = trace.at(self.step.scope(Some(party)));
                at.round(subject, &number, unit, mode).map_or(number, |rounded| rounded.exact())
            }
            _ => number,
        }
    }

    fn misfit(
        &self,
        misfit: Misfit,
        weights: &[Exact],
        floors: &[Exact],
        caps: &[Exact],
    ) -> Diagnostic {
        let amount = |value: &Ratio| self.step.exact_amount(value);
        let (rule, step) = (self.step.rule.id.clone(), self.step.step.id.clone());
        let pool = describe(self.step.project, self.step.pool);
        let (floor, cap) = (self.step.step.floor.as_ref(), self.step.step.cap.as_ref());
        let sum = self.sum.value().abs();
        let (fault, places) = match misfit {
            Misfit::FloorsAbove => {
                let all =
                    Ratio::sum(&floors.iter().map(|floor| floor.value().abs()).collect::<Vec<_>>());
                let (floors, above) = (amount(&all), amount(&(&all - &sum)));
                let sum = amount(&sum);
                (Fault::FloorsAboveSum { rule, step, pool, floors, sum, above }, [floor, None])
            }
            Misfit::CapsBelow => {
                let room = |index: usize| {
                    if weights[index].value().is_zero() {
                        floors[index].value()
                    } else {
                        caps[index].value()
                    }
                };
                let all =
                    Ratio::sum(&(0..caps.len()).map(|index| room(index).abs()).collect::<Vec<_>>());
                let (caps, left) = (amount(&all), amount(&(&sum - &all)));
                let sum = amount(&sum);
                (Fault::CapsBelowSum { rule, step, pool, caps, sum, left }, [cap, None])
            }
            Misfit::Crossed(index) => {
                let party = self.step.project.party(self.parties[index]).id.clone();
                let (low, high) = (floors[index].value().abs(), caps[index].value().abs());
                let above = amount(&(&low - &high));
                let (low, high) = (amount(&low), amount(&high));
                (
                    Fault::FloorAboveCap { rule, step, pool, party, floor: low, cap: high, above },
                    [floor, cap],
                )
            }
        };
        let mut places = places.into_iter().flatten().map(|limit| limit.loc);
        let diagnostic = Diagnostic::at(fault, places.next().unwrap_or(self.step.step.loc));
        places.fold(diagnostic, |diagnostic, loc| diagnostic.and(loc))
    }
}

fn both_signs(step: StepContext<'_>, party: PartyIx, part: &Ratio) -> Diagnostic {
    let fault = Fault::LimitsOfBothSigns {
        rule: step.rule.id.clone(),
        step: step.step.id.clone(),
        pool: describe(step.project, step.pool),
        party: step.project.party(party).id.clone(),
        part: step.exact_amount(part),
    };
    Diagnostic::at(fault, step.step.loc)
}
