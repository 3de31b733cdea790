//! Lets each derivation make entries of those it takes.
//!
//! Rules: rules.md#derived.

use super::made::{Complete, Indexed};
use super::making::{Making, charged_in};
use crate::allocation::assign::Rules;
use crate::allocation::centres::Emptied;
use crate::allocation::collect::{Collected, Made, Source};
use crate::allocation::selection::{Whose, takes};
use crate::diag::{Checked, Diagnostics};
use crate::model::{DateRange, DerivationIx, Makes, Project};

/// Adds the figures of later years.
pub(in crate::allocation) fn index(
    project: &Project,
    mut collected: Collected,
) -> Result<Indexed, Diagnostics> {
    each(project, &mut collected, |making, sources| match &making.derivation.makes {
        Makes::Indexation(indexation) => making.index(indexation, sources),
        _ => Ok(Vec::new()),
    })?;
    Ok(Indexed(collected))
}

/// Adds surcharges, credits and what late joiners catch up; then leaves what touches the selected
/// periods. What would not touch them is not made: a surcharge or credit lies where its source
/// does, a catch-up in its own time.
pub(in crate::allocation) fn complete(
    project: &Project,
    emptied: Emptied,
) -> Result<Complete, Diagnostics> {
    let Emptied(mut collected) = emptied;
    let rules = Rules::of(project);
    let selected = collected.selected;
    let touches =
        |range: &DateRange| selected.is_none_or(|selected| selected.intersect(range).is_some());
    each(project, &mut collected, |making, sources| {
        let here = || sources.iter().filter(|source| touches(&source.entry.period));
        match &making.derivation.makes {
            Makes::Surcharge(rate) => here().map(|source| making.surcharge(rate, source)).collect(),
            Makes::Credit => here().map(|source| making.credit(source)).collect(),
            Makes::CatchUp(catch_up) if touches(&charged_in(project, catch_up)) => {
                making.catch_up(catch_up, sources, &rules)
            }
            Makes::CatchUp(_) | Makes::Indexation(_) => Ok(Vec::new()),
        }
    })?;
    collected.select();
    Ok(Complete(collected))
}

/// Lets every derivation make entries of those it takes; all faults together. What one makes is not
/// a source of the next, so that their order does not matter.
fn each(
    project: &Project,
    collected: &mut Collected,
    make: impl Fn(&mut Making<'_>, &[Source<'_>]) -> Checked<Vec<Made>>,
) -> Result<(), Diagnostics> {
    let mut faults = Diagnostics::default();
    let mut all = Vec::new();
    let Collected { entries, costs, time_sources, trace, noticed, .. } = &mut *collected;
    for (number, derivation) in (0..).map(DerivationIx).zip(&project.derivations) {
        let whose = Whose::Derivation(derivation);
        let mut sources = Vec::new();
        for (number, amount) in entries.iter() {
            let entry = &costs[*number];
            if faults.keep(takes(&derivation.costs, entry, whose, project)).unwrap_or_default() {
                let time_sources = time_sources.get(number);
                sources.push(Source { entry, amount: *amount, time_sources });
            }
        }
        let mut making =
            Making { project, derivation, number, trace: &mut *trace, noticed: &mut *noticed };
        all.extend(faults.keep(make(&mut making, &sources)).unwrap_or_default());
    }
    for made in all {
        collected.add(made);
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}
