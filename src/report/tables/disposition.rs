//! What became of the rows of costs, payments, budget and usage: used, or left out and why.

use std::collections::BTreeSet;

use crate::allocation::{Destination, EntryFate};
use crate::model::{AmountRow, BudgetLine, DateRange, Method, PaymentRow, ServiceIx, UsageRow};
use crate::report::Material;
use crate::text::{Lang, Term, Text, term};

/// What became of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Disposition {
    Used,
    /// The part of used cost rows that lies outside the period.
    PartOutside,
    /// What a scenario took from the amounts of rows, or added to them where it is negative.
    Changed,
    OtherStatus,
    OtherPeriod,
    OtherSettlement,
    Interest,
    OtherYear,
    OtherMeasure,
    WithoutCost,
    NotNeeded,
    /// Shared by a rule, at least in part.
    Shared,
    /// Reported by a rule and not shared.
    NotShared,
    /// Passed on from a cost centre.
    PassedOn,
}

impl From<EntryFate> for Disposition {
    fn from(entry: EntryFate) -> Disposition {
        match entry {
            EntryFate::Shared(_) => Disposition::Shared,
            EntryFate::NotShared(_) => Disposition::NotShared,
            EntryFate::PassedOn => Disposition::PassedOn,
            EntryFate::OtherStatus => Disposition::OtherStatus,
            EntryFate::OtherPeriod | EntryFate::Unassigned => Disposition::OtherPeriod,
        }
    }
}

impl From<Destination> for Disposition {
    fn from(part: Destination) -> Disposition {
        match part {
            Destination::Pool(_) => Disposition::Shared,
            Destination::NotShared(_) => Disposition::NotShared,
            Destination::On => Disposition::PassedOn,
        }
    }
}

impl Disposition {
    /// Returns the word for it.
    pub(crate) const fn word(self) -> Term {
        match self {
            Disposition::Used => Term::Used,
            Disposition::PartOutside => Term::PartOutside,
            Disposition::Changed => Term::ChangedByScenario,
            Disposition::OtherStatus => Term::OtherStatus,
            Disposition::OtherPeriod => Term::OtherPeriod,
            Disposition::OtherSettlement => Term::OtherSettlement,
            Disposition::Interest => Term::PaymentOfInterest,
            Disposition::OtherYear => Term::OtherBudgetYear,
            Disposition::OtherMeasure => Term::OtherMeasure,
            Disposition::WithoutCost => Term::UsageWithoutCost,
            Disposition::NotNeeded => Term::UsageUncounted,
            Disposition::Shared => Term::FatePool,
            Disposition::NotShared => Term::NotShared,
            Disposition::PassedOn => Term::FatePassed,
        }
    }

    /// Returns the words for it in both languages.
    pub(crate) fn reason(self) -> Text {
        Text::new(term(self.word(), Lang::De), term(self.word(), Lang::En))
    }
}

/// Tells what became of each row of payments: used are those for the settlement periods asked for.
pub(crate) fn payment_dispositions<'a>(
    material: &Material<'a>,
) -> impl Iterator<Item = (&'a PaymentRow, &'a AmountRow, Disposition)> + use<'a> {
    let (project, selected) = (material.project, material.run.selected);
    let disposition = move |payment: &PaymentRow| {
        let own = project.settled_per.around(payment.time().from);
        match selected {
            _ if payment.is_interest() => Disposition::Interest,
            Some(range) if !range.covers(&own) => Disposition::OtherSettlement,
            _ => Disposition::Used,
        }
    };
    project.payments.iter().flat_map(move |payment| {
        let disposition = disposition(payment);
        read_rows(&payment.rows).map(move |row| (payment, row, disposition))
    })
}

/// Tells what became of each row of the budget: used are those of the years of the period, and of
/// the year after it.
pub(crate) fn budget_dispositions<'a>(
    material: &Material<'a>,
) -> impl Iterator<Item = (&'a BudgetLine, &'a AmountRow, Disposition)> + use<'a> {
    let years =
        material.run.selected.map(|range| range.from.year()..=range.to.year().saturating_add(1));
    material.project.budget.lines.iter().flat_map(move |line| {
        let is_used = years.as_ref().is_none_or(|years| years.contains(&line.year));
        let disposition = if is_used { Disposition::Used } else { Disposition::OtherYear };
        read_rows(&line.rows).map(move |row| (line, row, disposition))
    })
}

/// Leaves out rows that a projection made.
pub(crate) fn read_rows(rows: &[AmountRow]) -> impl Iterator<Item = &AmountRow> {
    rows.iter().filter(|row| !row.is_projected())
}

/// Tells what became of each row of usage that was read.
pub(crate) fn usage_dispositions<'a>(
    material: &Material<'a>,
) -> impl Iterator<Item = (&'a UsageRow, Disposition)> + use<'a> {
    let (project, run) = (material.project, material.run);
    let periods: Vec<DateRange> =
        run.selected.map_or_else(|| run.periods.clone(), |range| vec![range]);
    let with_cost: BTreeSet<ServiceIx> =
        run.booked.iter().filter_map(|booked| run.costs[booked.entry].service()).collect();
    let counted = run.noticed.counted.iter().map(|row| &project.usage[*row]);
    let mut measures: BTreeSet<&str> = counted.map(|row| &*row.measure).collect();
    measures.extend(project.keys.iter().filter_map(|key| match &key.method {
        Method::Usage { measure, .. } => Some(measure.as_str()),
        _ => None,
    }));
    let disposition = move |row: &UsageRow, counted: bool| match counted {
        true => Disposition::Used,
        _ if periods.iter().all(|period| period.intersect(&row.period).is_none()) => {
            Disposition::OtherPeriod
        }
        _ if !measures.contains(&*row.measure) => Disposition::OtherMeasure,
        _ if !with_cost.contains(&row.service) => Disposition::WithoutCost,
        _ => Disposition::NotNeeded,
    };
    let rows = project.usage.iter().enumerate().filter(|(_, row)| !row.is_projected());
    rows.map(move |(number, row)| (row, disposition(row, run.noticed.counted.contains(&number))))
}
