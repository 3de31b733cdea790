//! Distribution keys (Verteilungsschlüssel) as data; `keys` evaluates them.

use std::collections::{BTreeMap, BTreeSet};

use super::{PartyIx, ServiceIx};
use crate::money::Ratio;
use crate::source::{Loc, Sourced};

/// The number of a key in the project, ready keys included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyIx(pub u16);

/// A distribution key (Verteilungsschlüssel).
#[derive(Clone, Debug)]
pub struct Key {
    /// Its id.
    pub id: String,
    /// Its title for people, where given.
    pub title: Option<String>,
    /// How weights come about.
    pub method: Method,
    /// Normalise over this group first, then rescale to the receivers.
    pub over: Option<Over>,
    /// Where it is defined.
    pub loc: Loc,
}

/// The group of `over`: dates are ignored.
#[derive(Clone, Debug)]
pub struct Over {
    /// The group's name.
    pub group: String,
    /// Its parties.
    pub parties: BTreeSet<PartyIx>,
}

/// How the weights of a key come about. Each variant has its file in `keys`.
#[derive(Clone, Debug)]
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
        /// The edition: a year or a reference day, as text.
        edition: String,
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
    /// Several keys, each normalised over the receivers, then weighted.
    Mix {
        /// The parts; their weights add to exactly one.
        parts: Vec<MixPart>,
    },
}

impl Method {
    /// Returns the name used in umlage.toml.
    pub const fn name(&self) -> &'static str {
        match self {
            Method::Equal => "equal",
            Method::Fixed { .. } => "fixed",
            Method::Statistic { .. } => "statistic",
            Method::Usage { .. } => "usage",
            Method::Mix { .. } => "mix",
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
#[derive(Clone, Debug)]
pub struct MixPart {
    /// The key of the part.
    pub key: KeyIx,
    /// Its weight.
    pub weight: Sourced<Ratio>,
}

/// One edition of a statistic.
#[derive(Clone, Debug, Default)]
pub struct Statistic {
    /// The value of each party that has one.
    pub values: BTreeMap<PartyIx, Sourced<Ratio>>,
    /// Where the figures come from, in words.
    pub source: BTreeSet<String>,
}
