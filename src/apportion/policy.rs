//! How parts of a sum are rounded: to what unit, what happens to the difference, and who goes first
//! among equal remainders.
//!
//! Rules: rules.md#rounding, rules.md#residue-default, rules.md#residue-other.

use crate::money::{Cents, Mode, Ratio};

/// How a sum is apportioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The unit of rounding.
    pub unit: Unit,
    /// What happens to the difference.
    pub residue: ApportionResidue,
    /// Who goes first among equal remainders.
    pub ties: Ties,
}

impl Policy {
    /// Whole cents by the largest remainder.
    pub const fn largest_remainder(ties: Ties) -> Policy {
        Policy { unit: Unit::CENT, residue: ApportionResidue::LargestRemainder, ties }
    }
}

/// To what is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Money, to a multiple of this.
    Cents(Cents),
    /// A number, to so many decimals.
    Places(u8),
}

impl Unit {
    /// One cent.
    pub const CENT: Unit = Unit::Cents(Cents::ONE);

    /// Rounds a value by itself; `None` beyond 128 bits.
    pub fn round(self, value: &Ratio, mode: Mode) -> Option<Ratio> {
        match self {
            Unit::Cents(unit) => Some(Cents::round(value, unit, mode)?.ratio()),
            Unit::Places(places) => {
                let scale = Ratio::from(10_i128.checked_pow(places.into())?);
                Cents::round(&(value * &scale), Cents::ONE, mode)?.ratio().checked_div(&scale)
            }
        }
    }
}

/// What happens to the difference between a sum and its rounded parts (Restbehandlung).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApportionResidue {
    /// Largest remainder (Hare/Niemeyer): none comes about.
    LargestRemainder,
    /// The largest part takes it.
    LargestShare(Mode),
    /// The part with this index takes it.
    To(u32, Mode),
    /// It stays.
    Leave(Mode),
}

impl ApportionResidue {
    /// Returns the name used in umlage.toml and the mode beside it.
    pub const fn parts(self) -> (&'static str, Option<Mode>) {
        match self {
            ApportionResidue::LargestRemainder => ("largest-remainder", None),
            ApportionResidue::LargestShare(mode) => ("largest-share", Some(mode)),
            ApportionResidue::To(_, mode) => ("to", Some(mode)),
            ApportionResidue::Leave(mode) => ("leave", Some(mode)),
        }
    }
}

/// Who goes first among equal remainders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// The larger exact part in size, then the earlier.
    SizeThenOrder,
    /// The earlier: for an entry split over periods.
    Order,
}
