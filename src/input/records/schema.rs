//! The columns of a table.

/// What a table of data is made of.
pub(crate) struct Schema {
    /// Its name: `costs`, `usage`, …
    pub(crate) table: &'static str,
    /// The columns that must be there.
    pub(crate) required: &'static [&'static str],
    /// Columns of which at least one must be there.
    pub(crate) one_of: &'static [&'static str],
    /// The columns that may be there.
    pub(crate) optional: &'static [&'static str],
    /// The column with the number of a row; empty where it has none.
    pub(crate) number: &'static str,
    /// Whether scenarios may change that number.
    pub(crate) is_changed: bool,
    /// Where several tables would do, that of the lowest rank is suggested.
    pub(crate) rank: u8,
}

impl Schema {
    /// Tells whether the number of a row is money.
    pub(crate) fn is_money(&self) -> bool {
        self.number == "amount"
    }

    /// Lists all columns.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(self.one_of).chain(self.optional).copied()
    }
}
