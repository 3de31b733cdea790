//! Sharing a sum among its exact parts.
//!
//! Rules: rules.md#rounding.

use super::policy::{ApportionResidue, Policy, Ties, Unit};
use super::{largest_remainder, rounded};
use crate::money::{Cents, Mode, Ratio};

/// Shares a sum in units. `exact` are the exact parts in cents, which add to `sum`; the result has
/// one share each.
///
/// What the shares do not make up of the sum is the residue. `None` beyond 128 bits or for a unit
/// of zero.
pub fn apportion(
    sum: Cents,
    exact: &[Ratio],
    unit: Cents,
    residue: ApportionResidue,
    ties: Ties,
) -> Option<Vec<Cents>> {
    match residue {
        ApportionResidue::LargestRemainder => largest_remainder::shares(sum, exact, unit, ties),
        ApportionResidue::LargestShare(mode) => {
            rounded::with_difference(sum, exact, unit, mode, rounded::largest(exact))
        }
        ApportionResidue::To(index, mode) => {
            rounded::with_difference(sum, exact, unit, mode, Some(index as usize))
        }
        ApportionResidue::Leave(mode) => rounded::with_difference(sum, exact, unit, mode, None),
    }
}

/// Shares a sum, money or a number, by a policy: see [`apportion`].
pub fn parts(sum: &Ratio, exact: &[Ratio], policy: Policy) -> Option<Vec<Ratio>> {
    let Policy { unit, residue, ties } = policy;
    let (unit, scale) = match unit {
        Unit::Cents(unit) => (unit, 1),
        Unit::Places(places) => (Cents::ONE, 10_i128.checked_pow(places.into())?),
    };
    let in_units = |value: &Ratio| value * &Ratio::from(scale);
    let whole = Cents::round(&in_units(sum), Cents::ONE, Mode::Down)?;
    let shares = match scale {
        1 => apportion(whole, exact, unit, residue, ties)?,
        _ => {
            apportion(whole, &exact.iter().map(in_units).collect::<Vec<_>>(), unit, residue, ties)?
        }
    };
    let part = |share: Cents| match scale {
        1 => share.ratio(),
        _ => Ratio::new(share.get(), scale),
    };
    Some(shares.into_iter().map(part).collect())
}
