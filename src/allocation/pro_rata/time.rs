//! How much of an entry lies in a stretch of time, measured by days or months.
//!
//! A derived entry that comes from several stretches of time knows what each of them brought; the
//! part of it that lies in a slice is what was brought there.
//!
//! Rules: rules.md#months, rules.md#centre-time.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::DateRange;
use crate::money::Ratio;
use crate::trace::{Exact, Scope, Subject, Trace};

/// What a stretch of time brings to a derived entry: in proportion to the others; where they have
/// both signs, cost here and credits there, exactly this (see [`is_of_both_signs`]).
#[derive(Clone, Debug)]
pub(in crate::allocation) struct TimeSource {
    pub(in crate::allocation) range: DateRange,
    pub(in crate::allocation) brings: Exact,
}

/// How stretches of time are measured against each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::allocation) enum Measure {
    /// By days.
    Days,
    /// By months.
    Months,
    /// By months what covers whole ones, by days other sources of a derived entry.
    WholeMonths,
}

impl Measure {
    /// Tells whether months count; `source` is what is measured against.
    fn in_months(self, source: &DateRange) -> bool {
        match self {
            Measure::Days => false,
            Measure::Months => true,
            Measure::WholeMonths => source.is_whole_months(),
        }
    }
}

/// Measures a range by days or months.
fn length(range: DateRange, by_months: bool, trace: &mut Trace) -> Exact {
    let mut at = trace.at(Scope { range: Some(range), ..Scope::default() });
    if by_months { at.months(range) } else { at.days(range) }
}

/// Says how much of an entry lies in a range: its length, or what its sources bring there. Where
/// these bring nothing at all, length decides.
pub(in crate::allocation) fn extent(
    range: DateRange,
    sources: Option<&[TimeSource]>,
    by: Measure,
    trace: &mut Trace,
) -> Exact {
    let brings = |sources: &&[TimeSource]| {
        is_of_both_signs(sources) || !Ratio::sum(sources.iter().map(TimeSource::value)).is_zero()
    };
    let Some(sources) = sources.filter(brings) else {
        return length(range, by != Measure::Days, trace);
    };
    let scope = Scope { range: Some(range), ..Scope::default() };
    let mut found = Vec::new();
    for source in sources {
        let Some(inside) = source.range.intersect(&range) else { continue };
        if inside == source.range {
            found.push(source.brings.clone());
            continue;
        }
        let in_months = by.in_months(&source.range);
        let (part, whole) =
            (length(inside, in_months, trace), length(source.range, in_months, trace));
        let mut at = trace.at(scope);
        found.push(at.portion(Subject::Brought, &source.brings, &part, &whole));
    }
    trace.at(scope).total(Subject::Brought, &found)
}

/// A stretch of the time of an amount.
#[derive(Clone, Copy)]
pub(in crate::allocation) struct Stretch {
    pub(in crate::allocation) range: DateRange,
    /// The whole time of the amount.
    pub(in crate::allocation) of: DateRange,
    pub(in crate::allocation) by: Measure,
    /// Where its steps belong.
    pub(in crate::allocation) scope: Scope,
}

impl Stretch {
    /// The part of an amount that lies in the stretch, by the extents of the stretch and of the
    /// whole.
    pub(in crate::allocation) fn part(
        self,
        amount: &Exact,
        inside: Exact,
        whole: &Exact,
        sources: Option<&[TimeSource]>,
        trace: &mut Trace,
    ) -> Exact {
        if sources.is_some_and(is_of_both_signs) {
            return self.with_rounding(amount, inside, whole, trace);
        }
        trace.at(self.scope).portion(Subject::EntryPart, amount, &inside, whole)
    }

    /// Where what was brought has both signs: what was brought there, and evenly what rounding made
    /// of the whole.
    fn with_rounding(
        self,
        amount: &Exact,
        inside: Exact,
        whole: &Exact,
        trace: &mut Trace,
    ) -> Exact {
        if amount.value() == whole.value() {
            return inside;
        }
        let mut at = trace.at(self.scope);
        let rounding = at.difference(Subject::EntryPart, amount, std::slice::from_ref(whole));
        let in_months = self.by != Measure::Days;
        let [here, all] = [self.range, self.of].map(|range| length(range, in_months, trace));
        let mut at = trace.at(self.scope);
        let part = at.portion(Subject::EntryPart, &rounding, &here, &all);
        at.total(Subject::EntryPart, &[inside, part])
    }
}

impl TimeSource {
    /// Returns what it brings.
    fn value(&self) -> &Ratio {
        self.brings.value()
    }
}

/// What each stretch of time brings to an entry that is a part, or a multiple, of another.
pub(in crate::allocation) fn scaled(
    sources: &[TimeSource],
    factor: &Exact,
    scope: Scope,
    trace: &mut Trace,
) -> Arc<[TimeSource]> {
    let times = |source: &TimeSource| {
        let range = source.range;
        let mut at = trace.at(Scope { range: Some(range), ..scope });
        TimeSource { range, brings: at.product(Subject::Brought, &[&source.brings, factor]) }
    };
    sources.iter().map(times).collect()
}

/// Tells whether some stretches of time bring cost and others credits. In proportion to their sum,
/// which may be a cent, a rounded amount would be torn to any size: 0.01 of 100.00 less 99.99 is as
/// much as 0.005.
pub(in crate::allocation) fn is_of_both_signs(sources: &[TimeSource]) -> bool {
    let some = |sign| sources.iter().any(|source| source.value().signum() == sign);
    if !(some(1) && some(-1)) {
        return false;
    }
    let mut sums: BTreeMap<DateRange, Ratio> = BTreeMap::new();
    for source in sources {
        let sum = sums.entry(source.range).or_insert(Ratio::ZERO);
        *sum = &*sum + source.value();
    }
    let has = |sign| sums.values().any(|sum| sum.signum() == sign);
    has(1) && has(-1)
}
