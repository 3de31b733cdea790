//! Stage 1: the cost entries that are asked for, each with the steps that read it.
//!
//! Rules: rules.md#status.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::split::Brought;
use super::{Booked, EntryFate, Request};
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::keys::Noticed;
use crate::model::{AmountRow, CostEntry, DateRange, Grain, Project};
use crate::text::Text;
use crate::trace::{Figure, Input, Money, Operation, Scope, StepId, Subject, Trace};

/// Entries of the status asked for.
pub(super) struct Collected {
    /// The selected settlement periods; `None`: all.
    pub(super) selected: Option<DateRange>,
    /// The cost entries: the project's, then the derived ones of later stages.
    pub(super) costs: Arc<Vec<CostEntry>>,
    /// The number of each entry in `costs`, with the step that derives its amount.
    pub(super) entries: Vec<(usize, StepId)>,
    /// What became of every entry of `costs` so far.
    pub(super) fates: Vec<EntryFate>,
    /// For derived entries that do not lie evenly in their period: what each stretch of time
    /// brings.
    pub(super) lies: BTreeMap<usize, Arc<[Brought]>>,
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
    /// The step that derives its amount.
    pub(super) step: StepId,
    /// What each stretch of time brings to it; `None`: it lies evenly in its period.
    pub(super) lies: Option<&'a Arc<[Brought]>>,
}

/// An entry made of others. Its period says between which days it lies, `lies` where in between:
/// the one is never taken over from a source without the other.
pub(super) struct Made {
    pub(super) entry: CostEntry,
    /// The step that derives its amount.
    pub(super) step: StepId,
    /// What each stretch of time brings to it; `None`: it lies evenly in its period.
    pub(super) lies: Option<Arc<[Brought]>>,
}

impl Collected {
    /// Adds an entry made of others.
    pub(super) fn add(&mut self, made: Made) {
        let number = self.fates.len();
        self.entries.push((number, made.step));
        self.fates.push(EntryFate::Unassigned);
        Arc::make_mut(&mut self.costs).push(made.entry);
        self.lies.extend(made.lies.map(|lies| (number, lies)));
    }

    /// Tells whether a range touches the selected periods.
    pub(super) fn touches(&self, range: &DateRange) -> bool {
        self.selected.is_none_or(|selected| selected.intersect(range).is_some())
    }

    /// Leaves only the entries that touch the selected periods.
    pub(super) fn select(&mut self) {
        for (number, step) in std::mem::take(&mut self.entries) {
            if self.touches(&self.costs[number].period) {
                self.entries.push((number, step));
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
        lies: BTreeMap::new(),
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
            let step = read(&mut collected.trace, entry);
            collected.entries.push((number, step));
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

/// Adds the steps that read an entry: one for each row, and their sum where there are several.
pub(super) fn read(trace: &mut Trace, entry: &CostEntry) -> StepId {
    let scope = Scope { range: Some(entry.period), ..Scope::default() };
    let read = |row: &AmountRow| {
        let (value, history) = (Money::Cents(row.value.ratio()), row.history.as_deref());
        trace.figure(&Figure { subject: Subject::Entry, places: &[row.loc], value, history }, scope)
    };
    let rows: Vec<StepId> = entry.rows.iter().map(read).collect();
    match rows[..] {
        [one] => one,
        _ => {
            let inputs: Vec<Input> = rows.into_iter().map(Input::Step).collect();
            trace.add(
                Operation::Sum,
                Subject::Entry,
                Money::Cents(entry.amount.ratio()),
                inputs,
                scope,
            )
        }
    }
}
