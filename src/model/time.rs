//! Days, periods and the grain of settlement. All limits are inclusive.
//!
//! Rules: rules.md#inclusive, rules.md#settlement-period, rules.md#months.

use std::fmt;

use jiff::civil::Date;

use crate::money::Ratio;

/// A stretch of days, both ends inclusive (Zeitraum).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateRange {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

impl DateRange {
    /// All time: the range of what has no limits.
    pub const ALWAYS: DateRange = DateRange { from: Date::MIN, to: Date::MAX };

    /// Makes a range; `None` where it would end before it begins.
    pub fn new(from: Date, to: Date) -> Option<DateRange> {
        (from <= to).then_some(DateRange { from, to })
    }

    /// Counts the days.
    pub fn days(&self) -> i128 {
        i128::from((self.to - self.from).get_days()) + 1
    }

    /// Tells whether the day lies within.
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// Tells whether the other range lies within.
    pub fn covers(&self, other: &DateRange) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// Returns the days that both have.
    pub fn intersect(&self, other: &DateRange) -> Option<DateRange> {
        DateRange::new(self.from.max(other.from), self.to.min(other.to))
    }

    /// Tells whether it starts on the first of a month and ends on the last of one.
    pub fn is_whole_months(&self) -> bool {
        self.from.day() == 1 && self.to == self.to.last_of_month()
    }

    /// Lists the periods of a grain that this range touches, in order.
    pub fn periods(&self, grain: Grain) -> Vec<DateRange> {
        let mut periods = vec![grain.around(self.from)];
        while let Some(last) = periods.last().copied()
            && last.to < self.to
            && let Ok(next) = last.to.tomorrow()
        {
            periods.push(grain.around(next));
        }
        periods
    }

    /// Cuts the range before each of the given days that lies inside it.
    pub fn cut(&self, days: &std::collections::BTreeSet<Date>) -> Vec<DateRange> {
        let mut pieces = Vec::new();
        let mut from = self.from;
        for day in days.iter().filter(|day| self.from < **day && **day <= self.to) {
            if let Ok(before) = day.yesterday() {
                pieces.push(DateRange { from, to: before });
            }
            from = *day;
        }
        pieces.push(DateRange { from, to: self.to });
        pieces
    }
}

/// Writes the shortest form (rules.md#period-forms): `2024`, `2024-Q1`, `2024-03`, `2024-03-15` or
/// `from/to`.
impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.from, self.to);
        for grain in [Grain::Year, Grain::Quarter, Grain::Month] {
            if grain.around(from) == *self {
                return match grain {
                    Grain::Year => write!(f, "{:04}", from.year()),
                    Grain::Quarter => write!(f, "{:04}-Q{}", from.year(), (from.month() + 2) / 3),
                    Grain::Month => write!(f, "{:04}-{:02}", from.year(), from.month()),
                };
            }
        }
        if from == to { write!(f, "{from}") } else { write!(f, "{from}/{to}") }
    }
}

impl fmt::Debug for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The length of a period: of settlement (Abrechnungszeitraum) or of a pool within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// A calendar month, the finest.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
}

impl Grain {
    /// Returns the name used in umlage.toml.
    pub const fn name(self) -> &'static str {
        match self {
            Grain::Year => "year",
            Grain::Quarter => "quarter",
            Grain::Month => "month",
        }
    }

    /// Returns the period of this grain that holds the day.
    pub fn around(self, day: Date) -> DateRange {
        let month = |number: i8| Date::new(day.year(), number, 1).unwrap_or(day);
        let (first, last) = match self {
            Grain::Year => (month(1), month(12)),
            Grain::Quarter => {
                let first = (day.month() - 1) / 3 * 3 + 1;
                (month(first), month(first + 2))
            }
            Grain::Month => (month(day.month()), month(day.month())),
        };
        DateRange { from: first, to: last.last_of_month() }
    }
}

/// Measures a range in months: whole ones count one, a part counts its days over that month's days.
pub fn months_in(range: &DateRange) -> Ratio {
    range.periods(Grain::Month).iter().fold(Ratio::ZERO, |sum, month| {
        let days = range.intersect(month).map_or(0, |part| part.days());
        &sum + &Ratio::new(days, month.days())
    })
}

/// Why a text is not a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodFault {
    /// Not one of the five forms.
    Form,
    /// A day or month that no calendar has.
    NoSuchDay,
    /// Ends before it begins.
    Backwards,
}

/// Reads a date, `2024-03-15`.
pub fn parse_date(text: &str) -> Result<Date, PeriodFault> {
    let form = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    if !form {
        return Err(PeriodFault::Form);
    }
    text.parse().map_err(|_| PeriodFault::NoSuchDay)
}

/// Reads a period: `2024`, `2024-Q1`, `2024-03`, `2024-03-15` or `2024-01-01/2024-06-30`.
pub fn parse_period(text: &str) -> Result<DateRange, PeriodFault> {
    if let Some((from, to)) = text.split_once('/') {
        return DateRange::new(parse_date(from)?, parse_date(to)?).ok_or(PeriodFault::Backwards);
    }
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    let (year, rest) = text.split_at_checked(4).ok_or(PeriodFault::Form)?;
    if !digits(year, 4) {
        return Err(PeriodFault::Form);
    }
    let day = |month: &str| parse_date(&format!("{year}-{month}-01"));
    match rest.strip_prefix('-') {
        None if rest.is_empty() => Ok(Grain::Year.around(day("01")?)),
        Some("Q1") => Ok(Grain::Quarter.around(day("01")?)),
        Some("Q2") => Ok(Grain::Quarter.around(day("04")?)),
        Some("Q3") => Ok(Grain::Quarter.around(day("07")?)),
        Some("Q4") => Ok(Grain::Quarter.around(day("10")?)),
        Some(month) if digits(month, 2) => Ok(Grain::Month.around(day(month)?)),
        Some(_) if text.len() == 10 => parse_date(text).map(|day| DateRange { from: day, to: day }),
        _ => Err(PeriodFault::Form),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_and_written_in_their_five_forms() {
        for text in
            ["2024", "2024-Q1", "2024-Q4", "2024-02", "2024-03-15", "2024-01-01/2024-06-29", "0001"]
        {
            assert_eq!(parse_period(text).unwrap().to_string(), text);
        }
        assert_eq!(parse_period("2024-01-01/2024-12-31").unwrap().to_string(), "2024");
        assert_eq!(parse_period("2024-02").unwrap().days(), 29);
        for (text, fault) in [
            ("", PeriodFault::Form),
            ("24", PeriodFault::Form),
            ("2024-Q5", PeriodFault::Form),
            ("2024-1", PeriodFault::Form),
            ("2024-13", PeriodFault::NoSuchDay),
            ("2023-02-29", PeriodFault::NoSuchDay),
            ("15.03.2024", PeriodFault::Form),
            ("2024-06-30/2024-01-01", PeriodFault::Backwards),
            ("2024/2025", PeriodFault::Form),
            ("２０２４", PeriodFault::Form),
        ] {
            assert_eq!(parse_period(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_part_of_a_month_counts_its_days_over_that_months_days() {
        assert_eq!(
            months_in(&parse_period("2024-01-15/2024-03-31").unwrap()),
            &Ratio::new(17, 31) + &Ratio::from(2)
        );
        assert_eq!(months_in(&parse_period("2024").unwrap()), Ratio::from(12));
    }

    #[test]
    fn a_range_is_cut_before_days_inside_it_only() {
        let year = parse_period("2021").unwrap();
        let days =
            ["2021-01-01", "2021-08-01", "2022-01-01"].map(|d| parse_date(d).unwrap()).into();
        let pieces: Vec<String> = year.cut(&days).iter().map(ToString::to_string).collect();
        assert_eq!(pieces, ["2021-01-01/2021-07-31", "2021-08-01/2021-12-31"]);
    }
}
