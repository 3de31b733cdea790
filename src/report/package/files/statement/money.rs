//! The money of a statement: what was paid, laid out and credited, by what it is, and how the
//! balance reaches the next calls.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Statement;
use crate::analysis::settlement::{
    Account, Call, CalledCredit, Credit, CreditKind, LeftoverPart, Outcome,
};
use crate::model::{DateRange, PaymentRow};
use crate::money::Cents;
use crate::report::tables::amounts::{less, sum};
use crate::report::tables::label::day;
use crate::report::tables::settlement_words::{
    credit_title, credit_words, leftover_title, outcome_words,
};
use crate::report::{Block, Column, Layout, Material, Row, Sheet, Value};
use crate::text::{Lang, Phrase, Term, term};

/// Rows of one kind with their amounts: date, what it was, document.
type Items = Vec<(String, String, Option<String>, Cents)>;

/// Adds up payments.
pub(crate) fn paid(payments: &[&PaymentRow]) -> Cents {
    sum(payments.iter().map(|payment| payment.amount))
}

impl<'a> Statement<'_, 'a> {
    /// Share, advances, outlays, credits and balance of each settlement period, and what becomes of
    /// it.
    pub(crate) fn account(&self) -> Vec<Block> {
        if self.accounts.is_empty() {
            return Vec::new();
        }
        let mut blocks = vec![self.heading(Term::StatementResult)];
        for account in &self.accounts {
            let lang = self.material.lang;
            let minus = |amount: Cents| Value::of(Cents::ZERO.checked_sub(amount), Value::Cents);
            let is_debit = |part: &Credit| part.amount.amount().signum() < 0;
            let credits = match account.credits.amount().signum() {
                -1 => Term::PlusDebits,
                _ if account.credit_parts.iter().any(is_debit) => Term::LessCreditsNet,
                _ => Term::LessCredits,
            };
            let [advances, later] = self.payments(account).map(|those| paid(&those));
            let mut figures = vec![
                (Term::StatementShare, Value::Cents(account.share.amount())),
                (Term::LessAdvances, minus(advances)),
                (Term::LessPaidForAll, minus(account.paid_for_all.amount())),
                (credits, minus(account.credits.amount())),
            ];
            if !later.is_zero() {
                figures.insert(2, (Term::LessAfterSettlement, minus(later)));
            }
            let row = |(word, amount)| Row::plain([Value::text(term(word, lang)), amount]);
            let mut rows: Vec<Row> = figures.into_iter().map(row).collect();
            let balance = Value::Cents(account.balance.amount());
            rows.push(Row::total([Value::text(term(Term::AccountBalance, lang)), balance]));
            let columns = vec![
                Column::text("what", account.period.to_string()),
                Column::number("amount", self.material.project.currency.clone()),
            ];
            blocks.push(Block::Sheet(Sheet { columns, rows, layout: Layout::List }));
            let words = format!(
                "{}: {}",
                term(Term::OutcomeOf, lang),
                outcome_words(self.material.project, account, lang)
            );
            blocks.push(Block::Paragraph(words));
        }
        let basis = &self.material.project.settlement.legal_basis;
        blocks.extend(basis.as_ref().map(|basis| {
            Block::Paragraph(format!("{}: {basis}", term(Term::LegalBasis, self.material.lang)))
        }));
        blocks
    }

    /// Lists the payments of an account: advances, up to the day of settlement; and those that came
    /// after it.
    pub(crate) fn payments(&self, account: &Account) -> [Vec<&'a PaymentRow>; 2] {
        let project = self.material.project;
        let settled = project.settled_on(account.period);
        let own = |payment: &&PaymentRow| {
            payment.party == self.party
                && project.settled_per.around(payment.time().from) == account.period
                && !payment.is_interest()
        };
        let (advances, later) =
            project.payments.iter().filter(own).partition(|payment| payment.date <= settled);
        [advances, later]
    }

    /// Payments, outlays and credits, one by one, each kind with its sum.
    pub(crate) fn money(&self) -> Vec<Block> {
        let lang = self.material.lang;
        let mut rows = Vec::new();
        for account in &self.accounts {
            for (kind, items) in self.kinds(account) {
                let period = (self.accounts.len() > 1).then(|| format!(" {}", account.period));
                rows.extend(group(
                    &format!("{}{}", term(kind, lang), period.unwrap_or_default()),
                    items,
                    lang,
                ));
            }
        }
        if rows.is_empty() {
            return Vec::new();
        }
        let columns = vec![
            Column::text("kind", term(Term::PaymentKind, lang)),
            Column::text("date", term(Term::Date, lang)),
            Column::text("what", term(Term::Item, lang)),
            Column::text("document", term(Term::DocumentNumber, lang)),
            Column::number("amount", term(Term::Amount, lang)),
        ];
        let sheet = Sheet { columns, rows, layout: Layout::List };
        vec![self.heading(Term::PaymentsAndCredits), Block::Sheet(sheet)]
    }

    /// Lists what an account is made of beside the share, by kind.
    fn kinds(&self, account: &Account) -> [(Term, Items); 4] {
        let lang = self.material.lang;
        let payment = |payment: &PaymentRow| {
            let what =
                payment.purpose.as_deref().unwrap_or(term(Term::SubjectPayment, lang)).to_owned();
            let document = payment.document.as_deref().map(str::to_owned);
            (day(payment.date, lang), what, document, payment.amount)
        };
        let [advances, later] =
            self.payments(account).map(|those| those.into_iter().map(payment).collect::<Items>());
        let credit = |(kind, amount)| {
            let what = credit_words(self.material.project, account.period, kind, lang);
            (account.period.to_string(), what, None, amount)
        };
        let credits =
            account.credit_parts.iter().map(|part| credit((part.kind, part.amount.amount())));
        [
            (Term::Advances, advances),
            (Term::AfterSettlement, later),
            (Term::Outlays, self.outlays(account.period)),
            (Term::CreditsAndDebits, credits.collect()),
        ]
    }

    /// Lists what the party paid for all in a settlement period.
    fn outlays(&self, period: DateRange) -> Items {
        let Some(settlement) = self.package.input.settlement else { return Vec::new() };
        let own = settlement
            .run
            .outlays()
            .filter(|(party, it)| *party == self.party && it.period == period);
        let item = own.map(|(_, booked)| {
            let entry = &settlement.run.costs[booked.entry];
            let document = entry.document.as_deref().map(str::to_owned);
            (
                self.material.lang.dates(&booked.period.to_string()),
                self.names.object(entry.object),
                document,
                booked.amount.amount(),
            )
        });
        item.collect()
    }

    /// What is called from the party, and what of its balance and of leftovers is set off.
    pub(crate) fn calls(&self) -> Vec<Block> {
        let lang = self.material.lang;
        let Some(called) = self.package.input.called else { return Vec::new() };
        let own = self.paid_calls();
        if own.is_empty() {
            return Vec::new();
        }
        let is_paid = own.iter().any(|(_, paid)| !paid.is_zero());
        let mut columns = vec![
            Column::text("period", term(Term::Period, lang)),
            Column::text("due", term(Term::Due, lang)),
            Column::number("instalment", term(Term::SubjectInstalment, lang)),
            Column::number("set_off", term(Term::SubjectSetOff, lang)),
            Column::number("amount", term(Term::Called, lang)),
            Column::number("paid", term(Term::PaidAlready, lang)),
            Column::number("open", term(Term::StillOpen, lang)),
        ];
        columns.truncate(if is_paid { 7 } else { 5 });
        let row = |(call, paid): &(&Call, Cents)| {
            let [instalment, set_off, amount] =
                [call.instalment, call.set_off, call.amount].map(|it| it.amount());
            let amounts =
                [instalment, set_off, amount, *paid, less(amount, *paid)].map(Value::Cents);
            let head = [Value::Date(call.period.to_string()), Value::text(day(call.due, lang))];
            Row::plain(head.into_iter().chain(amounts).take(columns.len()))
        };
        let rows = own.iter().map(row).collect();
        let mut blocks = vec![
            self.heading(Term::CallSheet),
            Block::Sheet(Sheet { columns, rows, layout: Layout::List }),
        ];
        blocks.extend(self.due_together(&own));
        for period in &called.periods {
            let calls: Vec<&Call> =
                own.iter().map(|(call, _)| *call).filter(|call| call.period == *period).collect();
            blocks.extend(self.bridge(*period, &calls, &called.credits));
            blocks.extend(self.bound(*period));
        }
        blocks
    }

    /// Adds up what falls due on the same day: the balance, and what is open of calls.
    fn due_together(&self, calls: &[(&Call, Cents)]) -> Vec<Block> {
        let (project, lang) = (self.material.project, self.material.lang);
        let claims = self.accounts.iter().filter(|account| account.outcome == Outcome::Claim);
        let claims = claims.filter_map(|account| {
            Some((account.due?, (Term::OutcomeClaim, account.balance.amount())))
        });
        let open = calls.iter().map(|(call, paid)| {
            (call.due, (Term::SubjectInstalment, less(call.amount.amount(), *paid)))
        });
        let mut days: BTreeMap<Date, Vec<(Term, Cents)>> = BTreeMap::new();
        for (due, part) in claims.chain(open).filter(|(_, (_, amount))| amount.signum() > 0) {
            days.entry(due).or_default().push(part);
        }
        let money = |amount: Cents| format!("{} {}", lang.amount(amount), project.currency);
        let words = days.into_iter().filter(|(_, parts)| parts.len() > 1).map(|(due, parts)| {
            let amount = money(sum(parts.iter().map(|(_, amount)| *amount)));
            let parts = parts
                .iter()
                .map(|(word, amount)| format!("{} {}", term(*word, lang), money(*amount)));
            let parts = parts.collect::<Vec<_>>().join(", ");
            Phrase::DueTogether { day: day(due, lang), amount, parts }.get(lang)
        });
        words.map(Block::Paragraph).collect()
    }

    /// Names the instalments against which the balance of a period is set off.
    pub(crate) fn set_off_in(&self, period: DateRange) -> Option<String> {
        let called = self.package.input.called?;
        let next = self.material.project.settled_per.around(period.to.tomorrow().ok()?);
        let is_carried = |it: &&CalledCredit| {
            it.party == self.party && it.period == next && it.credit.kind == CreditKind::Carried
        };
        called.credits.iter().find(is_carried)?;
        let mut calls =
            self.called().filter(|call| call.period == next && !call.set_off.amount().is_zero());
        let first = calls.next()?;
        let lang = self.material.lang;
        let (number, period) = (first.number.to_string(), next.to_string());
        let day = day(first.due, lang);
        Some(match calls.next() {
            None => Phrase::InstalmentOfCalls { number, period, day }.get(lang),
            Some(_) => Phrase::InstalmentsOfCalls { number, period, day }.get(lang),
        })
    }

    /// Leads from the balance and leftovers to what each instalment of a period is less for.
    fn bridge(&self, period: DateRange, calls: &[&Call], credits: &[CalledCredit]) -> Vec<Block> {
        let (project, lang) = (self.material.project, self.material.lang);
        let own: Vec<&CalledCredit> =
            credits.iter().filter(|it| it.period == period && it.party == self.party).collect();
        if own.is_empty() {
            return Vec::new();
        }
        let row = |what: String, amount: Cents| [Value::text(what), Value::Cents(amount)];
        let there = sum(own.iter().map(|it| it.credit.amount.amount()));
        let mut rows: Vec<Row> = own
            .iter()
            .map(|it| {
                let title = credit_title(project, period, it.credit.kind, lang);
                Row::plain(row(title, it.credit.amount.amount()))
            })
            .collect();
        rows.push(Row::total(row(term(Term::ToSetOff, lang).to_owned(), there)));
        let mut left = there;
        for call in calls.iter().filter(|call| !call.set_off.amount().is_zero()) {
            let set_off = call.set_off.amount();
            left = less(left, set_off);
            let words =
                Phrase::SetOffIn { number: call.number.to_string(), day: day(call.due, lang) };
            rows.push(Row::plain(row(words.get(lang), less(Cents::ZERO, set_off))));
        }
        rows.push(Row::total(row(term(Term::LeftToSetOff, lang).to_owned(), left)));
        let columns = vec![
            Column::text("what", Phrase::SetOffWith { period: period.to_string() }.get(lang)),
            Column::number("amount", project.currency.clone()),
        ];
        vec![
            Block::Paragraph(term(Term::SetOffMeans, lang).to_owned()),
            Block::Sheet(Sheet { columns, rows, layout: Layout::List }),
        ]
    }

    /// Says which leftovers enter a period and lower no call.
    fn bound(&self, period: DateRange) -> Vec<Block> {
        let Material { project, lang, .. } = self.material;
        let leftovers = self.package.input.settlement.into_iter().flat_map(|it| &it.leftovers);
        let bound = leftovers.filter(|part| {
            let leftover = &project.leftovers[usize::from(part.leftover)];
            part.party == self.party && leftover.bound && leftover.into == period
        });
        let say = |part: &LeftoverPart| {
            let title = leftover_title(project, part.leftover).to_owned();
            let amount = format!("{} {}", lang.amount(part.amount.amount()), project.currency);
            Block::Paragraph(
                Phrase::BoundLeftover { title, amount, period: period.to_string() }.get(lang),
            )
        };
        bound.map(say).collect()
    }
}

/// Writes the rows of one kind, with their sum below.
fn group(kind: &str, items: Items, lang: Lang) -> Vec<Row> {
    if items.is_empty() {
        return Vec::new();
    }
    let all = sum(items.iter().map(|(.., amount)| *amount));
    let row = |(date, what, document, amount): (String, String, Option<String>, Cents)| {
        let texts = [kind.to_owned(), date, what].map(Value::text);
        Row::plain(
            texts.into_iter().chain([Value::of(document, Value::text), Value::Cents(amount)]),
        )
    };
    let mut rows: Vec<Row> = items.into_iter().map(row).collect();
    let title = Value::text(format!("{}: {kind}", term(Term::Total, lang)));
    rows.push(Row::total([title, Value::Empty, Value::Empty, Value::Empty, Value::Cents(all)]));
    rows
}
