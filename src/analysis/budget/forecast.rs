//! What may be spent by the end of the year, in three ways.
//!
//! Rules: rules.md#forecast.

use jiff::civil::Date;

use super::postings::{Posting, spent};
use crate::model::{DateRange, Grain};
use crate::money::{Cents, Mode, Ratio};

/// What may be spent by the end of the year, each in cents, half-up; `None` where there is nothing
/// to count by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forecast {
    /// As much per day as up to the day of the forecast.
    pub line: Option<Cents>,
    /// The same part of the year's spending up to the day as in the year before.
    pub pattern: Option<Cents>,
    /// What is spent and what is committed.
    pub committed: Option<Cents>,
}

/// Makes the forecast of a title; `None` beyond 128 bits. A day before the year gives none, one
/// after it counts as its last.
pub(super) fn forecast(
    here: &[Posting],
    before: &[Posting],
    year: i16,
    as_of: Option<Date>,
    committed: Cents,
) -> Option<Forecast> {
    let first = Date::new(year, 1, 1).ok()?;
    let whole = Grain::Year.around(first);
    let Some(day) = as_of.filter(|day| *day >= first) else { return Some(Forecast::default()) };
    let day = day.min(whole.to);
    let so_far = spent(here, Some(day))?;
    let per_day = &Ratio::from(whole.days()) * &so_far.ratio();
    let elapsed = DateRange { from: first, to: day }.days();
    let line = per_day.checked_div(&Ratio::from(elapsed))?;
    let (then, total) = (spent(before, Some(year_before(day)))?, spent(before, None)?);
    let pattern = (&so_far.ratio() * &total.ratio()).checked_div(&then.ratio());
    let pattern = match pattern {
        Some(pattern) => Some(round(&pattern)?),
        None => None,
    };
    Some(Forecast {
        line: Some(round(&line)?),
        pattern,
        committed: Some(so_far.checked_add(committed)?),
    })
}

fn round(exact: &Ratio) -> Option<Cents> {
    Cents::round(exact, Cents::ONE, Mode::HalfUp)
}

/// The same day of the year before; the last of February where it has no 29th, and after a 28th of
/// February that ends it the 29th.
fn year_before(day: Date) -> Date {
    let year = day.year().saturating_sub(1);
    let first = Date::new(year, day.month(), 1).unwrap_or(day);
    let is_last = day == day.last_of_month();
    match Date::new(year, day.month(), day.day()) {
        Ok(same) if !is_last => same,
        _ => first.last_of_month(),
    }
}
