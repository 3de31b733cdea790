//! Amounts of money and exact fractions.
//!
//! [`Cents`] is what is paid: whole cents, checked. [`Ratio`] is everything between two payments:
//! weights, quotas, shares before they are rounded. Nothing here knows a float, and division exists
//! only where its result is an exact fraction or its rounding has a name.
#![warn(clippy::arithmetic_side_effects)]

mod cents;
mod number;
mod ratio;
mod rounding;

mod style;

pub use cents::Cents;
pub use number::{NumberFault, Share, parse_amount, parse_fraction, parse_number, parse_share};
pub use ratio::Ratio;
pub use rounding::Mode;
pub use style::{NumberStyle, Oddity};
