//! How an exact number becomes a whole one.
//!
//! Rules: rules.md#half-up, rules.md#where-rounded.

/// How a share is rounded (Rundungsregel). Closed set: rules.md#residue-other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// To the nearest; a half goes away from zero (kaufmännisch).
    HalfUp,
    /// To the nearest; a half goes to the even neighbour.
    HalfEven,
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
}

impl Mode {
    /// All modes, in the order of the reference.
    pub const ALL: [Mode; 4] = [Mode::HalfUp, Mode::HalfEven, Mode::Down, Mode::Up];

    /// Returns the name used in umlage.toml and in the trace.
    pub const fn name(self) -> &'static str {
        match self {
            Mode::HalfUp => "half-up",
            Mode::HalfEven => "half-even",
            Mode::Down => "down",
            Mode::Up => "up",
        }
    }
}
