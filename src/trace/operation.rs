//! The closed list of operations.

use crate::model::{DateRange, Residue};
use crate::money::{Cents, Mode, Ratio};

/// What a step does with its inputs. Closed: this list is the schema from which outsiders
/// recompute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// The value stands at the places; several places are rows with equal keys, added up.
    Read,
    /// A value that the rule itself fixes, such as the weight 1 of an equal key.
    Constant,
    /// The days of a range.
    Days(DateRange),
    /// The months of a range; a part of a month counts its days over that month's days.
    Months(DateRange),
    /// All inputs added up; nothing is zero.
    Sum,
    /// The first input less all others.
    Difference,
    /// All inputs multiplied.
    Product,
    /// The largest of the inputs.
    Largest,
    /// The first input, which stands in place of the second.
    Replace,
    /// The first input over the second.
    Quotient,
    /// The first input times the second over the third.
    Portion,
    /// The input, money, rounded to a multiple of the unit.
    Round(Cents, Mode),
    /// The smaller in size of the first input, taken in the direction of the third, and of the
    /// second; nothing where the second has not the sign of the third.
    AtMost,
    /// One limited part of a sum. The inputs: the sum, then a weight, then a floor, then a cap for
    /// each receiver. All count by their size; the value is that of the part at `index` (from 0),
    /// with the sign of the sum: its weight times a factor, raised to the floor and cut to the cap.
    /// The factor is the same for all, such that the parts add to the sum.
    Limit {
        /// Which part.
        index: u32,
    },
    /// What of the cost of one centre reaches one final receiver where all centres give to one
    /// another. The inputs are a table with a row for each of `size` centres: the parts it gives to
    /// each centre, in the same order, then to each final receiver. The value is the part of the
    /// cost of centre `from` that ends at receiver `to`.
    Solve {
        /// The number of centres.
        size: u32,
        /// Which centre, from 0.
        from: u32,
        /// Which final receiver, from 0.
        to: u32,
    },
    /// One share of a sum: the first input is the sum, the others are the exact parts; the value is
    /// that of the part at `index` (from 0) after rounding.
    Apportion {
        /// Which part.
        index: u32,
        /// The unit of rounding.
        unit: Unit,
        /// What happens to the difference; `to` names the part that takes it.
        residue: ApportionResidue,
        /// Who goes first among equal remainders.
        ties: Ties,
    },
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

/// A residue policy in terms of the parts of one apportionment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApportionResidue {
    /// See [`Residue::LargestRemainder`].
    LargestRemainder,
    /// See [`Residue::LargestShare`].
    LargestShare(Mode),
    /// See [`Residue::To`]; the index of the part.
    To(u32, Mode),
    /// See [`Residue::Leave`].
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

    /// Translates the policy of a step; `position` finds a party among the parts.
    pub fn of(
        residue: Residue,
        position: impl Fn(crate::model::PartyIx) -> u32,
    ) -> ApportionResidue {
        match residue {
            Residue::LargestRemainder => ApportionResidue::LargestRemainder,
            Residue::LargestShare(mode) => ApportionResidue::LargestShare(mode),
            Residue::To(party, mode) => ApportionResidue::To(position(party), mode),
            Residue::Leave(mode) => ApportionResidue::Leave(mode),
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

impl Operation {
    /// Returns the name used in the trace.
    pub const fn name(self) -> &'static str {
        match self {
            Operation::Read => "read",
            Operation::Constant => "constant",
            Operation::Days(_) => "days",
            Operation::Months(_) => "months",
            Operation::Sum => "sum",
            Operation::Difference => "difference",
            Operation::Product => "product",
            Operation::Largest => "largest",
            Operation::Replace => "replace",
            Operation::Quotient => "quotient",
            Operation::Portion => "portion",
            Operation::Round(..) => "round",
            Operation::AtMost => "at-most",
            Operation::Limit { .. } => "limit",
            Operation::Solve { .. } => "solve",
            Operation::Apportion { .. } => "apportion",
        }
    }
}
