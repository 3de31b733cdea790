//! budget.csv: what each title may spend in a year, and bind for later years.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::registry::BUDGET;
use super::table_files::TableFiles;
use crate::diag::{Diagnostic, Fault};
use crate::input::config::fields;
use crate::input::edits::select::{Mark, Selectable};
use crate::input::faults::{Faults, Reported};
use crate::input::names::directory::Directory;
use crate::input::records::row::Row;
use crate::input::records::text::trim;
use crate::model::{AmountRow, BudgetLine, BudgetTitle, Commitment, DateRange, Grain, ReadCount};
use crate::money::Cents;
use crate::source::{Loc, Sourced};
use crate::text::{Text, nearest};

/// What a row is told apart by. Rows come in this order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    year: i16,
    title: BudgetTitle,
    ve_year: Option<i16>,
}

/// A row of the budget.
#[derive(Clone)]
pub(in crate::input) struct BudgetRow {
    key: Key,
    /// The years as they are written.
    year: Arc<str>,
    ve_year: Option<Arc<str>>,
    name: Option<Sourced<Arc<str>>>,
    pub(in crate::input) amount: AmountRow,
    carried_in: Cents,
    adjusted: Cents,
    committed: Cents,
    commitment: Commitment,
    cover: Vec<Sourced<BudgetTitle>>,
}

impl Selectable for BudgetRow {
    fn mark(&self, column: &str) -> Option<Mark<'_>> {
        match column {
            "year" => Some(Mark::text(&self.year)),
            "budget_chapter" => Some(Mark::text(&self.key.title.chapter)),
            "budget_title" => Some(Mark::text(&self.key.title.title)),
            "ve_year" => self.ve_year.as_deref().map(Mark::text),
            _ => None,
        }
    }

    fn time(&self) -> Option<DateRange> {
        jiff::civil::Date::new(self.key.year, 1, 1).ok().map(|day| Grain::Year.around(day))
    }

    fn loc(&self) -> Loc {
        self.amount.loc
    }
}

/// Reads the rows.
pub(in crate::input) fn read(
    files: &TableFiles<'_>,
    directory: &Directory<'_>,
    counts: &mut Vec<ReadCount>,
) -> Vec<BudgetRow> {
    let mut rows = Vec::new();
    files.rows(&BUDGET, Some(directory), counts, |row| {
        let Ok(read) = budget_row(row) else { return false };
        rows.push(read);
        true
    });
    rows
}

fn budget_row(row: &Row<'_>) -> Result<BudgetRow, Reported> {
    let year = row
        .required("year")
        .and_then(|text| Ok((year(row, "year", &text)?, Arc::from(text.value))));
    let (chapter, title) = (row.required("budget_chapter"), row.required("budget_title"));
    let amount = row.amount("amount");
    let sums = [optional(row, "carried_in"), optional(row, "adjusted"), unsigned(row, "committed")];
    let commitment = commitment(row);
    let (name, cover) = (row.name("name"), row.name("cover"));
    let ((year, written), (ve_year, commitment)) = (year?, commitment?);
    let title = BudgetTitle { chapter: Arc::from(chapter?.value), title: Arc::from(title?.value) };
    if let Some((ve, text)) = &ve_year
        && *ve <= year
    {
        let fault =
            Fault::CommitmentNotLater { year: year.to_string(), ve_year: text.value.to_owned() };
        row.faults.at(fault, text.loc);
        return Err(Reported);
    }
    let cover = cover?.map(|cover| titles(&cover, &title.chapter)).unwrap_or_default();
    let [carried_in, adjusted, committed] = sums;
    Ok(BudgetRow {
        key: Key { year, title, ve_year: ve_year.as_ref().map(|(ve, _)| *ve) },
        year: written,
        ve_year: ve_year.map(|(_, text)| Arc::from(text.value)),
        name: name?.map(|name| name.map(Arc::from)),
        amount: amount?.into(),
        carried_in: carried_in?,
        adjusted: adjusted?,
        committed: committed?,
        commitment,
        cover,
    })
}

/// Reads a year of four digits.
fn year(row: &Row<'_>, column: &str, text: &Sourced<&str>) -> Result<i16, Reported> {
    fields::four_digits(text.value).ok_or_else(|| {
        let fault = Fault::BadYear { field: column.to_owned(), value: text.value.to_owned() };
        row.doubt(Diagnostic::at(fault, text.loc))
    })
}

/// Reads an amount that need not be there.
fn optional(row: &Row<'_>, column: &str) -> Result<Cents, Reported> {
    match row.text(column) {
        Some(_) => row.amount(column).map(|amount| amount.value),
        None => Ok(Cents::ZERO),
    }
}

/// Reads an amount that need not be there and is not negative.
fn unsigned(row: &Row<'_>, column: &str) -> Result<Cents, Reported> {
    let amount = optional(row, column)?;
    if amount >= Cents::ZERO {
        return Ok(amount);
    }
    row.faults.at(
        Fault::NegativeBudget { column: column.to_owned(), value: money(amount) },
        row.loc_of(column),
    );
    Err(Reported)
}

/// The later year with its text, and what is granted and used for it.
type Later<'r> = (Option<(i16, Sourced<&'r str>)>, Commitment);

/// Reads what may be bound for a later year.
fn commitment<'r>(row: &'r Row<'_>) -> Result<Later<'r>, Reported> {
    let [granted, used] = ["ve_amount", "ve_used"].map(|column| unsigned(row, column));
    let (granted, used) = (granted?, used?);
    let Some(text) = row.name("ve_year")? else {
        if let Some(column) =
            ["ve_amount", "ve_used"].into_iter().find(|column| row.text(column).is_some())
        {
            row.faults
                .at(Fault::CommitmentWithoutYear { column: column.to_owned() }, row.loc_of(column));
            return Err(Reported);
        }
        return Ok((None, Commitment::default()));
    };
    let later = year(row, "ve_year", &text)?;
    if used > granted {
        let fault = Fault::CommitmentOverdrawn {
            year: later.to_string(),
            used: money(used),
            granted: money(granted),
        };
        row.faults.at(fault, row.loc_of("ve_used"));
        return Err(Reported);
    }
    Ok((Some((later, text)), Commitment { granted, used }))
}

fn money(amount: Cents) -> Text {
    Text::styled(|lang| lang.amount(amount))
}

/// Reads titles, `0399/538 92` or `538 92` in the same chapter, separated by `;`.
fn titles(cover: &Sourced<&str>, chapter: &Arc<str>) -> Vec<Sourced<BudgetTitle>> {
    let names = cover.value.split(';').map(trim).filter(|name| !name.is_empty());
    names
        .map(|name| {
            let (chapter, title) = match name.split_once('/') {
                Some((chapter, title)) => (Arc::from(trim(chapter)), trim(title)),
                None => (Arc::clone(chapter), name),
            };
            Sourced::new(BudgetTitle { chapter, title: Arc::from(title) }, cover.loc)
        })
        .collect()
}

/// Makes the titles of each year; rows that differ in `ve_year` alone add up. A second row for the
/// same key, a second appropriation or name for one title, and cover by a title that the year does
/// not have are faults.
pub(in crate::input) fn lines(rows: &[BudgetRow], faults: &Faults) -> Vec<BudgetLine> {
    let mut sorted: Vec<&BudgetRow> = rows.iter().collect();
    sorted.sort_by(|a, b| (&a.key, a.amount.loc).cmp(&(&b.key, b.amount.loc)));
    let mut by_title: BTreeMap<(i16, &BudgetTitle), Vec<&BudgetRow>> = BTreeMap::new();
    for row in sorted {
        let of_title = by_title.entry((row.key.year, &row.key.title)).or_default();
        match of_title.last() {
            Some(last) if last.key == row.key => {
                let key = [Some(row.year.to_string()), Some(row.key.title.to_string())].into_iter();
                let key = key.chain([row.ve_year.as_deref().map(str::to_owned)]).flatten();
                let fault = Fault::DuplicateRow { key: key.collect::<Vec<_>>().join("/") };
                faults.push(Diagnostic::at(fault, row.amount.loc).and(last.amount.loc));
            }
            _ => of_title.push(row),
        }
    }
    let known: Vec<(i16, &BudgetTitle)> = by_title.keys().copied().collect();
    by_title.values().filter_map(|rows| line(rows, &known, faults)).collect()
}

fn line(rows: &[&BudgetRow], known: &[(i16, &BudgetTitle)], faults: &Faults) -> Option<BudgetLine> {
    let first = *rows.first()?;
    let Key { year, title, .. } = &first.key;
    let sum = |part: fn(&BudgetRow) -> Cents| Cents::sum(rows.iter().map(|row| part(row)));
    let sums = [
        sum(|row| row.amount.value),
        sum(|row| row.carried_in),
        sum(|row| row.adjusted),
        sum(|row| row.committed),
    ];
    let [Some(amount), Some(carried_in), Some(adjusted), Some(committed)] = sums else {
        faults.at(Fault::AmountOverflow, first.amount.loc);
        return None;
    };
    appropriated_once(rows, faults);
    let cover = rows.iter().flat_map(|row| &row.cover);
    let cover = cover.filter(|other| may_draw(other, *year, title, known, faults));
    let later = rows.iter().filter_map(|row| Some((row.key.ve_year?, row.commitment)));
    Some(BudgetLine {
        year: *year,
        title: title.clone(),
        name: name(rows, faults),
        amount,
        carried_in,
        adjusted,
        committed,
        commitments: later.collect(),
        cover: cover.map(|other| other.value.clone()).collect(),
        rows: rows.iter().map(|row| row.amount.clone()).collect(),
        loc: first.amount.loc,
    })
}

/// Reports every further row with an appropriation: they would add up.
fn appropriated_once(rows: &[&BudgetRow], faults: &Faults) {
    let mut rows = rows.iter().filter(|row| !row.amount.value.is_zero());
    let Some(first) = rows.next() else { return };
    for row in rows {
        let (title, year) = (row.key.title.to_string(), row.key.year.to_string());
        let fault = Fault::AppropriatedTwice { title, year };
        faults.push(Diagnostic::at(fault, row.amount.loc).and(first.amount.loc));
    }
}

/// Returns the one name that the rows of a title give it.
fn name(rows: &[&BudgetRow], faults: &Faults) -> String {
    let mut names = rows.iter().filter_map(|row| Some((row.name.as_ref()?, &row.key.title)));
    let Some((first, title)) = names.next() else { return String::new() };
    for (other, _) in names.filter(|(other, _)| other.value != first.value) {
        let [name, other_name] = [first, other].map(|name| name.value.to_string());
        let fault = Fault::TwoNamesOfTitle { title: title.to_string(), name, other: other_name };
        faults.push(Diagnostic::at(fault, other.loc).and(first.loc));
    }
    first.value.to_string()
}

/// Tells whether a title can draw on another: it must be another one of the same year.
fn may_draw(
    other: &Sourced<BudgetTitle>,
    year: i16,
    title: &BudgetTitle,
    known: &[(i16, &BudgetTitle)],
    faults: &Faults,
) -> bool {
    if other.value == *title {
        faults.at(Fault::CoversItself { title: title.to_string() }, other.loc);
        return false;
    }
    let found = known.contains(&(year, &other.value));
    let may_have = |name: &str| faults.may_have("budget", name);
    let is_lost = may_have(&other.value.chapter) && may_have(&other.value.title);
    if !found && !is_lost {
        let fault = Fault::CoverUnknown { title: other.value.to_string(), year: year.to_string() };
        let names: Vec<String> = known
            .iter()
            .filter(|(of, _)| *of == year)
            .map(|(_, title)| title.to_string())
            .collect();
        let near = other.value.to_string();
        let near = nearest(&near, names.iter().map(String::as_str));
        faults.push(Diagnostic::at(fault, other.loc).did_you_mean(near));
    }
    found
}
