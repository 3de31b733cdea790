//! The pages of the budget account: narrow tables one below the other, each with its sums.

use std::collections::BTreeMap;

use super::BudgetReport;
use crate::analysis::budget::{Account, BudgetYear, Reconciled, Reconciliation};
use crate::model::BudgetTitle;
use crate::money::{Cents, Mode, Ratio};
use crate::report::tables::budget as tables;
use crate::report::tables::label::day as written;
use crate::report::tables::record_table::Reader;
use crate::report::{Block, Column, Emphasis, Layout, Line, Row, Sheet, Value};
use crate::text::{Phrase, Term, term};

/// A column of amounts.
type Amounts<'t, T> = (String, Box<dyn Fn(&T) -> Option<Cents> + 't>);

/// A figure of a title in a year.
type AccountAmount = fn(&Account) -> Option<Cents>;

/// A title in several years.
struct Across<'s> {
    title: Option<&'s BudgetTitle>,
    years: BTreeMap<i16, &'s Account>,
}

/// The column of a year in a table of several.
fn column<'s>(year: i16, figure: AccountAmount) -> Amounts<'static, Across<'s>> {
    let show =
        move |across: &Across<'s>| across.years.get(&year).and_then(|account| figure(account));
    (year.to_string(), Box::new(show))
}

impl BudgetReport<'_> {
    pub(crate) fn page(&self) -> Vec<Block> {
        let mut page = vec![Block::Title(self.project.title.clone())];
        page.extend(crate::report::commands::scenario_show::about(self.project, self.lang));
        if self.years.is_empty() {
            let known: Vec<String> =
                self.project.budget.years().iter().map(ToString::to_string).collect();
            page.push(Block::Paragraph(
                Phrase::BudgetOfOtherYears { known: known.join(", ") }.get(self.lang),
            ));
            return page;
        }
        page.push(Block::Paragraph(self.about().get(self.lang)));
        page.extend(self.years.iter().flat_map(|year| self.year(year)));
        if self.years.len() > 1 {
            page.push(self.heading(Term::YearsSideBySide));
            page.extend(self.side_by_side());
        }
        page.extend(self.commitments_page());
        page.push(self.heading(Term::BudgetReconciliation));
        page.extend(self.reconciliations.iter().flat_map(|year| self.reconciled(year)));
        page.extend(self.parties_page());
        page.push(self.heading(Term::UseStatement));
        page.extend(self.years.iter().flat_map(|year| self.used(year)));
        page
    }

    /// Names the years.
    pub(crate) fn about(&self) -> Phrase {
        let years: Vec<String> = self.years.iter().map(|year| year.year.to_string()).collect();
        Phrase::BudgetAbout { years: years.join(", "), currency: self.project.currency.clone() }
    }

    fn heading(&self, words: Term) -> Block {
        Block::Heading(self.word(words))
    }

    fn word(&self, words: Term) -> String {
        term(words, self.lang).to_owned()
    }

    /// What could be spent, what was, who covered whom, and what may come.
    fn year(&self, year: &BudgetYear) -> Vec<Block> {
        let heading = Phrase::BudgetYearOf { year: year.year.to_string() }.get(self.lang);
        let mut page = vec![Block::Heading(heading), Block::Sheet(self.spending(year))];
        if !year.draws.is_empty() {
            page.push(Block::Tree(
                year.draws
                    .iter()
                    .map(|draw| {
                        self.line(&Phrase::CoverGiven {
                            from: draw.from.to_string(),
                            to: draw.to.to_string(),
                            amount: self.lang.amount(draw.amount),
                        })
                    })
                    .collect(),
            ));
        }
        page.extend(self.forecast(year));
        page
    }

    fn line(&self, phrase: &Phrase) -> Line {
        Line { depth: 0, text: phrase.get(self.lang), emphasis: Emphasis::Plain }
    }

    /// What could be spent.
    fn appropriations(&self) -> [Amounts<'static, Account>; 4] {
        [
            (
                self.word(Term::Appropriation),
                Box::new(|account| Some(account.line.as_ref()?.amount)),
            ),
            (
                self.word(Term::CarriedIn),
                Box::new(|account| Some(account.line.as_ref()?.carried_in)),
            ),
            (self.word(Term::Adjusted), Box::new(|account| Some(account.line.as_ref()?.adjusted))),
            (
                self.word(Term::Available),
                Box::new(|account| account.line.as_ref().map(|_| account.available)),
            ),
        ]
    }

    /// What could be spent, what was, and what is left: one table where it fits.
    fn spending(&self, year: &BudgetYear) -> Sheet {
        let mut columns: Vec<Amounts<'_, Account>> = self.appropriations().into();
        columns.push((self.word(Term::BudgetSpent), Box::new(|account| Some(account.spent))));
        columns.push((
            self.word(Term::CommittedSum),
            Box::new(|account| account.line.as_ref().map(|line| line.committed)),
        ));
        columns.push((self.word(Term::Remaining), Box::new(|account| Some(account.remaining))));
        let mut sheet = self.sheet(&year.accounts, &columns);
        sheet.columns.push(Column::number("percent_used", self.word(Term::UsedPercent)));
        let parts = year.accounts.iter().map(Account::used).chain([year.used()]);
        for (row, part) in sheet.rows.iter_mut().zip(parts) {
            row.cells.push(Value::of(part.and_then(|part| self.tenths(&part)), Value::Text).into());
        }
        self.where_there(year, &mut sheet);
        Sheet { layout: Layout::Beside, ..sheet }
    }

    /// Adds what is deducted, came in and is planned, each where there is any.
    fn where_there(&self, year: &BudgetYear, sheet: &mut Sheet) {
        let others: [(Term, AccountAmount); 3] = [
            (Term::BudgetDeducted, |account| Some(account.deducted)),
            (Term::BudgetIncome, |account| Some(account.income)),
            (Term::BudgetPlanned, |account| Some(account.planned)),
        ];
        for (words, figure) in others {
            let all: Vec<Cents> = year.accounts.iter().filter_map(figure).collect();
            if all.iter().all(|sum| sum.is_zero()) {
                continue;
            }
            sheet.columns.push(Column::number(self.word(words), self.word(words)));
            let total = Value::of(Cents::sum(all.iter().copied()), Value::Cents);
            let cells = all.into_iter().map(Value::Cents).chain([total]);
            for (row, cell) in sheet.rows.iter_mut().zip(cells) {
                row.cells.push(cell.into());
            }
        }
    }

    fn forecast(&self, year: &BudgetYear) -> Vec<Block> {
        let known = |account: &Account| account.forecast.line.is_some();
        let Some(day) = year.as_of.filter(|_| year.accounts.iter().any(known)) else {
            return Vec::new();
        };
        let day = Phrase::ForecastAsOf { day: written(day, self.lang) }.get(self.lang);
        let mut columns: Vec<Amounts<'_, Account>> = Vec::new();
        let reach = reach(year);
        if reach == Reach::Far {
            columns
                .push((self.word(Term::ForecastLine), Box::new(|account| account.forecast.line)));
        }
        if reach != Reach::Over {
            columns.push((
                self.word(Term::ForecastPattern),
                Box::new(|account| account.forecast.pattern),
            ));
        }
        columns.push((
            self.word(Term::ForecastCommitted),
            Box::new(|account| account.forecast.committed),
        ));
        let mut sheet = self.sheet(&year.accounts, &columns);
        let cut = without_partial_sums(&mut sheet);
        let mut page = vec![Block::Paragraph(day), Block::Sheet(sheet)];
        page.extend(
            match reach {
                Reach::Short => Some(self.word(Term::ForecastTooEarly)),
                Reach::Far => Some(self.word(Term::ForecastUneven)),
                Reach::Over => None,
            }
            .map(Block::Paragraph),
        );
        page.extend(cut.then(|| Block::Paragraph(self.word(Term::ForecastNoSum))));
        page
    }

    /// The years of a two-year or five-year plan beside each other.
    fn side_by_side(&self) -> Vec<Block> {
        let titles = self.across();
        let figures: [(Term, AccountAmount); 3] = [
            (Term::Available, |account| account.line.as_ref().map(|_| account.available)),
            (Term::BudgetSpent, |account| Some(account.spent)),
            (Term::BudgetPlanned, |account| Some(account.planned)),
        ];
        let is_empty = |figure: AccountAmount| {
            self.accounts().all(|(_, account)| figure(account).is_none_or(Cents::is_zero))
        };
        let shown = figures.into_iter().filter(|(_, figure)| !is_empty(*figure));
        shown
            .flat_map(|(words, figure)| {
                let columns: Vec<_> =
                    self.years.iter().map(|year| column(year.year, figure)).collect();
                let sheet = self.table(&titles, |across| label(across.title, None), &columns);
                [Block::Paragraph(self.word(words)), Block::Sheet(sheet)]
            })
            .collect()
    }

    /// The titles of all years in order; what has none comes last.
    fn across(&self) -> Vec<Across<'_>> {
        let mut titles: BTreeMap<Option<&BudgetTitle>, BTreeMap<i16, &Account>> = BTreeMap::new();
        for (year, account) in self.accounts() {
            titles.entry(account.title.as_ref()).or_default().insert(year.year, account);
        }
        let mut titles: Vec<_> =
            titles.into_iter().map(|(title, years)| Across { title, years }).collect();
        titles.sort_by_key(|across| across.title.is_none());
        titles
    }

    fn commitments_page(&self) -> Vec<Block> {
        let reader = Reader::people(self.project, self.lang);
        let columns = ["title", "year", "ve_year", "granted", "used", "open"];
        let sheet = tables::commitments(&reader).select(&columns).sheet(self.commitments());
        if sheet.rows.is_empty() {
            return Vec::new();
        }
        vec![self.heading(Term::Commitments), Block::Sheet(sheet)]
    }

    /// From what is due in a year to its cost.
    fn reconciled(&self, year: &Reconciliation) -> Vec<Block> {
        type Of = (Option<BudgetTitle>, Reconciled);
        let columns: [Amounts<'_, Of>; 4] = [
            (self.word(Term::BookedNet), Box::new(|(_, sums)| sums.spent.checked_sub(sums.income))),
            (
                self.word(Term::ForOtherPeriods),
                Box::new(|(_, sums)| Cents::ZERO.checked_sub(sums.other_periods)),
            ),
            (self.word(Term::DueElsewhere), Box::new(|(_, sums)| Some(sums.due_elsewhere))),
            (self.word(Term::CostOfYear), Box::new(|(_, sums)| Some(sums.cost))),
        ];
        let amount =
            |cents: Option<Cents>| cents.map(|cents| self.lang.amount(cents)).unwrap_or_default();
        let check = Phrase::ReconciledWith {
            year: year.year.to_string(),
            allocated: amount(Some(year.allocated)),
            cost: amount(year.allocated.checked_sub(year.made)),
            made: amount(Some(year.made)),
        };
        let heading =
            Block::Paragraph(Phrase::BudgetYearOf { year: year.year.to_string() }.get(self.lang));
        let sheet = self.table(&year.titles, |(title, _)| label(title.as_ref(), None), &columns);
        let sheet = (!year.titles.is_empty()).then_some(Block::Sheet(sheet));
        let check = Block::Paragraph(check.get(self.lang));
        [Some(heading), sheet, Some(check)].into_iter().flatten().collect()
    }

    /// What the own budget of each party must hold, year by year; gross.
    fn parties_page(&self) -> Vec<Block> {
        let reader = Reader::people(self.project, self.lang);
        let columns = ["party", "called", "claimed", "to_pay", "refunded"];
        let table = tables::own_budgets(&reader).select(&columns);
        let mut page = Vec::new();
        for year in self.years.iter().map(|year| year.year) {
            let sheet = table.sheet(self.own_budgets().filter(|(of, ..)| *of == year));
            if sheet.rows.is_empty() {
                continue;
            }
            let heading = Phrase::BudgetYearOf { year: year.to_string() }.get(self.lang);
            let sheet = sheet.with_totals(term(Term::Total, self.lang));
            page.extend([Block::Paragraph(heading), Block::Sheet(sheet)]);
        }
        if !page.is_empty() {
            page.insert(0, self.heading(Term::OwnBudgets));
        }
        page
    }

    /// The figures of a statement of use: what could be spent, and what was in three years.
    fn used(&self, year: &BudgetYear) -> Vec<Block> {
        let spent = |back: i16| {
            let year = year.year.saturating_sub(back).to_string();
            Phrase::SpentIn { year }.get(self.lang)
        };
        let mut columns: Vec<Amounts<'_, Account>> = self.appropriations().into();
        columns.push((spent(0), Box::new(|account| Some(account.spent))));
        columns.push((spent(1), Box::new(|account| account.earlier[0])));
        columns.push((spent(2), Box::new(|account| account.earlier[1])));
        let sheet = Sheet { layout: Layout::Beside, ..self.sheet(&year.accounts, &columns) };
        vec![
            Block::Paragraph(Phrase::BudgetYearOf { year: year.year.to_string() }.get(self.lang)),
            Block::Sheet(sheet),
        ]
    }

    /// Writes a part of a whole in percent with one decimal.
    fn tenths(&self, part: &Ratio) -> Option<String> {
        let tenths = (part * &Ratio::from(1000)).round(Mode::HalfUp)?;
        let (sign, size) = (if tenths < 0 { "-" } else { "" }, tenths.checked_abs()?);
        Some(self.lang.number(&format!("{sign}{}.{}", size / 10, size % 10)))
    }

    /// A table of titles with sums.
    fn sheet(&self, accounts: &[Account], columns: &[Amounts<'_, Account>]) -> Sheet {
        let name = |account: &Account| {
            let name = account.line.as_ref().map(|line| line.name.as_str());
            label(account.title.as_ref(), name)
        };
        self.table(accounts, name, columns)
    }

    fn table<T>(&self, of: &[T], name: impl Fn(&T) -> String, columns: &[Amounts<'_, T>]) -> Sheet {
        let row = |one: &T| {
            let cells = columns.iter().map(|(_, amount)| Value::of(amount(one), Value::Cents));
            Row::plain([Value::text(name(one))].into_iter().chain(cells))
        };
        let rows = of.iter().map(row).collect();
        let numbers = columns.iter().map(|(title, _)| Column::number(title.clone(), title.clone()));
        let title = Column::text("title", self.word(Term::Title));
        let columns = [title].into_iter().chain(numbers).collect();
        Sheet { columns, rows, layout: Layout::List }.with_totals(term(Term::Total, self.lang))
    }
}

/// How much of its year a forecast looks back on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Less than a quarter: a straight line would be drawn through a few payments.
    Short,
    /// A quarter or more.
    Far,
    /// All of it: nothing is left to forecast.
    Over,
}

fn reach(year: &BudgetYear) -> Reach {
    let month = year.as_of.filter(|day| day.year() <= year.year);
    match month.map(|day| (day.month(), day == day.last_of_year(), day == day.last_of_month())) {
        None | Some((_, true, _)) => Reach::Over,
        Some((1 | 2, ..) | (3, _, false)) => Reach::Short,
        _ => Reach::Far,
    }
}

/// Takes away sums without some of their titles, which would be too low; tells whether there are
/// any.
fn without_partial_sums(sheet: &mut Sheet) -> bool {
    let Some((total, titles)) = sheet.rows.split_last_mut() else { return false };
    let mut found = false;
    for (at, cell) in total.cells.iter_mut().enumerate() {
        if titles.iter().any(|row| row.cells.get(at).is_some_and(|cell| cell.value == Value::Empty))
        {
            cell.value = Value::Empty;
            found = true;
        }
    }
    found
}

/// Names a title: chapter, title and what it is for; `-` for what has none.
fn label(title: Option<&BudgetTitle>, name: Option<&str>) -> String {
    match (title, name.unwrap_or_default()) {
        (Some(title), "") => title.to_string(),
        (Some(title), name) => format!("{title} {name}"),
        (None, _) => "-".to_owned(),
    }
}
