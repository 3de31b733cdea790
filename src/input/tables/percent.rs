//! Percentages in columns of weights: all values of a statistic or driver are percentages, or none.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Fault};
use crate::input::data::Row;
use crate::source::Loc;

/// What was seen of each statistic or driver: whether its values are percentages, and where the first stands.
#[derive(Default)]
pub(super) struct Percent(BTreeMap<String, (bool, Loc)>);

impl Percent {
    /// Takes for known how the values of a name are written.
    pub(super) fn know(&mut self, name: &str, is_percent: bool, loc: Loc) {
        self.0.entry(name.to_owned()).or_insert((is_percent, loc));
    }

    /// Tells whether a value is written as those before; reports where not.
    pub(super) fn agrees(&mut self, name: &str, is_percent: bool, loc: Loc, row: &Row<'_>) -> bool {
        let (first, first_at) = *self.0.entry(name.to_owned()).or_insert((is_percent, loc));
        if first != is_percent {
            let fault = Fault::SomePercent { name: name.to_owned() };
            row.faults.push(Diagnostic::at(fault, loc).and(first_at));
        }
        first == is_percent
    }
}
