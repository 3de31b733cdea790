//! The closed list of operations.

use crate::apportion::Policy;
use crate::model::DateRange;
use crate::money::{Cents, Mode};

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
        /// How it is rounded; what `to` names is the part that takes the difference.
        policy: Policy,
    },
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
