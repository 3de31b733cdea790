//! Settlement (Abrechnung): what each party bears, has paid, is credited with, and still has to
//! pay; what is called in for the next period; and who pays whom.
//!
//! [`settle`] keeps one account for each party and settlement period. The accounts of a chain of
//! periods hang together: what one carries is the opening of the next, and a leftover leaves one
//! period and enters another. No cent comes about in between; `check` counts all of it once more
//! from the rows.

mod account;
mod calls;
mod check;
mod dated;
mod due;
mod dues;
mod findings;
mod interest;
mod paid;
mod payments;
mod settling;
mod split;
mod transfers;
mod unspent_funds;

pub use account::{Account, Credit, CreditKind, Outcome};
pub use calls::{Call, CalledCredit, CalledRun, calls};
pub use dated::due_before_letters;
pub use due::workday;
pub use dues::{Due, dues, examine, settles};
pub use interest::Late;
pub use paid::paid_on_calls;
pub use transfers::{Node, Transfer, Transfers, Way, transfers};
pub use unspent_funds::LeftoverPart;

use std::collections::BTreeSet;

use crate::allocation::{AllocationRun, Request, allocate, check_period};
use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::model::{DateRange, Handling, Project};
use crate::money::Cents;

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
    fn carried_out_of(&self, period: DateRange) -> impl Iterator<Item = &Account> {
        self.chain
            .iter()
            .filter(move |account| account.period == period && account.outcome == Outcome::Carried)
    }
}

/// Settles the periods asked for: those of the request, else of the project, else all with cost or
/// payments.
///
/// Earlier periods are settled too where something of them can reach these: a carried balance, a
/// leftover.
pub fn settle(project: &Project, request: Request) -> Result<Settlement, Diagnostics> {
    let mut settlement = chain(project, request, None)?;
    if project.settlement.interest.is_some() {
        interest::add(project, &mut settlement)?;
    }
    Ok(settlement)
}

/// Keeps the accounts, without interest; at least to the end of `until`, whatever happens in it.
fn chain(
    project: &Project,
    request: Request,
    until: Option<DateRange>,
) -> Result<Settlement, Diagnostics> {
    let selected = request.period.or(project.period);
    if let Some(range) = selected {
        check_period(project, range).map_err(|fault| Diagnostics::from(*fault))?;
    }
    let found = payments::with_money(project, request.status)?;
    let is_wanted = |period: &&DateRange| selected.is_none_or(|range| range.covers(period));
    let periods: Vec<DateRange> = found.iter().filter(is_wanted).copied().collect();
    let Some(range) = range(project, (&found, &periods), until) else {
        let run = allocate(project, request)?;
        let (chain, findings) = (Vec::new(), Vec::new());
        return Ok(Settlement {
            run,
            periods,
            chain,
            leftovers: Vec::new(),
            late: Vec::new(),
            findings,
        });
    };
    let run = allocate(project, Request { period: Some(range), ..request })?;
    let mut settlement = Settlement {
        run,
        periods,
        chain: Vec::new(),
        leftovers: Vec::new(),
        late: Vec::new(),
        findings: Vec::new(),
    };
    let books = account::Books::new(project, request.status);
    for period in range.periods(project.settled_per) {
        books.keep(period, &mut settlement)?;
    }
    payments::strangers(project, &settlement)?;
    findings::notice(project, request.status, &mut settlement)?;
    check::check(project, &settlement, range)?;
    Ok(settlement)
}

/// From when to when accounts are kept.
fn range(
    project: &Project,
    (found, periods): (&BTreeSet<DateRange>, &[DateRange]),
    until: Option<DateRange>,
) -> Option<DateRange> {
    let (first, last) = (periods.first()?, periods.last()?);
    // What is carried can come from any period with money, a leftover from the period it names.
    let carried = found.first().filter(|_| carries(project));
    let start = carried.copied().unwrap_or(*first).min(*first);
    let reaching = project.leftovers.iter().filter(|leftover| {
        !leftover.is_from_elsewhere()
            && leftover.from < start
            && leftover.into >= start
            && leftover.into <= *last
    });
    let start = reaching.map(|leftover| leftover.from).min().unwrap_or(start);
    DateRange::new(start.from, until.map_or(last.to, |until| until.to.max(last.to)))
}

/// Tells whether any balance can be carried into the next period.
pub(crate) fn carries(project: &Project) -> bool {
    let terms = &project.settlement;
    terms.claims == Handling::Carry || terms.surplus == Handling::Carry || terms.threshold.is_some()
}

fn overflow() -> Diagnostics {
    Diagnostics::from(Diagnostic::new(Fault::AmountOverflow))
}

/// Adds up, or says that a sum is too large.
fn total(amounts: impl IntoIterator<Item = Cents>) -> Result<Cents, Diagnostics> {
    Cents::sum(amounts).ok_or_else(overflow)
}
