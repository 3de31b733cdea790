//! How a statement says that money is moved: only who has to pay is told where to, who gets money back is asked for an account,
//! and who keeps the joint account pays itself nothing.

use super::Statement;
use crate::analysis::settlement::{Call, Outcome};
use crate::model::Status;
use crate::report::Block;
use crate::text::Term;

impl<'a> Statement<'_, 'a> {
    /// Lists what is called from the party.
    pub(super) fn called(&self) -> impl Iterator<Item = &'a Call> + use<'a> {
        let party = self.party;
        let calls = self.handout.dossier.called.into_iter().flat_map(|called| &called.calls);
        calls.filter(move |call| call.party == party)
    }

    /// Tells whether the party keeps the joint account.
    pub(super) fn keeps_account(&self) -> bool {
        self.material.project.settlement.account == Some(self.party)
    }

    pub(super) fn comes_to(&self, outcome: Outcome) -> bool {
        self.accounts.iter().any(|account| account.outcome == outcome)
    }

    /// Tells whether the party has to pay anything. Without accounts and calls that is the share itself, unless it is planned.
    fn pays(&self) -> bool {
        let dossier = &self.handout.dossier;
        let is_bare = dossier.settlement.is_none() && dossier.called.is_none();
        let is_due = is_bare && self.material.status == Status::Actual && self.total().signum() > 0;
        is_due || self.comes_to(Outcome::Claim) || self.is_called()
    }

    fn is_called(&self) -> bool {
        self.called().any(|call| call.amount.amount().signum() > 0)
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
            way.push(Block::Address(bank.clone()));
        }
        way
    }

    /// Where to pay, and whom to ask.
    pub(super) fn bank(&self) -> Vec<Block> {
        let contact = &self.material.project.letterhead.contact;
        let contact = (!contact.is_empty()).then(|| Block::Address(contact.clone()));
        let parts = [(Term::BankAccount, self.way()), (Term::Contact, contact.into_iter().collect())];
        let there = parts.into_iter().filter(|(_, blocks)| !blocks.is_empty());
        there.flat_map(|(word, blocks)| std::iter::once(self.heading(word)).chain(blocks)).collect()
    }
}
