//! How an entry is cut over settlement periods, and over quarters or months of its pool.
//!
//! Rules: rules.md#split, rules.md#month-pools.

use crate::model::{CostEntry, DateRange, Grain, PoolBy, ProRata, Rule};

/// How an entry is cut: into which parts, and whether its amount is divided among them by months.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    grain: Grain,
    pub(super) in_months: bool,
}

impl Cut {
    /// As a rule says.
    pub(super) fn by(rule: &Rule, settled: Grain) -> Cut {
        let in_months = matches!(rule.pro_rata, Some(ProRata::Months | ProRata::WeightMonths));
        Cut { grain: finest(settled, rule.pool), in_months }
    }

    /// Over settlement periods by days: entries on centres that pass them on, and entries that no
    /// rule takes.
    pub(super) fn by_days(settled: Grain) -> Cut {
        Cut { grain: settled, in_months: false }
    }

    /// Lists the parts of an entry's time.
    pub(super) fn pieces(self, entry: &CostEntry) -> Vec<DateRange> {
        let periods = entry.period.periods(self.grain);
        periods.iter().filter_map(|piece| piece.intersect(&entry.period)).collect()
    }
}

/// The finest grain that settlement and pool need.
pub(super) fn finest(settled: Grain, pool: PoolBy) -> Grain {
    let month = pool.month.then_some(Grain::Month);
    let quarter = pool.quarter.then_some(Grain::Quarter);
    [month, quarter].into_iter().flatten().fold(settled, Grain::min)
}
