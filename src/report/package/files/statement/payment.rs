//! How a statement says that money is moved: only who has to pay is told where to, who gets money
//! back is asked for an account, and who keeps the joint account pays itself nothing.

use std::collections::BTreeSet;

use super::Statement;
use crate::analysis::settlement::{Call, Outcome, paid_on_calls};
use crate::model::{DateRange, Status};
use crate::money::Cents;
use crate::report::tables::label::period_words;
use crate::report::{Block, Material};
use crate::text::{Lang, Term, term};

impl<'a> Statement<'_, 'a> {
    /// Lists what is called from the party.
    pub(crate) fn called(&self) -> impl Iterator<Item = &'a Call> + use<'a> {
        let party = self.party;
        let calls = self.package.input.called.into_iter().flat_map(|called| &called.calls);
        calls.filter(move |call| call.party == party)
    }

    /// Lists what is called from the party, with what was paid on it by the date of the letter.
    pub(crate) fn paid_calls(&self) -> Vec<(&'a Call, Cents)> {
        let project = self.material.project;
        let date = project.letterhead.date.as_ref().map(|date| date.value);
        let called = self.package.input.called;
        called.map(|called| paid_on_calls(project, called, self.party, date)).unwrap_or_default()
    }

    /// Tells whether the party keeps the joint account.
    pub(crate) fn keeps_account(&self) -> bool {
        self.material.project.settlement.account == Some(self.party)
    }

    pub(crate) fn comes_to(&self, outcome: Outcome) -> bool {
        self.accounts.iter().any(|account| account.outcome == outcome)
    }

    /// Tells whether the party has to pay anything. Without accounts and calls that is the share
    /// itself, unless it is planned.
    fn pays(&self) -> bool {
        let input = &self.package.input;
        let is_bare = input.settlement.is_none() && input.called.is_none();
        let is_due = is_bare && self.material.status == Status::Actual && self.total().signum() > 0;
        is_due || self.comes_to(Outcome::Claim) || self.is_called()
    }

    fn is_called(&self) -> bool {
        self.paid_calls().iter().any(|(call, paid)| *paid < call.amount.amount())
    }

    /// By which words a payment is known: the party, what is paid, and for which period; none where
    /// the agreement gives its own.
    fn reference(&self) -> Option<String> {
        let Material { project, run, lang, .. } = self.material;
        let words =
            [Lang::De, Lang::En].map(|lang| term(Term::PaymentReference, lang).to_lowercase());
        let is_own = |line: &String| words.iter().any(|word| line.to_lowercase().starts_with(word));
        if project.letterhead.bank.iter().any(is_own) {
            return None;
        }
        let id = &project.party(self.party).id;
        let open =
            self.paid_calls().into_iter().filter(|(call, paid)| *paid < call.amount.amount());
        let called: BTreeSet<DateRange> = open.map(|(call, _)| call.period).collect();
        let claims = self.accounts.iter().filter(|account| account.outcome == Outcome::Claim);
        let mut settled: Vec<String> = claims.map(|account| account.period.to_string()).collect();
        if settled.is_empty() && called.is_empty() {
            settled.push(period_words(project, run, lang));
        }
        let settled = settled.into_iter().map(|period| (Term::StatementSheet, period));
        let called = called.into_iter().map(|period| (Term::AdvanceFor, period.to_string()));
        let all = settled
            .chain(called)
            .map(|(word, period)| format!("{id} {} {period}", term(word, lang)));
        let all = all.collect::<Vec<_>>().join("; ");
        Some(format!("{}: {all}", term(Term::PaymentReference, lang)))
    }

    /// How money is moved between the party and the joint account.
    fn way(&self) -> Vec<Block> {
        let bank = &self.material.project.letterhead.bank;
        let (pays, gets) = (self.pays(), self.comes_to(Outcome::Refund));
        let words = |word: Term| Block::Paragraph(self.word(word));
        if self.keeps_account() {
            return if pays || gets { vec![words(Term::KeepsAccount)] } else { Vec::new() };
        }
        let mut way = Vec::new();
        way.extend(gets.then(|| words(Term::GetsPaidBack)));
        if pays && !bank.is_empty() {
            way.extend(gets.then(|| words(Term::CallsGoTo)));
            way.push(Block::Address(bank.iter().cloned().chain(self.reference()).collect()));
        }
        way
    }

    /// Where to pay, and whom to ask.
    pub(crate) fn bank(&self) -> Vec<Block> {
        let contact = &self.material.project.letterhead.contact;
        let contact = (!contact.is_empty()).then(|| Block::Address(contact.clone()));
        let parts =
            [(Term::BankAccount, self.way()), (Term::Contact, contact.into_iter().collect())];
        let there = parts.into_iter().filter(|(_, blocks)| !blocks.is_empty());
        there.flat_map(|(word, blocks)| std::iter::once(self.heading(word)).chain(blocks)).collect()
    }
}
