//! What became of the rows of each file: used, or left out and why, with their amounts.

use std::collections::BTreeMap;

use crate::model::{AmountRow, CostEntry, LeftOut, ReadCount};
use crate::money::{Cents, Mode, Ratio};
use crate::report::tables::amounts::{less, sum};
use crate::report::tables::disposition::{
    Disposition, budget_dispositions, payment_dispositions, read_rows, usage_dispositions,
};
use crate::report::{Material, Value};
use crate::source::Loc;
use crate::text::{Lang, Term, term};

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

/// Rows and their amounts.
#[derive(Clone, Copy, Default)]
struct Tally {
    rows: u64,
    amount: Cents,
}

/// Rows by table and file, and by what became of them.
#[derive(Default)]
struct Tallies<'a>(BTreeMap<(&'static str, &'a str), BTreeMap<Disposition, Tally>>);

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
        disposition: Disposition,
        amount: Cents,
        material: &Material<'a>,
    ) {
        let Some(source) = loc.source() else { return };
        let file = material.sources.get(source).name.as_str();
        let tally = self.0.entry((table, file)).or_default().entry(disposition).or_default();
        tally.rows += loc.rows();
        tally.amount = sum([tally.amount, amount]);
    }

    /// Tells what became of a file: what reading left out, then what the run did.
    fn file(&self, count: &ReadCount) -> FileCount {
        let found = self
            .0
            .iter()
            .find(|((table, file), _)| (*table, *file) == (&*count.table, &*count.file));
        let dispositions = found.map(|(_, dispositions)| dispositions.clone()).unwrap_or_default();
        let is_money = ["costs", "payments", "budget"].contains(&count.table.as_str());
        let before = count.left_out.iter().filter_map(|left_out| left_out.amount);
        let read = sum(before.chain(dispositions.values().map(|tally| tally.amount)));
        let used = dispositions.get(&Disposition::Used).map_or(Cents::ZERO, |tally| tally.amount);
        let mut file = FileCount {
            file: count.file.clone(),
            table: count.table.clone(),
            read: count.read,
            used: count.used,
            amounts: is_money.then_some((read, used)),
            left_out: count.left_out.clone(),
        };
        for (disposition, tally) in
            dispositions.into_iter().filter(|(disposition, _)| *disposition != Disposition::Used)
        {
            // A row of which a part is used counts as used, and so one that is used with another
            // amount.
            let whole = if matches!(disposition, Disposition::PartOutside | Disposition::Changed) {
                0
            } else {
                tally.rows
            };
            file.used = file.used.saturating_sub(whole);
            let amount = is_money.then_some(tally.amount);
            file.left_out.push(LeftOut {
                reason: disposition.reason(),
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
        for ((entry, disposition), parts) in run.costs.iter().zip(&run.entries).zip(booked) {
            let disposition = match Disposition::from(*disposition) {
                left @ (Disposition::OtherStatus | Disposition::OtherPeriod) => left,
                _ => Disposition::Used,
            };
            let inside = match disposition {
                Disposition::Used => sum(parts),
                _ => entry.amount,
            };
            for (row, part) in read_rows(&entry.rows).zip(row_parts(entry, inside)) {
                self.add("costs", row.loc, disposition, part, material);
                self.changed("costs", row, material);
                let outside = less(row.value, part);
                if !outside.is_zero() {
                    self.add("costs", row.loc, Disposition::PartOutside, outside, material);
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
            self.add(table, row.loc, Disposition::Changed, by, material);
        }
    }

    fn payments(&mut self, material: &Material<'a>) {
        for (_, row, disposition) in payment_dispositions(material) {
            self.add("payments", row.loc, disposition, row.value, material);
            self.changed("payments", row, material);
        }
    }

    fn budget(&mut self, material: &Material<'a>) {
        for (_, row, disposition) in budget_dispositions(material) {
            self.add("budget", row.loc, disposition, row.value, material);
            self.changed("budget", row, material);
        }
    }

    fn usage(&mut self, material: &Material<'a>) {
        for (row, disposition) in usage_dispositions(material) {
            for loc in &row.places {
                self.add("usage", *loc, disposition, Cents::ZERO, material);
            }
        }
    }
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
    pub(crate) disposition: Option<Disposition>,
    /// How many rows.
    pub(crate) rows: u64,
    /// How many in all.
    pub(crate) quantity: Ratio,
}

/// Adds up the use of each measure by what became of it; the sum of a measure stands last.
pub(crate) fn quantities(material: &Material<'_>) -> Vec<Quantity> {
    let mut sums: BTreeMap<(&str, bool, Option<Disposition>), (u64, Ratio)> = BTreeMap::new();
    for (row, disposition) in usage_dispositions(material) {
        for disposition in [Some(disposition), None] {
            let (rows, quantity) = sums
                .entry((&row.measure, disposition.is_none(), disposition))
                .or_insert((0, Ratio::ZERO));
            *rows += row.places.iter().map(|loc| loc.rows()).sum::<u64>();
            *quantity = &*quantity + &row.quantity;
        }
    }
    let quantity = |((measure, _, disposition), (rows, quantity)): (
        (&str, bool, Option<Disposition>),
        (u64, Ratio),
    )| { Quantity { measure: measure.to_owned(), disposition, rows, quantity } };
    sums.into_iter().map(quantity).collect()
}
