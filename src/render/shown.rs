//! Values and texts as people are shown them, the same in every format.

use crate::money::Ratio;
use crate::report::{EXACT_PLACES, SHOWN_PLACES, Sheet, Value};
use crate::text::{Lang, Term, term};

/// Makes whatever could steer the terminal or hide visible; a line break inside a text is no line
/// of ours.
pub(super) fn clean(text: &str) -> String {
    crate::text::clean(text).replace('\n', "\u{fffd}")
}

/// Counts the decimals that the percentages of each column need, up to the limit.
pub(super) fn decimals(sheet: &Sheet) -> Vec<usize> {
    let cells = |column: usize| sheet.rows.iter().map(move |row| &row.cells[column].value);
    (0..sheet.columns.len())
        .map(|column| cells(column).map(decimals_of).max().unwrap_or(0))
        .collect()
}

/// Counts the decimals that a percentage needs, up to the limit.
fn decimals_of(value: &Value) -> usize {
    match value {
        Value::Percent(part) | Value::Points(part) => {
            percent(part).split_once('.').map_or(0, |(_, decimals)| decimals.len())
        }
        _ => 0,
    }
}

/// Writes a percentage in full where it ends, as rounded ones do, else with a limit.
fn percent(part: &Ratio) -> String {
    let percent = part * &Ratio::from(100);
    let (exact, ends) = percent.decimal(EXACT_PLACES);
    if ends { exact } else { percent.decimal(SHOWN_PLACES).0 }
}

/// Writes a value for people; percentages with the decimals of their column.
pub(super) fn show(value: &Value, decimals: usize, lang: Lang) -> String {
    match value {
        Value::Cents(amount) => lang.amount(*amount),
        Value::Count(count) => lang.count(*count),
        Value::Flag(true) => term(Term::Yes, lang).to_owned(),
        Value::Flag(false) => term(Term::No, lang).to_owned(),
        Value::Percent(part) => lang.number(&padded(percent(part), decimals)),
        Value::Points(part) => {
            let sign = if part.signum() > 0 { "+" } else { "" };
            format!("{sign}{}", lang.number(&padded(percent(part), decimals)))
        }
        Value::Date(date) => lang.dates(date),
        Value::List(values) => {
            values.iter().map(|value| show(value, decimals, lang)).collect::<Vec<_>>().join(" ")
        }
        other => other.plain(),
    }
}

fn padded(plain: String, decimals: usize) -> String {
    let has = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let point = if has == 0 && decimals > 0 { "." } else { "" };
    format!("{plain}{point}{}", "0".repeat(decimals.saturating_sub(has)))
}
