//! Why a bill changed: the difference between two runs, split into causes that add up to the cent.
//!
//! Both states of the world are taken apart into six components (`state`). A state is put together
//! from components of either side and run; what a component adds is its part. Side A is moved in
//! time into the period of side B first (`shift`), so that mixtures are always those of one period.
//! Cost of services and centres that have cost on one side only is apart, by runs without it
//! (`align` gives parties, services and centres of both the same numbers). What a move in time
//! itself changes is the calendar's; what is exact and what is rounded differ by the rounding.
//!
//! Rules: rules.md#causes.

#![warn(clippy::arithmetic_side_effects)]

mod align;
pub mod shapley;
mod shift;
mod state;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::allocation::{AllocationRun, EntryFate, Request, allocate};
use crate::apportion::apportion;
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::model::{
    CostEntry, CostObject, DateRange, DriverRow, Party, PartyIx, PaymentRow, Project, UsageRow,
};
use crate::money::{Cents, Ratio};
use crate::trace::{ApportionResidue, Input, Operation, Ties};
use align::{Order, align};
use shapley::{Game, Players, Worth, groupings, less, nothing, unions};
use shift::Shift;
use state::{MIXED, Pair, without};

/// Why an amount changed (Ursache).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The amounts of cost entries, and the growth of indexed ones.
    CostLevel,
    /// Cost of services and centres that have cost on one side only.
    NewAndEndedServices,
    /// Usage, quantities of drivers, payments.
    Usage,
    /// Statistics, and which editions count.
    KeyData,
    /// Keys, rules, the cascade, surcharges, credits, catch-up.
    KeyOrRule,
    /// Members, groups and lists, participants of services.
    MembersAndParticipants,
    /// Floors, caps, ceilings, the minimum billed.
    Limits,
    /// What the calendar changes: lengths of months, leap days.
    Calendar,
    /// Rounding.
    Rounding,
}

impl Cause {
    /// All causes in the stated order.
    pub const ALL: [Cause; 9] = [
        Cause::CostLevel,
        Cause::NewAndEndedServices,
        Cause::Usage,
        Cause::KeyData,
        Cause::KeyOrRule,
        Cause::MembersAndParticipants,
        Cause::Limits,
        Cause::Calendar,
        Cause::Rounding,
    ];

    /// Returns the name in machine formats.
    pub const fn name(self) -> &'static str {
        match self {
            Cause::CostLevel => "cost-level",
            Cause::NewAndEndedServices => "new-and-ended-services",
            Cause::Usage => "usage",
            Cause::KeyData => "key-data",
            Cause::KeyOrRule => "key-or-rule",
            Cause::MembersAndParticipants => "members-and-participants",
            Cause::Limits => "limits",
            Cause::Calendar => "calendar",
            Cause::Rounding => "rounding",
        }
    }
}

/// One of the two states: a project, and what is asked of its allocation.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The project.
    pub project: &'a Project,
    /// What is asked; the periods of both sides are as long.
    pub request: Request,
    /// Its allocation.
    pub run: &'a AllocationRun,
}

impl Side<'_> {
    fn period(&self) -> Option<DateRange> {
        self.request.period.or(self.project.period)
    }
}

/// The difference of every party's amount, split into causes.
#[derive(Clone, Debug)]
pub struct Changes {
    /// The parties of both sides, for names; the numbers below are theirs.
    pub names: Vec<Party>,
    /// The causes in the stated order; several stand together where they could not be told apart.
    pub causes: Vec<Vec<Cause>>,
    /// The parties that pay on either side, in their order.
    pub parties: Vec<PartyChange>,
    /// Why causes could not be told apart: a fault of a mixture of both sides.
    pub merged: Option<Box<Diagnostic>>,
    /// What every mixture of what differs is worth; `None` where nothing could be told apart.
    pub game: Option<Game>,
}

/// The difference of one party's amount. Causes add to `after` less `before`, to the cent.
#[derive(Clone, Debug)]
pub struct PartyChange {
    /// Who.
    pub party: PartyIx,
    /// What it pays on the first side.
    pub before: Cents,
    /// What it pays on the second side.
    pub after: Cents,
    /// What each cause makes, one after another in the stated order.
    pub stated_order: Vec<Cents>,
    /// What each cause makes, on average over all orders (Shapley).
    pub order_free: Vec<Cents>,
}

/// Checks that two periods are made of whole settlement periods and are as long in months.
pub fn check_periods(project: &Project, a: DateRange, b: DateRange) -> Checked<()> {
    crate::allocation::check_period(project, a)?;
    crate::allocation::check_period(project, b)?;
    if shift::months(a) == shift::months(b) {
        return Ok(());
    }
    let fault = Fault::PeriodsOfUnequalLength {
        first: a.to_string(),
        first_months: shift::months(a).to_string(),
        second: b.to_string(),
        second_months: shift::months(b).to_string(),
    };
    Err(Box::new(Diagnostic::new(fault)))
}

/// Splits the difference between two runs into causes; a fault for periods of unequal length.
pub fn changes(a: Side<'_>, b: Side<'_>) -> Result<Changes, Diagnostics> {
    if let (Some(first), Some(second)) = (a.period(), b.period()) {
        check_periods(b.project, first, second).map_err(|fault| Diagnostics::from(*fault))?;
    }
    let aligned = align(a.project, b.project);
    let states = [(a, &aligned.first, aligned.first_order.as_ref()), (b, &aligned.second, None)];
    let [first, second] = states.map(|(side, (project, numbers), order)| State {
        project,
        order,
        request: side.request,
        period: side.period(),
        exact: exact(side.run, |party| numbers.party(party), project.parties.len()),
        objects: objects(side.run).into_iter().map(|object| numbers.object(object)).collect(),
        amounts: amounts(side.run, |party| numbers.party(party)),
    });
    let split = split(&first, &second);
    let mut causes: Vec<Vec<Cause>> = split.lines.iter().map(|line| line.causes.clone()).collect();
    causes.push(vec![Cause::Rounding]);
    let (before, after) = (
        first.amounts.as_ref().ok_or_else(overflow)?,
        second.amounts.as_ref().ok_or_else(overflow)?,
    );
    let parties: BTreeSet<PartyIx> = before.keys().chain(after.keys()).copied().collect();
    let amount = |amounts: &Amounts, party: &PartyIx| Cents::found(amounts.get(party));
    let change = |party: &PartyIx| split.of(*party, amount(before, party), amount(after, party));
    let parties =
        parties.iter().map(change).collect::<Option<Vec<PartyChange>>>().ok_or_else(overflow)?;
    let Split { merged, game, .. } = split;
    Ok(Changes { names: second.project.parties.clone(), causes, parties, merged, game })
}

fn overflow() -> Diagnostics {
    Diagnostics::from(Diagnostic::new(Fault::AmountOverflow))
}

/// Largest remainder: the cents add to the change.
fn whole_cents(change: Cents, exact: &[Ratio]) -> Option<Vec<Cents>> {
    let policy = ApportionResidue::LargestRemainder;
    apportion(change, exact, Cents::ONE, policy, Ties::SizeThenOrder)
}

/// What parties pay in whole cents; who has no share is absent.
type Amounts = BTreeMap<PartyIx, Cents>;

/// A side under the numbers that both have in common.
struct State<'a> {
    project: &'a Project,
    /// In which order it is run, where that is another one.
    order: Option<&'a Order>,
    request: Request,
    period: Option<DateRange>,
    /// What each party pays before it is rounded.
    exact: Worth,
    /// What has cost of its own.
    objects: BTreeSet<CostObject>,
    /// `None` beyond 128 bits.
    amounts: Option<Amounts>,
}

/// What one cause, or several together, make of the exact change of every party.
struct Line {
    causes: Vec<Cause>,
    stated_order: Worth,
    order_free: Worth,
}

/// The exact change, split.
struct Split {
    lines: Vec<Line>,
    merged: Option<Box<Diagnostic>>,
    game: Option<Game>,
}

impl Split {
    /// Everything together: nothing can be told apart.
    fn whole(change: Worth, fault: Option<Box<Diagnostic>>) -> Split {
        let causes = Cause::ALL.into_iter().filter(|cause| *cause != Cause::Rounding).collect();
        Split {
            lines: vec![Line { causes, stated_order: change.clone(), order_free: change }],
            merged: fault,
            game: None,
        }
    }

    /// Rounds what the causes make for a party, so that they add to its change; what is not exact
    /// is the rounding.
    fn of(&self, party: PartyIx, before: Cents, after: Cents) -> Option<PartyChange> {
        let at = usize::from(party.0);
        let change = after.checked_sub(before)?;
        let round = |parts: &dyn Fn(&Line) -> &Worth| {
            let mut exact: Vec<Ratio> =
                self.lines.iter().map(|line| parts(line)[at].clone()).collect();
            exact.push(&change.ratio() - &Ratio::sum(&exact));
            whole_cents(change, &exact)
        };
        let stated_order = round(&|line| &line.stated_order)?;
        let order_free = round(&|line| &line.order_free)?;
        Some(PartyChange { party, before, after, stated_order, order_free })
    }
}

/// Splits the exact change as finely as the mixtures of both sides can be shared.
fn split(a: &State<'_>, b: &State<'_>) -> Split {
    let ended: BTreeSet<CostObject> = a.objects.difference(&b.objects).copied().collect();
    let begun: BTreeSet<CostObject> = b.objects.difference(&a.objects).copied().collect();
    let apart = common(a, &ended).and_then(|first| Ok((first, common(b, &begun)?)));
    let (first, second, fault) = match apart {
        Ok((first, second)) => (first, second, None),
        Err(fault) => {
            let whole = |state: &State<'_>| (state.project.clone(), state.exact.clone());
            (whole(a), whole(b), Some(fault))
        }
    };
    let shift = match (a.period, b.period) {
        (Some(from), Some(to)) => Shift::between(from, to),
        _ => Shift::NONE,
    };
    let moved = shift.project(&first.0);
    let pair = Pair { a: &moved, b: &second.0, order: a.order };
    let mixed = match mix(pair, b.request, (&first.1, shift), &second.1) {
        Ok(mixed) => mixed,
        Err(fault) => return Split::whole(less(&b.exact, &a.exact), Some(fault)),
    };
    let services = less(&less(&b.exact, &second.1), &less(&a.exact, &first.1));
    assemble(mixed, services, &first.1, fault)
}

/// Runs a side without the cost of some services and centres.
fn common(
    state: &State<'_>,
    apart: &BTreeSet<CostObject>,
) -> Result<(Project, Worth), Box<Diagnostic>> {
    if apart.is_empty() {
        return Ok((state.project.clone(), state.exact.clone()));
    }
    let project = without(state.project, apart);
    let worth = worth(&project, state.request, state.order)?;
    Ok((project, worth))
}

/// What came out of the mixtures.
struct Mixed {
    /// The causes of each player of the game, in the stated order.
    causes: Vec<Vec<Cause>>,
    game: Game,
    /// What the first side is worth in the period of the second.
    start: Worth,
    fault: Option<Box<Diagnostic>>,
}

/// Runs all mixtures of what differs, and groups the causes as finely as all their mixtures can be
/// shared.
fn mix(
    pair: Pair<'_>,
    request: Request,
    (first, shift): (&Worth, Shift),
    second: &Worth,
) -> Result<Mixed, Box<Diagnostic>> {
    let same = pair.mixed(0);
    let differs = |at: &usize| {
        let set = set_of(&[*at]);
        pair.mixed(set) != same || pair.order_in(set).is_some() != pair.order_in(0).is_some()
    };
    let players: Vec<usize> = (0..MIXED.len()).filter(differs).collect();
    let all = set_of(&players);
    let sets = unions(&players.iter().map(|player| set_of(&[*player])).collect::<Vec<_>>());
    let run = |set: &Players| match *set {
        set if set == all => Ok(second.clone()),
        0 if shift == Shift::NONE => Ok(first.clone()),
        set => worth(&pair.mixed(set), request, pair.order_in(set)),
    };
    let found: Vec<Result<Worth, Box<Diagnostic>>> = sets.par_iter().map(run).collect();
    let fault = found.iter().find_map(|worth| worth.as_ref().err().cloned());
    let worth_of = |set: Players| {
        let at = sets.iter().position(|other| *other == set)?;
        found.get(at)?.as_ref().ok().cloned()
    };
    let named = |groups: Vec<Players>| -> Vec<Players> {
        groups.iter().map(|group| set_of(&members(*group, &players))).collect()
    };
    let all_runs =
        |groups: &Vec<Players>| unions(groups).into_iter().all(|set| worth_of(set).is_some());
    let finest = groupings(players.len())
        .into_iter()
        .map(named)
        .filter(all_runs)
        .min_by_key(|groups| coarseness(groups));
    let unsplit =
        || fault.clone().unwrap_or_else(|| Box::new(Diagnostic::new(Fault::AmountOverflow)));
    let groups = finest.ok_or_else(unsplit)?;
    let worths: Option<Vec<Worth>> = unions(&groups).into_iter().map(worth_of).collect();
    let game = worths.and_then(|worths| Game::new(groups.len(), worths)).ok_or_else(unsplit)?;
    let causes = groups.iter().map(|group| causes_in(*group)).collect();
    Ok(Mixed { causes, game, start: worth_of(0).ok_or_else(unsplit)?, fault })
}

/// More groups are finer; among as many, those that keep cost level and usage apart.
fn coarseness(groups: &[Players]) -> (usize, bool, bool) {
    let joined = |cause: Cause| {
        let one =
            set_of(&MIXED.iter().position(|other| *other == cause).into_iter().collect::<Vec<_>>());
        groups.iter().any(|group| group & one != 0 && *group != one)
    };
    (MIXED.len().saturating_sub(groups.len()), joined(Cause::CostLevel), joined(Cause::Usage))
}

/// Names the players of a group by their places among all that could differ.
fn members(group: Players, players: &[usize]) -> Vec<usize> {
    let inside = |(at, _): &(usize, &usize)| (group >> at) & 1 == 1;
    players.iter().enumerate().filter(inside).map(|(_, player)| *player).collect()
}

fn set_of(players: &[usize]) -> Players {
    players.iter().fold(0, |set, player| {
        set | 1_usize.checked_shl(u32::try_from(*player).unwrap_or(u32::MAX)).unwrap_or(0)
    })
}

fn causes_in(group: Players) -> Vec<Cause> {
    MIXED
        .into_iter()
        .enumerate()
        .filter(|(at, _)| (group >> at) & 1 == 1)
        .map(|(_, cause)| cause)
        .collect()
}

/// Puts the lines of all causes into the stated order; a cause that does not differ makes nothing.
fn assemble(mixed: Mixed, services: Worth, first: &Worth, apart: Option<Box<Diagnostic>>) -> Split {
    let Mixed { causes, game, start, fault } = mixed;
    let order: Vec<usize> = (0..game.players()).collect();
    let parts = game.along(&order).into_iter().zip(game.order_free());
    let mut lines: Vec<Line> = causes
        .into_iter()
        .zip(parts)
        .map(|(causes, (stated_order, order_free))| Line { causes, stated_order, order_free })
        .collect();
    let same = |worth: Worth| (worth.clone(), worth);
    for cause in Cause::ALL {
        let (stated_order, order_free) = match cause {
            Cause::Rounding => continue,
            Cause::NewAndEndedServices => same(services.clone()),
            Cause::Calendar => same(less(&start, first)),
            _ if lines.iter().any(|line| line.causes.contains(&cause)) => continue,
            _ => same(nothing(start.len())),
        };
        lines.push(Line { causes: vec![cause], stated_order, order_free });
    }
    if apart.is_some() {
        merge_services(&mut lines);
    }
    lines.sort_by(|a, b| a.causes.cmp(&b.causes));
    Split { lines, merged: apart.or(fault), game: Some(game) }
}

/// Where a side cannot be shared without its new or ended services, they belong to the cost level.
fn merge_services(lines: &mut Vec<Line>) {
    lines.retain(|line| line.causes != [Cause::NewAndEndedServices]);
    if let Some(line) = lines.iter_mut().find(|line| line.causes.contains(&Cause::CostLevel)) {
        line.causes.push(Cause::NewAndEndedServices);
        line.causes.sort();
    }
}

/// Runs a project; its first fault where it has one.
fn worth(
    project: &Project,
    request: Request,
    order: Option<&Order>,
) -> Result<Worth, Box<Diagnostic>> {
    let arranged = order.map(|order| order.arrange(project));
    let number = |party| order.map_or(party, |order| order.back(party));
    match allocate(arranged.as_ref().unwrap_or(project), request) {
        Ok(run) => Ok(exact(&run, number, project.parties.len())),
        Err(faults) => {
            let first = faults.into_sorted().into_iter().next();
            Err(Box::new(first.unwrap_or_else(|| Diagnostic::new(Fault::AmountOverflow))))
        }
    }
}

/// Adds up the shares of each party before they were rounded, in cents.
fn exact(run: &AllocationRun, number: impl Fn(PartyIx) -> PartyIx, parties: usize) -> Worth {
    let mut sums = nothing(parties);
    for share in &run.shares {
        let step = share.amount.step();
        let unrounded = match (run.trace.step(step).operation, run.trace.inputs_of(step)) {
            (Operation::Apportion { index, .. }, inputs) => {
                inputs.get((index as usize).saturating_add(1)).and_then(|input| match input {
                    Input::Step(part) => Some(&run.trace.step(*part).value),
                    Input::Place(_) => None,
                })
            }
            _ => None,
        };
        let sum = &mut sums[usize::from(number(share.party).0)];
        *sum = &*sum + unrounded.unwrap_or(&run.trace.step(step).value);
    }
    sums
}

/// Adds up the shares of each party in cents; `None` beyond 128 bits.
fn amounts(run: &AllocationRun, number: impl Fn(PartyIx) -> PartyIx) -> Option<Amounts> {
    let mut sums = Amounts::new();
    for share in &run.shares {
        let sum = sums.entry(number(share.party)).or_default();
        *sum = sum.checked_add(share.amount.amount())?;
    }
    Some(sums)
}

/// Lists the services and centres that have cost of their own in a run; what a centre passes on is
/// not theirs.
fn objects(run: &AllocationRun) -> BTreeSet<CostObject> {
    let of = |(entry, fate): (&CostEntry, &EntryFate)| {
        let counts =
            matches!(fate, EntryFate::Shared(_) | EntryFate::NotShared(_) | EntryFate::PassedOn);
        let passed_on = entry.made_by.is_none() && !entry.sources.is_empty();
        (counts && !passed_on).then_some(entry.object)
    };
    run.costs.iter().zip(&run.entries).filter_map(of).collect()
}

fn sort_usage(rows: &mut [UsageRow]) {
    rows.sort_by(|a, b| {
        let measures = a.measure.cmp(&b.measure);
        a.service.cmp(&b.service).then(measures).then((a.period, a.party).cmp(&(b.period, b.party)))
    });
}

fn sort_drivers(rows: &mut [DriverRow]) {
    rows.sort_by(|a, b| (&a.driver, a.period, a.receiver).cmp(&(&b.driver, b.period, b.receiver)));
}

fn sort_payments(rows: &mut [PaymentRow]) {
    rows.sort_by_key(|row| (row.party, row.date));
}
