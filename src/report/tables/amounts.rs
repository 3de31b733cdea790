//! Sums of amounts whose own sum the run has already formed and checked.

use crate::money::Cents;

/// Adds amounts that are parts of sums which the settlement has formed and checked.
pub(crate) fn sum(amounts: impl IntoIterator<Item = Cents>) -> Cents {
    match Cents::sum(amounts) {
        Some(sum) => sum,
        None => unreachable!("a part of a checked sum does not fit"),
    }
}

/// Takes an amount from another, both parts of checked sums.
pub(crate) fn less(whole: Cents, part: Cents) -> Cents {
    match whole.checked_sub(part) {
        Some(left) => left,
        None => unreachable!("a part of a checked sum does not fit"),
    }
}
