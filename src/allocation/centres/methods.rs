//! What of the cost of each centre reaches each final receiver, by the four methods.
//!
//! All four are linear: a method is known by the fraction of one centre's cost that ends at each
//! final receiver, whatever the amount. The ladders are climbed from their end, where a centre
//! gives to final receivers alone.
//!
//! Rules: rules.md#ladder, rules.md#centre-stuck.

use std::collections::{BTreeMap, BTreeSet};

use super::super::pool::Number;
use super::drivers::{Quantities, inputs};
use crate::allocation::centres::solve;
use crate::model::{CascadeMethod, CentreIx, CostObject, DateRange};
use crate::money::Ratio;
use crate::trace::{Input, Money, Operation, Scope, StepId, Subject, Trace};

/// The fraction of a centre's cost that reaches each final receiver, or why it reaches none.
pub(super) type Reach = Result<BTreeMap<CostObject, Number>, UnallocatableCost>;

/// Why cost goes nowhere.
#[derive(Clone, Debug)]
pub(super) enum UnallocatableCost {
    /// It comes to a centre whose open receivers have nothing of its driver.
    NoWay(CentreIx),
    /// It comes to centres that pass it to one another or to themselves only.
    Circle(BTreeSet<CentreIx>),
}

impl UnallocatableCost {
    /// Lists the centres where the cost stays.
    pub(super) fn centres(&self) -> BTreeSet<CentreIx> {
        match self {
            UnallocatableCost::NoWay(centre) => [*centre].into(),
            UnallocatableCost::Circle(centres) => centres.clone(),
        }
    }
}

/// The centres of a period with what their receivers have of their drivers.
pub(super) struct Network<'a> {
    /// Those with a driver, in the order in which they are emptied.
    pub(super) order: Vec<CentreIx>,
    pub(super) gives: BTreeMap<CentreIx, Quantities>,
    /// The settlement period.
    pub(super) period: DateRange,
    pub(super) trace: &'a mut Trace,
}

/// Which way cost goes from a centre: fractions that add to one, none where no receiver is open.
pub(super) type Ways = Vec<(CostObject, Number)>;

impl Network<'_> {
    /// Finds out what of each wanted centre's cost reaches whom.
    pub(super) fn reach(
        &mut self,
        method: CascadeMethod,
        wanted: &BTreeSet<CentreIx>,
    ) -> BTreeMap<CentreIx, Reach> {
        match method {
            CascadeMethod::Direct => {
                let mut reach = BTreeMap::new();
                for centre in wanted {
                    let ways = self.ways(*centre, |_| false);
                    let found = if ways.is_empty() {
                        Err(UnallocatableCost::NoWay(*centre))
                    } else {
                        Ok(ways.into_iter().collect())
                    };
                    reach.insert(*centre, found);
                }
                reach
            }
            CascadeMethod::StepDown => self.ladder(None),
            CascadeMethod::DoubleStepDown => {
                let second = self.ladder(None);
                self.ladder(Some(&second))
            }
            CascadeMethod::Reciprocal => self.equations(wanted),
        }
    }

    /// Climbs a ladder from its end. In the first of two passes (`second` is what the second gives)
    /// a centre gives to those before it, too: what they receive waits for the second pass.
    fn ladder(&mut self, second: Option<&BTreeMap<CentreIx, Reach>>) -> BTreeMap<CentreIx, Reach> {
        let mut reach: BTreeMap<CentreIx, Reach> = BTreeMap::new();
        for centre in self.order.clone().into_iter().rev() {
            let ways = self.ways(centre, |other| {
                other != centre && (reach.contains_key(&other) || second.is_some())
            });
            let next = |other: CentreIx| reach.get(&other).or_else(|| second?.get(&other));
            let found = self.follow(centre, ways, next);
            reach.insert(centre, found);
        }
        reach
    }

    /// Divides what the open receivers have of a driver by its sum. Final receivers are always
    /// open. Where one of them has less than nothing, there is no way, unless all that is booked on
    /// them are credits: these stand to each other as the invoices would that they mirror.
    pub(super) fn ways(&mut self, centre: CentreIx, open: impl Fn(CentreIx) -> bool) -> Ways {
        let given = self.gives.get(&centre).map(Vec::as_slice).unwrap_or_default();
        let is_open = |object: CostObject| match object {
            CostObject::Centre(other) if self.gives.contains_key(&other) => open(other),
            _ => true,
        };
        let chosen: Quantities =
            given.iter().filter(|(object, _)| is_open(*object)).cloned().collect();
        let sum = Ratio::sum(chosen.iter().map(|(_, (value, _))| value));
        let is_money = chosen.first().is_some_and(|(_, (_, step))| self.trace.step(*step).money);
        let sign = if is_money { sum.signum() } else { 1 };
        if sum.is_zero() || chosen.iter().any(|(_, (value, _))| value.signum() != sign) {
            return Vec::new();
        }
        let scope = self.scope(centre, None);
        let from = inputs(chosen.iter().map(|(_, number)| number));
        let value = if is_money { Money::Cents(sum.clone()) } else { Money::Number(sum.clone()) };
        let total = self.trace.add(Operation::Sum, Subject::DriverSum, value, from, scope);
        let way = |(object, (value, step)): (CostObject, Number)| {
            let part = value.part_of(&sum);
            let scope = Scope { object: Some(object), ..scope };
            let from = [Input::Step(step), Input::Step(total)];
            let value = Money::Number(part.clone());
            (
                object,
                (part, self.trace.add(Operation::Quotient, Subject::Passed, value, from, scope)),
            )
        };
        chosen.into_iter().map(way).collect()
    }

    /// Follows the ways of a centre to the final receivers.
    fn follow<'r>(
        &mut self,
        centre: CentreIx,
        ways: Ways,
        next: impl Fn(CentreIx) -> Option<&'r Reach>,
    ) -> Reach {
        if ways.is_empty() {
            return Err(UnallocatableCost::NoWay(centre));
        }
        let mut ends: BTreeMap<CostObject, Vec<Number>> = BTreeMap::new();
        for (object, way) in ways {
            let reach = match object {
                CostObject::Centre(other) => next(other),
                CostObject::Service(_) => None,
            };
            let Some(reach) = reach else {
                ends.entry(object).or_default().push(way);
                continue;
            };
            for (end, (part, step)) in reach.as_ref().map_err(UnallocatableCost::clone)? {
                let value = &way.0 * part;
                let scope = self.scope(centre, Some(*end));
                let from = [Input::Step(way.1), Input::Step(*step)];
                let step = self.trace.add(
                    Operation::Product,
                    Subject::Reaches,
                    Money::Number(value.clone()),
                    from,
                    scope,
                );
                ends.entry(*end).or_default().push((value, step));
            }
        }
        let sum = |(end, parts)| {
            let scope = self.scope(centre, Some(end));
            (end, super::sum(parts, Subject::Reaches, false, scope, self.trace))
        };
        Ok(ends.into_iter().map(sum).collect())
    }

    /// Empties all centres at once: a system of equations, one for each centre.
    fn equations(&mut self, wanted: &BTreeSet<CentreIx>) -> BTreeMap<CentreIx, Reach> {
        let mut ways = self.all_ways();
        let circles = self.circles(wanted, &ways);
        let starts: Vec<CentreIx> =
            wanted.iter().filter(|centre| !circles.contains_key(centre)).copied().collect();
        let sound = reached_from(starts.iter().copied(), &ways);
        ways.retain(|centre, _| sound.contains(centre));
        let solved = self.solve(&ways, &starts);
        let solved = starts.into_iter().zip(solved.into_iter().map(Ok));
        solved.chain(circles.into_iter().map(|(centre, circle)| (centre, Err(circle)))).collect()
    }

    /// The ways of each centre when all receivers are open.
    pub(super) fn all_ways(&mut self) -> BTreeMap<CentreIx, Ways> {
        let order = self.order.clone();
        order.into_iter().map(|centre| (centre, self.ways(centre, |_| true))).collect()
    }

    /// Lists the wanted centres of whose cost a part goes nowhere, and why.
    fn circles(
        &self,
        wanted: &BTreeSet<CentreIx>,
        ways: &BTreeMap<CentreIx, Ways>,
    ) -> BTreeMap<CentreIx, UnallocatableCost> {
        let all = stuck(ways);
        if all.is_empty() {
            return BTreeMap::new();
        }
        let why = |centre: &CentreIx| {
            let here: BTreeSet<CentreIx> =
                reached_from([*centre], ways).intersection(&all).copied().collect();
            let without = here.iter().find(|centre| ways[centre].is_empty()).copied();
            without
                .map(UnallocatableCost::NoWay)
                .or((!here.is_empty()).then_some(UnallocatableCost::Circle(here)))
        };
        wanted.iter().filter_map(|centre| Some((*centre, why(centre)?))).collect()
    }

    /// Lists the wanted centres whose cost goes nowhere, and why.
    pub(super) fn unreached(
        &mut self,
        method: CascadeMethod,
        wanted: &BTreeSet<CentreIx>,
    ) -> BTreeMap<CentreIx, UnallocatableCost> {
        if method == CascadeMethod::Reciprocal {
            let ways = self.all_ways();
            return self.circles(wanted, &ways);
        }
        let reach = self.reach(method, wanted).into_iter();
        reach.filter_map(|(centre, reach)| Some((centre, reach.err()?))).collect()
    }

    /// Solves the equations `reach = ways to ends + ways to centres × reach` for some centres.
    fn solve(
        &mut self,
        ways: &BTreeMap<CentreIx, Ways>,
        starts: &[CentreIx],
    ) -> Vec<BTreeMap<CostObject, Number>> {
        let centres: Vec<CostObject> =
            ways.keys().map(|centre| CostObject::Centre(*centre)).collect();
        let ends: BTreeSet<CostObject> =
            ways.values().flatten().map(|(object, _)| *object).collect();
        let ends: Vec<CostObject> = ends.into_iter().filter(|end| !centres.contains(end)).collect();
        let columns: BTreeMap<CostObject, usize> = centres
            .iter()
            .chain(&ends)
            .copied()
            .enumerate()
            .map(|(index, object)| (object, index))
            .collect();
        let table = self.table_of(ways, &columns);
        let shared = self.trace.inputs(inputs(table.iter().flatten()));
        let values: Vec<Vec<Ratio>> = table
            .into_iter()
            .map(|row| row.into_iter().map(|(value, _)| value).collect())
            .collect();
        let rows: Vec<usize> =
            starts.iter().map(|centre| columns[&CostObject::Centre(*centre)]).collect();
        let solved = solve::passed_on(&values, &rows).unwrap_or_default();
        let size = number(centres.len());
        let mut found = Vec::with_capacity(starts.len());
        for ((centre, row), values) in starts.iter().zip(rows).zip(solved) {
            let mut reach = BTreeMap::new();
            for ((to, end), value) in
                (0..).zip(&ends).zip(values).filter(|(_, value)| !value.is_zero())
            {
                let operation = Operation::Solve { size, from: number(row), to };
                let scope = self.scope(*centre, Some(*end));
                let worth = Money::Number(value.clone());
                let step = self.trace.add_shared(
                    operation,
                    Subject::Reaches,
                    worth,
                    shared.clone(),
                    scope,
                );
                reach.insert(*end, (value, step));
            }
            found.push(reach);
        }
        found
    }

    /// Writes down what each centre passes on: a row for each centre, a column for each receiver.
    fn table_of(
        &mut self,
        ways: &BTreeMap<CentreIx, Ways>,
        columns: &BTreeMap<CostObject, usize>,
    ) -> Vec<Vec<(Ratio, StepId)>> {
        let scope = Scope { range: Some(self.period), ..Scope::default() };
        let nothing = Money::Number(Ratio::ZERO);
        let zero = self.trace.add(Operation::Constant, Subject::Passed, nothing, [], scope);
        let row = |ways: &Ways| {
            let mut row = vec![(Ratio::ZERO, zero); columns.len()];
            ways.iter().for_each(|(object, way)| row[columns[object]] = way.clone());
            row
        };
        ways.values().map(row).collect()
    }

    fn scope(&self, centre: CentreIx, object: Option<CostObject>) -> Scope {
        Scope { centre: Some(centre), object, range: Some(self.period), ..Scope::default() }
    }
}

/// Finds the centres from which no way leads to a final receiver.
fn stuck(ways: &BTreeMap<CentreIx, Ways>) -> BTreeSet<CentreIx> {
    let mut stuck: BTreeSet<CentreIx> = ways.keys().copied().collect();
    loop {
        let leads_out = |centre: &CentreIx| {
            let out = |(object, _): &(CostObject, Number)| match object {
                CostObject::Centre(other) => !stuck.contains(other),
                CostObject::Service(_) => true,
            };
            ways[centre].iter().any(out)
        };
        let freed: Vec<CentreIx> =
            stuck.iter().filter(|centre| leads_out(centre)).copied().collect();
        if freed.is_empty() {
            return stuck;
        }
        stuck.retain(|centre| !freed.contains(centre));
    }
}

/// Lists the centres that the cost of some passes through, themselves included.
pub(super) fn reached_from(
    starts: impl IntoIterator<Item = CentreIx>,
    ways: &BTreeMap<CentreIx, Ways>,
) -> BTreeSet<CentreIx> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<CentreIx> = starts.into_iter().collect();
    while let Some(centre) = open.pop() {
        if !reached.insert(centre) {
            continue;
        }
        open.extend(ways[&centre].iter().filter_map(|(object, _)| match object {
            CostObject::Centre(other) if ways.contains_key(other) => Some(*other),
            _ => None,
        }));
    }
    reached
}

/// Numbers of centres and services are 32 bits wide.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
