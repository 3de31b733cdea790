//! Percentages in columns of weights: all values of a statistic or driver are percentages, or none.
//!
//! Rules: rules.md#percent-data.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Fault};
use crate::input::faults::Faults;
use crate::input::records::row::Row;
use crate::money::Ratio;
use crate::source::Loc;
use crate::text::Text;

/// What was seen of each statistic or driver: whether its values are percentages, and where the
/// first stands.
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

/// So many decimals of a percentage are looked at.
const MOST_PLACES: u32 = 20;

/// Tells percentages that belong together and are not a whole. Each may be rounded in its last
/// digit.
pub(super) fn is_whole(what: &str, parts: &[Ratio], loc: Loc, faults: &Faults) {
    let hundred = Ratio::from(100);
    let places = |part: &Ratio| {
        let (plain, _) = (part * &hundred).decimal(MOST_PLACES);
        plain.split_once('.').map_or(0, |(_, decimals)| decimals.len())
    };
    let places = parts.iter().map(places).max().unwrap_or_default();
    let last_digit = (0..places).fold(Ratio::new(1, 100), |digit, _| &digit * &Ratio::new(1, 10));
    let count = i128::try_from(parts.len()).unwrap_or(i128::MAX);
    let rounding = &last_digit * &Ratio::new(count, 2);
    let sum = Ratio::sum(parts.iter());
    if &sum + &rounding < Ratio::ONE || sum > &Ratio::ONE + &rounding {
        let fault = Fault::PartsOfPercent { what: what.to_owned(), sum: Text::percent(&sum, 10) };
        faults.at(fault, loc);
    }
}
