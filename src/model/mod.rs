//! The language of the field: parties, services, cost entries, keys, rules and the project that
//! holds them.
//!
//! A [`Project`] is validated and never changes; nothing here reads a file or prints. Names follow
//! the contract (rules.md#contract) and the glossary, with the German term of art in each doc
//! comment.

mod budget;
mod centre;
mod change;
mod derivation;
mod entry;
mod key;
mod letterhead;
mod object;
mod party;
mod preview;
mod project;
mod rule;
mod settlement;
mod time;

pub use budget::{Booking, Budget, BudgetLine, BudgetTitle, Commitment, budget_day};
pub use centre::{Cascade, CascadeMethod, Centre, Driver, DriverRow, Targets};
pub use change::{
    AmountRow, Edit, EditHow, EffectiveValue, History, RowEffect, RowEffectKind, Scenario,
};
pub use derivation::{CatchUp, Derivation, DerivationIx, Indexation, Makes};
pub use entry::{CostEntry, PaymentPlaces, PaymentRow, Status, UsageRow};
pub use key::{
    AsOf, Decimals, DecimalsResidue, Decision, Editions, Key, KeyIx, Method, MixPart, Over,
    Statistic, UsageScope,
};
pub use letterhead::Letterhead;
pub use object::{CentreIx, CostObject, ServiceIx};
pub use party::{MembershipPeriods, Party, PartyIx, Span};
pub use preview::{FieldKind, Preview, PreviewColumn};
pub use project::{LeftOut, Project, ReadCount, Service};
pub use rule::{
    Below, Bound, Ceiling, Filter, HowMuch, Limit, MinimumBilled, PerUnit, PoolBy, ProRata,
    Receivers, Residue, Rounding, Rule, RuleIx, Selection, Step, Whole,
};
pub use settlement::{
    Calls, Handling, Instalment, Leftover, LeftoverSplit, SettlementTerms, Takes, Workdays,
};
pub use time::{DateRange, Grain, PeriodFault, months_in, parse_date, parse_period};
