//! Stage 4: an entry over several settlement periods, or over quarters or months of its pool, is
//! split in one step into the finest parts needed (rules.md#split).
//!
//! Rules: rules.md#months.

use super::assign::Assigned;
use super::collect::{self, Collected, Source};
use super::cut::Cut;
use super::part::Part;
use super::pro_rata::{Measure, Stretch, extent, is_of_both_signs};
use super::run::EntryFate;
use crate::apportion::{Policy, Ties};
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::model::{CostEntry, CostObject, DateRange, Project};
use crate::money::Cents;
use crate::trace::{Scope, Subject, Trace, Traced};

/// Parts in the selected periods.
pub(super) struct Split {
    pub(super) collected: Collected,
    pub(super) parts: Vec<Part>,
}

pub(super) fn split(project: &Project, assigned: Assigned) -> Result<Split, Diagnostics> {
    let Assigned { mut collected, entries } = assigned;
    let mut faults = Diagnostics::default();
    let mut parts = Vec::new();
    let Collected { costs, time_sources, selected, trace, .. } = &mut collected;
    for (number, amount, rule) in entries {
        let time_sources = time_sources.get(&number);
        let source = Source { entry: &costs[number], amount, time_sources };
        let cut = Cut::by(project.rule(rule), project.settled_per);
        for (period, amount) in faults.keep(divided(source, cut, trace)).unwrap_or_default() {
            if selected.is_none_or(|range| range.covers(&period)) {
                let time_sources = time_sources.cloned();
                parts.push(Part { entry: number, rule, period, time_sources, amount });
            }
        }
    }
    if faults.is_empty() { Ok(Split { collected, parts }) } else { Err(faults) }
}

/// Divides an entry in one step into its parts, each with its time, in cents. Whoever asks what of
/// an entry lies in a settlement period adds these parts up, so that everybody has the same answer.
pub(super) fn divided(
    source: Source<'_>,
    cut: Cut,
    trace: &mut Trace,
) -> Checked<Vec<(DateRange, Traced)>> {
    let pieces = cut.pieces(source.entry);
    let amounts = divide(source, &pieces, cut.in_months, trace);
    let overflow = || Box::new(Diagnostic::at(Fault::AmountOverflow, source.entry.loc()));
    Ok(pieces.iter().copied().zip(amounts.ok_or_else(overflow)?).collect())
}

/// Returns how much of an entry of the project lies in a range of whole settlement periods, as this
/// stage splits it; `fate` is what became of the entry in a run. `None` beyond 128 bits.
pub fn part_within(
    project: &Project,
    entry: &CostEntry,
    fate: EntryFate,
    range: DateRange,
) -> Option<Cents> {
    let cut = match fate {
        EntryFate::Shared(rule) | EntryFate::NotShared(rule) => {
            Cut::by(project.rule(rule), project.settled_per)
        }
        _ => Cut::by_days(project.settled_per),
    };
    let mut trace = Trace::default();
    let amount = collect::read(&mut trace, entry)?;
    let source = Source { entry, amount, time_sources: None };
    let parts = divided(source, cut, &mut trace).ok()?;
    let inside = parts.into_iter().filter(|(piece, _)| range.covers(piece));
    Cents::sum(inside.map(|(_, amount)| amount.amount()))
}

/// Divides an entry in cents by days; by months where the rule counts in months and the entry, or
/// the source that brings something, covers whole ones. Entries on centres are always divided by
/// days (rules.md#centre-time).
fn divide(
    source: Source<'_>,
    pieces: &[DateRange],
    in_months: bool,
    trace: &mut Trace,
) -> Option<Vec<Traced>> {
    let Source { entry, amount, time_sources } = source;
    let sources = time_sources.map(AsRef::as_ref);
    if pieces.len() == 1 {
        return Some(vec![amount]);
    }
    let whole_months = sources.is_some() || entry.period.is_whole_months();
    let by = match in_months && whole_months && matches!(entry.object, CostObject::Service(_)) {
        true => Measure::WholeMonths,
        false => Measure::Days,
    };
    let (amount, all) = (amount.exact(), extent(entry.period, sources, by, trace));
    if all.value().is_zero() && !sources.is_some_and(is_of_both_signs) {
        return None;
    }
    let scope = |piece: &DateRange| Scope { range: Some(*piece), ..Scope::default() };
    let mut exact = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let inside = extent(*piece, sources, by, trace);
        let stretch = Stretch { range: *piece, of: entry.period, by, scope: scope(piece) };
        exact.push(stretch.part(&amount, inside, &all, sources, trace));
    }
    let policy = Policy::largest_remainder(Ties::Order);
    let shares = trace.apportion(&amount, &exact, policy)?;
    let part = |(index, piece): (u32, &DateRange)| {
        trace.part(&shares, index, Subject::EntryPart, scope(piece)).whole()
    };
    (0..).zip(pieces).map(part).collect()
}
