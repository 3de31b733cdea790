//! Why an amount changed.
//!
//! Rules: rules.md#causes.

/// Why an amount changed (Ursache).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The amounts of cost entries, and the growth of indexed ones.
    CostLevel,
    /// Cost of services and centres that have cost on one side only.
    NewAndEndedServices,
    /// Usage, quantities of drivers, payments.
    Usage,
    /// Statistics, and which editions count.
    KeyData,
    /// Keys, rules, the cascade, surcharges, credits, catch-up.
    KeyOrRule,
    /// Members, groups and lists, participants of services.
    MembersAndParticipants,
    /// Floors, caps, ceilings, the minimum billed.
    Limits,
    /// What the calendar changes: lengths of months, leap days.
    Calendar,
    /// Rounding.
    Rounding,
}

impl Cause {
    /// All causes in the stated order.
    pub const ALL: [Cause; 9] = [
        Cause::CostLevel,
        Cause::NewAndEndedServices,
        Cause::Usage,
        Cause::KeyData,
        Cause::KeyOrRule,
        Cause::MembersAndParticipants,
        Cause::Limits,
        Cause::Calendar,
        Cause::Rounding,
    ];

    /// Returns the name in machine formats.
    pub const fn name(self) -> &'static str {
        match self {
            Cause::CostLevel => "cost-level",
            Cause::NewAndEndedServices => "new-and-ended-services",
            Cause::Usage => "usage",
            Cause::KeyData => "key-data",
            Cause::KeyOrRule => "key-or-rule",
            Cause::MembersAndParticipants => "members-and-participants",
            Cause::Limits => "limits",
            Cause::Calendar => "calendar",
            Cause::Rounding => "rounding",
        }
    }
}
