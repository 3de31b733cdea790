//! A project at another time: everything dated moved by whole months, so that the state of one
//! period can be put into another.
//!
//! What hangs on days moves by months: a first day stays so many months away, and a last day moves
//! as the day after it does, so that ends of months stay ends of months. A day that the month does
//! not have becomes its last. What hangs on the calendar year (labels of editions, days of
//! publication, glides, rates of growth) moves by whole years.

use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::row_order;
use crate::model::{
    AsOf, DateRange, Derivation, Editions, Indexation, Key, Makes, MembershipPeriods, Method,
    Project, Receivers, Rule, Selection, Span, Statistic, UsageRow,
};

/// How far a project moves in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    months: i32,
    years: i16,
}

/// Counts the months of a date from year 0.
fn month_number(day: Date) -> i32 {
    i32::from(day.year()).saturating_mul(12).saturating_add(i32::from(day.month()))
}

/// Counts the months that a range touches.
pub(super) fn months(range: DateRange) -> i32 {
    month_number(range.to).saturating_sub(month_number(range.from)).saturating_add(1)
}

impl Shift {
    /// No move at all.
    pub(super) const NONE: Shift = Shift { months: 0, years: 0 };

    /// From the start of one period to that of another.
    pub(super) fn between(a: DateRange, b: DateRange) -> Shift {
        Shift {
            months: month_number(b.from).saturating_sub(month_number(a.from)),
            years: b.from.year().saturating_sub(a.from.year()),
        }
    }

    /// Moves a project.
    pub(super) fn project(self, project: &Project) -> Project {
        let mut moved = project.clone();
        if self == Shift::NONE {
            return moved;
        }
        for entry in Arc::make_mut(&mut moved.entries) {
            entry.period = self.range(entry.period);
            entry.due = entry.due.map(|day| self.day(day));
        }
        self.rows(&mut moved);
        moved.members = self.memberships(&moved.members);
        moved.groups.values_mut().for_each(|group| *group = self.memberships(group));
        for service in &mut moved.services {
            service.participants = self.memberships(&service.participants);
        }
        for editions in Arc::make_mut(&mut moved.statistics).values_mut() {
            let all = std::mem::take(editions).into_iter();
            *editions =
                all.map(|(label, edition)| (self.label(&label), self.edition(edition))).collect();
        }
        moved.keys.iter_mut().for_each(|key| self.key(key));
        moved.rules.iter_mut().for_each(|rule| self.rule(rule));
        moved.derivations.iter_mut().for_each(|derivation| self.derivation(derivation));
        moved
    }

    fn day(self, day: Date) -> Date {
        if day == Date::MIN || day == Date::MAX {
            return day;
        }
        day.checked_add(self.months.months()).unwrap_or(day)
    }

    /// Moves a last day: as the day after it.
    fn last(self, day: Date) -> Date {
        day.tomorrow().map_or(day, |after| self.day(after).yesterday().unwrap_or(day))
    }

    fn year(self, year: i16) -> i16 {
        year.saturating_add(self.years)
    }

    /// A day that the calendar takes away stays a day.
    fn range(self, range: DateRange) -> DateRange {
        let from = self.day(range.from);
        DateRange { from, to: self.last(range.to).max(from) }
    }

    fn memberships(self, memberships: &MembershipPeriods) -> MembershipPeriods {
        let spans = memberships.spans().iter();
        MembershipPeriods::new(
            spans.map(|span| Span { range: self.range(span.range), ..*span }).collect(),
        )
    }

    fn rows(self, project: &mut Project) {
        let usage: &mut Vec<UsageRow> = Arc::make_mut(&mut project.usage);
        usage.iter_mut().for_each(|row| row.period = self.range(row.period));
        row_order::sort_usage(usage);
        for row in &mut project.drivers {
            row.period = row.period.map(|period| self.range(period));
        }
        row_order::sort_drivers(&mut project.drivers);
        for row in &mut project.payments {
            row.date = self.day(row.date);
            row.period = row.period.map(|period| self.range(period));
        }
        row_order::sort_payments(&mut project.payments);
    }

    /// Moves a label that is a year, or begins with one: `2022`, `2022-12-31`.
    fn label(self, label: &str) -> String {
        let (year, rest) = label.split_at_checked(4).unwrap_or((label, ""));
        let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        match year.parse::<i16>() {
            Ok(number) if is_year && (rest.is_empty() || rest.starts_with('-')) => {
                format!("{:04}{rest}", self.year(number))
            }
            _ => label.to_owned(),
        }
    }

    /// An edition is published for a calendar year, so that day moves by years.
    fn edition(self, mut edition: Statistic) -> Statistic {
        if let Some(from) = &mut edition.valid_from {
            from.value = self.day(from.value);
        }
        if let Some(published) = &mut edition.published {
            let day = published.value;
            published.value = day.checked_add(i32::from(self.years).years()).unwrap_or(day);
        }
        edition
    }

    fn key(self, key: &mut Key) {
        match &mut key.method {
            Method::Statistic { editions: Editions::Named(labels), .. } => {
                labels.iter_mut().for_each(|label| *label = self.label(label));
            }
            Method::Statistic { editions: Editions::InForce(AsOf::Day(day)), .. } => {
                *day = self.day(*day)
            }
            Method::Glide { path, .. } => {
                let all = std::mem::take(path).into_iter();
                *path = all.map(|(year, part)| (self.year(year), part)).collect();
            }
            _ => {}
        }
    }

    fn rule(self, rule: &mut Rule) {
        self.selection(&mut rule.costs);
        for step in &mut rule.steps {
            if let Some(only) = &mut step.only {
                self.selection(only);
            }
            if let Some(receivers) = &mut step.receivers {
                self.receivers(receivers);
            }
        }
    }

    fn selection(self, selection: &mut Selection) {
        if let Some(from) = &mut selection.from {
            from.value = self.day(from.value);
        }
        if let Some(to) = &mut selection.to {
            to.value = self.last(to.value);
        }
    }

    fn receivers(self, receivers: &mut Receivers) {
        if let Receivers::Listed { memberships, .. } = receivers {
            *memberships = self.memberships(memberships);
        }
    }

    fn derivation(self, derivation: &mut Derivation) {
        self.selection(&mut derivation.costs);
        match &mut derivation.makes {
            Makes::CatchUp(catch_up) => {
                catch_up.on.value = self.day(catch_up.on.value);
                self.receivers(&mut catch_up.among);
            }
            Makes::Indexation(Indexation { rates, until, .. }) => {
                let all = std::mem::take(rates).into_iter();
                *rates = all.map(|(year, rate)| (self.year(year), rate)).collect();
                *until = self.year(*until);
            }
            Makes::Surcharge(_) | Makes::Credit => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_period;

    fn moved(from: &str, to: &str, range: &str) -> String {
        let shift = Shift::between(parse_period(from).unwrap(), parse_period(to).unwrap());
        shift.range(parse_period(range).unwrap()).to_string()
    }

    #[test]
    fn ends_of_months_stay_ends_of_months() {
        assert_eq!(moved("2023", "2024", "2023"), "2024");
        assert_eq!(moved("2023", "2024", "2023-02"), "2024-02");
        assert_eq!(moved("2024", "2023", "2024-02"), "2023-02");
        assert_eq!(moved("2023-Q4", "2024-Q1", "2023-10"), "2024-01");
        assert_eq!(moved("2023-Q4", "2024-Q1", "2023-11-01/2023-12-31"), "2024-02-01/2024-03-31");
        assert_eq!(moved("2024", "2023", "2024-02-29"), "2023-02-28");
        assert_eq!(moved("2024", "2023", "2024-02-28"), "2023-02-28");
        assert_eq!(moved("2023-01", "2023-02", "2023-01-31"), "2023-02-28");
    }

    #[test]
    fn what_has_no_end_has_none_elsewhere() {
        let shift = Shift::between(parse_period("2023").unwrap(), parse_period("2024").unwrap());
        assert_eq!(shift.range(DateRange::ALWAYS), DateRange::ALWAYS);
        assert_eq!(shift.label("2021"), "2022");
        assert_eq!(shift.label("2022-12-31"), "2023-12-31");
        assert_eq!(shift.label("20221231"), "20221231");
        assert_eq!(shift.label("Zensus"), "Zensus");
    }
}
