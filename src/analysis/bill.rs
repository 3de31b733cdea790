//! What each party pays, or each service costs, under one state of the world.

use std::collections::BTreeMap;

use crate::allocation::{AllocationRun, Dimension, Share};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{DateRange, PartyIx, Project, ServiceIx};
use crate::money::{Cents, Ratio};
use crate::text::Text;

/// What the lines of a bill are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// One for each party.
    Party,
    /// One for each service.
    Service,
}

/// What a line's amount is divided by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Per {
    /// Use of this measure (Fall): that of the party or of the service.
    Case(String),
    /// Inhabitants: those of the newest edition of `population` that is not later than the period.
    Inhabitant,
}

/// By how much a line is divided in a period.
pub type Units = BTreeMap<(DateRange, String), Ratio>;

/// The sums of a run by settlement period and line.
#[derive(Clone, Debug)]
pub struct Bill {
    /// The settlement periods that have cost.
    pub periods: Vec<DateRange>,
    /// The ids of the lines in project order, with names; only those that have a sum.
    pub lines: Vec<(String, Text)>,
    /// What is paid, by period and line.
    pub sums: BTreeMap<(DateRange, String), Cents>,
    /// What the lines are divided by.
    pub units: Units,
    /// What each party pays for each service, by period, service and party: what a comparison looks
    /// at that says that nothing changes.
    pub whole: BTreeMap<(DateRange, String, String), Cents>,
}

impl Bill {
    /// Adds up a run.
    ///
    /// # Errors
    /// Where the sizes of the shares together do not fit: then no sum of them is sure to.
    pub fn of(
        project: &Project,
        run: &AllocationRun,
        line: Line,
        per: Option<&Per>,
    ) -> Checked<Bill> {
        fit(run.shares.iter().map(|share| share.amount.amount()))?;
        let mut sums: BTreeMap<(DateRange, Place), Cents> = BTreeMap::new();
        let mut whole = BTreeMap::new();
        for share in &run.shares {
            let pool = &run.pools[share.pool as usize];
            let service = match &pool.service {
                Dimension::Is(service) => Place::Service(*service),
                Dimension::Missing => Place::Without,
                Dimension::Mixed => Place::Mixed,
            };
            let place = if line == Line::Party { Place::Party(share.party) } else { service };
            add(sums.entry((pool.period, place)).or_default(), share);
            let fine = (pool.period, service.id(project), project.party(share.party).id.clone());
            add(whole.entry(fine).or_default(), share);
        }
        let units = per.map_or_else(Units::new, |per| units(project, sums.keys(), per));
        let mut places: Vec<Place> = sums.keys().map(|(_, place)| *place).collect();
        places.sort();
        places.dedup();
        Ok(Bill {
            periods: run.periods.clone(),
            lines: places.iter().map(|place| (place.id(project), place.name(project))).collect(),
            sums: sums
                .into_iter()
                .map(|((period, place), sum)| ((period, place.id(project)), sum))
                .collect(),
            units,
            whole,
        })
    }

    /// Returns what a line has in a period.
    pub fn sum(&self, period: DateRange, line: &str) -> Cents {
        self.sums.get(&(period, line.to_owned())).copied().unwrap_or_default()
    }
}

/// Adds up what each party pays in each settlement period.
///
/// # Errors
/// Where the sizes of the shares together do not fit: then no sum of them is sure to.
pub fn party_sums(run: &AllocationRun) -> Checked<BTreeMap<(DateRange, PartyIx), Cents>> {
    fit(run.shares.iter().map(|share| share.amount.amount()))?;
    let mut sums = BTreeMap::new();
    for share in &run.shares {
        add(sums.entry((run.pools[share.pool as usize].period, share.party)).or_default(), share);
    }
    Ok(sums)
}

/// Takes a sum or difference of parts of a run whose shares were found to fit.
pub(crate) fn sure(sum: Option<Cents>) -> Cents {
    match sum {
        Some(sum) => sum,
        None => unreachable!("a part of a checked sum does not fit"),
    }
}

/// Checks that amounts can be added up in any order, and taken from each other.
fn fit(amounts: impl Iterator<Item = Cents>) -> Checked<()> {
    let size = |amount: Cents| {
        if amount < Cents::ZERO { Cents::ZERO.checked_sub(amount) } else { Some(amount) }
    };
    let twice = |all: Cents| all.checked_add(all);
    let mut sizes = amounts.map(size);
    let all = sizes.try_fold(Cents::ZERO, |all, size| all.checked_add(size?)).and_then(twice);
    all.map(|_| ()).ok_or_else(|| Box::new(Diagnostic::new(Fault::AmountOverflow)))
}

/// Adds a share to a sum; `fit` has looked at all of them.
fn add(sum: &mut Cents, share: &Share) {
    *sum = sure(sum.checked_add(share.amount.amount()));
}

/// A line, in project order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Party(PartyIx),
    Service(ServiceIx),
    Without,
    Mixed,
}

impl Place {
    fn id(self, project: &Project) -> String {
        match self {
            Place::Party(party) => project.party(party).id.clone(),
            Place::Service(service) => project.service(service).id.clone(),
            Place::Without => "-".to_owned(),
            Place::Mixed => "*".to_owned(),
        }
    }

    fn name(self, project: &Project) -> Text {
        match self {
            Place::Party(party) => project.party(party).name.clone(),
            Place::Service(service) => {
                let name = &project.service(service).name;
                Text::new(name, name)
            }
            Place::Without => Text::new("ohne Leistung", "without service"),
            Place::Mixed => Text::new("Leistungen zusammen", "services together"),
        }
    }
}

fn units<'a>(
    project: &Project,
    lines: impl Iterator<Item = &'a (DateRange, Place)>,
    per: &Per,
) -> Units {
    let divisor = |period: &DateRange, place: Place| match per {
        Per::Case(measure) => uses(project, period, place, measure),
        Per::Inhabitant => inhabitants(project, period, place),
    };
    lines
        .filter_map(|(period, place)| {
            let units = divisor(period, *place).filter(|units| units.signum() > 0)?;
            Some(((*period, place.id(project)), units))
        })
        .collect()
}

/// Adds up the use of a line in a period; rows that reach beyond the period are not counted.
fn uses(project: &Project, period: &DateRange, place: Place, measure: &str) -> Option<Ratio> {
    let rows =
        project.usage.iter().filter(|row| &*row.measure == measure && period.covers(&row.period));
    let own: Vec<&Ratio> = rows
        .filter(|row| match place {
            Place::Party(party) => row.party == party,
            Place::Service(service) => row.service == service,
            Place::Without => false,
            Place::Mixed => true,
        })
        .map(|row| &row.quantity)
        .collect();
    Some(Ratio::sum(own))
}

/// Finds the inhabitants of a party; a service has those of all parties together that have any.
fn inhabitants(project: &Project, period: &DateRange, place: Place) -> Option<Ratio> {
    let day = period.to.to_string();
    let (_, edition) = project.statistics.get("population")?.range(..=day).next_back()?;
    match place {
        Place::Party(party) => edition.values.get(&party).map(|value| value.value.clone()),
        _ => Some(Ratio::sum(edition.values.values().map(|value| &value.value))),
    }
}
