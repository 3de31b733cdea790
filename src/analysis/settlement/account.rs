//! One account for each party and settlement period.
//!
//! Rules: rules.md#account, rules.md#outcome, rules.md#chain, rules.md#outlays.

use jiff::civil::Date;

use super::outcome::Outcome;
use crate::allocation::AllocationRun;
use crate::diag::Diagnostic;
use crate::model::{DateRange, PartyIx, Project};
use crate::trace::Traced;

/// What a party bears, has paid and still has to pay for a settlement period (Abrechnung).
#[derive(Clone, Debug)]
pub struct Account {
    /// The settlement period.
    pub period: DateRange,
    /// Whose account it is.
    pub party: PartyIx,
    /// Its share of the cost.
    pub share: Traced,
    /// What it paid in, less what was paid back (Abschläge).
    pub advances: Traced,
    /// What it paid for all (Auslagen).
    pub paid_for_all: Traced,
    /// What it is credited with from other periods; negative: what it owes from them.
    pub credits: Traced,
    /// What the credits are made of.
    pub credit_parts: Vec<Credit>,
    /// What is still to be paid; negative: what was paid too much. Share less advances, outlays and
    /// credits.
    pub balance: Traced,
    /// What becomes of the balance.
    pub outcome: Outcome,
    /// When the balance is due, where it is to be moved.
    pub due: Option<Date>,
}

/// A credit from another period.
#[derive(Clone, Copy, Debug)]
pub struct Credit {
    /// Where it comes from.
    pub kind: CreditKind,
    /// How much; negative: a debt.
    pub amount: Traced,
}

/// Where a credit comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditKind {
    /// The balance of the period before (Vortrag).
    Carried,
    /// A leftover of an earlier period that enters this one, by its number.
    LeftoverIn(u16),
    /// A leftover that leaves this period for a later one, by its number.
    LeftoverOut(u16),
}

impl LeftoverPart {
    /// Tells whether the part enters a period.
    pub(super) fn enters(&self, project: &Project, period: DateRange) -> bool {
        project.leftovers[usize::from(self.leftover)].into == period
    }
}

/// Accounts of a chain of settlement periods.
#[derive(Clone, Debug)]
pub struct Settlement {
    /// The allocation of all periods of the chain; its trace holds the accounts as well.
    pub run: AllocationRun,
    /// The settlement periods that were asked for, in order.
    pub periods: Vec<DateRange>,
    /// The accounts of the whole chain, by period and party.
    pub chain: Vec<Account>,
    /// Whose the leftovers are.
    pub leftovers: Vec<LeftoverPart>,
    /// Interest on advances that came late.
    pub late: Vec<Late>,
    /// What was noticed.
    pub findings: Vec<Diagnostic>,
}

impl Settlement {
    /// Lists the accounts of the periods asked for.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.chain.iter().filter(|account| self.periods.contains(&account.period))
    }

    /// Finds what is carried into the period after the chain.
    pub(super) fn carried_out_of(&self, period: DateRange) -> impl Iterator<Item = &Account> {
        self.chain
            .iter()
            .filter(move |account| account.period == period && account.outcome == Outcome::Carried)
    }
}

/// What of a leftover is a party's.
#[derive(Clone, Copy, Debug)]
pub struct LeftoverPart {
    /// The number of the leftover in the project.
    pub leftover: u16,
    /// Whose it is.
    pub party: PartyIx,
    /// How much.
    pub amount: Traced,
}

/// A part of an instalment that came late.
#[derive(Clone, Copy, Debug)]
pub struct Late {
    /// The settlement period.
    pub period: DateRange,
    /// Who was late.
    pub party: PartyIx,
    /// When it was due.
    pub due: Date,
    /// When it was paid.
    pub paid: Date,
    /// How much.
    pub amount: Traced,
    /// The interest, half-up to the cent.
    pub interest: Traced,
}
