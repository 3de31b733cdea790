//! The cascade as a table, and what each service bears in the end: for those who judge the method.

use std::collections::{BTreeMap, BTreeSet};

use super::empty::empty;
use super::gathered::{Gathered, Piece, gather};
use super::period_drivers::{Drivers, read_drivers};
use super::unallocatable::nowhere;
use crate::allocation::assign::Rules;
use crate::allocation::centres::methods::{Network, Ways, reached_from};
use crate::allocation::centres::solve;
use crate::allocation::collect::{Collected, Source, collect};
use crate::allocation::derive::{Indexed, index};
use crate::allocation::run::Request;
use crate::allocation::split::divided;
use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::model::{CascadeMethod, CentreIx, CostObject, DateRange, Project};
use crate::money::{Cents, Ratio};

/// What one centre passes on, exactly, in cents.
#[derive(Clone, Debug)]
pub struct CentreTransfer {
    /// The settlement period.
    pub period: DateRange,
    /// The kind of cost.
    pub kind: Option<String>,
    /// In which pass: 2 only for what a double ladder gives the second time.
    pub pass: u8,
    /// The centre.
    pub centre: CentreIx,
    /// The cost booked on it.
    pub own: Ratio,
    /// What it received from centres.
    pub received: Ratio,
    /// Who receives how much of both.
    pub gives: Vec<(CostObject, Ratio)>,
}

/// Shows how the centres are emptied.
pub fn passages(project: &Project, request: Request) -> Result<Vec<CentreTransfer>, Diagnostics> {
    let Some(cascade) = &project.cascade else { return Ok(Vec::new()) };
    let Indexed(mut collected) = index(project, collect(project, request)?)?;
    let mut gathered = gather(project, &mut collected)?;
    gathered.retain(|period, _| collected.touches(period));
    let mut faults = Diagnostics::default();
    let mut passages = Vec::new();
    for (period, Gathered { kinds, booked }) in gathered {
        let drivers = read_drivers(project, cascade, period, booked, &mut collected);
        let Drivers { order, gives, faults: of_drivers, without: _ } = drivers;
        let mut network = Network { order, gives, period, trace: &mut collected.trace };
        let wanted: BTreeSet<CentreIx> = kinds.values().flat_map(BTreeMap::keys).copied().collect();
        let unreached = network.unreached(cascade.method, &wanted);
        for (kind, booked) in kinds {
            let total =
                |pieces: &Vec<Piece>| Cents::sum(pieces.iter().map(|piece| piece.amount.amount()));
            let own: BTreeMap<CentreIx, Cents> = booked
                .iter()
                .map(|(centre, pieces)| Some((*centre, total(pieces)?)))
                .collect::<Option<_>>()
                .ok_or_else(|| Diagnostic::new(Fault::AmountOverflow))?;
            let lost = own.iter().filter(|(_, amount)| !amount.is_zero());
            if let Some((stuck, amount)) =
                lost.filter_map(|(ix, sum)| Some((unreached.get(ix)?, sum))).next()
            {
                faults.push(nowhere(project, period, stuck, &of_drivers, *amount));
                break;
            }
            let own = own.into_iter().map(|(centre, amount)| (centre, amount.ratio())).collect();
            let kind = kind.map(|kind| kind.to_string());
            let all = network.flow(cascade.method, &own).into_iter();
            passages.extend(all.map(|flow| flow.passage(period, kind.clone())));
        }
    }
    if faults.is_empty() { Ok(passages) } else { Err(faults) }
}

/// Adds up what each service, and each centre without a driver, bears in the end: its own cost and
/// that of centres.
pub fn borne(
    project: &Project,
    request: Request,
) -> Result<BTreeMap<CostObject, Cents>, Diagnostics> {
    let collected = empty(project, index(project, collect(project, request)?)?)?.0;
    let Collected { entries, costs, time_sources, selected, mut trace, .. } = collected;
    let rules = Rules::of(project);
    let mut sums: BTreeMap<CostObject, Cents> = BTreeMap::new();
    for (number, amount) in entries {
        let entry = &costs[number];
        let source = Source { entry, amount, time_sources: time_sources.get(&number) };
        for (range, amount) in divided(source, rules.cut_of(entry), &mut trace)
            .map_err(|fault| Diagnostics::from(*fault))?
        {
            if selected.is_none_or(|selected| selected.covers(&range)) {
                let sum = sums.entry(entry.object).or_default();
                let added = sum.checked_add(amount.amount());
                *sum = added
                    .ok_or_else(|| Diagnostics::from(Diagnostic::new(Fault::AmountOverflow)))?;
            }
        }
    }
    Ok(sums)
}

/// What one centre passes on, without period and kind.
struct Flow {
    pass: u8,
    centre: CentreIx,
    own: Ratio,
    received: Ratio,
    gives: Vec<(CostObject, Ratio)>,
}

impl Flow {
    fn passage(self, period: DateRange, kind: Option<String>) -> CentreTransfer {
        let Flow { pass, centre, own, received, gives } = self;
        CentreTransfer { period, kind, pass, centre, own, received, gives }
    }
}

/// Which centres receive, beside the final receivers.
#[derive(Clone, Copy)]
enum Open {
    Ends,
    Later,
    Others,
}

impl Network<'_> {
    /// Follows amounts through the centres.
    fn flow(&mut self, method: CascadeMethod, own: &BTreeMap<CentreIx, Ratio>) -> Vec<Flow> {
        match method {
            CascadeMethod::Reciprocal => self.flow_at_once(own),
            CascadeMethod::DoubleStepDown => {
                let mut waiting = BTreeMap::new();
                let first = self.flow_down(1, Open::Others, own, &mut waiting);
                let second = self.flow_down(2, Open::Later, &BTreeMap::new(), &mut waiting);
                first.into_iter().chain(second).collect()
            }
            CascadeMethod::Direct => self.flow_down(1, Open::Ends, own, &mut BTreeMap::new()),
            CascadeMethod::StepDown => self.flow_down(1, Open::Later, own, &mut BTreeMap::new()),
        }
    }

    /// Empties the centres in order; `waiting` is what each has received and not yet given.
    fn flow_down(
        &mut self,
        pass: u8,
        open: Open,
        own: &BTreeMap<CentreIx, Ratio>,
        waiting: &mut BTreeMap<CentreIx, Ratio>,
    ) -> Vec<Flow> {
        let order = self.order.clone();
        let mut flows = Vec::new();
        for (index, centre) in order.iter().enumerate() {
            let own = Ratio::found(own.get(centre));
            let received = Ratio::found(waiting.remove(centre).as_ref());
            let later = &order[index..];
            let ways = self.ways(*centre, |other| match open {
                Open::Ends => false,
                Open::Later => other != *centre && later.contains(&other),
                Open::Others => other != *centre,
            });
            let amount = &own + &received;
            let gives: Vec<_> =
                ways.into_iter().map(|(to, part)| (to, &amount * part.value())).collect();
            for (to, amount) in &gives {
                if let CostObject::Centre(other) = *to
                    && order.contains(&other)
                {
                    let sum = waiting.entry(other).or_insert(Ratio::ZERO);
                    *sum = &*sum + amount;
                }
            }
            flows.push(Flow { pass, centre: *centre, own, received, gives });
        }
        flows
    }

    /// Empties all centres at once: what passes through each that cost comes to follows from the
    /// same equations.
    fn flow_at_once(&mut self, own: &BTreeMap<CentreIx, Ratio>) -> Vec<Flow> {
        let mut ways = self.all_ways();
        let starts = own.iter().filter(|(_, amount)| !amount.is_zero());
        let passed = reached_from(starts.map(|(centre, _)| *centre), &ways);
        ways.retain(|centre, _| passed.contains(centre));
        let columns: BTreeMap<CentreIx, usize> = ways.keys().copied().zip(0..).collect();
        // Each centre counts as an end, too, which gets all that comes by: rows need not add to one
        // for that.
        let row = |(index, ways): (usize, &Ways)| -> Vec<Ratio> {
            let mut row = vec![Ratio::ZERO; columns.len().saturating_mul(2)];
            for (object, part) in ways {
                if let CostObject::Centre(other) = object
                    && let Some(column) = columns.get(other)
                {
                    row[*column] = part.value().clone();
                }
            }
            row[columns.len().saturating_add(index)] = Ratio::ONE;
            row
        };
        let table: Vec<Vec<Ratio>> =
            ways.values().enumerate().map(|(index, ways)| row((index, ways))).collect();
        let all: Vec<usize> = (0..columns.len()).collect();
        let through = solve::passed_on(&table, &all).unwrap_or_default();
        let amount = |centre: &CentreIx| Ratio::found(own.get(centre));
        let flow = |((centre, ways), index): ((CentreIx, Ways), usize)| {
            let brings =
                columns.keys().zip(&through).map(|(other, row)| &amount(other) * &row[index]);
            let whole = Ratio::sum(&brings.collect::<Vec<_>>());
            let gives = ways.into_iter().map(|(to, part)| (to, &whole * part.value())).collect();
            let own = amount(&centre);
            Flow { pass: 1, centre, received: &whole - &own, own, gives }
        };
        ways.into_iter().zip(0..).map(flow).collect()
    }
}
