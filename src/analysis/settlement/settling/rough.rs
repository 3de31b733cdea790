//! A good list for more parties than can be examined to the end: opposite pairs, then groups of
//! three to six, then large debtors to large creditors, until the rest is small enough for the
//! exact search.

use std::collections::{BTreeMap, VecDeque};

use super::balances::{EXACT, Open, Transfer, negated, settle, sum};
use super::exact;

/// Parts of groups are not listed where there are more: beyond 125 parties in threes, beyond 1414
/// in twos.
const MOST_SETS: usize = 2_000_000;

/// Settles any number of parties; tells whether the list is surely the shortest.
pub(super) fn transfers(mut open: Vec<Open>) -> (Vec<Transfer>, bool) {
    let mut transfers = pairs(&mut open);
    let proven = open.len() <= EXACT;
    for (smaller, larger) in [(1, 2), (2, 2), (2, 3), (3, 3)] {
        if open.len() > EXACT {
            transfers.extend(groups(&mut open, smaller, larger));
        }
    }
    while open.len() > EXACT {
        transfers.push(largest(&mut open));
        open.retain(|one| one.balance != 0);
    }
    transfers.extend(exact::transfers(open));
    (transfers, proven)
}

/// Settles every pair of opposite balances, first debtor with first creditor. This costs no
/// payment: where a division has the two in different groups, they as one group and all others of
/// those groups as another make as many.
fn pairs(open: &mut Vec<Open>) -> Vec<Transfer> {
    let mut creditors: BTreeMap<i128, VecDeque<usize>> = BTreeMap::new();
    for (position, one) in open.iter().enumerate().filter(|(_, one)| one.balance < 0) {
        creditors.entry(one.balance).or_default().push_back(position);
    }
    let mut transfers = Vec::new();
    for position in 0..open.len() {
        let mut debtor = open[position];
        let opposite = debtor.balance.checked_neg().and_then(|balance| creditors.get_mut(&balance));
        if let Some(creditor) = opposite.and_then(VecDeque::pop_front) {
            transfers.push(settle(&mut debtor, &mut open[creditor]));
            open[position] = debtor;
        }
    }
    open.retain(|one| one.balance != 0);
    transfers
}

/// Settles groups of as many parties as two parts have, as they are met in party order, until the
/// rest is small.
fn groups(open: &mut Vec<Open>, smaller: u32, larger: u32) -> Vec<Transfer> {
    let mut transfers = Vec::new();
    if open.len().saturating_pow(larger) > MOST_SETS {
        return transfers;
    }
    let mut by_sum: BTreeMap<i128, Vec<Vec<usize>>> = BTreeMap::new();
    for set in sets(open.len(), larger).into_iter().rev() {
        by_sum.entry(total(open, &set)).or_default().push(set);
    }
    let mut left = open.len();
    for mut group in sets(open.len(), smaller) {
        if left <= EXACT || closed(open, &group) {
            continue;
        }
        let Some(opposite) = by_sum.get_mut(&negated(total(open, &group))) else { continue };
        opposite.retain(|set| !closed(open, set));
        let apart =
            opposite.iter().rev().find(|set| set.iter().all(|party| !group.contains(party)));
        if let Some(set) = apart {
            group.extend(set);
            group.sort_unstable();
            transfers
                .extend(exact::transfers(group.iter().map(|position| open[*position]).collect()));
            group.iter().for_each(|position| open[*position].balance = 0);
            left = left.saturating_sub(group.len());
        }
    }
    open.retain(|one| one.balance != 0);
    transfers
}

/// Lists all sets of `size` of the first `count` numbers, each ascending, in order.
fn sets(count: usize, size: u32) -> Vec<Vec<usize>> {
    let mut sets = vec![Vec::new()];
    for _ in 0..size {
        let longer = |set: Vec<usize>| {
            let next = set.last().map_or(0, |last| last.saturating_add(1));
            (next..count).map(move |number| [&set[..], &[number]].concat())
        };
        sets = sets.into_iter().flat_map(longer).collect();
    }
    sets
}

fn total(open: &[Open], set: &[usize]) -> i128 {
    set.iter().fold(0, |total, position| sum(total, open[*position].balance))
}

fn closed(open: &[Open], set: &[usize]) -> bool {
    set.iter().any(|position| open[*position].balance == 0)
}

/// Lets the largest debtor pay the largest creditor; the first of equals.
fn largest(open: &mut [Open]) -> Transfer {
    let key = |position: &usize| open[*position].balance;
    let creditor = (0..open.len()).min_by_key(key);
    let debtor = (0..open.len()).rev().max_by_key(key);
    match (debtor, creditor) {
        (Some(debtor), Some(creditor)) => {
            let mut payer = open[debtor];
            let transfer = settle(&mut payer, &mut open[creditor]);
            open[debtor] = payer;
            transfer
        }
        _ => unreachable!("open balances that add up to zero have both signs"),
    }
}
