//! The language of the field: parties, services, cost entries, keys, rules and the project that holds them.
//!
//! A [`Project`] is validated and never changes; nothing here reads a file or prints. Names follow PRODUCT.md and
//! the glossary, with the German term of art in each doc comment.

mod centre;
mod entry;
mod key;
mod party;
mod project;
mod rule;
mod time;

pub use centre::{Cascade, CascadeMethod, Centre, Driver, DriverRow, Targets};
pub use entry::{CostEntry, CostObject, Status, UsageRow};
pub use key::{Key, KeyIx, Method, MixPart, Over, Statistic, UsageScope};
pub use party::{Party, PartyIx, Roster, Span};
pub use project::{CentreIx, Project, ReadCount, Service, ServiceIx};
pub use rule::{
    Filter, HowMuch, PoolBy, ProRata, Receivers, Residue, Rounding, Rule, RuleIx, Selection, Step, Whole,
};
pub use time::{DateRange, Grain, PeriodFault, months_in, parse_date, parse_period};
