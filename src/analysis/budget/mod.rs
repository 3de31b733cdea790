//! The budget account (Haushaltsrechnung): what each title could spend in a year and what it spent.
//!
//! Cost counts in the year in which it is due (Fälligkeitsprinzip, BHO § 11), and gross: what was
//! spent and what came in are never netted (HGrG § 12); an overpayment that came back while the
//! books are open is deducted. Allocation goes by the period of service; [`reconcile`] leads from
//! one view to the other.
//!
//! Rules: rules.md#budget-year, rules.md#budget-gross, rules.md#budget-available.

mod account;
mod findings;
mod forecast;
mod postings;
mod reconcile;
mod virement;
mod year;

pub use account::Account;
pub use findings::{check, findings};
pub use forecast::Forecast;
pub use reconcile::{Reconciled, Reconciliation, reconcile};
pub use virement::Draw;
pub use year::{BudgetYear, account};
