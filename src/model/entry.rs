//! What was paid and what was used: the rows of the data files, resolved.
//!
//! Rules: rules.md#status.

use std::sync::Arc;

use jiff::civil::Date;

use super::object::CostObject;
use super::{AmountRow, CentreIx, DateRange, History, PartyIx, ServiceIx};
use crate::money::{Cents, Ratio};
use crate::source::{Loc, Sourced};

/// Whether a cost has come about or is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Status {
    /// Actual (Ist).
    #[default]
    Actual,
    /// Planned (Plan).
    Plan,
}

impl Status {
    /// Returns the name used in costs.csv and by `--status`.
    pub const fn name(self) -> &'static str {
        match self {
            Status::Actual => "actual",
            Status::Plan => "plan",
        }
    }
}

/// One cost (Kostenposition): a row of costs.csv, or several that are alike in every column but the
/// amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostEntry {
    /// The time it is for.
    pub period: DateRange,
    /// The sum of its rows.
    pub amount: Cents,
    /// The rows it is made of: each amount with its place.
    pub rows: Vec<AmountRow>,
    /// What it was incurred for.
    pub object: CostObject,
    /// For a derived entry: the centre on which the cost was booked. For others the centre of
    /// `object`.
    pub centre: Option<CentreIx>,
    /// For an entry made by a surcharge, an indexation, a credit or a catch-up: where that is
    /// defined.
    pub made_by: Option<Loc>,
    /// Own id, unique in the project.
    pub id: Option<String>,
    /// Cost kind (Kostenart), `a` to `e` or the agreement's own.
    pub kind: Option<Arc<str>>,
    /// Cost nature: staff, consulting, material, …
    pub nature: Option<Arc<str>>,
    /// Actual or plan.
    pub status: Status,
    /// Who alone bears it, for a `direct` step.
    pub party: Option<PartyIx>,
    /// Who paid it for all.
    pub paid_by: Option<PartyIx>,
    /// Budget chapter (Kapitel).
    pub budget_chapter: Option<Arc<str>>,
    /// Budget title (Titel).
    pub budget_title: Option<Arc<str>>,
    /// When it is due (Fälligkeit).
    pub due: Option<Date>,
    /// Document number.
    pub document: Option<Arc<str>>,
    /// Supplier.
    pub supplier: Option<Arc<str>>,
    /// Free remark.
    pub note: Option<Arc<str>>,
    /// For a derived entry: from which entries it comes, by their numbers, each with its place.
    pub sources: Vec<Sourced<usize>>,
}

impl CostEntry {
    /// Returns the service, where the cost object is one.
    pub fn service(&self) -> Option<ServiceIx> {
        match self.object {
            CostObject::Service(service) => Some(service),
            CostObject::Centre(_) => None,
        }
    }

    /// Returns the first place it was read from; for an entry made by a surcharge or the like where
    /// that is defined, for one from a cost centre that of its first source.
    pub fn loc(&self) -> Loc {
        let source = self.sources.first().map(|source| source.loc);
        self.rows
            .first()
            .map(|row| row.loc)
            .or(self.made_by)
            .or(source)
            .unwrap_or(Loc::Builtin("derived"))
    }
}

/// Use of a service by a party in a period (Nutzung): rows with equal keys added up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageRow {
    /// The time.
    pub period: DateRange,
    /// Which service.
    pub service: ServiceIx,
    /// Who used it.
    pub party: PartyIx,
    /// What was counted, `uses` by default.
    pub measure: Arc<str>,
    /// How many.
    pub quantity: Ratio,
    /// Where it was read from.
    pub places: Vec<Loc>,
    /// What a scenario did to the quantity.
    pub history: Option<Arc<History>>,
}

impl UsageRow {
    /// Tells whether a projection copied the row into another year.
    pub fn is_projected(&self) -> bool {
        self.history.as_ref().is_some_and(|history| history.years > 0)
    }
}

/// A payment of a party into the joint account (Abschlag, Einzahlung): rows with equal keys added
/// up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRow {
    /// The day.
    pub date: Date,
    /// Who paid.
    pub party: PartyIx,
    /// For which time, where that is said.
    pub period: Option<DateRange>,
    /// What for: advance, settlement, …
    pub purpose: Option<Arc<str>>,
    /// Document number.
    pub document: Option<Arc<str>>,
    /// How much, in cents; negative: paid back.
    pub amount: Cents,
    /// Where its fields stand in the first of its rows.
    pub places: PaymentPlaces,
    /// The rows that it is made of.
    pub rows: Vec<AmountRow>,
}

/// Where the fields of a payment stand, for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PaymentPlaces {
    /// The day.
    pub date: Loc,
    /// Who paid.
    pub party: Loc,
    /// For which time.
    pub period: Loc,
}

/// The purposes of payments of interest, in small letters.
const INTEREST: [&str; 3] = ["interest", "verzugszinsen", "zinsen"];

impl PaymentRow {
    /// Tells a payment of interest, which settles no share.
    pub fn is_interest(&self) -> bool {
        let purpose = self.purpose.as_deref().map(str::to_lowercase);
        purpose.is_some_and(|purpose| INTEREST.contains(&purpose.as_str()))
    }

    /// Tells a payment that settles a share though its purpose speaks of interest.
    pub fn speaks_of_interest(&self) -> bool {
        let purpose = self.purpose.as_deref().unwrap_or_default().to_lowercase();
        !self.is_interest() && ["zins", "interest"].iter().any(|word| purpose.contains(word))
    }

    /// The time for which it was paid, else its day.
    pub fn time(&self) -> DateRange {
        self.period.or_else(|| DateRange::new(self.date, self.date)).unwrap_or(DateRange::ALWAYS)
    }
}
