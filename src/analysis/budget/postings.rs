//! What is booked on each title, row by row: rows with equal features are not added up here, since
//! what was spent and what came back must not be netted.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::model::{Booking, BudgetTitle, Project, Status, budget_day};
use crate::money::Cents;
use crate::source::Loc;

/// One amount on a title.
pub(super) struct Posting {
    /// When it is due.
    pub(super) day: Date,
    /// Actual or plan.
    pub(super) status: Status,
    /// How much, with its sign.
    pub(super) amount: Cents,
    /// What it is in the account.
    pub(super) booking: Booking,
    /// Where it was read.
    pub(super) loc: Loc,
}

/// All amounts by the year in which they are due and the title.
pub(super) struct Postings(BTreeMap<(i16, Option<BudgetTitle>), Vec<Posting>>);

impl Postings {
    pub(super) fn of(project: &Project) -> Postings {
        let mut all: BTreeMap<(i16, Option<BudgetTitle>), Vec<Posting>> = BTreeMap::new();
        for entry in project.entries.iter() {
            let day = budget_day(entry);
            let on = all.entry((day.year(), BudgetTitle::of(entry))).or_default();
            let status = entry.status;
            on.extend(entry.rows.iter().map(|row| {
                let booking = project.budget.booking(entry, row.value);
                Posting { day, status, amount: row.value, booking, loc: row.loc }
            }));
        }
        Postings(all)
    }

    /// Lists what is booked on a title in a year.
    pub(super) fn on(&self, year: i16, title: &Option<BudgetTitle>) -> &[Posting] {
        self.0.get(&(year, title.clone())).map_or(&[], Vec::as_slice)
    }

    /// Tells whether anything is booked there.
    pub(super) fn has(&self, year: i16, title: &Option<BudgetTitle>) -> bool {
        self.0.contains_key(&(year, title.clone()))
    }

    /// Returns the last day of a year on which actual cost is due.
    pub(super) fn last_day(&self, year: i16) -> Option<Date> {
        let of_year =
            self.0.iter().filter(|((of, _), _)| *of == year).flat_map(|(_, postings)| postings);
        of_year.filter(|posting| posting.status == Status::Actual).map(|posting| posting.day).max()
    }

    /// Lists the actual amounts of each year.
    pub(super) fn actual(&self) -> impl Iterator<Item = (i16, &Option<BudgetTitle>, &Posting)> {
        let all = self
            .0
            .iter()
            .flat_map(|((year, title), all)| all.iter().map(move |one| (*year, title, one)));
        all.filter(|(_, _, posting)| posting.status == Status::Actual)
    }
}

/// Adds up what was spent, less overpayments that came back, up to a day where one is given; `None`
/// beyond 128 bits.
pub(super) fn spent(postings: &[Posting], until: Option<Date>) -> Option<Cents> {
    let until = |posting: &&Posting| until.is_none_or(|until| posting.day <= until);
    sum(postings.iter().filter(until), &[Booking::Spent, Booking::Deducted])
}

/// Adds up what was deducted from what was spent, without its sign; `None` beyond 128 bits.
pub(super) fn deducted(postings: &[Posting]) -> Option<Cents> {
    Cents::ZERO.checked_sub(sum(postings.iter(), &[Booking::Deducted])?)
}

/// Adds up what came in or back, without its sign; `None` beyond 128 bits.
pub(super) fn income(postings: &[Posting]) -> Option<Cents> {
    Cents::ZERO.checked_sub(sum(postings.iter(), &[Booking::Income])?)
}

fn sum<'p>(postings: impl Iterator<Item = &'p Posting>, ways: &[Booking]) -> Option<Cents> {
    let counts =
        |posting: &&Posting| posting.status == Status::Actual && ways.contains(&posting.booking);
    Cents::sum(postings.filter(counts).map(|posting| posting.amount))
}
