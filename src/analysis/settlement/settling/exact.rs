//! The shortest list, and among the shortest the first: `2^n · n` steps and `2^(n-1)` bytes for `n`
//! parties.
//!
//! The first payment of the list goes from the first debtor to the first creditor that shares a
//! group with it in any division into as many groups as possible, and closes one of the two: a
//! larger one is not possible, and within a group any order of payments that each close a party
//! comes to the same number of payments, as no part of the group adds up to zero. What follows is
//! the list for what is left. Within each group this makes the north-west corner rule of the
//! transportation problem.

use super::balances::{Open, Transfer, negated, settle, sum};

/// Settles at most [`super::balances::EXACT`] parties.
pub(super) fn transfers(mut open: Vec<Open>) -> Vec<Transfer> {
    let mut transfers = Vec::new();
    while let Some(payer) = open.iter().position(|one| one.balance > 0) {
        let mut debtor = open.remove(payer);
        let payee = first_partner(&open);
        transfers.push(settle(&mut debtor, &mut open[payee]));
        open.insert(payer, debtor);
        open.retain(|one| one.balance != 0);
    }
    transfers
}

/// Finds the first creditor that shares a group with the party that is not among the others, in any
/// division of all into as many groups as possible. Where a set has as many groups as all others
/// together, the rest shares its group.
fn first_partner(others: &[Open]) -> usize {
    let groups = most_groups(others.len(), &Sums::of(others));
    let most = groups.last().copied().unwrap_or(0);
    let mut sharing = 0;
    for (set, within) in groups.iter().enumerate() {
        if *within == most {
            sharing |= !set;
        }
    }
    let shares = |position: usize| (sharing >> position) & 1 == 1;
    match (0..others.len()).find(|position| others[*position].balance < 0 && shares(*position)) {
        Some(position) => position,
        None => unreachable!("a group with a debtor has a creditor"),
    }
}

/// Counts for every set of parties (bit `i` is party `i`) the most groups with sum zero that do not
/// overlap in it. Build the groups of the best division party by party: before the last party
/// joins, all groups that were complete are within the set without it; it completes one more
/// exactly if the whole set adds up to zero.
fn most_groups(parties: usize, sums: &Sums) -> Vec<u8> {
    let mut groups = vec![0_u8; 1 << parties];
    for set in 1..groups.len() {
        let mut most = 0;
        let mut rest = set;
        while rest != 0 {
            let without_lowest = rest & rest.wrapping_sub(1);
            most = most.max(groups[set ^ rest ^ without_lowest]);
            rest = without_lowest;
        }
        // At most as many as there are parties.
        groups[set] = most.saturating_add(u8::from(sums.is_zero(set)));
    }
    groups
}

/// The sums of all sets of parties, as the sums of the sets of each half: the upper half negated,
/// to compare.
struct Sums {
    low: Vec<i128>,
    high_negated: Vec<i128>,
    bits: usize,
}

impl Sums {
    fn of(parties: &[Open]) -> Sums {
        let bits = parties.len() / 2;
        let (low, high) = parties.split_at(bits);
        Sums {
            low: of_sets(low.iter().map(|one| one.balance)),
            high_negated: of_sets(high.iter().map(|one| negated(one.balance))),
            bits,
        }
    }

    fn is_zero(&self, set: usize) -> bool {
        let high = set >> self.bits;
        self.low[set ^ (high << self.bits)] == self.high_negated[high]
    }
}

/// Adds up every set of the balances; those with the last balance follow those without.
fn of_sets(balances: impl Iterator<Item = i128>) -> Vec<i128> {
    let mut sums = vec![0];
    for balance in balances {
        let with: Vec<i128> = sums.iter().map(|without| sum(*without, balance)).collect();
        sums.extend(with);
    }
    sums
}
