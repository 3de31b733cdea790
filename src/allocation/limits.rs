//! Floors and caps (Mindest- und Höchstbetrag), rules.md#limits-factor: each share is its weight
//! times one factor, raised to its floor and cut to its cap, and the factor is such that the shares
//! add to the sum.
//!
//! Rules: rules.md#limits-unit, rules.md#limits-present, rules.md#limits-weightless,
//! rules.md#limits-conflict, rules.md#cap-by-use.

use std::collections::BTreeMap;

use super::Dimension;
use super::amount::StepAmount;
use super::pool::{Number, PoolContext, PoolResult, describe};
use super::receivers::{counting, memberships, no_service};
use crate::diag::{Checked, Diagnostic, Fault, Needed};
use crate::keys::{ActiveFraction, Asked, Counter, Evaluation, Question, WithoutUse, use_of};
use crate::model::{Bound, DateRange, Limit, PartyIx, PerUnit, Step};
use crate::money::{Cents, Mode, Ratio};
use crate::source::Sourced;
use crate::trace::{Input, Money, Operation, Scope, Subject, Trace};

/// Why limits cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// The floors add to more than the sum.
    FloorsAbove,
    /// The caps of those who can receive add to less than the sum.
    CapsBelow,
    /// The floor of this receiver is above its cap.
    Crossed(usize),
}

/// Shares a sum by weights within floors and caps; returns the shares and the factor of the
/// weights.
///
/// Weights, floors and caps count by size, and the shares have the sign of the sum. A cap of the
/// whole sum is none. What all shares make together grows with the factor along straight lines that
/// bend only where a share reaches a limit: the two bends around the sum give the factor exactly.
pub fn limited(
    sum: &Ratio,
    weights: &[Ratio],
    floors: &[Ratio],
    caps: &[Ratio],
) -> Result<(Vec<Ratio>, Ratio), Misfit> {
    let size = sum.abs();
    let sizes = |values: &[Ratio]| values.iter().map(Ratio::abs).collect::<Vec<Ratio>>();
    let (weights, floors, caps) = (sizes(weights), sizes(floors), sizes(caps));
    if Ratio::sum(&floors) > size {
        return Err(Misfit::FloorsAbove);
    }
    if let Some(index) = (0..weights.len()).find(|index| floors[*index] > caps[*index]) {
        return Err(Misfit::Crossed(index));
    }
    let at = |factor: &Ratio| -> Vec<Ratio> {
        let share = |index: usize| {
            (&weights[index] * factor).max(floors[index].clone()).min(caps[index].clone())
        };
        (0..weights.len()).map(share).collect()
    };
    let total = |factor: &Ratio| Ratio::sum(&at(factor));
    let bends = (0..weights.len())
        .flat_map(|index| [&floors[index], &caps[index]].map(|limit| (limit, index)));
    let mut bends: Vec<Ratio> =
        bends.filter_map(|(limit, index)| limit.checked_div(&weights[index])).collect();
    bends.push(Ratio::ZERO);
    bends.sort();
    let above = bends.partition_point(|factor| total(factor) < size);
    let Some(high) = bends.get(above) else { return Err(Misfit::CapsBelow) };
    let low = bends.get(above.saturating_sub(1)).unwrap_or(high);
    let (total_low, total_high) = (total(low), total(high));
    let way = (&size - &total_low).part_of(&(&total_high - &total_low));
    let factor = low + &(&(high - low) * &way);
    let sign = Ratio::from(sum.signum());
    Ok((at(&factor).iter().map(|share| share * &sign).collect(), factor))
}

/// Limits the exact parts of a step. With slices the parts, added over the slices, stand for the
/// weights.
///
/// Floors are raised and caps cut to the rounding unit, so that rounding cannot carry a share past
/// its limit: a share between two multiples of the unit is rounded to one of them, and largest
/// remainder gives the missing units, fewer than there are shares with a remainder, to such shares
/// alone.
pub(super) fn limit(
    context: PoolContext<'_>,
    index: u16,
    step: &Step,
    step_amount: &StepAmount,
    (exact, presence): (Vec<(PartyIx, Number)>, &BTreeMap<PartyIx, ActiveFraction>),
    (trace, result): (&mut Trace, &mut PoolResult),
) -> Checked<Vec<(PartyIx, Number)>> {
    if (step.floor.is_none() && step.cap.is_none()) || step_amount.sum.is_zero() {
        return Ok(exact);
    }
    if let Some((party, (part, _))) = exact
        .iter()
        .find(|(_, (part, _))| part.signum().saturating_mul(step_amount.sum.signum()) < 0)
    {
        return Err(Box::new(both_signs(context, step, *party, part)));
    }
    let sum = (step_amount.sum.ratio(), step_amount.sum_step);
    let mut desk = Desk {
        context,
        index,
        step,
        sum,
        presence,
        parties: exact.iter().map(|(p, _)| *p).collect(),
    };
    let zero = trace.add(
        Operation::Constant,
        Subject::Floor,
        Money::Cents(Ratio::ZERO),
        [],
        context.scope(index, None),
    );
    let floors =
        desk.bounds(step.floor.as_ref(), Subject::Floor, &(Ratio::ZERO, zero), (trace, result))?;
    let none = desk.sum.clone();
    let caps = desk.bounds(step.cap.as_ref(), Subject::Cap, &none, (trace, result))?;
    let weights: Vec<Number> = exact.into_iter().map(|(_, number)| number).collect();
    let values =
        |numbers: &[Number]| numbers.iter().map(|(value, _)| value.clone()).collect::<Vec<Ratio>>();
    let (floor_values, cap_values, weight_values) =
        (values(&floors), values(&caps), values(&weights));
    let shares = limited(&desk.sum.0, &weight_values, &floor_values, &cap_values);
    let (shares, _) = shares.map_err(|misfit| {
        Box::new(desk.misfit(misfit, &weight_values, &floor_values, &cap_values))
    })?;
    let steps = weights.iter().chain(&floors).chain(&caps).map(|(_, step)| Input::Step(*step));
    let inputs = trace.inputs(std::iter::once(Input::Step(desk.sum.1)).chain(steps));
    let mut limited = Vec::with_capacity(shares.len());
    for ((place, share), party) in (0..).zip(shares).zip(std::mem::take(&mut desk.parties)) {
        let (operation, value) = (Operation::Limit { index: place }, Money::Cents(share.clone()));
        let scope = context.scope(index, Some(party));
        let step = trace.add_shared(operation, Subject::ExactShare, value, inputs.clone(), scope);
        limited.push((party, (share, step)));
    }
    Ok(limited)
}

/// What the limits of a step are worked out with.
struct Desk<'a> {
    context: PoolContext<'a>,
    index: u16,
    step: &'a Step,
    sum: Number,
    presence: &'a BTreeMap<PartyIx, ActiveFraction>,
    parties: Vec<PartyIx>,
}

impl Desk<'_> {
    /// Works out one limit for each receiver; `none` stands where there is none.
    fn bounds(
        &self,
        limit: Option<&Sourced<Limit>>,
        subject: Subject,
        none: &Number,
        (trace, result): (&mut Trace, &mut PoolResult),
    ) -> Checked<Vec<Number>> {
        let Some(limit) = limit else { return Ok(vec![none.clone(); self.parties.len()]) };
        if let Limit::PerUnit(per_unit) = &limit.value {
            let memberships = memberships(self.context, self.step)?;
            let counts = counting(self.context, &memberships);
            let asked: (&[PartyIx], Counts<'_>) = (&self.parties, &counts);
            let used =
                use_in_pool(self.context, self.index, self.step, per_unit, asked, (trace, result))?;
            result.noticed.without_use.extend(self.without_use(&used, trace));
            let read = self.read(&Bound::Amount(per_unit.amount.clone()), subject, trace);
            let numbers = used.into_iter().zip(&self.parties).map(|(used, party)| {
                let number = self.times(&read, &used, *party, subject, trace);
                self.to_unit(number, *party, subject, trace)
            });
            return Ok(numbers.collect());
        }
        let bound = |party: &PartyIx| {
            let bound = match &limit.value {
                Limit::All(bound) => Some(bound),
                Limit::Parties(bounds) => bounds.get(party),
                Limit::PerUnit(_) => None,
            };
            let Some(bound) = bound else { return none.clone() };
            let mut number = self.read(bound, subject, trace);
            if let Bound::Share(_) = bound {
                number = self.times(&self.sum, &number, *party, subject, trace);
            }
            if let Some(presence) = self.presence.get(party) {
                number = self.times(
                    &number,
                    &(presence.part.clone(), presence.step),
                    *party,
                    subject,
                    trace,
                );
            }
            self.to_unit(number, *party, subject, trace)
        };
        Ok(self.parties.iter().map(bound).collect())
    }

    /// Lists the receivers whose use was added up of no rows, so that they bear nothing.
    fn without_use<'d>(
        &'d self,
        used: &'d [Number],
        trace: &'d Trace,
    ) -> impl Iterator<Item = WithoutUse> + 'd {
        let service = if let Dimension::Is(service) = self.context.pool.service {
            Some(service)
        } else {
            None
        };
        let Scope { pool, step, .. } = self.scope(None);
        let asked =
            Asked { pool, step, derivation: None, service, window: self.context.pool.window };
        let of_nothing = used
            .iter()
            .zip(&self.parties)
            .filter(|((_, step), _)| trace.inputs_of(*step).is_empty());
        of_nothing.map(move |(_, party)| WithoutUse { counter: Counter::Cap, party: *party, asked })
    }

    fn scope(&self, party: Option<PartyIx>) -> Scope {
        self.context.scope(self.index, party)
    }

    fn read(&self, bound: &Bound, subject: Subject, trace: &mut Trace) -> Number {
        let (value, subject, loc) = match bound {
            Bound::Amount(amount) => (Money::Cents(amount.value.ratio()), subject, amount.loc),
            Bound::Share(share) => (Money::Number(share.value.clone()), Subject::Quota, share.loc),
        };
        let (Money::Cents(number) | Money::Number(number)) = value.clone();
        (number, trace.add(Operation::Read, subject, value, [Input::Place(loc)], self.scope(None)))
    }

    fn times(
        &self,
        a: &Number,
        b: &Number,
        party: PartyIx,
        subject: Subject,
        trace: &mut Trace,
    ) -> Number {
        let value = &a.0 * &b.0;
        let inputs = [a.1, b.1].map(Input::Step);
        let scope = self.scope(Some(party));
        let step =
            trace.add(Operation::Product, subject, Money::Cents(value.clone()), inputs, scope);
        (value, step)
    }

    /// Floors are raised and caps cut to the unit.
    fn to_unit(
        &self,
        number: Number,
        party: PartyIx,
        subject: Subject,
        trace: &mut Trace,
    ) -> Number {
        let unit = self.step.rounding.unit;
        let mode = if subject == Subject::Floor { Mode::Up } else { Mode::Down };
        let rounded = Cents::round(&number.0, unit, mode).map(Cents::ratio);
        let Some(value) = rounded.filter(|rounded| *rounded != number.0) else { return number };
        let (operation, scope) = (Operation::Round(unit, mode), self.scope(Some(party)));
        let step = trace.add(
            operation,
            subject,
            Money::Cents(value.clone()),
            [Input::Step(number.1)],
            scope,
        );
        (value, step)
    }

    fn misfit(
        &self,
        misfit: Misfit,
        weights: &[Ratio],
        floors: &[Ratio],
        caps: &[Ratio],
    ) -> Diagnostic {
        let amount = |value: &Ratio| self.context.exact_amount(value);
        let (rule, step) = (self.context.rule.id.clone(), self.step.id.clone());
        let pool = describe(self.context.project, self.context.pool);
        let (floor, cap) = (self.step.floor.as_ref(), self.step.cap.as_ref());
        let sum = self.sum.0.abs();
        let (fault, places) = match misfit {
            Misfit::FloorsAbove => {
                let all = Ratio::sum(&floors.iter().map(Ratio::abs).collect::<Vec<_>>());
                let (floors, above) = (amount(&all), amount(&(&all - &sum)));
                let sum = amount(&sum);
                (Fault::FloorsAboveSum { rule, step, pool, floors, sum, above }, [floor, None])
            }
            Misfit::CapsBelow => {
                let room = |index: usize| {
                    if weights[index].is_zero() { &floors[index] } else { &caps[index] }
                };
                let all =
                    Ratio::sum(&(0..caps.len()).map(|index| room(index).abs()).collect::<Vec<_>>());
                let (caps, left) = (amount(&all), amount(&(&sum - &all)));
                let sum = amount(&sum);
                (Fault::CapsBelowSum { rule, step, pool, caps, sum, left }, [cap, None])
            }
            Misfit::Crossed(index) => {
                let party = self.context.project.party(self.parties[index]).id.clone();
                let (low, high) = (floors[index].abs(), caps[index].abs());
                let above = amount(&(&low - &high));
                let (low, high) = (amount(&low), amount(&high));
                (
                    Fault::FloorAboveCap { rule, step, pool, party, floor: low, cap: high, above },
                    [floor, cap],
                )
            }
        };
        let mut places = places.into_iter().flatten().map(|limit| limit.loc);
        let diagnostic = Diagnostic::at(fault, places.next().unwrap_or(self.step.loc));
        places.fold(diagnostic, |diagnostic, loc| diagnostic.and(loc))
    }
}

/// Tells whether the use of a party in a stretch of time counts.
type Counts<'a> = &'a dyn Fn(PartyIx, &DateRange) -> bool;

/// Adds up what each party used of the pool's service in the pool's time, as far as it counts.
pub(super) fn use_in_pool(
    context: PoolContext<'_>,
    index: u16,
    step: &Step,
    per_unit: &PerUnit,
    (parties, counts): (&[PartyIx], Counts<'_>),
    (trace, result): (&mut Trace, &mut PoolResult),
) -> Checked<Vec<Number>> {
    let Dimension::Is(service) = context.pool.service else {
        let what = format!("per_unit, measure = \"{}\"", per_unit.measure.value);
        return Err(Box::new(no_service(what, Needed::Usage, context, step)));
    };
    let (window, scope) = (context.pool.window, context.scope(index, None));
    let question =
        Question { receivers: parties, presence: &[], window, service: Some(service), counts };
    let mut evaluation = Evaluation::new(context.project, trace, &mut result.noticed, scope);
    let counter =
        (per_unit.amount.loc, "diese Grenze zählt die Nutzung", "this limit counts the usage");
    let used =
        use_of(&[service].into(), &per_unit.measure.value, counter, &question, &mut evaluation)?;
    Ok(used.into_iter().map(|weight| (weight.value, weight.step)).collect())
}

fn both_signs(context: PoolContext<'_>, step: &Step, party: PartyIx, part: &Ratio) -> Diagnostic {
    let fault = Fault::LimitsOfBothSigns {
        rule: context.rule.id.clone(),
        step: step.id.clone(),
        pool: describe(context.project, context.pool),
        party: context.project.party(party).id.clone(),
        part: context.exact_amount(part),
    };
    Diagnostic::at(fault, step.loc)
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "small numbers made for the test")]
mod tests {
    use super::*;
    use crate::apportion::apportion;
    use crate::trace::{ApportionResidue, Ties};
    use proptest::prelude::*;

    fn ratios(numbers: &[i128]) -> Vec<Ratio> {
        numbers.iter().map(|number| Ratio::from(*number)).collect()
    }

    fn shares(
        sum: i128,
        weights: &[i128],
        floors: &[i128],
        caps: &[i128],
    ) -> Result<Vec<Ratio>, Misfit> {
        let limited = limited(&Ratio::from(sum), &ratios(weights), &ratios(floors), &ratios(caps));
        limited.map(|(shares, _)| shares)
    }

    #[test]
    fn a_cap_is_cut_and_the_others_bear_it_by_their_weights() {
        // 100 by 6 : 3 : 1, nobody above 40: the first gives 20 up, 60 by 3 : 1 is 45 and 15, so
        // the second is cut too.
        assert_eq!(shares(100, &[6, 3, 1], &[0; 3], &[40; 3]), Ok(ratios(&[40, 40, 20])));
        // With a cap for the first alone: 60 by 3 : 1.
        assert_eq!(shares(100, &[6, 3, 1], &[0; 3], &[40, 100, 100]), Ok(ratios(&[40, 45, 15])));
    }

    #[test]
    fn a_floor_is_filled_up_by_the_others() {
        // 100 by 8 : 1 : 1, nobody below 15: 70 is left for the first.
        assert_eq!(shares(100, &[8, 1, 1], &[15; 3], &[100; 3]), Ok(ratios(&[70, 15, 15])));
        // Floor and cap pull against each other: 100 by 8 : 1 : 1, at most 50, at least 20.
        assert_eq!(shares(100, &[8, 1, 1], &[20; 3], &[50; 3]), Ok(ratios(&[50, 25, 25])));
    }

    #[test]
    fn who_has_no_weight_bears_its_floor_or_nothing() {
        assert_eq!(shares(100, &[1, 1, 0], &[0, 0, 10], &[100; 3]), Ok(ratios(&[45, 45, 10])));
        assert_eq!(shares(100, &[1, 1, 0], &[0; 3], &[100; 3]), Ok(ratios(&[50, 50, 0])));
        assert_eq!(shares(100, &[1, 1, 0], &[0; 3], &[40, 40, 100]), Err(Misfit::CapsBelow));
    }

    #[test]
    fn a_negative_sum_is_the_mirror_and_limits_that_do_not_fit_are_told() {
        assert_eq!(shares(-100, &[-6, -3, -1], &[0; 3], &[40; 3]), Ok(ratios(&[-40, -40, -20])));
        assert_eq!(shares(100, &[1, 1], &[60, 60], &[100; 2]), Err(Misfit::FloorsAbove));
        assert_eq!(shares(100, &[1, 1], &[0, 30], &[100, 20]), Err(Misfit::Crossed(1)));
        assert_eq!(shares(100, &[1, 1], &[50, 50], &[50, 50]), Ok(ratios(&[50, 50])));
    }

    /// Tries every way in which each share is at its floor, at its cap or free, and returns all
    /// that are consistent.
    fn slow(sum: &Ratio, weights: &[Ratio], floors: &[Ratio], caps: &[Ratio]) -> Vec<Vec<Ratio>> {
        let count = weights.len();
        let mut found: Vec<Vec<Ratio>> = Vec::new();
        for way in 0..3_usize.pow(u32::try_from(count).unwrap()) {
            let state: Vec<usize> = (0..count)
                .map(|index| way / 3_usize.pow(u32::try_from(index).unwrap()) % 3)
                .collect();
            let free = |index: &usize| state[*index] == 0;
            let held = (0..count).filter(|index| !free(index));
            let held: Vec<&Ratio> = held
                .map(|index| if state[index] == 1 { &floors[index] } else { &caps[index] })
                .collect();
            let rest = sum - &Ratio::sum(held);
            let weight = Ratio::sum((0..count).filter(free).map(|index| &weights[index]));
            let factors: Vec<Ratio> = match rest.checked_div(&weight) {
                Some(factor) => vec![factor],
                None if !rest.is_zero() => continue,
                // Nobody is free: any factor will do, and it changes only where a limit is reached.
                // Without weights none is ever reached, and nought stands for all.
                None => (0..count)
                    .flat_map(|index| {
                        [&floors[index], &caps[index]]
                            .map(|limit| limit.checked_div(&weights[index]))
                    })
                    .flatten()
                    .chain([Ratio::ZERO])
                    .collect(),
            };
            for factor in factors {
                let by_weight: Vec<Ratio> = weights.iter().map(|weight| weight * &factor).collect();
                let consistent = (0..count).all(|index| match state[index] {
                    0 => floors[index] <= by_weight[index] && by_weight[index] <= caps[index],
                    1 => by_weight[index] <= floors[index],
                    _ => by_weight[index] >= caps[index],
                });
                if consistent && factor.signum() >= 0 {
                    let shares = (0..count).map(|index| match state[index] {
                        0 => by_weight[index].clone(),
                        1 => floors[index].clone(),
                        _ => caps[index].clone(),
                    });
                    found.push(shares.collect());
                }
            }
        }
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn the_shares_are_those_of_a_slow_search(
            sum in 1_i128..60,
            parties in proptest::collection::vec((0_i128..9, 0_i128..12, 0_i128..40), 1..5),
        ) {
            let weights = ratios(&parties.iter().map(|(weight, ..)| *weight).collect::<Vec<_>>());
            let floors = parties.iter().map(|(_, floor, _)| (floor - 4).max(0));
            let floors = ratios(&floors.collect::<Vec<_>>());
            let cap = |((.., room), floor): (&(_, _, i128), _)| floor + &Ratio::from(*room);
            let caps: Vec<Ratio> = parties.iter().zip(&floors).map(cap).collect();
            let sum = Ratio::from(sum);
            let found = slow(&sum, &weights, &floors, &caps);
            match limited(&sum, &weights, &floors, &caps) {
                Ok((shares, factor)) => {
                    let alike = found.iter().all(|other| *other == shares);
                    prop_assert!(!found.is_empty() && alike, "{shares:?} {found:?}");
                    prop_assert_eq!(Ratio::sum(&shares), sum);
                    prop_assert!(factor.signum() >= 0);
                }
                Err(Misfit::FloorsAbove) => prop_assert!(Ratio::sum(&floors) > sum),
                Err(_) => prop_assert!(found.is_empty(), "{found:?}"),
            }
        }

        #[test]
        fn rounding_keeps_a_share_within_limits_in_whole_units(
            sum in 1_i128..400,
            unit in 1_i128..4,
            parties in proptest::collection::vec((0_i128..9, 0_i128..10, 0_i128..90), 1..6),
        ) {
            let weights = ratios(&parties.iter().map(|(weight, ..)| *weight).collect::<Vec<_>>());
            let floors: Vec<i128> = parties.iter().map(|(_, floor, _)| floor * unit).collect();
            let cap = |((.., room), floor): (&(_, _, i128), _)| floor + room * unit;
            let caps: Vec<i128> = parties.iter().zip(&floors).map(cap).collect();
            let limited = limited(&Ratio::from(sum), &weights, &ratios(&floors), &ratios(&caps));
            let Ok((exact, _)) = limited else { return Ok(()) };
            let leave = ApportionResidue::Leave(Mode::HalfUp);
            for policy in [ApportionResidue::LargestRemainder, leave] {
                let (sum, units) = (Cents::new(sum), Cents::new(unit));
                let shares = apportion(sum, &exact, units, policy, Ties::SizeThenOrder).unwrap();
                for (index, share) in shares.iter().enumerate() {
                    let within = floors[index]..=caps[index];
                    prop_assert!(within.contains(&share.get()), "{shares:?}");
                }
            }
        }
    }
}
