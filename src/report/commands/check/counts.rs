//! What became of the rows of each file: used, or left out and why, with their amounts.

use std::collections::{BTreeMap, BTreeSet};

use crate::allocation::EntryFate;
use crate::model::{
    AmountRow, BudgetLine, CostEntry, DateRange, LeftOut, Method, PaymentRow, ReadCount, ServiceIx,
    UsageRow,
};
use crate::money::{Cents, Mode, Ratio};
use crate::report::tables::amounts::{less, sum};
use crate::report::{Material, Value};
use crate::source::Loc;
use crate::text::{Lang, Term, Text, term};

/// What became of one file.
pub(crate) struct FileCount {
    pub(crate) file: String,
    pub(crate) table: String,
    pub(crate) read: u64,
    pub(crate) used: u64,
    /// What was read and what was used, of data that are money.
    pub(crate) amounts: Option<(Cents, Cents)>,
    pub(crate) left_out: Vec<LeftOut>,
}

impl FileCount {
    /// Its row for people, with what is in the file in words.
    pub(crate) fn cells_in(&self, lang: Lang) -> [Value; 7] {
        let mut cells = self.cells();
        cells[1] = Value::text(table_word(&self.table, lang));
        cells
    }

    /// Its row: file, table, rows read, used and left out, amounts read and used.
    pub(crate) fn cells(&self) -> [Value; 7] {
        [
            Value::text(&self.file),
            Value::word(&self.table),
            Value::Count(self.read),
            Value::Count(self.used),
            Value::Count(self.read.saturating_sub(self.used)),
            Value::of(self.amounts, |(read, _)| Value::Cents(read)),
            Value::of(self.amounts, |(_, used)| Value::Cents(used)),
        ]
    }
}

/// Says what is in a file.
fn table_word(table: &str, lang: Lang) -> &str {
    let word = match table {
        "costs" => Term::Cost,
        "services" => Term::TableServices,
        "participation" => Term::TableParticipation,
        "usage" => Term::TableUsage,
        "drivers" => Term::TableDrivers,
        "statistics" => Term::TableStatistics,
        "payments" => Term::TablePayments,
        "budget" => Term::TableBudget,
        other => return other,
    };
    term(word, lang)
}

/// What became of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
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
}

impl Fate {
    /// Returns the words for it.
    pub(crate) fn reason(self) -> Text {
        let words = match self {
            Fate::Used => Term::Used,
            Fate::PartOutside => Term::PartOutside,
            Fate::Changed => Term::ChangedByScenario,
            Fate::OtherStatus => Term::OtherStatus,
            Fate::OtherPeriod => Term::OtherPeriod,
            Fate::OtherSettlement => Term::OtherSettlement,
            Fate::Interest => Term::PaymentOfInterest,
            Fate::OtherYear => Term::OtherBudgetYear,
            Fate::OtherMeasure => Term::OtherMeasure,
            Fate::WithoutCost => Term::UsageWithoutCost,
            Fate::NotNeeded => Term::UsageUncounted,
        };
        Text::new(term(words, Lang::De), term(words, Lang::En))
    }
}

/// Rows and their amounts.
#[derive(Clone, Copy, Default)]
struct Tally {
    rows: u64,
    amount: Cents,
}

/// Rows by table and file, and by what became of them.
#[derive(Default)]
struct Tallies<'a>(BTreeMap<(&'static str, &'a str), BTreeMap<Fate, Tally>>);

/// Tells what became of each file.
pub(crate) fn files(material: &Material<'_>) -> Vec<FileCount> {
    let mut tallies = Tallies::default();
    tallies.costs(material);
    tallies.payments(material);
    tallies.budget(material);
    tallies.usage(material);
    material.project.counts.iter().map(|count| tallies.file(count)).collect()
}

impl<'a> Tallies<'a> {
    fn add(
        &mut self,
        table: &'static str,
        loc: Loc,
        rows: u64,
        (fate, amount): (Fate, Cents),
        material: &Material<'a>,
    ) {
        let Some(source) = loc.source() else { return };
        let file = material.sources.get(source).name.as_str();
        let tally = self.0.entry((table, file)).or_default().entry(fate).or_default();
        tally.rows += rows;
        tally.amount = sum([tally.amount, amount]);
    }

    /// Tells what became of a file: what reading left out, then what the run did.
    fn file(&self, count: &ReadCount) -> FileCount {
        let found = self
            .0
            .iter()
            .find(|((table, file), _)| (*table, *file) == (&*count.table, &*count.file));
        let fates = found.map(|(_, fates)| fates.clone()).unwrap_or_default();
        let is_money = ["costs", "payments", "budget"].contains(&count.table.as_str());
        let before = count.left_out.iter().filter_map(|left_out| left_out.amount);
        let read = sum(before.chain(fates.values().map(|tally| tally.amount)));
        let used = fates.get(&Fate::Used).map_or(Cents::ZERO, |tally| tally.amount);
        let mut file = FileCount {
            file: count.file.clone(),
            table: count.table.clone(),
            read: count.read,
            used: count.used,
            amounts: is_money.then_some((read, used)),
            left_out: count.left_out.clone(),
        };
        for (fate, tally) in fates.into_iter().filter(|(fate, _)| *fate != Fate::Used) {
            // A row of which a part is used counts as used, and so one that is used with another
            // amount.
            let whole =
                if matches!(fate, Fate::PartOutside | Fate::Changed) { 0 } else { tally.rows };
            file.used = file.used.saturating_sub(whole);
            let amount = is_money.then_some(tally.amount);
            file.left_out.push(LeftOut {
                reason: fate.reason(),
                rows: tally.rows,
                unread: 0,
                amount,
            });
        }
        file
    }

    /// Counts cost rows; of a row that lies partly in the period only that part is used.
    fn costs(&mut self, material: &Material<'a>) {
        let run = material.run;
        let mut booked: Vec<Vec<Cents>> = vec![Vec::new(); run.costs.len()];
        for part in &run.booked {
            booked[part.entry].push(part.amount.amount());
        }
        for ((entry, fate), parts) in run.costs.iter().zip(&run.entries).zip(booked) {
            let fate = match fate {
                EntryFate::OtherStatus => Fate::OtherStatus,
                EntryFate::OtherPeriod => Fate::OtherPeriod,
                _ => Fate::Used,
            };
            let inside = match fate {
                Fate::Used => sum(parts),
                _ => entry.amount,
            };
            for (row, part) in read_rows(&entry.rows).zip(row_parts(entry, inside)) {
                self.add("costs", row.loc, 1, (fate, part), material);
                self.changed("costs", row, material);
                let outside = less(row.value, part);
                if !outside.is_zero() {
                    self.add("costs", row.loc, 1, (Fate::PartOutside, outside), material);
                }
            }
        }
    }

    /// Counts by how much a scenario changed a row, so that what was read stays what stands in the
    /// file.
    fn changed(&mut self, table: &'static str, row: &AmountRow, material: &Material<'a>) {
        let before =
            row.history.as_ref().and_then(|it| Cents::round(&it.read, Cents::ONE, Mode::HalfUp));
        let by = before.map(|before| less(before, row.value)).filter(|by| !by.is_zero());
        if let Some(by) = by {
            self.add(table, row.loc, 1, (Fate::Changed, by), material);
        }
    }

    fn payments(&mut self, material: &Material<'a>) {
        for (_, row, fate) in payment_fates(material) {
            self.add("payments", row.loc, 1, (fate, row.value), material);
            self.changed("payments", row, material);
        }
    }

    fn budget(&mut self, material: &Material<'a>) {
        for (_, row, fate) in budget_fates(material) {
            self.add("budget", row.loc, 1, (fate, row.value), material);
            self.changed("budget", row, material);
        }
    }

    fn usage(&mut self, material: &Material<'a>) {
        for (row, fate) in usage_fates(material) {
            for loc in &row.places {
                self.add("usage", *loc, loc.rows(), (fate, Cents::ZERO), material);
            }
        }
    }
}

/// Tells what became of each row of payments: used are those for the settlement periods asked for.
pub(crate) fn payment_fates<'a>(
    material: &Material<'a>,
) -> impl Iterator<Item = (&'a PaymentRow, &'a AmountRow, Fate)> + use<'a> {
    let (project, selected) = (material.project, material.run.selected);
    let fate = move |payment: &PaymentRow| {
        let own = project.settled_per.around(payment.time().from);
        match selected {
            _ if payment.is_interest() => Fate::Interest,
            Some(range) if !range.covers(&own) => Fate::OtherSettlement,
            _ => Fate::Used,
        }
    };
    project.payments.iter().flat_map(move |payment| {
        let fate = fate(payment);
        read_rows(&payment.rows).map(move |row| (payment, row, fate))
    })
}

/// Tells what became of each row of the budget: used are those of the years of the period, and of
/// the year after it.
pub(crate) fn budget_fates<'a>(
    material: &Material<'a>,
) -> impl Iterator<Item = (&'a BudgetLine, &'a AmountRow, Fate)> + use<'a> {
    let years =
        material.run.selected.map(|range| range.from.year()..=range.to.year().saturating_add(1));
    material.project.budget.lines.iter().flat_map(move |line| {
        let is_used = years.as_ref().is_none_or(|years| years.contains(&line.year));
        let fate = if is_used { Fate::Used } else { Fate::OtherYear };
        read_rows(&line.rows).map(move |row| (line, row, fate))
    })
}

/// Leaves out rows that a projection made.
fn read_rows(rows: &[AmountRow]) -> impl Iterator<Item = &AmountRow> {
    rows.iter().filter(|row| !row.is_projected())
}

/// Splits what of an entry lies inside the period over its rows, in proportion to their amounts, to
/// the cent.
fn row_parts(entry: &CostEntry, inside: Cents) -> Vec<Cents> {
    let values: Vec<Cents> = read_rows(&entry.rows).map(|row| row.value).collect();
    let all = sum(values.iter().copied());
    if all == inside || all.is_zero() {
        return values;
    }
    let (mut before, mut given) = (Cents::ZERO, Cents::ZERO);
    let part = |value: Cents| {
        before = before.checked_add(value)?;
        let exact = (&inside.ratio() * &before.ratio()).checked_div(&all.ratio())?;
        let upto = Cents::round(&exact, Cents::ONE, Mode::HalfUp)?;
        let own = upto.checked_sub(given)?;
        given = upto;
        Some(own)
    };
    values.into_iter().map(part).map(Option::unwrap_or_default).collect()
}

/// Quantities of one measure of which the same became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quantity {
    /// What was counted.
    pub(crate) measure: String,
    /// What became of them; `None`: all that was read.
    pub(crate) fate: Option<Fate>,
    /// How many rows.
    pub(crate) rows: u64,
    /// How many in all.
    pub(crate) quantity: Ratio,
}

/// Adds up the use of each measure by what became of it; the sum of a measure stands last.
pub(crate) fn quantities(material: &Material<'_>) -> Vec<Quantity> {
    let mut sums: BTreeMap<(&str, bool, Option<Fate>), (u64, Ratio)> = BTreeMap::new();
    for (row, fate) in usage_fates(material) {
        for fate in [Some(fate), None] {
            let (rows, quantity) =
                sums.entry((&row.measure, fate.is_none(), fate)).or_insert((0, Ratio::ZERO));
            *rows += row.places.iter().map(|loc| loc.rows()).sum::<u64>();
            *quantity = &*quantity + &row.quantity;
        }
    }
    let quantity =
        |((measure, _, fate), (rows, quantity)): ((&str, bool, Option<Fate>), (u64, Ratio))| {
            Quantity { measure: measure.to_owned(), fate, rows, quantity }
        };
    sums.into_iter().map(quantity).collect()
}

/// Tells what became of each row of usage that was read.
pub(crate) fn usage_fates<'a>(
    material: &Material<'a>,
) -> impl Iterator<Item = (&'a UsageRow, Fate)> + use<'a> {
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
    let fate = move |row: &UsageRow, counted: bool| match counted {
        true => Fate::Used,
        _ if periods.iter().all(|period| period.intersect(&row.period).is_none()) => {
            Fate::OtherPeriod
        }
        _ if !measures.contains(&*row.measure) => Fate::OtherMeasure,
        _ if !with_cost.contains(&row.service) => Fate::WithoutCost,
        _ => Fate::NotNeeded,
    };
    let rows = project.usage.iter().enumerate().filter(|(_, row)| !row.is_projected());
    rows.map(move |(number, row)| (row, fate(row, run.noticed.counted.contains(&number))))
}
