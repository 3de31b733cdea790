//! Cover between titles (Deckungsfähigkeit, BHO §§ 20, 46): what an overspent title draws on
//! others.
//!
//! Rules: rules.md#cover.

use super::account::Account;
use crate::model::BudgetTitle;
use crate::money::Cents;

/// What one title gives another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    /// Who gives.
    pub from: BudgetTitle,
    /// Who is overspent.
    pub to: BudgetTitle,
    /// How much, in cents; positive.
    pub amount: Cents,
}

/// Lets every overspent title, in order, draw on those that may cover it, in order, each at most
/// with what it has left; `None` beyond 128 bits.
pub(super) fn cover(accounts: &mut [Account]) -> Option<Vec<Draw>> {
    let mut draws = Vec::new();
    for needy in 0..accounts.len() {
        for giver in 0..accounts.len() {
            let (open, left) = (accounts[needy].exceeded()?, left(&accounts[giver])?);
            let amount = open.min(left);
            let (Some(from), Some(to)) = (&accounts[giver].line, &accounts[needy].line) else {
                continue;
            };
            if amount <= Cents::ZERO || !from.cover.contains(&to.title) {
                continue;
            }
            draws.push(Draw { from: from.title.clone(), to: to.title.clone(), amount });
            accounts[giver].cover_out = accounts[giver].cover_out.checked_add(amount)?;
            accounts[needy].cover_in = accounts[needy].cover_in.checked_add(amount)?;
        }
    }
    Some(draws)
}

/// Returns what each title lacks, below zero, once all commitments are paid: others then give what
/// they still have left, in the same order; `None` beyond 128 bits.
pub(super) fn left_of_all(accounts: &[Account]) -> Option<Vec<Cents>> {
    let left = accounts.iter().map(|account| left(account)?.checked_add(account.cover_in));
    let mut left = left.collect::<Option<Vec<Cents>>>()?;
    for needy in 0..accounts.len() {
        for giver in 0..accounts.len() {
            let amount = Cents::ZERO.checked_sub(left[needy])?.min(left[giver]);
            let (Some(from), Some(to)) = (&accounts[giver].line, &accounts[needy].line) else {
                continue;
            };
            if amount <= Cents::ZERO || !from.cover.contains(&to.title) {
                continue;
            }
            left[needy] = left[needy].checked_add(amount)?;
            left[giver] = left[giver].checked_sub(amount)?;
        }
    }
    Some(left)
}

/// What a title has left to give.
fn left(account: &Account) -> Option<Cents> {
    account.remaining.checked_sub(account.cover_out)
}
