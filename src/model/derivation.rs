//! Rules by which cost entries come out of others before cost is shared: surcharges, indexation,
//! credits, catch-up.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{KeyIx, PartyIx, Receivers, Selection};
use crate::money::Ratio;
use crate::source::{Loc, Sourced};

/// The number of a derivation in the project: indexations, surcharges, credits, catch-ups, each in
/// file order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DerivationIx(pub u32);

/// A rule by which entries come out of entries (abgeleitete Kostenposition). What it makes belongs
/// to the cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derivation {
    /// Its id, unique among those of its table.
    pub id: String,
    /// Its title for people.
    pub title: Option<String>,
    /// What it rests on (Rechtsgrundlage).
    pub legal_basis: String,
    /// From which entries.
    pub costs: Selection,
    /// The kind of what it makes; `None`: that of the source.
    pub kind: Option<String>,
    /// What it makes.
    pub makes: Makes,
    /// Where it is defined.
    pub loc: Loc,
}

/// What a derivation makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Makes {
    /// A percentage on top (Zuschlag), half-up to the cent from each entry.
    Surcharge(Sourced<Ratio>),
    /// The figures of later years (Fortschreibung).
    Indexation(Indexation),
    /// A credit for whoever paid (Gutschrift für Eigenleistungen): the negative amount, with
    /// `paid_by` as `party`.
    Credit,
    /// What a late joiner would have borne as a party from the start (Nachholung).
    CatchUp(CatchUp),
}

/// How the figures of later years come out of that of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indexation {
    /// The growth of each year, from the year named on until the next one named.
    pub rates: BTreeMap<i16, Sourced<Ratio>>,
    /// The last year that gets a figure.
    pub until: i16,
    /// Whether the figure of a year grows from the rounded figure of the year before, or from the
    /// unrounded one.
    pub rounded: bool,
}

/// Who catches up, from when, by which key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatchUp {
    /// Who joins.
    pub party: PartyIx,
    /// The day of accession: the others are who is there that day, and the charge falls into its
    /// settlement period.
    pub on: Sourced<Date>,
    /// Among whom; the joiner comes in beside them.
    pub among: Receivers,
    /// By which key.
    pub key: KeyIx,
}

impl Makes {
    /// Returns the name of the table in umlage.toml.
    pub const fn table(&self) -> &'static str {
        match self {
            Makes::Indexation(_) => "indexation",
            Makes::Surcharge(_) => "surcharge",
            Makes::Credit => "credit",
            Makes::CatchUp(_) => "catch_up",
        }
    }
}
