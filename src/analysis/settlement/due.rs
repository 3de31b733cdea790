//! When money is due: days of the year, workdays, and the holidays of all Länder.
//!
//! Rules: rules.md#due-days.

use jiff::civil::{Date, Weekday};

use crate::model::{DateRange, Project, Workdays};

/// Returns the day on which the balance of a period is due: so many days after the day of
/// settlement.
pub(super) fn settlement(project: &Project, period: DateRange) -> Date {
    let settled = project.settled_on(period);
    let days = i64::from(project.settlement.days);
    let due = settled.checked_add(jiff::Span::new().days(days)).unwrap_or(settled);
    workday(due, project.calls.workdays)
}

/// Returns the day of a month in a year; 29 February is the last day of February.
pub(super) fn day_of(day_of_year: (i8, i8), year: i16) -> Option<Date> {
    let (month, day) = day_of_year;
    let first = Date::new(year, month, 1).ok()?;
    first.with().day(day.min(first.days_in_month())).build().ok()
}

/// Moves a day that is no workday: a Saturday, a Sunday, or a public holiday in all Länder (BGB §
/// 193).
pub fn workday(day: Date, rule: Workdays) -> Date {
    let step = match rule {
        Workdays::AsWritten => return day,
        Workdays::Next => 1,
        Workdays::Previous => -1,
    };
    let mut found = day;
    while is_free(found) {
        match found.checked_add(jiff::Span::new().days(step)) {
            Ok(next) => found = next,
            Err(_) => return day,
        }
    }
    found
}

fn is_free(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) || is_holiday(day)
}

/// Tells the nine public holidays that all Länder have.
fn is_holiday(day: Date) -> bool {
    // Good Friday, Easter Monday, Ascension, Whit Monday: days after Easter Sunday.
    const MOVABLE: [i32; 4] = [-2, 1, 39, 50];
    const FIXED: [(i8, i8); 5] = [(1, 1), (5, 1), (10, 3), (12, 25), (12, 26)];
    let after_easter =
        easter(day.year()).and_then(|easter| easter.until(day).ok()).map(|span| span.get_days());
    FIXED.contains(&(day.month(), day.day()))
        || after_easter.is_some_and(|days| MOVABLE.contains(&days))
}

/// Returns Easter Sunday of the Gregorian calendar, by the rule of Gauss as completed by
/// Lichtenberg.
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let century = year / 100;
    let moon = 15 + (3 * century + 3) / 4 - (8 * century + 13) / 25;
    let sun = 2 - (3 * century + 3) / 4;
    let cycle = year % 19;
    let seed = (19 * cycle + moon) % 30;
    let correction = (seed + cycle / 11) / 29;
    let limit = 21 + seed - correction;
    let first_sunday = 7 - (year + year / 4 + sun) % 7;
    let distance = 7 - (limit - first_sunday).rem_euclid(7);
    // Counted in March: the 32nd is 1 April.
    let first = Date::new(i16::try_from(year).ok()?, 3, 1).ok()?;
    first.checked_add(jiff::Span::new().days(i64::from(limit + distance) - 1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_date;

    #[test]
    fn easter_falls_on_its_published_days() {
        let days = [
            "2000-04-23",
            "2008-03-23",
            "2011-04-24",
            "2019-04-21",
            "2021-04-04",
            "2022-04-17",
            "2023-04-09",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2038-04-25",
        ];
        for day in days {
            let day = parse_date(day).unwrap();
            assert_eq!(easter(day.year()), Some(day));
        }
    }

    #[test]
    fn a_due_date_moves_to_a_workday() {
        let moved = |day: &str, rule| workday(parse_date(day).unwrap(), rule).to_string();
        assert_eq!(moved("2024-01-01", Workdays::Next), "2024-01-02");
        assert_eq!(moved("2024-01-01", Workdays::Previous), "2023-12-29");
        assert_eq!(moved("2024-01-01", Workdays::AsWritten), "2024-01-01");
        assert_eq!(
            moved("2024-03-29", Workdays::Next),
            "2024-04-02",
            "Good Friday to Easter Monday"
        );
        assert_eq!(moved("2023-12-23", Workdays::Next), "2023-12-27");
        assert_eq!(moved("2024-07-01", Workdays::Next), "2024-07-01");
        assert_eq!(moved("2024-05-20", Workdays::Previous), "2024-05-17", "Whit Monday");
    }
}
