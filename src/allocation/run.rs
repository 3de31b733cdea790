//! What comes out of an allocation.

use std::sync::Arc;

use crate::keys::Noticed;
use crate::model::{
    Below, CentreIx, CostEntry, CostObject, DateRange, PartyIx, RuleIx, ServiceIx, Status,
};
use crate::money::Cents;
use crate::trace::{Trace, Traced};

/// A finished and checked allocation.
#[derive(Clone, Debug)]
pub struct AllocationRun {
    /// The period asked for, by the command line or the project; `None`: all.
    pub selected: Option<DateRange>,
    /// The settlement periods that have cost, in order.
    pub periods: Vec<DateRange>,
    /// The pools, in the order period, rule, service, centre, kind, window.
    pub pools: Vec<Pool>,
    /// Who pays what: the finest grain, in the order of pools, steps and parties.
    pub shares: Vec<Share>,
    /// The rounding residues that stay, one for each pool and step that has one.
    pub residues: Vec<StepResidue>,
    /// What of each cost entry lies in which settlement period, those of cost centres first.
    pub booked: Vec<Booked>,
    /// What those would have paid whose small sums the others bear, with its derivation; not part
    /// of any sum.
    pub moved: Vec<Share>,
    /// The sums below the minimum of their rule, in the order of periods, rules and parties.
    pub not_billed: Vec<NotBilled>,
    /// Cost = allocated + residue + not shared.
    pub totals: Totals,
    /// The derivation of every figure.
    pub trace: Trace,
    /// What keys came across: which use they counted, where another stood in, who has no use.
    pub noticed: Noticed,
    /// The cost entries: the project's, then the derived ones.
    pub costs: Arc<Vec<CostEntry>>,
    /// For each of `costs`: what became of it.
    pub entries: Vec<EntryFate>,
}

/// What became of a cost entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryFate {
    /// In a pool of this rule, at least with a part.
    Shared(RuleIx),
    /// Reported, not shared, by this rule.
    NotShared(RuleIx),
    /// Of the other status.
    OtherStatus,
    /// On a centre with a driver: its amount went into derived entries.
    PassedOn,
    /// Outside the selected periods.
    OtherPeriod,
    /// Not yet given to a rule; does not occur in a finished run.
    Unassigned,
}

/// One sum that was shared out (Umlagemasse).
#[derive(Clone, Debug)]
pub struct Pool {
    /// The rule.
    pub rule: RuleIx,
    /// The settlement period.
    pub period: DateRange,
    /// The time of the pool: the settlement period, or its quarter or month.
    pub window: DateRange,
    /// The service.
    pub service: Dimension<ServiceIx>,
    /// The centre.
    pub centre: Dimension<CentreIx>,
    /// The cost kind.
    pub kind: Dimension<String>,
    /// What went in, direct entries included.
    pub cost: Cents,
}

/// A dimension by which pools may be formed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension<T> {
    /// This value.
    Is(T),
    /// The entries have none (shown as `-`).
    Missing,
    /// The pool is not formed by it (shown as `*`).
    Mixed,
}

/// What one party pays from one pool in one step (Anteil).
#[derive(Clone, Debug)]
pub struct Share {
    /// The number of the pool.
    pub pool: u32,
    /// The number of the step in the rule.
    pub step: u16,
    /// Who pays.
    pub party: PartyIx,
    /// How much, with its derivation.
    pub amount: Traced,
}

/// What of a cost entry lies in one settlement period, or in a quarter or month of its pool.
#[derive(Clone, Debug)]
pub struct Booked {
    /// The number of the entry in `costs`.
    pub entry: usize,
    /// The settlement period.
    pub period: DateRange,
    /// Where it goes.
    pub destination: Destination,
    /// Who paid it for all (Auslage) and has no credit for it in the allocation.
    pub paid_by: Option<PartyIx>,
    /// How much, with its derivation.
    pub amount: Traced,
}

/// Where the cost of an entry goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Into this pool.
    Pool(u32),
    /// Into derived entries of a cost centre.
    On,
    /// Nowhere: it is reported and not shared, by this rule.
    NotShared(RuleIx),
}

impl Pool {
    /// Returns the one service, else the one centre, whose cost it holds; `None` where there are
    /// several or none.
    pub fn object(&self) -> Option<CostObject> {
        match (&self.service, &self.centre) {
            (Dimension::Is(service), _) => Some(CostObject::Service(*service)),
            (_, Dimension::Is(centre)) => Some(CostObject::Centre(*centre)),
            _ => None,
        }
    }
}

impl AllocationRun {
    /// Lists the cost that parties paid for all and that is shared, with who paid.
    pub fn outlays(&self) -> impl Iterator<Item = (PartyIx, &Booked)> {
        let shared = self
            .booked
            .iter()
            .filter(|booked| !matches!(booked.destination, Destination::NotShared(_)));
        shared.filter_map(|booked| Some((booked.paid_by?, booked)))
    }

    /// Puts another run of the same project behind this one, so that its derivations stand in one
    /// trace; returns its shares as they stand here.
    pub fn beside(&mut self, other: AllocationRun) -> Vec<Share> {
        let pools = u32::try_from(self.pools.len()).unwrap_or(u32::MAX);
        let shift = self.trace.append_run(other.trace, pools);
        self.pools.extend(other.pools);
        self.noticed.extend(other.noticed.behind(pools));
        let moved = |share: Share| Share {
            pool: share.pool.saturating_add(pools),
            amount: share.amount.moved(shift, 0),
            ..share
        };
        other.shares.into_iter().map(moved).collect()
    }
}

/// A rounding residue that stays (Rundungsrest).
#[derive(Clone, Debug)]
pub struct StepResidue {
    /// The number of the pool.
    pub pool: u32,
    /// The number of the step in the rule.
    pub step: u16,
    /// How much, never zero.
    pub amount: Cents,
}

/// What a party bears by a rule in a settlement period, below the minimum that is billed
/// (Bagatellgrenze).
#[derive(Clone, Debug)]
pub struct NotBilled {
    /// The rule.
    pub rule: RuleIx,
    /// The settlement period.
    pub period: DateRange,
    /// Who is not billed.
    pub party: PartyIx,
    /// How much, never zero.
    pub amount: Cents,
    /// Whether it stays with the party and is listed, or the others bear it.
    pub below: Below,
}

/// The sums of a run: cost = allocated + residue + not shared, checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// All cost of the selected periods.
    pub cost: Cents,
    /// What parties pay.
    pub allocated: Cents,
    /// What stays as rounding residue.
    pub residue: Cents,
    /// What is reported and not shared.
    pub not_shared: Cents,
}

/// What is asked of an allocation.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request {
    /// Which settlement periods; `None`: the project's default, else all that have cost.
    pub period: Option<DateRange>,
    /// Actual or planned cost.
    pub status: Status,
}
