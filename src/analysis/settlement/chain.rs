//! Accounts of settlement periods that hang together: what one carries is the opening of the next.
//!
//! Rules: rules.md#chain.

use std::collections::BTreeSet;

use super::account::Settlement;
use super::keeping::Books;
use super::{check, findings, payments};
use crate::allocation::{Request, allocate, check_period};
use crate::diag::Diagnostics;
use crate::model::{DateRange, Handling, Project};

/// Keeps the accounts, without interest; at least to the end of `until`, whatever happens in it.
pub(super) fn chain(
    project: &Project,
    request: Request,
    until: Option<DateRange>,
) -> Result<Settlement, Diagnostics> {
    let selected = request.period.or(project.period);
    if let Some(range) = selected {
        check_period(project, range).map_err(|fault| Diagnostics::from(*fault))?;
    }
    let found = payments::with_money(project, request.status)?;
    let is_wanted = |period: &&DateRange| selected.is_none_or(|range| range.covers(period));
    let periods: Vec<DateRange> = found.iter().filter(is_wanted).copied().collect();
    let Some(range) = range(project, &found, &periods, until) else {
        let run = allocate(project, request)?;
        let (chain, findings) = (Vec::new(), Vec::new());
        return Ok(Settlement {
            run,
            periods,
            chain,
            leftovers: Vec::new(),
            late: Vec::new(),
            findings,
        });
    };
    let run = allocate(project, Request { period: Some(range), ..request })?;
    let mut settlement = Settlement {
        run,
        periods,
        chain: Vec::new(),
        leftovers: Vec::new(),
        late: Vec::new(),
        findings: Vec::new(),
    };
    let books = Books::new(project, request.status);
    for period in range.periods(project.settled_per) {
        books.keep(period, &mut settlement)?;
    }
    payments::strangers(project, &settlement)?;
    findings::notice(project, request.status, &mut settlement)?;
    check::check(project, &settlement, range)?;
    Ok(settlement)
}

/// From when to when accounts are kept.
pub(super) fn range(
    project: &Project,
    found: &BTreeSet<DateRange>,
    periods: &[DateRange],
    until: Option<DateRange>,
) -> Option<DateRange> {
    let (first, last) = (periods.first()?, periods.last()?);
    // What is carried can come from any period with money, a leftover from the period it names.
    let carried = found.first().filter(|_| carries(project));
    let start = carried.copied().unwrap_or(*first).min(*first);
    let reaching = project.leftovers.iter().filter(|leftover| {
        !leftover.is_from_elsewhere()
            && leftover.from < start
            && leftover.into >= start
            && leftover.into <= *last
    });
    let start = reaching.map(|leftover| leftover.from).min().unwrap_or(start);
    DateRange::new(start.from, until.map_or(last.to, |until| until.to.max(last.to)))
}

/// Tells whether any balance can be carried into the next period.
pub(crate) fn carries(project: &Project) -> bool {
    let terms = &project.settlement;
    terms.claims == Handling::Carry || terms.surplus == Handling::Carry || terms.threshold.is_some()
}
