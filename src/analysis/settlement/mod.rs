//! Settlement (Abrechnung): what each party bears, has paid, is credited with, and still has to
//! pay; what is called in for the next period; and who pays whom.
//!
//! [`settle`] keeps one account for each party and settlement period. The accounts of a chain of
//! periods hang together: what one carries is the opening of the next, and a leftover leaves one
//! period and enters another. No cent comes about in between; `check` counts all of it once more
//! from the rows.

mod account;
mod calls;
mod chain;
mod check;
mod dated;
mod due;
mod dues;
mod findings;
mod interest;
mod keeping;
mod outcome;
mod paid;
mod payments;
mod settle;
mod settling;
mod split;
mod sums;
mod transfers;
mod unspent_funds;

pub use account::{Account, Credit, CreditKind, Late, LeftoverPart, Settlement};
pub use calls::{Call, CalledCredit, CalledRun, calls};
pub use dated::due_before_letters;
pub use due::workday;
pub use dues::{Due, dues, examine, settles};
pub use outcome::Outcome;
pub use paid::paid_on_calls;
pub use settle::settle;
pub use transfers::{Node, Transfer, Transfers, Way, transfers};
