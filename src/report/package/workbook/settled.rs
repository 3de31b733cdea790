//! What each party still has to pay, what it paid, and what is called in.

use jiff::civil::Date;

use super::trace::Steps;
use super::{Dossier, amount, totals};
use crate::analysis::settlement::{Account, Call, CalledCredit, CalledRun, Credit, Settlement};
use crate::money::Ratio;
use crate::report::tables::amounts::sum;
use crate::report::tables::label::Names;
use crate::report::tables::settlement_words::{credit_title, credit_words, outcome_word};
use crate::report::{At, BookCell, BookRow, Formula, Leaf, Material, Range, Value};
use crate::text::Term;
use crate::trace::Traced;

/// The columns of an account.
const SHARE: u16 = 2;
const ADVANCES: u16 = 3;
const BALANCE: u16 = 6;
const NUMBER: u16 = 9;
/// The columns of what lowers a balance.
const AMOUNT: u16 = 5;
const ACCOUNT: u16 = 7;
const KIND: u16 = 8;
/// The columns of a call.
const INSTALMENT: u16 = 4;
const CALLED: u16 = 6;

/// Returns the steps that hold the derivation of the accounts.
pub(crate) fn steps<'a>(dossier: &Dossier<'a>, settlement: &'a Settlement) -> Steps<'a> {
    let material = Material { run: &settlement.run, ..dossier.material };
    let ends = settlement.accounts().map(|account| account.balance.step());
    Steps::of("trace-settlement", material, ends, Vec::new())
}

/// The same for calls.
pub(crate) fn call_steps<'a>(dossier: &Dossier<'a>, called: &'a CalledRun) -> Steps<'a> {
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

fn calls_shown<'a>(
    dossier: &Dossier<'a>,
    called: &'a CalledRun,
) -> impl Iterator<Item = &'a Call> + use<'a> {
    let only = dossier.party;
    called.calls.iter().filter(move |call| only.is_none_or(|party| party == call.party))
}

fn account_amounts(account: &Account) -> [Traced; 5] {
    [account.share, account.advances, account.paid_for_all, account.credits, account.balance]
}

/// Makes the leaves of the accounts, and of the payments, outlays and credits that they are made
/// of.
pub(crate) fn leaves(
    dossier: &Dossier<'_>,
    settlement: &Settlement,
    steps: &Steps<'_>,
) -> Vec<Leaf> {
    let payments = payments(dossier, settlement, steps);
    let paid = payments.moving();
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
        let all =
            accounts(dossier, settlement).map(|account| account_amounts(account)[place].amount());
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
    for (place, kind) in (ADVANCES..BALANCE).zip(1..).filter(|_| paid > 0) {
        let kind = Formula::Number(Ratio::from(i128::from(kind)));
        let equal = vec![(column(ACCOUNT), At::here(row, NUMBER).cell()), (column(KIND), kind)];
        let formula = Formula::SumWhere { sum: column(AMOUNT), equal };
        cells[usize::from(place)].formula = Some(Box::new(formula.cents()));
    }
    let parts = (SHARE..BALANCE).map(|column| At::here(row, column).cell()).collect();
    cells[usize::from(BALANCE)].formula = Some(Box::new(Formula::Difference(parts).cents()));
    cells.push(Value::text(outcome_word(account, dossier.material.lang)).into());
    cells.push(Value::of(account.due, |due| Value::Date(due.to_string())).into());
    cells.push(Value::Count(u64::from(row) + 1).into());
    BookRow::plain(cells)
}

/// Lists what lowers the balances: payments, outlays and credits.
fn payments(dossier: &Dossier<'_>, settlement: &Settlement, steps: &Steps<'_>) -> Leaf {
    let mut leaf = dossier.leaf("payments", Term::LeafPayments, Term::TitlePayments);
    leaf.columns = dossier
        .texts([Term::Period, Term::Party, Term::PaymentKind, Term::PaidOn, Term::Item])
        .chain(dossier.numbers([Term::Amount]))
        .chain(dossier.texts([Term::PlaceHead]))
        .chain(dossier.numbers([Term::AccountNumber, Term::PaymentKindNumber]))
        .collect();
    leaf.fixed = 2;
    let names = Names::new(dossier.material.project, dossier.material.lang);
    let mut all = Vec::new();
    for (number, account) in (1_u64..).zip(accounts(dossier, settlement)) {
        for (kind, day, what, paid) in lowering(dossier, settlement, account, steps) {
            all.push(paid.amount());
            leaf.rows.push(BookRow::plain([
                Value::Date(account.period.to_string()).into(),
                Value::text(names.party(account.party)).into(),
                Value::text(dossier.say(KINDS[kind])).into(),
                Value::of(day, |day| Value::Date(day.to_string())).into(),
                Value::text(what).into(),
                amount(paid, steps),
                Value::of(steps.place(paid.step()), Value::Text).into(),
                Value::Count(number).into(),
                BookCell::from(Value::Count(kind as u64 + 1)),
            ]));
        }
    }
    let last = totals(&leaf, dossier.say(Term::Total), [(AMOUNT, Value::Cents(sum(all)))]);
    leaf.rows.push(last);
    leaf
}

/// The kinds of what lowers a balance, in the order of their columns.
const KINDS: [Term; 3] = [Term::Advances, Term::Outlays, Term::CreditsAndDebits];

/// Lists what lowers the balance of an account: kind, day, what it is, amount.
fn lowering(
    dossier: &Dossier<'_>,
    settlement: &Settlement,
    account: &Account,
    steps: &Steps<'_>,
) -> Vec<(usize, Option<Date>, String, Traced)> {
    let Material { project, lang, .. } = dossier.material;
    let names = Names::new(project, lang);
    let mut all = Vec::new();
    for id in steps.inputs(account.advances.step()) {
        let day = steps.step(id).scope.range.map(|range| range.from);
        all.extend(settlement.run.trace.traced(id).map(|paid| (0, day, String::new(), paid)));
    }
    for (party, booked) in settlement.run.outlays() {
        if (party, booked.period) == (account.party, account.period) {
            let what = names.object(settlement.run.costs[booked.entry].object);
            all.push((1, None, what, booked.amount));
        }
    }
    let credit = |part: &Credit| {
        (2, None, credit_words(project, account.period, part.kind, lang), part.amount)
    };
    all.extend(account.credit_parts.iter().map(credit));
    all
}

/// Makes the leaf of what there was to set off against the calls: balances that are carried, and
/// leftovers.
pub(crate) fn set_off(
    dossier: &Dossier<'_>,
    called: &CalledRun,
    steps: &Steps<'_>,
) -> Option<Leaf> {
    let mut leaf = dossier.call_leaf(called, "set-off", (Term::LeafSetOff, Term::SetOffHow));
    leaf.notes.push(dossier.say(Term::SetOffMeans).to_owned());
    leaf.columns = dossier
        .texts([Term::Period, Term::Party, Term::Item])
        .chain(dossier.numbers([Term::Amount]))
        .collect();
    let Material { project, lang, .. } = dossier.material;
    let names = Names::new(project, lang);
    let shown =
        || called.credits.iter().filter(|it| dossier.party.is_none_or(|party| party == it.party));
    let row = |it: &CalledCredit| {
        let texts = [
            Value::Date(it.period.to_string()),
            Value::text(names.party(it.party)),
            Value::text(credit_title(project, it.period, it.credit.kind, lang)),
        ];
        BookRow::plain(
            texts.into_iter().map(BookCell::from).chain([amount(it.credit.amount, steps)]),
        )
    };
    leaf.rows = shown().map(row).collect();
    if leaf.rows.is_empty() {
        return None;
    }
    let all = Value::Cents(sum(shown().map(|it| it.credit.amount.amount())));
    let last = totals(&leaf, dossier.say(Term::Total), [(3, all)]);
    leaf.rows.push(last);
    Some(leaf)
}

/// Makes the leaf of the calls.
pub(crate) fn calls(dossier: &Dossier<'_>, called: &CalledRun, steps: &Steps<'_>) -> Leaf {
    let mut leaf = dossier.call_leaf(called, "calls", (Term::LeafCalls, Term::CallSheet));
    leaf.columns = dossier
        .texts([Term::Period, Term::Party])
        .chain(dossier.numbers([Term::InstalmentNumber]))
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
        cells[usize::from(CALLED)].formula =
            Some(Box::new(Formula::Difference(parts.into()).cents()));
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
