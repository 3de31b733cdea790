//! What each party still has to pay, what it paid, and what is called in.

use super::trace::Steps;
use super::{Dossier, amount, totals};
use crate::analysis::settlement::{Account, Call, CalledRun, Settlement};
use crate::report::label::Names;
use crate::report::settlement::{outcome_word, sum};
use crate::report::{At, BookCell, BookRow, Formula, Leaf, Material, Range, Value};
use crate::text::Term;
use crate::trace::Traced;

/// The columns of an account.
const SHARE: u16 = 2;
const ADVANCES: u16 = 3;
const BALANCE: u16 = 6;
const NUMBER: u16 = 9;
/// The columns of a payment.
const PAID: u16 = 3;
const ACCOUNT: u16 = 5;
/// The columns of a call.
const INSTALMENT: u16 = 4;
const CALLED: u16 = 6;

/// Returns the steps that hold the derivation of the accounts.
pub(super) fn steps<'a>(dossier: &Dossier<'a>, settlement: &'a Settlement) -> Steps<'a> {
    let material = Material { run: &settlement.run, ..dossier.material };
    let ends = settlement.accounts().map(|account| account.balance.step());
    Steps::of("trace-settlement", material, ends, Vec::new())
}

/// The same for calls.
pub(super) fn call_steps<'a>(dossier: &Dossier<'a>, called: &'a CalledRun) -> Steps<'a> {
    let material = Material { run: &called.run, ..dossier.material };
    let ends = called.calls.iter().map(|call| call.amount.step());
    Steps::of("trace-calls", material, ends, Vec::new())
}

fn accounts<'a>(
    dossier: &Dossier<'a>,
    settlement: &'a Settlement,
) -> impl Iterator<Item = &'a Account> + use<'a> {
    let only = dossier.party;
    settlement.accounts().filter(move |account| only.is_none_or(|party| party == account.party))
}

fn calls_shown<'a>(dossier: &Dossier<'a>, called: &'a CalledRun) -> impl Iterator<Item = &'a Call> + use<'a> {
    let only = dossier.party;
    called.calls.iter().filter(move |call| only.is_none_or(|party| party == call.party))
}

fn account_amounts(account: &Account) -> [Traced; 5] {
    [account.share, account.advances, account.paid_for_all, account.credits, account.balance]
}

/// Makes the leaves of the accounts and of the payments.
pub(super) fn leaves(dossier: &Dossier<'_>, settlement: &Settlement, steps: &Steps<'_>) -> Vec<Leaf> {
    let payments = payments(dossier, settlement, steps);
    let paid = payments.next_row().saturating_sub(1);
    let mut leaf = dossier.leaf("settlement", Term::LeafSettlement, Term::TitleSettlement);
    leaf.notes.push(dossier.say(Term::BalanceMeans).to_owned());
    leaf.columns = dossier
        .texts([Term::Period, Term::Party])
        .chain(dossier.numbers([
            Term::Share,
            Term::Advances,
            Term::PaidForAll,
            Term::Credits,
            Term::AccountBalance,
        ]))
        .chain(dossier.texts([Term::OutcomeOf, Term::Due]))
        .chain(dossier.numbers([Term::AccountNumber]))
        .collect();
    leaf.fixed = 2;
    let names = Names::new(dossier.material.project, dossier.material.lang);
    for account in accounts(dossier, settlement) {
        let row = account_row(leaf.next_row(), account, (dossier, steps, &names), paid);
        leaf.rows.push(row);
    }
    let sums = (SHARE..=BALANCE).map(|column| {
        let place = usize::from(column - SHARE);
        let all = accounts(dossier, settlement).map(|account| account_amounts(account)[place].amount());
        (column, Value::Cents(sum(all)))
    });
    let last = totals(&leaf, dossier.say(Term::Total), sums);
    leaf.rows.push(last);
    if payments.rows.len() > 1 { vec![leaf, payments] } else { vec![leaf] }
}

fn account_row(
    row: u32,
    account: &Account,
    (dossier, steps, names): (&Dossier<'_>, &Steps<'_>, &Names<'_>),
    paid: u32,
) -> BookRow {
    let mut cells = vec![
        BookCell::from(Value::Date(account.period.to_string())),
        Value::text(names.party(account.party)).into(),
    ];
    cells.extend(account_amounts(account).map(|it| amount(it, steps)));
    let column = |column| Range::down(At::of("payments", 0, column), paid);
    let advances =
        Formula::SumWhere { sum: column(PAID), equal: vec![(column(ACCOUNT), At::here(row, NUMBER))] };
    if paid > 0 {
        cells[usize::from(ADVANCES)].formula = Some(Box::new(advances.cents()));
    }
    let parts = (SHARE..BALANCE).map(|column| At::here(row, column).cell()).collect();
    cells[usize::from(BALANCE)].formula = Some(Box::new(Formula::Difference(parts).cents()));
    cells.push(Value::text(outcome_word(account, dossier.material.lang)).into());
    cells.push(Value::of(account.due, |due| Value::Date(due.to_string())).into());
    cells.push(Value::Count(u64::from(row) + 1).into());
    BookRow::plain(cells)
}

/// Lists the payments of the accounts.
fn payments(dossier: &Dossier<'_>, settlement: &Settlement, steps: &Steps<'_>) -> Leaf {
    let mut leaf = dossier.leaf("payments", Term::LeafPayments, Term::TitlePayments);
    leaf.columns = dossier
        .texts([Term::Period, Term::Party, Term::PaidOn])
        .chain(dossier.numbers([Term::Amount]))
        .chain(dossier.texts([Term::PlaceHead]))
        .chain(dossier.numbers([Term::AccountNumber]))
        .collect();
    let names = Names::new(dossier.material.project, dossier.material.lang);
    let mut all = Vec::new();
    for (number, account) in (1_u64..).zip(accounts(dossier, settlement)) {
        for id in steps.inputs(account.advances.step()) {
            let Some(paid) = settlement.run.trace.traced(id) else { continue };
            all.push(paid.amount());
            let day = steps.step(id).scope.range.map(|range| range.from);
            leaf.rows.push(BookRow::plain([
                Value::Date(account.period.to_string()).into(),
                Value::text(names.party(account.party)).into(),
                Value::of(day, |day| Value::Date(day.to_string())).into(),
                amount(paid, steps),
                Value::of(steps.place(id), Value::Text).into(),
                BookCell::from(Value::Count(number)),
            ]));
        }
    }
    let last = totals(&leaf, dossier.say(Term::Total), [(PAID, Value::Cents(sum(all)))]);
    leaf.rows.push(last);
    leaf
}

/// Makes the leaf of the calls.
pub(super) fn calls(dossier: &Dossier<'_>, called: &CalledRun, steps: &Steps<'_>) -> Leaf {
    let mut leaf = dossier.leaf("calls", Term::LeafCalls, Term::TitleCalls);
    leaf.columns = dossier
        .texts([Term::Period, Term::Party])
        .chain(dossier.numbers([Term::Instalment]))
        .chain(dossier.texts([Term::Due]))
        .chain(dossier.numbers([Term::PlannedShare, Term::SubjectSetOff, Term::Called]))
        .collect();
    leaf.fixed = 2;
    let names = Names::new(dossier.material.project, dossier.material.lang);
    for (row, call) in (0_u32..).zip(calls_shown(dossier, called)) {
        let mut cells = vec![
            BookCell::from(Value::Date(call.period.to_string())),
            Value::text(names.party(call.party)).into(),
            Value::Count(call.number.into()).into(),
            Value::Date(call.due.to_string()).into(),
        ];
        cells.extend([call.instalment, call.set_off, call.amount].map(|it| amount(it, steps)));
        let parts = [INSTALMENT, INSTALMENT + 1].map(|column| At::here(row, column).cell());
        cells[usize::from(CALLED)].formula = Some(Box::new(Formula::Difference(parts.into()).cents()));
        leaf.rows.push(BookRow::plain(cells));
    }
    let all = |of: fn(&Call) -> Traced| {
        Value::Cents(sum(calls_shown(dossier, called).map(|call| of(call).amount())))
    };
    let sums = [
        (INSTALMENT, all(|call| call.instalment)),
        (INSTALMENT + 1, all(|call| call.set_off)),
        (CALLED, all(|call| call.amount)),
    ];
    let last = totals(&leaf, dossier.say(Term::Total), sums);
    leaf.rows.push(last);
    leaf
}
