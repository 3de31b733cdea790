//! Open balances, and a payment between two of them.

/// The number of parties with a balance up to which the fewest payments are found for certain and
/// the list is stable.
pub(in crate::analysis::settlement) const EXACT: usize = 24;

/// A payment from one party to another; the parties are positions in the list of balances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::analysis::settlement) struct Transfer {
    /// The party that pays.
    pub(in crate::analysis::settlement) from: usize,
    /// The party that is paid.
    pub(in crate::analysis::settlement) to: usize,
    /// How much, in cents; more than zero.
    pub(in crate::analysis::settlement) amount: i128,
}

/// A party that has still to pay (positive) or to be paid (negative).
#[derive(Clone, Copy)]
pub(super) struct Open {
    pub(super) party: usize,
    pub(super) balance: i128,
}

/// Lists the parties that have a balance. From here on no sum of some of them can overflow: it lies
/// between the credits and the debts, which are added up here.
pub(super) fn open(balances: &[i128]) -> Vec<Open> {
    let debts =
        balances.iter().filter(|one| **one > 0).try_fold(0_i128, |sum, one| sum.checked_add(*one));
    let credits =
        balances.iter().filter(|one| **one < 0).try_fold(0_i128, |sum, one| sum.checked_sub(*one));
    match (debts, credits) {
        (Some(debts), Some(credits)) if debts == credits => {}
        _ => unreachable!("balances to settle add up to zero"),
    }
    let all = balances.iter().enumerate().map(|(party, balance)| Open { party, balance: *balance });
    all.filter(|one| one.balance != 0).collect()
}

/// Lets a debtor pay a creditor all that both have open.
pub(super) fn settle(debtor: &mut Open, creditor: &mut Open) -> Transfer {
    let amount = debtor.balance.min(negated(creditor.balance));
    debtor.balance = sum(debtor.balance, negated(amount));
    creditor.balance = sum(creditor.balance, amount);
    Transfer { from: debtor.party, to: creditor.party, amount }
}

pub(super) fn sum(one: i128, other: i128) -> i128 {
    match one.checked_add(other) {
        Some(sum) => sum,
        None => unreachable!("a part of a checked sum does not fit"),
    }
}

pub(super) fn negated(balance: i128) -> i128 {
    match balance.checked_neg() {
        Some(negated) => negated,
        None => unreachable!("credits fit in 128 bits like the debts they equal"),
    }
}
