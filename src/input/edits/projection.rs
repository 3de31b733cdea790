//! `[projection]`: the rows of a base year copied into later years (mittelfristige Finanzplanung).
//!
//! A later year that has rows of its own for a service or centre and kind (of usage: for a service
//! and measure; of drivers: for a driver) gets no copies of these.
//!
//! Rules: rules.md#change.

use std::collections::{BTreeMap, BTreeSet, btree_map};
use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::change::{self, Editable, Entry, grown, rounded, too_large};
use super::select::Selection;
use crate::diag::Fault;
use crate::input::builtin::Statistics;
use crate::input::config::fields::{self, Fields};
use crate::input::config::tree::{Node, Value};
use crate::input::names::directory::Directory;
use crate::input::tables::{CostLine, DriverLine};
use crate::model::{
    DateRange, Edit, EditHow, Grain, History, RowEffect, RowEffectKind, Statistic, UsageRow,
};
use crate::money::Ratio;
use crate::source::{Loc, Sourced};
use crate::text::Text;

/// The most years of a projection.
const MOST_YEARS: i16 = 100;

/// Growth of some rows.
struct Growth {
    table: &'static str,
    selection: Selection,
    rate: Sourced<Ratio>,
}

/// How rows are carried into later years.
pub(crate) struct Projection {
    base: i16,
    to: i16,
    costs: Option<Sourced<Ratio>>,
    usage: Option<Sourced<Ratio>>,
    growth: Vec<Growth>,
    loc: Loc,
}

/// Reads `[projection]`.
pub(crate) fn read(fields: Option<Fields<'_>>, directory: &Directory<'_>) -> Option<Projection> {
    let fields = fields?;
    let year = |field, label: Option<Sourced<String>>| {
        label.and_then(|label| fields::year(&fields, field, &label.value, label.loc))
    };
    let base = year("base", fields.required_label("base"));
    let (years, to) = (fields.get("years"), fields.get("to"));
    let to = match (years, to) {
        (Some(_), Some(node)) => {
            fields.not_together("to", "years", node.loc);
            None
        }
        (None, _) => year("to", fields.required_label("to")),
        (Some(node), None) => base.and_then(|base| after(&fields, base, node)),
    };
    let (costs, usage) = (
        change::value(&fields, "costs", change::rate),
        change::value(&fields, "usage", change::rate),
    );
    let list = fields.list("growth").unwrap_or_default();
    let growth = list.iter().filter_map(|node| growth(node, &fields, directory)).collect();
    let (loc, faults) = (fields.loc, fields.faults);
    fields.finish();
    let (base, to) = (base?, to?);
    if to <= base || to.saturating_sub(base) > MOST_YEARS {
        faults.at(Fault::ProjectionYears { base: base.to_string(), to: to.to_string() }, loc);
        return None;
    }
    Some(Projection { base, to, costs, usage, growth, loc })
}

/// The last year, from the number of years.
fn after(fields: &Fields<'_>, base: i16, node: &Node) -> Option<i16> {
    let Value::Integer(years) = node.value else {
        let label = fields::label(fields.faults, &fields.path("years"), node)?;
        let field = fields.path("years");
        let example = Text::same("`years = 5`");
        let fault = Fault::BadChangeValue { field, value: label.value, example };
        return fields::fault_at(fields.faults, fault, node);
    };
    Some(i16::try_from(i128::from(base).saturating_add(years)).unwrap_or(i16::MAX))
}

fn growth(node: &Node, outer: &Fields<'_>, directory: &Directory<'_>) -> Option<Growth> {
    let fields = Fields::of_node(outer.path("growth"), node, outer.faults)?;
    fields.required("table")?;
    let tables = ["costs", "usage", "statistics"].map(|table| (table, table));
    let table = fields.word("table", &tables)?;
    let selection = Selection::read(table, &fields, directory);
    fields.required("rate")?;
    let rate = change::value(&fields, "rate", change::rate);
    fields.finish();
    Some(Growth { table, selection: selection?, rate: rate? })
}

/// A row that can be carried into a later year.
trait Movable: Editable + Clone {
    /// The name of its table.
    const TABLE: &'static str;
    /// By this a year has rows of its own.
    type Kind: Ord;
    fn kind(&self) -> Self::Kind;
    /// Moves the row.
    fn move_to(&mut self, period: DateRange, years: u16);
}

impl Movable for CostLine {
    const TABLE: &'static str = "costs";
    type Kind = (crate::model::CostObject, Option<Arc<str>>, crate::model::Status);

    fn kind(&self) -> Self::Kind {
        (self.features.object, self.features.kind.clone(), self.features.status)
    }

    /// A copy has no id, because ids are there once.
    fn move_to(&mut self, period: DateRange, years: u16) {
        self.features.period = period;
        self.features.id = None;
        self.features.due = self.features.due.and_then(|due| later(due, years));
    }
}

impl Movable for UsageRow {
    const TABLE: &'static str = "usage";
    type Kind = (crate::model::ServiceIx, Arc<str>);

    fn kind(&self) -> Self::Kind {
        (self.service, Arc::clone(&self.measure))
    }

    fn move_to(&mut self, period: DateRange, _: u16) {
        self.period = period;
    }
}

impl Movable for DriverLine {
    const TABLE: &'static str = "drivers";
    type Kind = String;

    fn kind(&self) -> String {
        self.row.driver.clone()
    }

    fn move_to(&mut self, period: DateRange, _: u16) {
        self.row.period = Some(period);
    }
}

impl Projection {
    /// Tells whether some growth of a table is given.
    pub(crate) fn grows(&self, table: &str) -> bool {
        self.growth.iter().any(|growth| growth.table == table)
    }

    /// Copies the cost rows of the base year.
    pub(crate) fn costs(&self, lines: &mut Vec<CostLine>, directory: &Directory<'_>) -> RowEffect {
        let effect = self.carry(lines, self.costs.as_ref(), directory);
        if effect.rows == 0 && !directory.faults.has_lost("costs") {
            let year = self.base;
            let what = Text::new(
                format!("es gibt keine aus dem Jahr {year}, oder jedes spätere Jahr hat eigene"),
                format!("there is none of {year}, or every later year has its own"),
            );
            directory
                .faults
                .at(Fault::SelectsNothing { table: "`costs`".to_owned(), what }, self.loc);
        }
        effect
    }

    /// Copies the usage of the base year.
    pub(crate) fn usage(&self, rows: &mut Vec<UsageRow>, directory: &Directory<'_>) -> RowEffect {
        self.carry(rows, self.usage.as_ref(), directory)
    }

    /// Copies the dated quantities of drivers of the base year.
    pub(crate) fn drivers(
        &self,
        lines: &mut Vec<DriverLine>,
        directory: &Directory<'_>,
    ) -> RowEffect {
        self.carry(lines, None, directory)
    }

    /// Adds editions of later years to the statistics for which a growth is given: the latest
    /// edition up to the base year, moved by whole years and grown. An edition that is there
    /// already stays as it is.
    pub(crate) fn statistics(
        &self,
        statistics: &mut Statistics,
        directory: &Directory<'_>,
    ) -> Option<RowEffect> {
        let grows: Vec<&Growth> =
            self.growth.iter().filter(|growth| growth.table == "statistics").collect();
        let first = grows.first()?;
        let mut effect = self.effect("statistics", false);
        for (statistic, editions) in statistics.iter_mut() {
            let rate = |entry: &Entry| {
                let growth =
                    grows.iter().find(|growth| growth.selection.selects(entry, directory))?;
                Some(growth.rate.clone())
            };
            let Some((label, base)) = latest(editions, self.base) else { continue };
            let entries: Vec<(Entry, Option<Sourced<Ratio>>)> =
                change::entries(statistic, &label, &base)
                    .map(|entry| {
                        let rate = rate(&entry);
                        (entry, rate)
                    })
                    .collect();
            if entries.iter().all(|(_, rate)| rate.is_none()) {
                continue;
            }
            for year in self.base.saturating_add(1)..=self.to {
                let Some(years) = u16::try_from(year.saturating_sub(self.base)).ok() else {
                    continue;
                };
                let Some(label) = moved_label(&label, years) else { continue };
                if let btree_map::Entry::Vacant(free) = editions.entry(label) {
                    free.insert(edition(&base, &entries, years, &mut effect));
                }
            }
        }
        if effect.rows == 0 && !directory.faults.has_lost("statistics") {
            let what = Text::new("nichts passt zu diesem Wachstum", "nothing matches this growth");
            let fault = Fault::SelectsNothing { table: "`statistics`".to_owned(), what };
            directory.faults.at(fault, first.rate.loc);
        }
        Some(effect)
    }

    /// An effect of nothing so far.
    fn effect(&self, table: &'static str, money: bool) -> RowEffect {
        let (before, after) = (Ratio::ZERO, Ratio::ZERO);
        RowEffect {
            kind: RowEffectKind::Projected,
            table,
            loc: self.loc,
            rows: 0,
            before,
            after,
            money,
        }
    }

    /// Notes what is held constant.
    pub(crate) fn say_constant(&self, directory: &Directory<'_>) {
        let grows = |table| self.grows(table);
        let parts = [
            (self.costs.is_none() && !grows("costs"), ("die Kosten", "cost")),
            (self.usage.is_none() && !grows("usage"), ("die Nutzung", "usage")),
            (true, ("die Bezugsgrößen der Kostenstellen", "the drivers of centres")),
            (!grows("statistics"), ("die Stände der Statistiken", "the editions of statistics")),
            (true, ("feste Gewichte", "fixed weights")),
        ];
        let list = |pick: fn((&'static str, &'static str)) -> &'static str| {
            let held = parts.iter().filter(|(held, _)| *held).map(|(_, words)| pick(*words));
            held.collect::<Vec<_>>().join(", ")
        };
        let what = Text::new(list(|words| words.0), list(|words| words.1));
        let first = self.base.saturating_add(1);
        let years =
            if first == self.to { first.to_string() } else { format!("{first}–{}", self.to) };
        directory.faults.at(Fault::HeldConstant { what, years }, self.loc);
    }

    fn carry<T: Movable>(
        &self,
        rows: &mut Vec<T>,
        rate: Option<&Sourced<Ratio>>,
        directory: &Directory<'_>,
    ) -> RowEffect {
        let mut effect = self.effect(T::TABLE, T::MONEY);
        let own = self.own(rows);
        let Some(base) = whole_year(self.base) else { return effect };
        let mut copies = Vec::new();
        let mut beyond = 0_u64;
        for row in rows.iter() {
            let Some(time) = row.time().filter(|time| time.intersect(&base).is_some()) else {
                continue;
            };
            if !base.covers(&time) {
                beyond += row.rows();
                continue;
            }
            let rate = self.rate(row, directory).or(rate);
            for year in self.base.saturating_add(1)..=self.to {
                if own.contains(&(year, row.kind())) {
                    continue;
                }
                // What has grown too large for one year does not fit in the next either.
                let Some(copy) = self.copy(row, time, year, rate, directory) else { break };
                effect.rows += row.rows();
                effect.before = &effect.before + &row.number();
                effect.after = &effect.after + &copy.number();
                copies.push(copy);
            }
        }
        if beyond > 0 {
            let (table, year) = (T::TABLE.to_owned(), self.base.to_string());
            directory
                .faults
                .at(Fault::NotCarried { rows: beyond.to_string(), table, year }, self.loc);
        }
        rows.extend(copies);
        effect
    }

    /// The later years that have rows of their own, by kind.
    fn own<T: Movable>(&self, rows: &[T]) -> BTreeSet<(i16, T::Kind)> {
        let mut own = BTreeSet::new();
        for row in rows {
            let Some(time) = row.time() else { continue };
            let first = time.from.year().max(self.base.saturating_add(1));
            own.extend((first..=time.to.year().min(self.to)).map(|year| (year, row.kind())));
        }
        own
    }

    /// The growth that a selection gives a row; the first that fits counts.
    fn rate<T: Movable>(&self, row: &T, directory: &Directory<'_>) -> Option<&Sourced<Ratio>> {
        let mut fitting = self.growth.iter().filter(|growth| growth.table == T::TABLE);
        fitting.find(|growth| growth.selection.selects(row, directory)).map(|growth| &growth.rate)
    }

    fn copy<T: Movable>(
        &self,
        row: &T,
        time: DateRange,
        year: i16,
        rate: Option<&Sourced<Ratio>>,
        directory: &Directory<'_>,
    ) -> Option<T> {
        let years = u16::try_from(year.saturating_sub(self.base)).ok()?;
        let mut copy = row.clone();
        copy.move_to(moved(time, years)?, years);
        let read = row.number();
        let rate = rate.filter(|rate| !rate.value.is_zero());
        let exact = rate.map_or_else(|| read.clone(), |rate| grown(&read, &rate.value, years));
        let Some(value) = rounded(&exact, T::MONEY) else {
            let rate = rate.map_or(self.loc, |rate| rate.loc);
            directory.faults.push(too_large(&read, &exact, T::MONEY, rate, row.loc()));
            return None;
        };
        let edits = rate.map(|rate| Edit {
            how: EditHow::Grow(years),
            value: rate.clone(),
            result: value.clone(),
        });
        copy.put(&value, Arc::new(History { read, years, edits: edits.into_iter().collect() }));
        Some(copy)
    }
}

/// Finds the latest edition whose label begins with a year up to the base year.
fn latest(editions: &BTreeMap<String, Statistic>, base: i16) -> Option<(String, Statistic)> {
    let year = |label: &str| label.get(..4)?.parse::<i16>().ok();
    let mut up_to =
        editions.iter().filter(|(label, _)| year(label).is_some_and(|year| year <= base));
    up_to.next_back().map(|(label, edition)| (label.clone(), edition.clone()))
}

/// Moves the year at the beginning of a label.
fn moved_label(label: &str, years: u16) -> Option<String> {
    let (year, rest) = label.split_at_checked(4)?;
    let year = year.parse::<i16>().ok()?.checked_add(i16::try_from(years).ok()?)?;
    Some(format!("{year:04}{rest}"))
}

/// Makes the edition of a later year.
fn edition(
    base: &Statistic,
    entries: &[(Entry, Option<Sourced<Ratio>>)],
    years: u16,
    effect: &mut RowEffect,
) -> Statistic {
    let mut edition = base.clone();
    let moved =
        |day: Sourced<Date>| later(day.value, years).map(|value| Sourced::new(value, day.loc));
    edition.valid_from = edition.valid_from.and_then(moved);
    edition.published = edition.published.and_then(moved);
    for (entry, rate) in entries {
        let read = entry.number();
        let rate = rate.as_ref().filter(|rate| !rate.value.is_zero());
        let value = rate.map_or(read.clone(), |rate| grown(&read, &rate.value, years));
        effect.rows = effect.rows.saturating_add(1);
        effect.before = &effect.before + &read;
        effect.after = &effect.after + &value;
        let edits = rate.map(|rate| Edit {
            how: EditHow::Grow(years),
            value: rate.clone(),
            result: value.clone(),
        });
        let history = History { read, years, edits: edits.into_iter().collect() };
        edition.values.insert(entry.party, Sourced::new(value, entry.value.loc));
        edition.histories.insert(entry.party, Arc::new(history));
    }
    edition
}

fn whole_year(year: i16) -> Option<DateRange> {
    Some(Grain::Year.around(Date::new(year, 1, 1).ok()?))
}

/// Moves a range by whole years. 29 February becomes the 28th, and what ends with a month ends with
/// that month.
fn moved(range: DateRange, years: u16) -> Option<DateRange> {
    let to = later(range.to, years)?;
    let ends_month = range.to == range.to.last_of_month() && range.from != range.to;
    DateRange::new(later(range.from, years)?, if ends_month { to.last_of_month() } else { to })
}

fn later(day: Date, years: u16) -> Option<Date> {
    day.checked_add(i64::from(years).years()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_period;

    #[test]
    fn periods_move_by_whole_years_and_months_stay_whole() {
        for (period, years, expected) in [
            ("2024", 1, "2025"),
            ("2024-02", 1, "2025-02"),
            ("2023-02", 1, "2024-02"),
            ("2024-02-29", 1, "2025-02-28"),
            ("2024-02-29", 4, "2028-02-29"),
            ("2023-02-28", 1, "2024-02-28"),
            ("2024-02-10/2024-02-28", 4, "2028-02-10/2028-02-28"),
            ("2024-Q1", 3, "2027-Q1"),
        ] {
            let period = parse_period(period).unwrap();
            assert_eq!(moved(period, years).unwrap().to_string(), expected);
        }
    }
}
