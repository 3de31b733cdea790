//! Which editions of a statistic count: those named, or the one in force by a rule on dates.
//!
//! Rules: rules.md#in-force.

use jiff::civil::Date;

use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{AsOf, DateRange, Editions, Key, Method, Project, Statistic};
use crate::text::Text;

/// Lists the editions that a key of a statistic takes in the settlement period of a window; none
/// for other keys.
///
/// A missing edition is an error, never a silent substitute.
pub fn editions(project: &Project, key: &Key, window: DateRange) -> Checked<Vec<String>> {
    match &key.method {
        Method::Statistic { editions: Editions::Named(named), .. } => Ok(named.clone()),
        Method::Statistic { editions: Editions::InForce(as_of), statistic, .. } => {
            in_force(project, key, statistic, *as_of, window).map(|edition| vec![edition])
        }
        _ => Ok(Vec::new()),
    }
}

/// Lists the editions that there are, with their dates.
pub(super) fn known(project: &Project, statistic: &str) -> String {
    let told = |(label, edition): (&String, &Statistic)| {
        let from = edition.valid_from.as_ref().map(|day| format!("valid_from {}", day.value));
        let published = edition.published.as_ref().map(|day| format!("published {}", day.value));
        let dates: Vec<String> = from.into_iter().chain(published).collect();
        if dates.is_empty() { label.clone() } else { format!("{label} ({})", dates.join(", ")) }
    };
    let all = project.statistics.get(statistic).into_iter().flatten();
    all.map(told).collect::<Vec<_>>().join(", ")
}

fn in_force(
    project: &Project,
    key: &Key,
    statistic: &str,
    as_of: AsOf,
    window: DateRange,
) -> Checked<String> {
    let period = project.settled_per.around(window.from);
    if !period.covers(&window) && !matches!(as_of, AsOf::Day(_)) {
        return Err(Box::new(Diagnostic::at(Fault::PeriodNeeded { key: key.id.clone() }, key.loc)));
    }
    let all: Vec<(&String, &Statistic)> =
        project.statistics.get(statistic).into_iter().flatten().collect();
    let (found, wanted) = match as_of {
        AsOf::PeriodStart => valid_on(&all, period.from),
        AsOf::SettlementDay => valid_on(&all, project.settled_on(period)),
        AsOf::Day(day) => valid_on(&all, day),
        AsOf::PublishedYearBefore => published_before(&all, period.from.year()),
        AsOf::YearMinusTwo => of_year(&all, period.from.year().saturating_sub(2)),
    };
    let known = known(project, statistic);
    let statistic = statistic.to_owned();
    match found[..] {
        [edition] => Ok(edition.clone()),
        [] => {
            let fault = Fault::NoEditionInForce { key: key.id.clone(), statistic, wanted, known };
            Err(Box::new(Diagnostic::at(fault, key.loc)))
        }
        _ => {
            let several =
                found.iter().map(|edition| edition.as_str()).collect::<Vec<_>>().join(", ");
            let fault = Fault::SeveralEditions { key: key.id.clone(), statistic, wanted, several };
            Err(Box::new(Diagnostic::at(fault, key.loc)))
        }
    }
}

/// What matches, and what was looked for.
type Found<'a> = (Vec<&'a String>, Text);

fn valid_on<'a>(all: &[(&'a String, &Statistic)], day: Date) -> Found<'a> {
    let valid = |edition: &Statistic| edition.valid_from.as_ref().map(|from| from.value);
    (latest(all, day, valid), Text::new(format!("gültig am {day}"), format!("valid on {day}")))
}

fn published_before<'a>(all: &[(&'a String, &Statistic)], year: i16) -> Found<'a> {
    let last = Date::new(year.saturating_sub(1), 12, 31).unwrap_or(Date::MIN);
    let published = |edition: &Statistic| edition.published.as_ref().map(|day| day.value);
    let words = Text::new(format!("veröffentlicht bis {last}"), format!("published by {last}"));
    (latest(all, last, published), words)
}

/// Lists the editions with the latest date that is not after a day; usually one.
fn latest<'a>(
    all: &[(&'a String, &Statistic)],
    day: Date,
    date_of: impl Fn(&Statistic) -> Option<Date>,
) -> Vec<&'a String> {
    let dated = || all.iter().filter_map(|(label, edition)| Some((*label, date_of(edition)?)));
    let newest = dated().map(|(_, date)| date).filter(|date| *date <= day).max();
    dated().filter(|(_, date)| Some(*date) == newest).map(|(label, _)| label).collect()
}

/// Lists the editions whose label is a year, or a day in it.
fn of_year<'a>(all: &[(&'a String, &Statistic)], year: i16) -> Found<'a> {
    let name = format!("{year:04}");
    let is_of = |label: &str| {
        label == name || label.strip_prefix(&name).is_some_and(|rest| rest.starts_with('-'))
    };
    let found = all.iter().map(|(label, _)| *label).filter(|label| is_of(label)).collect();
    (found, Text::new(format!("des Jahres {name}"), format!("of the year {name}")))
}
