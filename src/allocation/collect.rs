//! Stage 1: the cost entries that are asked for, each with the steps that read it.
//!
//! Rules: rules.md#status.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::pro_rata::TimeSource;
use super::run::{Booked, EntryFate, Request};
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::keys::Noticed;
use crate::model::{AmountRow, CostEntry, DateRange, Grain, Project};
use crate::text::Text;
use crate::trace::{Exact, Figure, Money, Scope, Subject, Trace, Traced};

/// Entries of the status asked for.
pub(super) struct Collected {
    /// The selected settlement periods; `None`: all.
    pub(super) selected: Option<DateRange>,
    /// The cost entries: the project's, then the derived ones of later stages.
    pub(super) costs: Arc<Vec<CostEntry>>,
    /// The number of each entry in `costs`, with its amount.
    pub(super) entries: Vec<(usize, Traced)>,
    /// What became of every entry of `costs` so far.
    pub(super) fates: Vec<EntryFate>,
    /// For derived entries that do not lie evenly in their period: what each stretch of time
    /// brings.
    pub(super) time_sources: BTreeMap<usize, Arc<[TimeSource]>>,
    /// The rows of usage that a driver counted.
    pub(super) noticed: Noticed,
    /// What of entries on centres that pass it on lies in which settlement period.
    pub(super) booked: Vec<Booked>,
    pub(super) trace: Trace,
}

/// An entry of which others are made, or which is divided.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) entry: &'a CostEntry,
    pub(super) amount: Traced,
    /// What each stretch of time brings to it; `None`: it lies evenly in its period.
    pub(super) time_sources: Option<&'a Arc<[TimeSource]>>,
}

/// An entry made of others. Its period says between which days it lies, `time_sources` where in
/// between: the one is never taken over from a source without the other.
pub(super) struct Made {
    pub(super) entry: CostEntry,
    pub(super) amount: Traced,
    /// What each stretch of time brings to it; `None`: it lies evenly in its period.
    pub(super) time_sources: Option<Arc<[TimeSource]>>,
}

impl Collected {
    /// Adds an entry made of others.
    pub(super) fn add(&mut self, made: Made) {
        let number = self.fates.len();
        self.entries.push((number, made.amount));
        self.fates.push(EntryFate::Unassigned);
        Arc::make_mut(&mut self.costs).push(made.entry);
        self.time_sources.extend(made.time_sources.map(|sources| (number, sources)));
    }

    /// Tells whether a range touches the selected periods.
    pub(super) fn touches(&self, range: &DateRange) -> bool {
        self.selected.is_none_or(|selected| selected.intersect(range).is_some())
    }

    /// Leaves only the entries that touch the selected periods.
    pub(super) fn select(&mut self) {
        for (number, amount) in std::mem::take(&mut self.entries) {
            if self.touches(&self.costs[number].period) {
                self.entries.push((number, amount));
            } else {
                self.fates[number] = EntryFate::OtherPeriod;
            }
        }
    }
}

/// Where entries are made of others, those of other periods count as well: what is made of them may
/// lie in this one.
pub(super) fn collect(project: &Project, request: Request) -> Result<Collected, Diagnostics> {
    let selected = request.period.or(project.period);
    if let Some(range) = selected {
        whole_periods(project, range).map_err(|fault| Diagnostics::from(*fault))?;
    }
    let mut collected = Collected {
        selected,
        costs: Arc::clone(&project.entries),
        entries: Vec::new(),
        fates: Vec::new(),
        time_sources: BTreeMap::new(),
        noticed: Noticed::default(),
        booked: Vec::new(),
        trace: Trace::default(),
    };
    for (number, entry) in project.entries.iter().enumerate() {
        let fate = if entry.status != request.status {
            EntryFate::OtherStatus
        } else if project.derivations.is_empty() && !collected.touches(&entry.period) {
            EntryFate::OtherPeriod
        } else {
            let amount = read(&mut collected.trace, entry).ok_or_else(|| overflow(entry))?;
            collected.entries.push((number, amount));
            EntryFate::Unassigned
        };
        collected.fates.push(fate);
    }
    Ok(collected)
}

/// A period that cuts a settlement period is refused: rules.md#selecting.
pub(super) fn whole_periods(project: &Project, range: DateRange) -> Checked<()> {
    let grain = project.settled_per;
    if grain.around(range.from).from == range.from && grain.around(range.to).to == range.to {
        return Ok(());
    }
    let settled = match grain {
        Grain::Year => Text::new("ein Jahr", "a year"),
        Grain::Quarter => Text::new("ein Quartal", "a quarter"),
        Grain::Month => Text::new("ein Monat", "a month"),
    };
    let whole = DateRange { from: grain.around(range.from).from, to: grain.around(range.to).to }
        .to_string();
    let fault = Fault::FinerThanSettlement { period: range.to_string(), settled, whole };
    Err(Box::new(Diagnostic::new(fault)))
}

/// Reads an entry: each of its rows, and their sum where there are several; `None` beyond 128 bits.
pub(super) fn read(trace: &mut Trace, entry: &CostEntry) -> Option<Traced> {
    let mut at = trace.at(Scope { range: Some(entry.period), ..Scope::default() });
    let read = |row: &AmountRow| {
        let (value, history) = (Money::Cents(row.value.ratio()), row.history.as_deref());
        at.figure(&Figure { subject: Subject::Entry, places: &[row.loc], value, history })
    };
    let rows: Vec<Exact> = entry.rows.iter().map(read).collect();
    match &rows[..] {
        [one] => one.whole(),
        _ => at.total(Subject::Entry, &rows).whole(),
    }
}

fn overflow(entry: &CostEntry) -> Diagnostics {
    Diagnostics::from(Diagnostic::at(Fault::AmountOverflow, entry.loc()))
}
