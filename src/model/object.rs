//! What cost is booked on: a service or a cost centre.

/// What a cost was incurred for (Kostenträger or Kostenstelle).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CostObject {
    /// A service (Leistung).
    Service(ServiceIx),
    /// A cost centre (Kostenstelle).
    Centre(CentreIx),
}

/// The number of a service in their order (rules.md#order).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceIx(pub u32);

/// The number of a cost centre in file order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CentreIx(pub u16);
