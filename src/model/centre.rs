//! Cost centres and the cascade by which their cost reaches the services: rules.md#cascade.
//!
//! Rules: rules.md#final-centre.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{CentreIx, CostObject, DateRange, History};
use crate::money::Ratio;
use crate::source::{Loc, Sourced};

/// A cost centre (Kostenstelle). One with a driver is emptied first (Vorkostenstelle); one without
/// is shared like a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Centre {
    /// Its id.
    pub id: String,
    /// Its name, the id where none is given.
    pub name: String,
    /// By what its cost is passed on.
    pub driver: Option<Sourced<Driver>>,
    /// To whom it may be passed on.
    pub to: Targets,
    /// Where it is defined.
    pub loc: Loc,
}

/// By what the cost of a centre is passed on (Bezugsgröße).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Driver {
    /// The same to each.
    Equal,
    /// All cost booked on the receiver in the settlement period.
    DirectCost,
    /// All use of the service under this measure.
    Usage(String),
    /// The quantities of drivers.csv under this name.
    Table(String),
    /// Weights in umlage.toml.
    Fixed(BTreeMap<CostObject, Sourced<Ratio>>),
}

impl Driver {
    /// Returns the name used in umlage.toml.
    pub const fn name(&self) -> &'static str {
        match self {
            Driver::Equal => "equal",
            Driver::DirectCost => "direct-cost",
            Driver::Usage(_) => "usage",
            Driver::Table(_) => "table",
            Driver::Fixed(_) => "fixed",
        }
    }
}

/// To whom the cost of a centre may be passed on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Targets {
    /// All services.
    #[default]
    Services,
    /// All services and centres; itself where its driver names it.
    All,
    /// These.
    Listed(Vec<CostObject>),
}

/// How the centres are emptied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cascade {
    /// The method.
    pub method: CascadeMethod,
    /// The centres in the order in which they are emptied; may be empty where the method needs
    /// none.
    pub order: Vec<CentreIx>,
    /// Where it is defined.
    pub loc: Loc,
}

/// By which method the centres are emptied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CascadeMethod {
    /// To the final receivers alone (Anbauverfahren).
    Direct,
    /// In order, each to who is not yet emptied (Stufenleiterverfahren).
    StepDown,
    /// In order, each to all others; then once more, forward only.
    DoubleStepDown,
    /// All at once, by a system of equations (Gleichungsverfahren).
    Reciprocal,
}

impl CascadeMethod {
    /// All methods, in the order of the reference.
    pub const ALL: [CascadeMethod; 4] = [
        CascadeMethod::Direct,
        CascadeMethod::StepDown,
        CascadeMethod::DoubleStepDown,
        CascadeMethod::Reciprocal,
    ];

    /// Returns the name used in umlage.toml.
    pub const fn name(self) -> &'static str {
        match self {
            CascadeMethod::Direct => "direct",
            CascadeMethod::StepDown => "step-down",
            CascadeMethod::DoubleStepDown => "double-step-down",
            CascadeMethod::Reciprocal => "reciprocal",
        }
    }

    /// Tells whether the order of the centres matters.
    pub const fn is_ordered(self) -> bool {
        matches!(self, CascadeMethod::StepDown | CascadeMethod::DoubleStepDown)
    }
}

/// A row of drivers.csv: how much of a driver falls to a receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriverRow {
    /// The name of the driver.
    pub driver: String,
    /// Who receives.
    pub receiver: CostObject,
    /// When; `None`: always.
    pub period: Option<DateRange>,
    /// How much.
    pub quantity: Sourced<Ratio>,
    /// What a scenario did to the quantity.
    pub history: Option<Arc<History>>,
}
