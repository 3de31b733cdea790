//! Each share rounded by itself; the difference goes to one of them, or stays.
//!
//! Rules: rules.md#residue-other.

use crate::money::{Cents, Mode, Ratio};

/// Rounds each part; `taker` takes the difference to the sum, nobody leaves it.
pub(super) fn with_difference(
    sum: Cents,
    exact: &[Ratio],
    unit: Cents,
    mode: Mode,
    taker: Option<usize>,
) -> Option<Vec<Cents>> {
    let mut shares: Vec<Cents> =
        exact.iter().map(|part| Cents::round(part, unit, mode)).collect::<Option<_>>()?;
    if let Some(taker) = taker {
        let difference = sum.checked_sub(Cents::sum(shares.iter().copied())?)?;
        shares[taker] = shares[taker].checked_add(difference)?;
    }
    Some(shares)
}

/// Finds the largest exact part in size; the earliest among equals.
pub(super) fn largest(exact: &[Ratio]) -> Option<usize> {
    (0..exact.len()).max_by(|a, b| exact[*a].abs().cmp(&exact[*b].abs()).then(b.cmp(a)))
}
