//! Rules: which cost, in which pools, in which steps, to whom.
//!
//! Rules: rules.md#overrides, rules.md#not-shared.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{CentreIx, KeyIx, MembershipPeriods, PartyIx, ServiceIx};
use crate::money::{Cents, Mode, Ratio};
use crate::source::{Loc, Sourced};

/// The number of a rule in file order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleIx(pub u16);

/// A rule of the agreement (Verteilungsregel): rules.md#one-rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// Its title for people.
    pub title: Option<String>,
    /// What it rests on (Rechtsgrundlage).
    pub legal_basis: String,
    /// Which cost entries it takes.
    pub costs: Selection,
    /// By what its pools are formed.
    pub pool: PoolBy,
    /// What happens where a receiver joins or leaves inside a period.
    pub pro_rata: Option<ProRata>,
    /// The rules it goes before, each with its place.
    pub overrides: Vec<RuleIx>,
    /// Whether the cost is shared at all; otherwise it is reported and left out.
    pub allocate: bool,
    /// From which sum on a party is billed (Bagatellgrenze).
    pub minimum_billed: Option<MinimumBilled>,
    /// The steps in order.
    pub steps: Vec<Step>,
    /// Where it is defined.
    pub loc: Loc,
}

/// From which sum on a party is billed (Bagatellgrenze): for each rule, settlement period and party
/// over all pools.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinimumBilled {
    /// The least sum that is billed, by size.
    pub amount: Sourced<Cents>,
    /// What happens to a smaller one.
    pub below: Below,
}

/// What happens to a sum below the minimum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Below {
    /// It stays and is listed as not billed.
    List,
    /// The others bear it.
    Rest,
}

impl Below {
    /// Returns the name used in umlage.toml.
    pub const fn name(self) -> &'static str {
        match self {
            Below::List => "list",
            Below::Rest => "rest",
        }
    }
}

/// Which cost entries a rule or a step is about; a field that is absent does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// By service.
    pub services: Option<Filter<ServiceIx>>,
    /// By the centre on which the cost was booked.
    pub centres: Option<Filter<CentreIx>>,
    /// By cost kind.
    pub kinds: Option<Filter<String>>,
    /// By cost nature.
    pub natures: Option<Filter<String>>,
    /// By budget title.
    pub budget_titles: Option<Filter<String>>,
    /// By supplier.
    pub suppliers: Option<Filter<String>>,
    /// The first day that the entry's period may have.
    pub from: Option<Sourced<Date>>,
    /// The last day that the entry's period may have.
    pub to: Option<Sourced<Date>>,
}

/// Which values pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter<T> {
    /// Any value, but not a missing one (`"*"`).
    Any,
    /// One of these.
    Listed(BTreeSet<T>),
}

/// By what pools (Umlagemassen) are formed, beside rule and settlement period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolBy {
    /// One pool for each service.
    pub service: bool,
    /// One for each centre.
    pub centre: bool,
    /// One for each cost kind.
    pub kind: bool,
    /// One for each quarter.
    pub quarter: bool,
    /// One for each month.
    pub month: bool,
}

/// What happens where a receiver joins or leaves inside a period (zeitanteilige Berechnung).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProRata {
    /// The step's time is cut; entries are divided by days.
    Days,
    /// The step's time is cut; entries are divided by months.
    Months,
    /// One slice; weights count by the days present.
    WeightDays,
    /// One slice; weights count by the months present.
    WeightMonths,
    /// Present on any day counts as the whole.
    None,
}

impl ProRata {
    /// All ways, in the order of the reference.
    pub const ALL: [ProRata; 5] =
        [ProRata::Days, ProRata::Months, ProRata::WeightDays, ProRata::WeightMonths, ProRata::None];

    /// Returns the name used in umlage.toml.
    pub const fn name(self) -> &'static str {
        match self {
            ProRata::Days => "days",
            ProRata::Months => "months",
            ProRata::WeightDays => "weight-days",
            ProRata::WeightMonths => "weight-months",
            ProRata::None => "none",
        }
    }
}

/// One step of a rule: how much, to whom, by which key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its id, unique in the rule.
    pub id: String,
    /// Its title for people.
    pub title: Option<String>,
    /// What it rests on, where it differs from the rule's.
    pub legal_basis: Option<String>,
    /// How much it takes.
    pub how_much: HowMuch,
    /// Who receives; `None` for `direct` alone.
    pub receivers: Option<Receivers>,
    /// Who does not.
    pub except: Vec<PartyIx>,
    /// The key; needed with several receivers, except for `each`.
    pub key: Option<KeyIx>,
    /// Narrows the step to some entries of the pool.
    pub only: Option<Selection>,
    /// The least that each receiver bears (Mindestbetrag).
    pub floor: Option<Sourced<Limit>>,
    /// The most that each receiver bears (Höchstbetrag, Kappung).
    pub cap: Option<Sourced<Limit>>,
    /// The most that the step takes.
    pub at_most: Option<Ceiling>,
    /// How its shares are rounded (the step's own, else the rule's, else the default).
    pub rounding: Rounding,
    /// Where it is defined.
    pub loc: Loc,
}

/// How much a step takes. Exactly one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HowMuch {
    /// A part of the total or of what is left (Quote).
    Share {
        /// The part.
        share: Sourced<Ratio>,
        /// Of what.
        of: Whole,
    },
    /// A fixed sum for each pool (Festbetrag, Vorwegabzug).
    Amount(Sourced<Cents>),
    /// A base amount for each receiver (Sockelbetrag).
    Each(Sourced<Cents>),
    /// All that is left (verbleibender Betrag).
    Rest,
    /// Entries with a party go to that party (Einzelkosten).
    Direct,
}

/// What a share is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// The pool's total.
    Total,
    /// What is left at that moment (`of = "rest"`).
    Rest,
}

/// To whom a step goes. Exactly one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receivers {
    /// One party, whatever its membership.
    To(PartyIx),
    /// Who is a member that day (Mitglieder).
    Members,
    /// Who takes part in the pool's service that day (Nachnutzer).
    Participants,
    /// A group or a list, whatever their membership.
    Listed {
        /// The group's name; `None` for a list.
        group: Option<String>,
        /// Who, and when.
        memberships: MembershipPeriods,
    },
}

/// A limit of the shares of a step, by size: a negative sum is limited in the mirror.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The same for each.
    All(Bound),
    /// One for each party; who is absent has none.
    Parties(BTreeMap<PartyIx, Bound>),
    /// So much for each unit that the receiver used; for `cap` only.
    PerUnit(PerUnit),
}

/// How high a limit is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// An amount.
    Amount(Sourced<Cents>),
    /// A part of the step's sum.
    Share(Sourced<Ratio>),
}

/// An amount for each unit of a measure, of the pool's service in the pool's time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PerUnit {
    /// The amount for one unit.
    pub amount: Sourced<Cents>,
    /// What is counted.
    pub measure: Sourced<String>,
}

/// The most that a step takes, by size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ceiling {
    /// An amount.
    Amount(Sourced<Cents>),
    /// So much for each unit that anybody used.
    PerUnit(PerUnit),
}

/// How the shares of a step are rounded (Rundungsregel).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounding {
    /// The unit, a multiple of 0.01.
    pub unit: Cents,
    /// What happens to the difference.
    pub residue: Residue,
}

impl Default for Rounding {
    fn default() -> Rounding {
        Rounding { unit: Cents::ONE, residue: Residue::LargestRemainder }
    }
}

/// What happens to the rounding difference (Rundungsrest).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Residue {
    /// Cut towards zero, missing units go to the largest remainders (Hare/Niemeyer).
    LargestRemainder,
    /// Each is rounded, the difference goes to the largest exact share.
    LargestShare(Mode),
    /// Each is rounded, the difference goes to this party.
    To(PartyIx, Mode),
    /// Each is rounded, the difference stays and is shown.
    Leave(Mode),
}
