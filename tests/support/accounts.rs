//! The slow calculation of accounts, calls and their set-off, from the rules as they are written
//! for people and not from the engine. Only the shares of each single settlement period are taken
//! from the allocation, which has an oracle of its own.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday, date};

use super::books::{Books, By, Cost, Leftover, Takes, Workdays};

/// Cents by party.
pub type ByParty = BTreeMap<usize, i128>;

/// The shares of each settlement period; a party with a share of zero is there too.
pub type Shares = BTreeMap<i32, ByParty>;

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Share, advances, outlays, credits, balance.
    pub figures: [i128; 5],
    /// What becomes of the balance.
    pub outcome: &'static str,
    /// When it is due.
    pub due: Option<Date>,
}

/// What the slow calculation finds.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// The accounts of all periods from the first to the last that has money, by period and party.
    pub accounts: BTreeMap<(i32, usize), Account>,
    /// The periods that are shown.
    pub found: BTreeSet<i32>,
    /// What enters each period by leftovers that are not bound.
    pub free: BTreeMap<i32, ByParty>,
}

/// Divides a sum in whole cents by largest remainders; among equal remainders the larger part in
/// size goes first where `by_size`, then the earlier.
pub fn divide(sum: i128, weights: &[i128], by_size: bool) -> Vec<i128> {
    let whole: i128 = weights.iter().sum();
    let (sum_up, whole) = if whole < 0 { (-sum, -whole) } else { (sum, whole) };
    let exact: Vec<i128> = weights.iter().map(|weight| sum_up * weight).collect();
    let mut parts: Vec<i128> = exact.iter().map(|part| part / whole).collect();
    loop {
        let missing = sum - parts.iter().sum::<i128>();
        if missing == 0 {
            return parts;
        }
        let sign = missing.signum();
        let size = |at: usize| if by_size { exact[at].abs() } else { 0 };
        let rest = |at: usize| sign * (exact[at] - parts[at] * whole);
        let best = (0..parts.len()).rev().max_by_key(|at| (rest(*at), size(*at))).unwrap();
        parts[best] += sign;
    }
}

/// The days that two ranges share.
fn days(from: Date, to: Date, first: Date, last: Date) -> i128 {
    i128::from((to.min(last) - from.max(first)).get_days() + 1).max(0)
}

/// Divides a row of cost among settlement periods: by days, in the finest parts its pool asks for.
fn over_periods(books: &Books, cost: &Cost) -> BTreeMap<i32, i128> {
    let calendar = &books.calendar;
    let (first, last) = (calendar.of(cost.from), calendar.of(cost.to));
    let by_month = books.by_month && matches!(cost.kind, "a" | "e") && cost.object != "c";
    let mut ranges: Vec<(i32, Date, Date)> = Vec::new();
    for period in first..=last {
        match by_month {
            false => ranges.push((period, calendar.from(period), calendar.to(period))),
            true => (0..calendar.months).for_each(|month| {
                let from = calendar.from(period) + month.months();
                ranges.push((period, from, from.last_of_month()));
            }),
        }
    }
    let weights: Vec<i128> =
        ranges.iter().map(|(_, from, to)| days(cost.from, cost.to, *from, *to)).collect();
    let mut parts = BTreeMap::new();
    let sign = cost.amount.signum();
    for ((period, ..), part) in ranges.iter().zip(divide(cost.amount * sign, &weights, false)) {
        *parts.entry(*period).or_insert(0) += part * sign;
    }
    parts
}

/// Adds up rows that are alike in all but the amount.
fn merged(books: &Books) -> Vec<Cost> {
    let mut rows: Vec<Cost> = Vec::new();
    for cost in &books.costs {
        let alike = rows.iter_mut().find(|row| {
            (row.from, row.to, row.object, row.kind) == (cost.from, cost.to, cost.object, cost.kind)
                && (row.plan, row.party, row.paid_by) == (cost.plan, cost.party, cost.paid_by)
        });
        match alike {
            Some(row) => row.amount += cost.amount,
            None => rows.push(cost.clone()),
        }
    }
    rows
}

/// The periods that a row of cost touches.
fn touched(books: &Books, cost: &Cost) -> std::ops::RangeInclusive<i32> {
    books.calendar.of(cost.from)..=books.calendar.of(cost.to)
}

fn add(to: &mut BTreeMap<i32, ByParty>, period: i32, party: usize, cents: i128) {
    *to.entry(period).or_default().entry(party).or_insert(0) += cents;
}

/// What each paid for all of cost that is shared; kind `e` has a credit among the shares.
fn outlays(books: &Books, plan: bool) -> BTreeMap<i32, ByParty> {
    let mut outlays = BTreeMap::new();
    for cost in
        merged(books).iter().filter(|cost| cost.plan == plan && matches!(cost.kind, "a" | "d"))
    {
        for (period, part) in over_periods(books, cost) {
            cost.paid_by.into_iter().for_each(|party| add(&mut outlays, period, party, part));
        }
    }
    outlays
}

/// What each paid in for a period; `in_time`: up to its day of settlement.
fn payments(books: &Books, in_time: bool) -> BTreeMap<i32, ByParty> {
    let mut paid = BTreeMap::new();
    for payment in books.payments.iter().filter(|payment| !payment.interest) {
        let period = payment.period.unwrap_or_else(|| books.calendar.of(payment.day));
        if !in_time || payment.day <= day_of_settlement(books, period) {
            add(&mut paid, period, payment.party, payment.amount);
        }
    }
    paid
}

/// Keeps the accounts; the error is the code of the fault that is to be told.
pub fn settle(books: &Books, shares: &Shares, plan: bool) -> Result<Ledger, &'static str> {
    let mut ledger = Ledger::default();
    let with_cost = |any: bool| -> BTreeSet<i32> {
        let rows = books.costs.iter().filter(|cost| any || cost.plan == plan);
        rows.flat_map(|cost| touched(books, cost)).collect()
    };
    ledger.found = with_cost(false);
    for payment in &books.payments {
        let period = payment.period.unwrap_or_else(|| books.calendar.of(payment.day));
        if payment.period.is_none() && !with_cost(true).contains(&period) {
            return Err("E810");
        }
        ledger.found.insert(period);
    }
    // Payments after the day of settlement settle the balance and change no key.
    let (paid, in_time) = (payments(books, false), payments(books, true));
    ledger.found.extend(books.leftovers.iter().map(|leftover| leftover.into));
    let outlays = outlays(books, plan);
    let (Some(first), Some(last)) = (ledger.found.first().copied(), ledger.found.last().copied())
    else {
        return Ok(ledger);
    };
    // Leftovers whose books are kept here come from periods that are looked at too.
    let own = books.leftovers.iter().filter(|leftover| !matches!(leftover.by, By::Parts(_)));
    let first = own.map(|leftover| leftover.from).chain([first]).min().unwrap();
    // Balances are carried through years without money, too: to the last for which anything is
    // planned.
    let last = last.max(3);
    let mut entering: BTreeMap<i32, Vec<(usize, i128)>> = BTreeMap::new();
    let mut all = Vec::new();
    for period in first..=last {
        let none = ByParty::new();
        let of = |map: &BTreeMap<i32, ByParty>| map.get(&period).unwrap_or(&none).clone();
        let money = [shares.get(&period).unwrap_or(&none).clone(), of(&paid), of(&outlays)];
        let mut credits = entering.remove(&period).unwrap_or_default();
        for leftover in &books.leftovers {
            for (party, cents) in parts(books, leftover, period, (&money[0], &of(&in_time)))? {
                if !matches!(leftover.by, By::Parts(_)) {
                    credits.push((party, -cents));
                }
                let later = entering.entry(leftover.into).or_default();
                match leftover.into == period {
                    true => credits.push((party, cents)),
                    false => later.push((party, cents)),
                }
                if !leftover.bound {
                    add(&mut ledger.free, leftover.into, party, cents);
                }
            }
        }
        keep(books, (period, plan), &money, &credits, &mut ledger);
        let carried = ledger.accounts.range((period, 0)..(period + 1, 0));
        let carried = carried.filter(|(_, account)| account.outcome == "carried");
        let next = entering.entry(period + 1).or_default();
        next.extend(carried.map(|((_, party), account)| (*party, -account.figures[4])));
        all.push((period, money, credits));
    }
    for (period, money, credits) in all.iter().filter(|(period, ..)| ledger.found.contains(period))
    {
        strangers(books, *period, money, credits)?;
    }
    Ok(ledger)
}

/// Whose a leftover is: those of books kept here in the period they come from, the others in that
/// into which they go.
fn parts(
    books: &Books,
    leftover: &Leftover,
    period: i32,
    (shares, paid): (&ByParty, &ByParty),
) -> Result<Vec<(usize, i128)>, &'static str> {
    let weights: Vec<(usize, i128)> = match &leftover.by {
        By::Parts(parts) if leftover.into == period => {
            return Ok(parts.clone().into_iter().collect());
        }
        By::Parts(_) => return Ok(Vec::new()),
        _ if leftover.from != period => return Ok(Vec::new()),
        By::Shares => shares.clone().into_iter().collect(),
        By::Payments => paid.clone().into_iter().collect(),
        By::Key => shares.keys().map(|party| (*party, books.weights[1][*party])).collect(),
    };
    let list: Vec<i128> = weights.iter().map(|(_, weight)| *weight).collect();
    if list.iter().sum::<i128>() == 0 {
        return Err(if matches!(leftover.by, By::Key) && !list.is_empty() {
            "E405"
        } else {
            "E806"
        });
    }
    Ok(weights.iter().map(|(party, _)| *party).zip(divide(leftover.amount, &list, true)).collect())
}

fn keep(
    books: &Books,
    (period, plan): (i32, bool),
    money: &[ByParty; 3],
    credits: &[(usize, i128)],
    ledger: &mut Ledger,
) {
    let mut parties: BTreeSet<usize> = money.iter().flat_map(|map| map.keys().copied()).collect();
    parties.extend(credits.iter().map(|(party, _)| *party));
    for party in parties {
        let [share, advances, outlays] =
            [0, 1, 2].map(|at| money[at].get(&party).copied().unwrap_or(0));
        let credit: i128 =
            credits.iter().filter(|(it, _)| *it == party).map(|(_, cents)| cents).sum();
        let balance = share - advances - outlays - credit;
        let is_open = plan || books.closed.is_some_and(|closed| period > closed);
        let is_small = books.threshold.is_some_and(|least| balance.abs() < least);
        let outcome = match (balance.signum(), is_open) {
            (0, _) => "even",
            (_, true) => "open",
            (1, _) if books.carry[0] || is_small => "carried",
            (-1, _) if books.carry[1] || is_small => "carried",
            (1, _) => "claim",
            _ => "refund",
        };
        let due = matches!(outcome, "claim" | "refund").then(|| settled(books, period));
        let figures = [share, advances, outlays, credit, balance];
        ledger.accounts.insert((period, party), Account { figures, outcome, due });
    }
}

/// Payments of somebody who is no member, has no share, no credit and paid nothing for all.
fn strangers(
    books: &Books,
    period: i32,
    money: &[ByParty; 3],
    credits: &[(usize, i128)],
) -> Result<(), &'static str> {
    for (party, paid) in &money[1] {
        let is_member = books.member[*party].is_some_and(|from| from <= books.calendar.to(period));
        let has_credit = credits.iter().any(|(it, _)| it == party);
        let outlays = money[2].get(party).copied().unwrap_or(0);
        if *paid != 0 && !is_member && !has_credit && outlays == 0 && !money[0].contains_key(party)
        {
            return Err("E808");
        }
    }
    Ok(())
}

/// When a balance is due.
fn settled(books: &Books, period: i32) -> Date {
    moved(day_of_settlement(books, period) + books.due.1.days(), books.workdays)
}

/// On which day a period is settled.
fn day_of_settlement(books: &Books, period: i32) -> Date {
    let end = books.calendar.to(period);
    match books.due.0 {
        Some((month, day)) => date(end.year() + 1, month, day),
        None => end.tomorrow().unwrap(),
    }
}

/// Easter Sundays, as published.
const EASTER: [(i16, i8, i8); 14] = [
    (2019, 4, 21),
    (2020, 4, 12),
    (2021, 4, 4),
    (2022, 4, 17),
    (2023, 4, 9),
    (2024, 3, 31),
    (2025, 4, 20),
    (2026, 4, 5),
    (2027, 3, 28),
    (2028, 4, 16),
    (2029, 4, 1),
    (2030, 4, 21),
    (2031, 4, 13),
    (2032, 3, 28),
];

/// Moves a day that is no workday in any Land.
fn moved(day: Date, rule: Workdays) -> Date {
    let easter = EASTER.iter().find(|(year, ..)| *year == day.year()).unwrap();
    let easter = date(easter.0, easter.1, easter.2);
    let fixed = [(1, 1), (5, 1), (10, 3), (12, 25), (12, 26)].contains(&(day.month(), day.day()));
    let movable = [-2, 1, 39, 50].iter().any(|days| easter + days.days() == day);
    let is_free = fixed || movable || matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    match rule {
        Workdays::Next if is_free => moved(day.tomorrow().unwrap(), rule),
        Workdays::Previous if is_free => moved(day.yesterday().unwrap(), rule),
        _ => day,
    }
}

/// A call: due, instalment, set off, called.
pub type Call = (Date, i128, i128, i128);

/// Makes the calls of all periods with planned cost, by period, party and number.
pub fn calls(
    books: &Books,
    planned: &Shares,
    ledger: &Ledger,
) -> BTreeMap<(i32, usize, usize), Call> {
    let actual =
        books.costs.iter().filter(|cost| !cost.plan).flat_map(|cost| touched(books, cost)).max();
    let mut calls = BTreeMap::new();
    for (period, shares) in planned {
        let mut credits: BTreeMap<usize, i128> =
            ledger.free.get(period).cloned().unwrap_or_default();
        let is_closed = match books.closed {
            Some(closed) => period - 1 <= closed,
            None => actual.is_some_and(|last| period - 1 <= last),
        };
        let before = ledger.accounts.range((period - 1, 0)..(*period, 0));
        for ((_, party), account) in before.filter(|(_, it)| is_closed && it.outcome == "carried") {
            *credits.entry(*party).or_insert(0) -= account.figures[4];
        }
        let parties: BTreeSet<usize> = shares.keys().chain(credits.keys()).copied().collect();
        for party in parties {
            let share = shares.get(&party).copied().unwrap_or(0);
            let mut left = credits.get(&party).copied().unwrap_or(0);
            let parts = instalments(books, *period, party, share);
            let first = books.instalment.unwrap_or(1).min(parts.len());
            for (number, (due, part)) in (1..).zip(parts) {
                let set_off = match left.signum() {
                    _ if number < first => 0,
                    -1 => left,
                    _ => left.min(part.max(0)),
                };
                left -= set_off;
                calls.insert((*period, party, number), (due, part, set_off, part - set_off));
            }
        }
    }
    calls
}

/// Divides a share into the instalments of a period.
fn instalments(books: &Books, period: i32, party: usize, share: i128) -> Vec<(Date, i128)> {
    let (from, to) = (books.calendar.from(period), books.calendar.to(period));
    let mut own: Vec<(Date, &Takes)> = Vec::new();
    for (month, day, takes) in &books.instalments {
        let last = date(from.year(), *month, 1).last_of_month().day();
        let due = date(from.year(), *month, (*day).min(last));
        if from <= due && due <= to {
            own.push((due, takes));
        }
    }
    if own.is_empty() {
        own.push((from, &Takes::Equal));
    }
    let mut left = share;
    let mut parts: Vec<i128> = Vec::new();
    for (_, takes) in &own {
        let wanted = match takes {
            Takes::Amount(amount) => *amount,
            Takes::Amounts(amounts) => amounts.get(&party).copied().unwrap_or(0),
            _ => 0,
        };
        parts.push(wanted.min(left.max(0)));
        left -= parts.last().unwrap();
    }
    // In twelfths of a share, and an equal part of what they leave; all in parts of one size.
    let equal = own.iter().filter(|(_, takes)| matches!(takes, Takes::Equal)).count() as i128;
    let has_shares = own.iter().any(|(_, takes)| matches!(takes, Takes::Share(..)));
    let twelfths =
        own.iter().map(|(_, takes)| if let Takes::Share(part, _) = takes { *part } else { 0 });
    let rest = 12 - twelfths.sum::<i128>();
    let weights = own.iter().map(|(_, takes)| match takes {
        Takes::Share(part, _) => part * equal.max(1),
        Takes::Equal if has_shares => rest,
        Takes::Equal => 1,
        _ => 0,
    });
    let weights: Vec<i128> = weights.collect();
    if weights.iter().sum::<i128>() == 0 {
        *parts.last_mut().unwrap() += left;
    } else {
        let sign = if left < 0 { -1 } else { 1 };
        let more = divide(left * sign, &weights, false);
        parts.iter_mut().zip(more).for_each(|(part, more)| *part += more * sign);
    }
    own.iter().map(|(due, _)| moved(*due, books.workdays)).zip(parts).collect()
}

/// The fewest payments that settle some balances: one less than parties in each group that settles
/// itself, in as many groups as can be.
pub fn fewest(nets: &[i128]) -> usize {
    let all = 1_usize << nets.len();
    let sum = |set: usize| {
        (0..nets.len()).filter(|at| set >> at & 1 == 1).map(|at| nets[at]).sum::<i128>()
    };
    let mut groups = vec![0_usize; all];
    for set in 1..all {
        let without = |at: usize| groups[set & !(1 << at)];
        let best = (0..nets.len()).filter(|at| set >> at & 1 == 1).map(without).max().unwrap();
        groups[set] = best + usize::from(sum(set) == 0);
    }
    nets.len() - groups[all - 1]
}
