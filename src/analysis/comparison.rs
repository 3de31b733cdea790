//! Bills beside each other: a base and what it becomes under scenarios.

use std::collections::{BTreeMap, BTreeSet};

use super::bill::{Bill, sure};
use crate::model::DateRange;
use crate::money::{Cents, Ratio};
use crate::text::Text;

/// A state that is compared.
#[derive(Clone, Debug)]
pub struct Side {
    /// The name of its file for machines; empty for the project itself.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What is paid.
    pub bill: Bill,
}

/// By what lines are sorted, largest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// In project order.
    Order,
    /// By amount under the first scenario.
    Amount,
    /// By difference under the first scenario.
    Difference,
    /// By difference in percent of the base.
    Percent,
}

/// A base and its scenarios, line by line.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The base.
    pub base: Side,
    /// The scenarios.
    pub sides: Vec<Side>,
    /// All settlement periods of any side.
    pub periods: Vec<DateRange>,
    /// The lines that are shown: id and name.
    pub lines: Vec<(String, Text)>,
    /// The lines that are not shown, in one sum.
    pub others: Vec<String>,
}

/// A line under one scenario, in one period or in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// What is paid in the base.
    pub base: Cents,
    /// What is paid under the scenario.
    pub amount: Cents,
    /// Scenario less base.
    pub difference: Cents,
    /// The difference as a part of the base; `None` where the base is zero.
    pub percent: Option<Ratio>,
}

impl Compared {
    /// Sets two amounts beside each other.
    pub fn new(base: Cents, amount: Cents) -> Compared {
        let difference = sure(amount.checked_sub(base));
        let percent = difference.ratio().checked_div(&base.ratio().abs());
        Compared { base, amount, difference, percent }
    }
}

impl Comparison {
    /// Sets a line beside its base; `None`: all periods, and all lines.
    pub fn at(&self, side: &Side, period: Option<DateRange>, line: Option<&str>) -> Compared {
        let ids: Vec<&str> = match line {
            Some(id) => vec![id],
            None => self.ids().collect(),
        };
        self.over(side, period, &ids)
    }

    /// Adds up several lines.
    pub fn over(&self, side: &Side, period: Option<DateRange>, lines: &[&str]) -> Compared {
        let periods =
            || self.periods.iter().filter(|one| period.is_none_or(|period| period == **one));
        let sum = |bill: &Bill| {
            let sums =
                periods().flat_map(|period| lines.iter().map(|line| bill.sum(*period, line)));
            sure(Cents::sum(sums))
        };
        Compared::new(sum(&self.base.bill), sum(&side.bill))
    }

    /// Ranks the lines that are shown by what they pay under a side, the largest first; equal ones
    /// share a rank.
    pub fn ranks(&self, side: &Side, period: Option<DateRange>) -> BTreeMap<String, u64> {
        let amount = |id: &str| self.at(side, period, Some(id)).amount;
        let all: Vec<Cents> = self.ids().map(amount).collect();
        let rank = |own: Cents| 1 + all.iter().filter(|other| **other > own).count() as u64;
        self.ids().map(|id| (id.to_owned(), rank(amount(id)))).collect()
    }

    /// Lists the periods in which nothing differs under a side, to the cent: no party's amount for
    /// any service.
    pub fn unchanged(&self, side: &Side) -> Vec<DateRange> {
        let (base, own) = (&self.base.bill.whole, &side.bill.whole);
        let is_same = |place: &(DateRange, String, String)| {
            base.get(place).copied().unwrap_or_default()
                == own.get(place).copied().unwrap_or_default()
        };
        let other = base.keys().chain(own.keys()).filter(|place| !is_same(place));
        let changed: BTreeSet<DateRange> = other.map(|(period, ..)| *period).collect();
        self.periods.iter().filter(|period| !changed.contains(period)).copied().collect()
    }

    /// Lists the periods in which every line is the same, but not what stands behind it: who pays
    /// for which service.
    pub fn same_lines(&self, side: &Side) -> Vec<DateRange> {
        let unchanged = self.unchanged(side);
        let same = |period: &&DateRange| {
            let mut ids = self.ids();
            ids.all(|id| self.base.bill.sum(**period, id) == side.bill.sum(**period, id))
        };
        let same = self.periods.iter().filter(same);
        same.filter(|period| !unchanged.contains(period)).copied().collect()
    }

    fn ids(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(|(id, _)| id.as_str()).chain(self.others.iter().map(String::as_str))
    }
}

/// Sets scenarios beside a base. Lines come in the order of the base, those of scenarios before its
/// last one that is also theirs; `only` names the lines to show.
pub fn compare(base: Side, sides: Vec<Side>, sort: Sort, only: &[String]) -> Comparison {
    let bills = || std::iter::once(&base).chain(&sides).map(|side| &side.bill);
    let periods: BTreeSet<DateRange> =
        bills().flat_map(|bill| bill.periods.iter().copied()).collect();
    let mut lines = base.bill.lines.clone();
    for bill in sides.iter().map(|side| &side.bill) {
        merge(&mut lines, &bill.lines);
    }
    let is_shown = |id: &str| only.is_empty() || only.iter().any(|wanted| wanted == id);
    let (lines, others): (Vec<_>, Vec<_>) = lines.into_iter().partition(|(id, _)| is_shown(id));
    let others = others.into_iter().map(|(id, _)| id).collect();
    let periods = periods.into_iter().collect();
    let mut comparison = Comparison { base, sides, periods, lines, others };
    comparison.sort(sort);
    comparison
}

/// Puts new lines behind the one before which they stand in their own order.
fn merge(lines: &mut Vec<(String, Text)>, more: &[(String, Text)]) {
    let mut at = 0;
    for line in more {
        match lines.iter().position(|known| known.0 == line.0) {
            Some(known) => at = known + 1,
            None => {
                lines.insert(at, line.clone());
                at += 1;
            }
        }
    }
}

impl Comparison {
    fn sort(&mut self, sort: Sort) {
        let Some(first) = self.sides.first() else { return };
        let value = |id: &str| -> Option<Ratio> {
            let compared = self.at(first, None, Some(id));
            match sort {
                Sort::Order => None,
                Sort::Amount => Some(compared.amount.ratio()),
                Sort::Difference => Some(compared.difference.ratio()),
                Sort::Percent => compared.percent,
            }
        };
        let mut ranked: Vec<_> =
            self.lines.iter().map(|line| (value(&line.0), line.clone())).collect();
        ranked.sort_by(|a, b| b.0.cmp(&a.0));
        self.lines = ranked.into_iter().map(|(_, line)| line).collect();
    }
}
