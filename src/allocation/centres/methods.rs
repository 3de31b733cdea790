//! What of the cost of each centre reaches each final receiver, by the four methods.
//!
//! All four are linear: a method is known by the fraction of one centre's cost that ends at each
//! final receiver, whatever the amount. The ladders are climbed from their end, where a centre
//! gives to final receivers alone.
//!
//! Rules: rules.md#ladder, rules.md#centre-stuck.

use std::collections::{BTreeMap, BTreeSet};

use super::drivers::Quantities;
use super::solve;
use super::unallocatable::UnallocatableCost;
use crate::model::{CascadeMethod, CentreIx, CostObject, DateRange};
use crate::money::Ratio;
use crate::trace::{Exact, Money, Scope, Subject, Trace};

/// The fraction of a centre's cost that reaches each final receiver, or why it reaches none.
pub(super) type Reach = Result<BTreeMap<CostObject, Exact>, UnallocatableCost>;

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
pub(super) type Ways = Vec<(CostObject, Exact)>;

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
        let sum = Ratio::sum(chosen.iter().map(|(_, quantity)| quantity.value()));
        let is_money = chosen.first().is_some_and(|(_, quantity)| quantity.is_money());
        let sign = if is_money { sum.signum() } else { 1 };
        let is_other = |(_, quantity): &(CostObject, Exact)| quantity.value().signum() != sign;
        if sum.is_zero() || chosen.iter().any(is_other) {
            return Vec::new();
        }
        let scope = self.scope(centre, None);
        let all: Vec<Exact> = chosen.iter().map(|(_, quantity)| quantity.clone()).collect();
        let total = self.trace.at(scope).sum(Subject::DriverSum, &all);
        let way = |(object, quantity): (CostObject, Exact)| {
            let mut at = self.trace.at(Scope { object: Some(object), ..scope });
            (object, at.part_of(Subject::Passed, &quantity, &total))
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
        let mut ends: BTreeMap<CostObject, Vec<Exact>> = BTreeMap::new();
        for (object, way) in ways {
            let reach = match object {
                CostObject::Centre(other) => next(other),
                CostObject::Service(_) => None,
            };
            let Some(reach) = reach else {
                ends.entry(object).or_default().push(way);
                continue;
            };
            for (end, part) in reach.as_ref().map_err(UnallocatableCost::clone)? {
                let scope = self.scope(centre, Some(*end));
                let reaches = self.trace.at(scope).product(Subject::Reaches, &[&way, part]);
                ends.entry(*end).or_default().push(reaches);
            }
        }
        let sum = |(end, parts)| {
            let scope = self.scope(centre, Some(end));
            (end, self.trace.at(scope).joined(Subject::Reaches, parts))
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
    ) -> Vec<BTreeMap<CostObject, Exact>> {
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
        let rows: Vec<usize> =
            starts.iter().map(|centre| columns[&CostObject::Centre(*centre)]).collect();
        let Some(solved) = self.trace.solve(&table, &rows, solve::passed_on) else {
            return Vec::new();
        };
        let reach = |(start, centre): (usize, &CentreIx)| {
            let ends = (0..).zip(&ends).filter(|(to, _)| !solved.part(start, *to).is_zero());
            let part = |(to, end): (u32, &CostObject)| {
                let scope = self.scope(*centre, Some(*end));
                (*end, self.trace.solved(&solved, start, to, Subject::Reaches, scope))
            };
            ends.map(part).collect()
        };
        starts.iter().enumerate().map(reach).collect()
    }

    /// Writes down what each centre passes on: a row for each centre, a column for each receiver.
    fn table_of(
        &mut self,
        ways: &BTreeMap<CentreIx, Ways>,
        columns: &BTreeMap<CostObject, usize>,
    ) -> Vec<Vec<Exact>> {
        let scope = Scope { range: Some(self.period), ..Scope::default() };
        let zero = self.trace.at(scope).constant(Subject::Passed, Money::Number(Ratio::ZERO));
        let row = |ways: &Ways| {
            let mut row = vec![zero.clone(); columns.len()];
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
            let out = |(object, _): &(CostObject, Exact)| match object {
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
