//! Largest remainder (Hare/Niemeyer), rules.md#largest-remainder: shares are cut towards zero to
//! the unit; missing units go one by one to the largest remainders, units too many come off the
//! most negative.

use std::cmp::Reverse;

use super::policy::Ties;
use crate::money::{Cents, Mode, Ratio};

pub(super) fn shares(sum: Cents, exact: &[Ratio], unit: Cents, ties: Ties) -> Option<Vec<Cents>> {
    let target = Cents::round(&sum.ratio(), unit, Mode::Down)?;
    let mut shares: Vec<Cents> =
        exact.iter().map(|part| Cents::round(part, unit, Mode::Down)).collect::<Option<_>>()?;
    let missing = target.checked_sub(Cents::sum(shares.iter().copied())?)?;
    let units = missing.get().checked_div(unit.get())?;
    if units == 0 {
        return Some(shares);
    }
    let remainder = |index: usize| {
        let rest = &exact[index] - &shares[index].ratio();
        if units > 0 { rest } else { -&rest }
    };
    let size = |index: usize| match ties {
        Ties::SizeThenOrder => exact[index].abs(),
        Ties::Order => Ratio::ZERO,
    };
    let mut order: Vec<usize> = (0..exact.len()).collect();
    order.sort_by_cached_key(|index| (Reverse(remainder(*index)), Reverse(size(*index)), *index));
    let step = Cents::new(unit.get().checked_mul(units.signum())?);
    for index in order.into_iter().take(usize::try_from(units.unsigned_abs()).ok()?) {
        shares[index] = shares[index].checked_add(step)?;
    }
    Some(shares)
}
