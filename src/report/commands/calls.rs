//! What is called in, from whom and when: the report of `umlage calls`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::analysis::settlement::{Call, CalledRun, CreditKind};
use crate::model::{DateRange, PartyIx, Project};
use crate::money::Cents;
use crate::report::tables::amounts::{less, sum};
use crate::report::tables::label::{Names, day, stretches};
use crate::report::tables::record_table::Reader;
use crate::report::tables::settlement as tables;
use crate::report::tables::settlement_words::credit_title;
use crate::report::{
    Block, Cell, Column, Content, DataPart, Document, ExplainedFigure, Layout, Row, Sheet, Value,
};
use crate::text::{Lang, Phrase, Term, term};
use crate::trace::Traced;

/// What the report is made of.
#[derive(Clone, Copy)]
pub struct CallReport<'a> {
    /// The project.
    pub project: &'a Project,
    /// The calls.
    pub called: &'a CalledRun,
    /// The language of the page.
    pub lang: Lang,
}

/// Tells who is called on to pay how much, and when.
pub fn calls<'a>(report: CallReport<'a>) -> Document<'a> {
    Document::new("umlage/calls/1", report.lang, move || report.data(), move || report.page())
}

impl<'a> CallReport<'a> {
    fn data(self) -> Vec<DataPart<'a>> {
        let machine = Reader::machine(self.project);
        let rows = tables::calls(&machine).sheet(&self.called.calls);
        let total = |amount: fn(&Call) -> Traced| {
            Value::Cents(sum(self.called.calls.iter().map(|call| amount(call).amount())))
        };
        let totals = vec![
            ("share", total(|call| call.instalment)),
            ("set_off", total(|call| call.set_off)),
            ("amount", total(|call| call.amount)),
        ];
        let mut parts = vec![DataPart::fact("project", Value::text(&self.project.title))];
        parts.extend(crate::report::commands::scenario_show::facts(self.project));
        parts.extend([
            DataPart::fact("currency", Value::text(&self.project.currency)),
            DataPart::fact(
                "legal_basis",
                Value::of(self.project.calls.legal_basis.as_ref(), Value::text),
            ),
            DataPart::records("rows", rows),
            DataPart { name: "totals", content: Content::Group(totals) },
            DataPart::records("years", self.years()),
        ]);
        parts
    }

    /// What each party's own budget must hold in each year, by due date.
    fn by_year(self) -> BTreeMap<(i16, PartyIx), Vec<Cents>> {
        let mut years: BTreeMap<(i16, PartyIx), Vec<Cents>> = BTreeMap::new();
        for call in &self.called.calls {
            years.entry((call.due.year(), call.party)).or_default().push(call.amount.amount());
        }
        years
    }

    fn years(self) -> Sheet {
        let columns = vec![
            Column::text("year", "year"),
            Column::text("party", "party"),
            Column::number("amount", "amount"),
        ];
        let rows = self.by_year().into_iter().map(|((year, party), amounts)| {
            Row::plain([
                Value::Date(format!("{year:04}")),
                Value::text(&self.project.party(party).id),
                Value::Cents(sum(amounts)),
            ])
        });
        Sheet { columns, rows: rows.collect(), layout: Layout::List }
    }

    fn page(self) -> Vec<Block> {
        let lang = self.lang;
        let mut page = vec![Block::Title(self.project.title.clone())];
        page.extend(crate::report::commands::scenario_show::about(self.project, lang));
        if self.called.calls.is_empty() {
            page.push(Block::Paragraph(term(Term::NothingToCall, lang).to_owned()));
            return page;
        }
        page.push(Block::Paragraph(self.about().get(lang)));
        page.extend(self.legal_basis().map(Block::Paragraph));
        for period in &self.called.periods {
            if self.called.periods.len() > 1 {
                page.push(Block::Heading(period.to_string()));
            }
            page.push(Block::Sheet(self.by_due_date(*period)));
            let credits = self.called.calls.iter().any(|call| !call.set_off.amount().is_zero());
            if credits {
                page.push(Block::Heading(term(Term::SetOffHow, lang).to_owned()));
                page.push(Block::Sheet(self.set_off(*period)));
            }
        }
        page
    }

    /// Names the periods that are called for.
    pub(crate) fn about(self) -> Phrase {
        let currency = self.project.currency.clone();
        Phrase::CallsAbout { period: stretches(&self.called.periods, self.lang), currency }
    }

    /// Says on what the calls rest.
    pub(crate) fn legal_basis(self) -> Option<String> {
        let basis = self.project.calls.legal_basis.as_ref()?;
        Some(format!("{}: {basis}", term(Term::LegalBasis, self.lang)))
    }

    /// The parties down, the due dates across.
    fn by_due_date(self, period: DateRange) -> Sheet {
        let lang = self.lang;
        let own: Vec<&Call> =
            self.called.calls.iter().filter(|call| call.period == period).collect();
        let mut dates: Vec<(u16, Date)> = own.iter().map(|call| (call.number, call.due)).collect();
        dates.sort();
        dates.dedup();
        let mut columns = vec![Column::text("party", term(Term::Party, lang))];
        columns.extend(dates.iter().map(|(_, due)| Column::number("amount", day(*due, lang))));
        columns.push(Column::number("total", term(Term::Total, lang)));
        let names = Names::new(self.project, lang);
        let mut parties: Vec<PartyIx> = own.iter().map(|call| call.party).collect();
        parties.dedup();
        let mut rows: Vec<Row> = Vec::new();
        for party in parties {
            let calls: Vec<&&Call> = own.iter().filter(|call| call.party == party).collect();
            let total = sum(calls.iter().map(|call| call.amount.amount()));
            let cells = std::iter::once(Value::text(names.party(party)).into())
                .chain(calls.iter().map(|call| Cell::from(call.amount)))
                .chain([Value::Cents(total).into()]);
            rows.push(Row::plain(cells));
        }
        let on = |number: u16| {
            sum(own.iter().filter(|call| call.number == number).map(|call| call.amount.amount()))
        };
        let totals = dates.iter().map(|(number, _)| Value::Cents(on(*number)));
        let all = Value::Cents(sum(own.iter().map(|call| call.amount.amount())));
        rows.push(Row::total(
            std::iter::once(Value::text(term(Term::Total, lang))).chain(totals).chain([all]),
        ));
        Sheet { columns, rows, layout: Layout::Cross }
    }

    /// The share of each party, what there is to set off and where it comes from, what is set off,
    /// and what is called.
    fn set_off(self, period: DateRange) -> Sheet {
        let lang = self.lang;
        let own: Vec<&Call> =
            self.called.calls.iter().filter(|call| call.period == period).collect();
        let kinds = self.kinds(period);
        let sums = |party: Option<PartyIx>| self.sums(period, &own, &kinds, party);
        let is_left = own
            .iter()
            .any(|call| sums(Some(call.party)).last().is_some_and(|left| !left.is_zero()));
        let mut columns = vec![
            Column::text("party", term(Term::Party, lang)),
            Column::number("share", term(Term::PlannedShare, lang)),
        ];
        columns.extend(
            kinds.iter().map(|kind| {
                Column::number("credit", credit_title(self.project, period, *kind, lang))
            }),
        );
        columns.push(Column::number("set_off", term(Term::SubjectSetOff, lang)));
        columns.push(Column::number("amount", term(Term::Called, lang)));
        columns.push(Column::number("left", term(Term::LeftToSetOff, lang)));
        columns.truncate(columns.len() - usize::from(!is_left));
        let names = Names::new(self.project, lang);
        let mut parties: Vec<PartyIx> = own.iter().map(|call| call.party).collect();
        parties.dedup();
        let cells = |name: String, party: Option<PartyIx>| {
            let all =
                std::iter::once(Value::text(name)).chain(sums(party).into_iter().map(Value::Cents));
            all.take(columns.len()).collect::<Vec<_>>()
        };
        let mut rows: Vec<Row> = parties
            .into_iter()
            .map(|party| Row::plain(cells(names.party(party), Some(party))))
            .collect();
        rows.push(Row::total(cells(term(Term::Total, lang).to_owned(), None)));
        Sheet { columns, rows, layout: Layout::List }
    }

    /// Lists where what is set off in a period comes from.
    fn kinds(self, period: DateRange) -> Vec<CreditKind> {
        let mut kinds: Vec<CreditKind> = Vec::new();
        for credit in self.called.credits.iter().filter(|credit| credit.period == period) {
            if !kinds.contains(&credit.credit.kind) {
                kinds.push(credit.credit.kind);
            }
        }
        kinds
    }

    /// Adds up for a party, or for all: the share, each kind of credit, what is set off, what is
    /// called, what is left.
    fn sums(
        self,
        period: DateRange,
        calls: &[&Call],
        kinds: &[CreditKind],
        party: Option<PartyIx>,
    ) -> Vec<Cents> {
        let is_own = |it: PartyIx| party.is_none_or(|party| party == it);
        let of = |amount: fn(&Call) -> Traced| {
            sum(calls.iter().filter(|call| is_own(call.party)).map(|call| amount(call).amount()))
        };
        let credits =
            self.called.credits.iter().filter(|it| it.period == period && is_own(it.party));
        let of_kind = |kind: &CreditKind| {
            sum(credits
                .clone()
                .filter(|it| it.credit.kind == *kind)
                .map(|it| it.credit.amount.amount()))
        };
        let credits: Vec<Cents> = kinds.iter().map(of_kind).collect();
        let set_off = of(|call| call.set_off);
        let left = less(sum(credits.iter().copied()), set_off);
        let first = std::iter::once(of(|call| call.instalment));
        first.chain(credits).chain([set_off, of(|call| call.amount), left]).collect()
    }
}

/// Names a call.
pub fn call_figure(call: &Call, project: &Project, lang: Lang) -> ExplainedFigure {
    let party = Names::new(project, lang).party(call.party);
    let what =
        format!("{} {} {party}, {}", term(Term::SubjectCall, lang), call.number, call.period);
    let title = Phrase::DueOn { what, day: day(call.due, lang) }.get(lang);
    ExplainedFigure { title, amount: call.amount }
}
