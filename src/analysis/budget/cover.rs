//! Cover between titles (Deckungsfähigkeit, BHO §§ 20, 46): what an overspent title draws on others.

use super::Account;
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

/// Lets every overspent title, in order, draw on those that may cover it, in order, each at most with what it has left;
/// `None` beyond 128 bits.
pub(super) fn cover(accounts: &mut [Account]) -> Option<Vec<Draw>> {
    let mut draws = Vec::new();
    for needy in 0..accounts.len() {
        for giver in 0..accounts.len() {
            let (open, left) = (accounts[needy].exceeded()?, left(&accounts[giver])?);
            let amount = open.min(left);
            let (Some(from), Some(to)) = (&accounts[giver].line, &accounts[needy].line) else { continue };
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

/// What a title has left to give.
fn left(account: &Account) -> Option<Cents> {
    account.remaining.checked_sub(account.cover_out)
}
