//! Distribution keys (Verteilungsschlüssel) as data; `keys` evaluates them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::{History, PartyIx, ServiceIx};
use crate::money::Ratio;
use crate::source::{Loc, Sourced};
use crate::text::Text;

/// The number of a key in the project, ready keys included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyIx(pub u16);

/// A distribution key (Verteilungsschlüssel).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its id.
    pub id: String,
    /// Its title for people, where given.
    pub title: Option<String>,
    /// How weights come about.
    pub method: Method,
    /// Normalise over this group first, then rescale to the receivers.
    pub over: Option<Over>,
    /// By what the weight of a party is multiplied (Einwohnerwertung); an absent party by one.
    pub multipliers: BTreeMap<PartyIx, Sourced<Ratio>>,
    /// To how many decimals the rescaled percentages are rounded.
    pub decimals: Option<Decimals>,
    /// Whether those who decide agreed on it.
    pub decision: Option<Decision>,
    /// Where it is defined.
    pub loc: Loc,
}

/// How rescaled percentages are rounded: rules.md#decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimals {
    /// How many decimals, 0 to 20.
    pub places: u8,
    /// What happens to what the rounded percentages miss of 100.
    pub residue: DecimalsResidue,
}

/// What happens to what rounded percentages miss of 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalsResidue {
    /// It stays.
    Leave,
    /// The largest percentage takes it (UStSchlFestV § 6).
    LargestShare,
    /// Percentages are cut, and missing units go to the largest remainders.
    LargestRemainder,
}

/// The decision on a key (Beschluss 2021/24 no. 3: without unanimity actual use counts).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Whether it was unanimous (einstimmig).
    pub unanimous: bool,
    /// The key that stands in otherwise.
    pub fallback: KeyIx,
    /// What the fallback rests on.
    pub legal_basis: Option<String>,
}

/// Which editions of a statistic count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Editions {
    /// Those named, frozen by contract; of several the mean.
    Named(Vec<String>),
    /// The one in force by a rule on dates.
    InForce(AsOf),
}

/// On which day an edition must be in force (Stichtagsregel).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// On the first day of the settlement period.
    PeriodStart,
    /// On the settlement day.
    SettlementDay,
    /// The latest published by 31 December of the year before the settlement period.
    PublishedYearBefore,
    /// The edition of the year two before that of the settlement period.
    YearMinusTwo,
    /// On a day fixed by contract.
    Day(Date),
}

impl AsOf {
    /// The words of umlage.toml; a date stands for itself.
    pub const WORDS: [(&'static str, AsOf); 4] = [
        ("period-start", AsOf::PeriodStart),
        ("settlement-day", AsOf::SettlementDay),
        ("published-year-before", AsOf::PublishedYearBefore),
        ("year-minus-two", AsOf::YearMinusTwo),
    ];
}

/// The group of `over`: dates are ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Over {
    /// The group's name.
    pub group: String,
    /// Its parties.
    pub parties: BTreeSet<PartyIx>,
}

/// How the weights of a key come about. Each variant has its file in `keys`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Method {
    /// The same for each.
    Equal,
    /// Fixed weights, agreed by contract.
    Fixed {
        /// The weight of each party.
        weights: BTreeMap<PartyIx, Sourced<Ratio>>,
    },
    /// A statistic in a named edition.
    Statistic {
        /// The statistic's id.
        statistic: String,
        /// The editions: a year or a reference day, as text.
        editions: Editions,
        /// Whether a negative value counts as zero; otherwise it is a fault.
        negative_is_zero: bool,
    },
    /// Actual use.
    Usage {
        /// What is counted.
        measure: String,
        /// Whose use is counted.
        services: UsageScope,
        /// The key taken when the receivers have no use.
        otherwise: Option<KeyIx>,
    },
    /// What each has paid in (Einzahlungen), for refunds in proportion.
    Payments {
        /// Only payments for these purposes; all where none is named.
        purposes: BTreeSet<String>,
    },
    /// Several keys, each normalised over the receivers, then weighted.
    Mix {
        /// The parts; their weights add to exactly one.
        parts: Vec<MixPart>,
    },
    /// Some pay as much as the largest of the others (KPVP).
    LargestOf {
        /// The key of the others.
        key: KeyIx,
        /// Who pays as much as the largest of them.
        parties: BTreeSet<PartyIx>,
    },
    /// One bears what the others' weights miss of one (FMAP).
    Complement {
        /// The key of the others.
        key: KeyIx,
        /// Who bears the rest.
        party: PartyIx,
    },
    /// The weights of several keys multiplied.
    Product {
        /// The keys.
        factors: Vec<KeyIx>,
    },
    /// The weights of one key over those of another, such as tax per inhabitant.
    Ratio {
        /// The key above the line.
        numerator: KeyIx,
        /// The key below it.
        denominator: KeyIx,
    },
    /// From one key to another over the years (gleitender Übergang).
    Glide {
        /// The key at the start.
        from: KeyIx,
        /// The key at the end.
        to: KeyIx,
        /// The part of the latter in each year.
        path: BTreeMap<i16, Sourced<Ratio>>,
    },
}

impl Method {
    /// Lists the keys that it names.
    pub fn keys(&self) -> Vec<KeyIx> {
        match self {
            Method::Equal
            | Method::Fixed { .. }
            | Method::Statistic { .. }
            | Method::Payments { .. } => Vec::new(),
            Method::Usage { otherwise, .. } => otherwise.iter().copied().collect(),
            Method::Mix { parts } => parts.iter().map(|part| part.key).collect(),
            Method::LargestOf { key, .. } | Method::Complement { key, .. } => vec![*key],
            Method::Product { factors } => factors.clone(),
            Method::Ratio { numerator, denominator } => vec![*numerator, *denominator],
            Method::Glide { from, to, .. } => vec![*from, *to],
        }
    }

    /// Returns the name used in umlage.toml.
    pub const fn name(&self) -> &'static str {
        match self {
            Method::Equal => "equal",
            Method::Fixed { .. } => "fixed",
            Method::Statistic { .. } => "statistic",
            Method::Usage { .. } => "usage",
            Method::Payments { .. } => "payments",
            Method::Mix { .. } => "mix",
            Method::LargestOf { .. } => "largest-of",
            Method::Complement { .. } => "complement",
            Method::Product { .. } => "product",
            Method::Ratio { .. } => "ratio",
            Method::Glide { .. } => "glide",
        }
    }
}

/// Whose use a usage key counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UsageScope {
    /// That of the pool's own service.
    Pool,
    /// That of all services, whatever the pool (`services = ["*"]`).
    All,
    /// That of these services, whatever the pool.
    Listed(BTreeSet<ServiceIx>),
}

/// One part of a mix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MixPart {
    /// The key of the part.
    pub key: KeyIx,
    /// Its weight.
    pub weight: Sourced<Ratio>,
}

impl Key {
    /// Makes a key that has a method and nothing else.
    pub fn new(id: String, method: Method, loc: Loc) -> Key {
        let (over, multipliers) = (None, BTreeMap::new());
        Key { id, title: None, method, over, multipliers, decimals: None, decision: None, loc }
    }

    /// Lists the keys that it names, that of its decision included.
    pub fn keys(&self) -> Vec<KeyIx> {
        let fallback = self.decision.as_ref().map(|decision| decision.fallback);
        self.method.keys().into_iter().chain(fallback).collect()
    }

    /// Lists the keys by which it is evaluated: what stands in for it, else those that its method
    /// names.
    pub fn evaluates(&self) -> Vec<KeyIx> {
        self.stands_in().map_or_else(|| self.method.keys(), |fallback| vec![fallback])
    }

    /// Tells whether it counts the use of the pool's own service by itself.
    pub fn counts_pool_usage(&self) -> bool {
        self.counts_usage()
            && matches!(self.method, Method::Usage { services: UsageScope::Pool, .. })
    }

    /// Tells whether it counts use by itself; where another stands in, that one is asked.
    pub fn counts_usage(&self) -> bool {
        self.stands_in().is_none() && matches!(self.method, Method::Usage { .. })
    }

    /// Returns the key that stands in for it, where the decision was not unanimous.
    pub fn stands_in(&self) -> Option<KeyIx> {
        self.decision
            .as_ref()
            .filter(|decision| !decision.unanimous)
            .map(|decision| decision.fallback)
    }
}

/// One edition of a statistic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistic {
    /// From when on it holds, where that is known.
    pub valid_from: Option<Sourced<Date>>,
    /// When it was published, where that is known.
    pub published: Option<Sourced<Date>>,
    /// The value of each party that has one.
    pub values: BTreeMap<PartyIx, Sourced<Ratio>>,
    /// What a scenario did to the values that it changed.
    pub histories: BTreeMap<PartyIx, Arc<History>>,
    /// Where the figures come from, in words.
    pub source: BTreeSet<Text>,
    /// What the statistic is called, where it has a name beside its id.
    pub title: Option<Text>,
}
