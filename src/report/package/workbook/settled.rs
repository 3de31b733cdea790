//! What each party still has to pay, what it paid, and what is called in.

use jiff::civil::Date;

use super::start::totals;
use super::trace::Steps;
use crate::analysis::settlement::{Account, Call, CalledCredit, CalledRun, Credit, Settlement};
use crate::money::Ratio;
use crate::report::package::input::ReportInput;
use crate::report::tables::amounts::sum;
use crate::report::tables::label::Names;
use crate::report::tables::record_table::Reader;
use crate::report::tables::settlement::{self as tables, AMOUNTS};
use crate::report::tables::settlement_words::{credit_title, credit_words};
use crate::report::{At, Cell, Formula, Material, Range, Row, Value, Worksheet};
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
pub(crate) fn steps<'a>(input: &ReportInput<'a>, settlement: &'a Settlement) -> Steps<'a> {
    let material = Material { run: &settlement.run, ..input.material };
    let ends = settlement.accounts().map(|account| account.balance.step());
    Steps::of("trace-settlement", material, ends, Vec::new())
}

/// The same for calls.
pub(crate) fn call_steps<'a>(input: &ReportInput<'a>, called: &'a CalledRun) -> Steps<'a> {
    let material = Material { run: &called.run, ..input.material };
    let ends = called.calls.iter().map(|call| call.amount.step());
    Steps::of("trace-calls", material, ends, Vec::new())
}

fn accounts<'a>(
    input: &ReportInput<'a>,
    settlement: &'a Settlement,
) -> impl Iterator<Item = &'a Account> + use<'a> {
    let only = input.party;
    settlement.accounts().filter(move |account| only.is_none_or(|party| party == account.party))
}

fn calls_shown<'a>(
    input: &ReportInput<'a>,
    called: &'a CalledRun,
) -> impl Iterator<Item = &'a Call> + use<'a> {
    let only = input.party;
    called.calls.iter().filter(move |call| only.is_none_or(|party| party == call.party))
}

/// Makes the worksheets of the accounts, and of the payments, outlays and credits that they are
/// made of.
pub(crate) fn worksheets(
    input: &ReportInput<'_>,
    settlement: &Settlement,
    steps: &Steps<'_>,
) -> Vec<Worksheet> {
    let payments = payments(input, settlement, steps);
    let paid = payments.moving();
    let mut sheet = input.worksheet("settlement", Term::LeafSettlement, Term::TitleSettlement);
    sheet.notes.push(input.say(Term::BalanceMeans).to_owned());
    let reader = reader(input, steps);
    let table = tables::accounts(&reader);
    sheet.columns = table.columns();
    sheet.columns.extend(input.numbers([Term::AccountNumber]));
    sheet.fixed = 2;
    for account in accounts(input, settlement) {
        let row = account_row(sheet.next_row(), table.row(&account), paid);
        sheet.rows.push(row);
    }
    let sums = (SHARE..).zip(AMOUNTS).map(|(column, (.., amount))| {
        let all = accounts(input, settlement).map(|account| amount(account).amount());
        (column, Value::Cents(sum(all)))
    });
    let last = totals(&sheet, input.say(Term::Total), sums);
    sheet.rows.push(last);
    if payments.rows.len() > 1 { vec![sheet, payments] } else { vec![sheet] }
}

/// Shows people amounts that lead to their derivation.
fn reader<'a>(input: &ReportInput<'a>, steps: &'a Steps<'_>) -> Reader<'a> {
    let Material { project, lang, .. } = input.material;
    Reader::workbook(project, lang, |amount| steps.amount(amount))
}

/// Adds the formulas and the number of an account to its row.
fn account_row(row: u32, account: Row, paid: u32) -> Row {
    let mut cells = account.cells;
    let column = |column| Range::down(At::of("payments", 0, column), paid);
    for (place, kind) in (ADVANCES..BALANCE).zip(1..).filter(|_| paid > 0) {
        let kind = Formula::Number(Ratio::from(i128::from(kind)));
        let equal = vec![(column(ACCOUNT), At::here(row, NUMBER).cell()), (column(KIND), kind)];
        let formula = Formula::SumWhere { sum: column(AMOUNT), equal };
        cells[usize::from(place)].formula = Some(Box::new(formula.cents()));
    }
    let parts = (SHARE..BALANCE).map(|column| At::here(row, column).cell()).collect();
    cells[usize::from(BALANCE)].formula = Some(Box::new(Formula::Difference(parts).cents()));
    cells.push(Value::Count(u64::from(row) + 1).into());
    Row::plain(cells)
}

/// Lists what lowers the balances: payments, outlays and credits.
fn payments(input: &ReportInput<'_>, settlement: &Settlement, steps: &Steps<'_>) -> Worksheet {
    let mut sheet = input.worksheet("payments", Term::LeafPayments, Term::TitlePayments);
    sheet.columns = input
        .texts([Term::Period, Term::Party, Term::PaymentKind, Term::PaidOn, Term::Item])
        .chain(input.numbers([Term::Amount]))
        .chain(input.texts([Term::PlaceHead]))
        .chain(input.numbers([Term::AccountNumber, Term::PaymentKindNumber]))
        .collect();
    sheet.fixed = 2;
    let names = Names::new(input.material.project, input.material.lang);
    let mut all = Vec::new();
    for (number, account) in (1_u64..).zip(accounts(input, settlement)) {
        for (kind, day, what, paid) in lowering(input, settlement, account, steps) {
            all.push(paid.amount());
            sheet.rows.push(Row::plain([
                Value::Date(account.period.to_string()).into(),
                Value::text(names.party(account.party)).into(),
                Value::text(input.say(KINDS[kind])).into(),
                Value::of(day, |day| Value::Date(day.to_string())).into(),
                Value::text(what).into(),
                steps.amount(paid),
                Value::of(steps.place(paid.step()), Value::Text).into(),
                Value::Count(number).into(),
                Cell::from(Value::Count(kind as u64 + 1)),
            ]));
        }
    }
    let last = totals(&sheet, input.say(Term::Total), [(AMOUNT, Value::Cents(sum(all)))]);
    sheet.rows.push(last);
    sheet
}

/// The kinds of what lowers a balance, in the order of their columns.
const KINDS: [Term; 3] = [Term::Advances, Term::Outlays, Term::CreditsAndDebits];

/// Lists what lowers the balance of an account: kind, day, what it is, amount.
fn lowering(
    input: &ReportInput<'_>,
    settlement: &Settlement,
    account: &Account,
    steps: &Steps<'_>,
) -> Vec<(usize, Option<Date>, String, Traced)> {
    let Material { project, lang, .. } = input.material;
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

/// Makes the worksheet of what there was to set off against the calls: balances that are carried,
/// and leftovers.
pub(crate) fn set_off(
    input: &ReportInput<'_>,
    called: &CalledRun,
    steps: &Steps<'_>,
) -> Option<Worksheet> {
    let mut sheet = input.call_worksheet(called, "set-off", Term::LeafSetOff, Term::SetOffHow);
    sheet.notes.push(input.say(Term::SetOffMeans).to_owned());
    sheet.columns = input
        .texts([Term::Period, Term::Party, Term::Item])
        .chain(input.numbers([Term::Amount]))
        .collect();
    let Material { project, lang, .. } = input.material;
    let names = Names::new(project, lang);
    let shown =
        || called.credits.iter().filter(|it| input.party.is_none_or(|party| party == it.party));
    let row = |it: &CalledCredit| {
        let texts = [
            Value::Date(it.period.to_string()),
            Value::text(names.party(it.party)),
            Value::text(credit_title(project, it.period, it.credit.kind, lang)),
        ];
        Row::plain(texts.into_iter().map(Cell::from).chain([steps.amount(it.credit.amount)]))
    };
    sheet.rows = shown().map(row).collect();
    if sheet.rows.is_empty() {
        return None;
    }
    let all = Value::Cents(sum(shown().map(|it| it.credit.amount.amount())));
    let last = totals(&sheet, input.say(Term::Total), [(3, all)]);
    sheet.rows.push(last);
    Some(sheet)
}

/// Makes the worksheet of the calls.
pub(crate) fn calls(input: &ReportInput<'_>, called: &CalledRun, steps: &Steps<'_>) -> Worksheet {
    let mut sheet = input.call_worksheet(called, "calls", Term::LeafCalls, Term::CallSheet);
    let reader = reader(input, steps);
    let table = tables::calls(&reader);
    sheet.columns = table.columns();
    sheet.fixed = 2;
    for (row, call) in (0_u32..).zip(calls_shown(input, called)) {
        let mut cells = table.row(&call).cells;
        let parts = [INSTALMENT, INSTALMENT + 1].map(|column| At::here(row, column).cell());
        cells[usize::from(CALLED)].formula =
            Some(Box::new(Formula::Difference(parts.into()).cents()));
        sheet.rows.push(Row::plain(cells));
    }
    let all = |of: fn(&Call) -> Traced| {
        Value::Cents(sum(calls_shown(input, called).map(|call| of(call).amount())))
    };
    let sums = [
        (INSTALMENT, all(|call| call.instalment)),
        (INSTALMENT + 1, all(|call| call.set_off)),
        (CALLED, all(|call| call.amount)),
    ];
    let last = totals(&sheet, input.say(Term::Total), sums);
    sheet.rows.push(last);
    sheet
}
