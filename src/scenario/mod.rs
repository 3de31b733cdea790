//! What-ifs beyond one scenario: makes projects and runs them.
//!
//! A sweep takes one or two [`Axis`] and runs the project at every [`Point`]; [`crossings`] finds
//! the value at which a party's amount is equal under two states; [`corridor`] runs every order of
//! accession.

mod axis;
mod corridor;
mod crossing;
mod sweep;

pub use axis::{Axis, AxisFault, AxisKind, Number};
pub use corridor::{Corridor, Span, corridor, orders};
pub use crossing::{Against, Crossing, crossings};
pub use sweep::{Failed, MOST_POINTS, Point, Sweep};
