//! The budget account: the report of `umlage budget`.

mod page;

use std::collections::BTreeMap;

use crate::analysis::budget::{Account, BudgetYear, Reconciliation};
use crate::analysis::settlement::Due;
use crate::model::{BudgetTitle, PartyIx, Project};
use crate::money::Cents;
use crate::report::tables::budget::{self as tables, Committed, OwnBudget};
use crate::report::tables::record_table::Reader;
use crate::report::{Column, DataPart, Document, Layout, Row, Sheet, Value};
use crate::text::Lang;

/// What the report is made of.
#[derive(Clone, Copy)]
pub struct BudgetReport<'a> {
    /// The project.
    pub project: &'a Project,
    /// The account of each year.
    pub years: &'a [BudgetYear],
    /// Both views of each year.
    pub reconciliations: &'a [Reconciliation],
    /// What is due to and from each party, by year.
    pub dues: &'a BTreeMap<(i16, PartyIx), Due>,
    /// The language of the page.
    pub lang: Lang,
}

/// The names of the account's columns for machines.
const TEXTS: [&str; 4] = ["year", "budget_chapter", "budget_title", "name"];
const NUMBERS: [&str; 16] = [
    "amount",
    "carried_in",
    "adjusted",
    "available",
    "committed",
    "planned",
    "spent",
    "income",
    "remaining",
    "percent_used",
    "cover_in",
    "cover_out",
    "forecast_line",
    "forecast_pattern",
    "forecast_committed",
    "deducted",
];

/// Tells what each title could spend and spent, year by year.
pub fn budget_report(report: BudgetReport<'_>) -> Document<'_> {
    Document::new("umlage/budget/1", report.lang, move || report.data(), move || report.page())
}

impl BudgetReport<'_> {
    /// Lists the titles of all years.
    fn accounts(&self) -> impl Iterator<Item = (&BudgetYear, &Account)> {
        self.years.iter().flat_map(|year| year.accounts.iter().map(move |account| (year, account)))
    }

    fn data<'a>(&self) -> Vec<DataPart<'a>> {
        let rows = self.accounts().map(|(year, account)| row(year.year, account)).collect();
        let machine = Reader::machine(self.project);
        let columns =
            ["year", "budget_chapter", "budget_title", "ve_year", "granted", "used", "open"];
        let mut parts = vec![DataPart::fact("project", Value::text(&self.project.title))];
        parts.extend(crate::report::commands::scenario_show::facts(self.project));
        parts.extend([
            DataPart::fact("currency", Value::text(&self.project.currency)),
            DataPart::records("rows", list(&TEXTS, &NUMBERS, rows)),
            DataPart::records("years", self.years_sheet()),
            DataPart::records("cover", self.cover()),
            DataPart::records(
                "commitments",
                tables::commitments(&machine).select(&columns).sheet(self.commitments()),
            ),
            DataPart::records("reconciliation", self.reconciliation()),
            DataPart::records("reconciliation_totals", self.reconciliation_totals()),
            DataPart::records("parties", tables::own_budgets(&machine).sheet(self.own_budgets())),
            DataPart::records("use_statement", self.use_statement()),
        ]);
        parts
    }

    /// The day of the forecast of each year.
    fn years_sheet(&self) -> Sheet {
        let day = |year: &BudgetYear| Value::of(year.as_of, |day| Value::Date(day.to_string()));
        let rows =
            self.years.iter().map(|year| Row::plain([year_of(year.year), day(year)])).collect();
        list(&["year", "as_of"], &[], rows)
    }

    fn cover(&self) -> Sheet {
        let draws =
            self.years.iter().flat_map(|year| year.draws.iter().map(move |draw| (year, draw)));
        let rows = draws.map(|(year, draw)| {
            let [from_chapter, from_title] = place(Some(&draw.from));
            let [to_chapter, to_title] = place(Some(&draw.to));
            let amount = Value::Cents(draw.amount);
            Row::plain([year_of(year.year), from_chapter, from_title, to_chapter, to_title, amount])
        });
        let texts = ["year", "from_chapter", "from_title", "to_chapter", "to_title"];
        list(&texts, &["amount"], rows.collect())
    }

    /// Lists what is committed for later years.
    fn commitments(&self) -> impl Iterator<Item = Committed<'_>> {
        let lines = self.accounts().filter_map(|(year, it)| Some((year.year, it.line.as_ref()?)));
        lines.flat_map(|(year, line)| {
            let later = line.commitments.iter();
            later.map(move |(due, commitment)| (year, &line.title, *due, commitment))
        })
    }

    /// Lists what the own budget of each party must hold.
    fn own_budgets(&self) -> impl Iterator<Item = OwnBudget<'_>> {
        self.dues.iter().map(|((year, party), due)| (*year, *party, due))
    }

    fn reconciliation(&self) -> Sheet {
        let all = self.reconciliations.iter();
        let rows = all.flat_map(|year| {
            year.titles.iter().map(|(title, sums)| {
                let [chapter, title] = place(title.as_ref());
                let cents =
                    [sums.spent, sums.income, sums.other_periods, sums.due_elsewhere, sums.cost];
                Row::plain(
                    [year_of(year.year), chapter, title].into_iter().chain(cents.map(Value::Cents)),
                )
            })
        });
        let numbers = ["spent", "income", "other_periods", "due_elsewhere", "cost"];
        list(&TEXTS[..3], &numbers, rows.collect())
    }

    fn reconciliation_totals(&self) -> Sheet {
        let row = |year: &Reconciliation| {
            let cost = Value::of(year.allocated.checked_sub(year.made), Value::Cents);
            Row::plain([
                year_of(year.year),
                cost,
                Value::Cents(year.made),
                Value::Cents(year.allocated),
            ])
        };
        let rows = self.reconciliations.iter().map(row).collect();
        list(&["year"], &["cost", "made", "allocated"], rows)
    }

    /// The figures of a statement of use (Verwendungsnachweis, BHO § 44).
    fn use_statement(&self) -> Sheet {
        let rows = self.accounts().map(|(year, account)| {
            let [chapter, title] = place(account.title.as_ref());
            let budgeted = budgeted(account);
            let [before, before_that] = account.earlier;
            let spent = [Some(account.spent), before, before_that]
                .map(|spent| Value::of(spent, Value::Cents));
            let texts = [year_of(year.year), chapter, title, name(account)];
            Row::plain(texts.into_iter().chain(budgeted).chain(spent))
        });
        let numbers = [
            "amount",
            "carried_in",
            "adjusted",
            "available",
            "spent",
            "spent_year_before",
            "spent_two_years_before",
        ];
        list(&TEXTS, &numbers, rows.collect())
    }
}

/// A title of the account for machines, in the order of [`TEXTS`] and [`NUMBERS`].
fn row(year: i16, account: &Account) -> Row {
    let [chapter, title] = place(account.title.as_ref());
    let is_budgeted = account.line.is_some();
    let of_line = |cents: Cents| if is_budgeted { Value::Cents(cents) } else { Value::Empty };
    let forecast = [account.forecast.line, account.forecast.pattern, account.forecast.committed];
    let texts = [year_of(year), chapter, title, name(account)];
    let sums = [
        of_line(account.committed()),
        Value::Cents(account.planned),
        Value::Cents(account.spent),
        Value::Cents(account.income),
        of_line(account.remaining),
        Value::of(account.used(), Value::Percent),
        of_line(account.cover_in),
        of_line(account.cover_out),
    ];
    let forecast = forecast.map(|cents| Value::of(cents, Value::Cents));
    let deducted = [Value::Cents(account.deducted)];
    Row::plain(
        texts.into_iter().chain(budgeted(account)).chain(sums).chain(forecast).chain(deducted),
    )
}

/// Appropriation, leftovers, adjustments and their sum; empty for what is in no budget.
fn budgeted(account: &Account) -> [Value; 4] {
    match &account.line {
        Some(line) => {
            [line.amount, line.carried_in, line.adjusted, account.available].map(Value::Cents)
        }
        None => [const { Value::Empty }; 4],
    }
}

/// Chapter and title; `-` for what lacks one of them.
pub(crate) fn place(title: Option<&BudgetTitle>) -> [Value; 2] {
    match title {
        Some(title) => [Value::text(&*title.chapter), Value::text(&*title.title)],
        None => [Value::word("-"), Value::word("-")],
    }
}

/// Returns the name of a title.
pub(crate) fn name(account: &Account) -> Value {
    account.line.as_ref().map_or(Value::Empty, |line| Value::text(&line.name))
}

fn year_of(year: i16) -> Value {
    Value::Date(year.to_string())
}

fn list(texts: &[&str], numbers: &[&str], rows: Vec<Row>) -> Sheet {
    let texts = texts.iter().map(|name| Column::text(*name, *name));
    let numbers = numbers.iter().map(|name| Column::number(*name, *name));
    Sheet { columns: texts.chain(numbers).collect(), rows, layout: Layout::List }
}
