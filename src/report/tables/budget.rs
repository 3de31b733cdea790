//! The tables of the budget that stand in its data and on its pages, each stated once.

use super::record_table::{Reader, RecordTable};
use crate::analysis::settlement::Due;
use crate::model::{BudgetTitle, Commitment, PartyIx};
use crate::money::Cents;
use crate::report::Value;
use crate::text::Term;

/// What may be spent in a later year for a title: the year of the budget, the title, the later
/// year.
pub(crate) type Committed<'a> = (i16, &'a BudgetTitle, i16, &'a Commitment);

/// The commitments for later years.
pub(crate) fn commitments<'r>(reader: &'r Reader<'_>) -> RecordTable<'r, Committed<'r>> {
    let cents = |amount: Option<Cents>| Value::of(amount, Value::Cents);
    reader
        .table()
        .text("title", Term::Title, |(_, title, ..): &Committed<'r>| Value::text(title.to_string()))
        .text("year", Term::BudgetYear, |(year, ..)| year_of(*year))
        .text("budget_chapter", Term::Chapter, |(_, title, ..)| Value::text(&*title.chapter))
        .text("budget_title", Term::Title, |(_, title, ..)| Value::text(&*title.title))
        .text("ve_year", Term::DueIn, |(_, _, due, _)| year_of(*due))
        .number("granted", Term::Granted, |(.., it)| Value::Cents(it.granted))
        .number("used", Term::CommitmentUsed, |(.., it)| Value::Cents(it.used))
        .number("open", Term::CommitmentOpen, move |(.., it)| {
            cents(it.granted.checked_sub(it.used))
        })
}

/// What the own budget of a party must hold in a year.
pub(crate) type OwnBudget<'a> = (i16, PartyIx, &'a Due);

/// What the own budgets of the parties must hold; gross.
pub(crate) fn own_budgets<'r>(reader: &'r Reader<'_>) -> RecordTable<'r, OwnBudget<'r>> {
    reader
        .table()
        .text("year", Term::BudgetYear, |(year, ..): &OwnBudget<'r>| year_of(*year))
        .text("party", Term::Party, |(_, party, _)| reader.party(*party))
        .number("called", Term::Advances, |(.., due)| Value::Cents(due.called))
        .number("claimed", Term::ClaimedSum, |(.., due)| Value::Cents(due.claimed))
        .number("to_pay", Term::NetBefore, |(.., due)| Value::of(due.to_pay(), Value::Cents))
        .number("refunded", Term::RefundedSum, |(.., due)| Value::Cents(due.refunded))
}

fn year_of(year: i16) -> Value {
    Value::Date(year.to_string())
}
