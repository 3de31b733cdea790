//! The tables of a settlement and of the calls, each stated once for pages, data and workbooks.

use jiff::civil::Date;

use super::amounts::sum;
use super::record_table::{Reader, RecordTable};
use super::settlement_words::outcome_word;
use crate::analysis::settlement::{Account, Call, Late, Settlement};
use crate::model::{DateRange, Leftover, LeftoverSplit, Project};
use crate::money::Cents;
use crate::report::Value;
use crate::text::{Term, term};
use crate::trace::Traced;

/// An amount of an account: its name, its title, and where it is.
pub(crate) type Amount = (&'static str, Term, fn(&Account) -> Traced);

/// The amounts of an account in their order.
pub(crate) const AMOUNTS: [Amount; 5] = [
    ("share", Term::Share, |account| account.share),
    ("advances", Term::Advances, |account| account.advances),
    ("paid_for_all", Term::PaidForAll, |account| account.paid_for_all),
    ("credits", Term::Credits, |account| account.credits),
    ("balance", Term::AccountBalance, |account| account.balance),
];

/// The accounts: their amounts, and what becomes of the balance.
pub(crate) fn accounts<'r>(reader: &'r Reader<'_>) -> RecordTable<'r, &'r Account> {
    let head = reader
        .table()
        .text("period", Term::Period, |account: &&Account| period(account.period))
        .text("party", Term::Party, |account| reader.party(account.party));
    let amounts = AMOUNTS.into_iter().fold(head, |table, (name, heading, amount)| {
        table.number(name, heading, move |account| reader.amount(amount(account)))
    });
    amounts
        .text("outcome", Term::OutcomeOf, |account| {
            reader.either(Value::word(account.outcome.name()), |lang| {
                Value::text(outcome_word(account, lang))
            })
        })
        .text("due", Term::Due, |account| {
            Value::of(account.due, |due| Value::Date(due.to_string()))
        })
}

/// The calls.
pub(crate) fn calls<'r>(reader: &'r Reader<'_>) -> RecordTable<'r, &'r Call> {
    reader
        .table()
        .text("period", Term::Period, |call: &&Call| period(call.period))
        .text("party", Term::Party, |call| reader.party(call.party))
        .number("instalment", Term::InstalmentNumber, |call| Value::Count(call.number.into()))
        .text("due", Term::Due, |call| Value::Date(call.due.to_string()))
        .number("share", Term::PlannedShare, |call| reader.amount(call.instalment))
        .number("set_off", Term::SubjectSetOff, |call| reader.amount(call.set_off))
        .number("amount", Term::Called, |call| reader.amount(call.amount))
}

/// The unspent funds, with age and expiry.
pub(crate) fn unspent_funds<'r>(
    reader: &'r Reader<'_>,
    project: &'r Project,
    settlement: &'r Settlement,
) -> RecordTable<'r, &'r Leftover> {
    reader
        .table()
        .text("leftover", Term::Leftover, |funds: &&Leftover| {
            reader.either(Value::text(&funds.id), |_| {
                Value::text(funds.title.as_ref().unwrap_or(&funds.id))
            })
        })
        .text("from", Term::LeftoverFrom, |funds| period(funds.from))
        .text("into", Term::LeftoverInto, |funds| period(funds.into))
        .text("bound", Term::LeftoverKind, |funds| {
            let word = if funds.bound { Term::LeftoverBound } else { Term::LeftoverFree };
            reader.either(Value::Flag(funds.bound), |lang| Value::text(term(word, lang)))
        })
        .text("until", Term::LeftoverUntil, |funds| reader.day(funds.until))
        .number("age", Term::LeftoverAge, |funds| Value::Count(age(funds, project, settlement)))
        .number("amount", Term::Amount, |funds| Value::Cents(size(&funds.split)))
        .text("legal_basis", Term::LegalBasis, |funds| Value::text(&funds.legal_basis))
}

/// The interest on instalments that came late.
pub(crate) fn interest<'r>(reader: &'r Reader<'_>) -> RecordTable<'r, &'r Late> {
    reader
        .table()
        .text("period", Term::Period, |late: &&Late| period(late.period))
        .text("party", Term::Party, |late| reader.party(late.party))
        .text("due", Term::Due, |late| reader.day(late.due))
        .text("paid", Term::PaidOn, |late| reader.day(late.paid))
        .number("days", Term::DaysLate, |late| Value::Count(days(late.due, late.paid)))
        .number("amount", Term::Amount, |late| reader.amount(late.amount))
        .number("interest", Term::SubjectInterest, |late| reader.amount(late.interest))
}

fn period(period: DateRange) -> Value {
    Value::Date(period.to_string())
}

/// How many settlement periods unspent funds are old at the end of the last period shown.
fn age(funds: &Leftover, project: &Project, settlement: &Settlement) -> u64 {
    let last = settlement.periods.last().copied().unwrap_or(funds.from);
    let lived = DateRange::new(funds.from.from, last.to);
    let periods = lived.map(|lived| lived.periods(project.settled_per).len()).unwrap_or_default();
    periods.saturating_sub(1) as u64
}

/// The whole of unspent funds.
fn size(split: &LeftoverSplit) -> Cents {
    match split {
        LeftoverSplit::Shares(amount)
        | LeftoverSplit::Payments(amount)
        | LeftoverSplit::Key(amount, _) => amount.value,
        LeftoverSplit::Parts(parts) => sum(parts.values().map(|part| part.value)),
    }
}

fn days(due: Date, paid: Date) -> u64 {
    u64::try_from((paid - due).get_days()).unwrap_or_default()
}
