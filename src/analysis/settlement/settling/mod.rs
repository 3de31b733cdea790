//! Payments that settle balances, as few as possible.
//!
//! Settling in the fewest payments is Verhoeff's "settling multiple debts efficiently" (Informatics
//! in Education 3/1, 2004, pp. 105–126), also known as optimal account balancing and as zero-sum
//! set packing; it is NP-hard. Payments that hang together form groups whose balances add up to
//! zero. A group of `k` parties needs at least `k - 1` payments, because fewer do not connect it,
//! and `k - 1` always do. So the fewest payments are the number of parties with a balance less the
//! greatest number of groups with sum zero they can be divided into.
//!
//! # Which of several smallest lists
//! Equal balances often allow several lists of the same length. Then the list is taken that comes
//! first: the one that pays more from the first debtor to the first creditor; if equal, more from
//! the first debtor to the second creditor; and so on, debtor after debtor, in party order. No two
//! lists are equal in this order.
//!
//! This choice is stable. Let `L` be the list for some balances and `e` one of its payments. When
//! `e` has arrived, the list for the balances that are left is `L` without `e`. For let `M` be that
//! list. `M` and `e` together settle the old balances, with at most `|M| + 1 ≤ |L|` payments; so
//! exactly as many as `L`, and `e` is no part of `M`. Then `L` does not come after `M + e`. The
//! order looks at differences of amounts alone, so `L - e` does not come after `M`; and `M` does
//! not come after `L - e`, as it is the list. So they are the same. It follows for any number of
//! payments, in any order.

mod balances;
mod exact;
mod rough;
#[cfg(test)]
mod tests;

use balances::open;
pub(super) use balances::{EXACT, Transfer};

/// Payments that settle balances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Settled {
    /// The payments by payer, then by payee, in party order.
    pub(super) transfers: Vec<Transfer>,
    /// Whether no shorter list exists; `false` where this was not examined to the end.
    pub(super) proven: bool,
}

/// Settles balances, in cents and party order, in as few payments as possible. A positive balance
/// is still to be paid, a negative one to be got. Debtors only pay and creditors only get, so
/// nobody passes money through.
///
/// Up to [`EXACT`] parties with a balance the list is the shortest, and stable: when a payment
/// arrives, the list for what is left is the old one without it. Beyond that, exact opposites are
/// settled first, which costs no payment; if [`EXACT`] parties or fewer are left the list is still
/// the shortest. If not, it is a good one and not `proven`.
///
/// # Panics
/// Where the balances do not add up to zero, or debts are beyond 128 bits: a mistake of the caller.
pub(super) fn minimal(balances: &[i128]) -> Settled {
    let open = open(balances);
    let (mut transfers, proven) =
        if open.len() <= EXACT { (exact::transfers(open), true) } else { rough::transfers(open) };
    transfers.sort_unstable();
    debug_assert!(settles(balances, &transfers) && direct(balances, &transfers));
    Settled { transfers, proven }
}

/// Tells whether payments, all of more than zero and between two different parties, settle the
/// balances exactly.
pub(super) fn settles(balances: &[i128], transfers: &[Transfer]) -> bool {
    let mut left = balances.to_vec();
    transfers.iter().all(|transfer| pay(&mut left, transfer).is_some())
        && left.iter().all(|rest| *rest == 0)
}

/// Tells whether only debtors pay and only creditors are paid.
pub(super) fn direct(balances: &[i128], transfers: &[Transfer]) -> bool {
    let of = |party: usize| balances.get(party).copied().unwrap_or(0);
    transfers.iter().all(|transfer| of(transfer.from) > 0 && of(transfer.to) < 0)
}

/// Books one payment; `None` where it is none or does not fit.
fn pay(left: &mut [i128], transfer: &Transfer) -> Option<()> {
    if transfer.amount <= 0 || transfer.from == transfer.to {
        return None;
    }
    let from = left.get_mut(transfer.from)?;
    *from = from.checked_sub(transfer.amount)?;
    let to = left.get_mut(transfer.to)?;
    *to = to.checked_add(transfer.amount)?;
    Some(())
}
