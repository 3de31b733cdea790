//! Whether the sides of a comparison share the same cost: if not, differences of parties are not
//! what they seem.
//!
//! Rules: rules.md#compared-sides.

use crate::allocation::{AllocationRun, Request};
use crate::diag::{Diagnostic, Fault};
use crate::model::{DateRange, Project, Status};
use crate::money::Cents;
use crate::text::{Lang, Text};

/// One side of a comparison, and what it stands on.
#[derive(Clone, Copy)]
pub struct Footing<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Its project.
    pub project: &'a Project,
    /// What was asked of it.
    pub request: Request,
    /// What came out.
    pub run: &'a AllocationRun,
    /// Whether it is a scenario that changes rows of cost.
    pub changes_cost: bool,
}

impl Footing<'_> {
    /// The sum that is shared: cost without what is reported alone.
    fn shared(&self) -> Option<Cents> {
        self.run.totals.cost.checked_sub(self.run.totals.not_shared)
    }

    fn is_without_cost(&self) -> bool {
        self.run.pools.is_empty() && self.run.totals.cost.is_zero()
    }

    /// Says where cost lies that was not asked for.
    fn whereabouts(&self) -> Text {
        let entries = || self.project.entries.iter();
        let own = || entries().filter(|entry| entry.status == self.request.status);
        let asked = self.run.selected;
        let in_time =
            |period: &DateRange| asked.is_none_or(|asked| asked.intersect(period).is_some());
        let other = match self.request.status {
            Status::Actual => Status::Plan.name(),
            Status::Plan => Status::Actual.name(),
        };
        if entries().any(|entry| entry.status != self.request.status && in_time(&entry.period)) {
            return Text::new(
                format!("Kosten gibt es dort nur mit `--status {other}`"),
                format!("there is cost only with `--status {other}`"),
            );
        }
        let (first, last) =
            (own().map(|entry| entry.period.from).min(), own().map(|entry| entry.period.to).max());
        match first.zip(last).and_then(|(from, to)| DateRange::new(from, to)) {
            Some(lies) => Text::new(
                format!("die Kosten liegen in {lies}"),
                format!("the cost lies in {lies}"),
            ),
            None => Text::new("es gibt gar keine Kosten", "there is no cost at all"),
        }
    }
}

/// Finds a side without cost (`W406`).
pub fn without_cost(sides: [Footing<'_>; 2]) -> Option<Diagnostic> {
    let without: Vec<&Footing<'_>> = sides.iter().filter(|side| side.is_without_cost()).collect();
    if without.is_empty() {
        return None;
    }
    let why: Vec<(&str, Text)> =
        without.into_iter().map(|side| (side.name, side.whereabouts())).collect();
    let why = match &why[..] {
        [(_, one), (_, other)] if one != other => {
            let told = |lang: Lang| {
                move |(name, why): &(&str, Text)| format!("`{name}`: {}", why.get(lang))
            };
            let both = |lang| why.iter().map(told(lang)).collect::<Vec<_>>().join("; ");
            Text::new(both(Lang::De), both(Lang::En))
        }
        [(_, one), ..] => one.clone(),
        [] => Text::default(),
    };
    Some(located(Diagnostic::new(Fault::SideWithoutCost { sums: sums(&sides), why }), &sides))
}

/// Finds sides that share different sums, both with cost (`W407`).
pub fn unequal_cost(sides: [Footing<'_>; 2]) -> Option<Diagnostic> {
    let [before, after] = sides.map(|side| side.shared());
    if before == after || sides.iter().any(Footing::is_without_cost) {
        return None;
    }
    let same_cost = sides[0].run.totals.cost == sides[1].run.totals.cost;
    let why = match (same_cost, sides.iter().any(|side| side.changes_cost)) {
        (true, _) => Text::new(
            "die Kosten sind gleich, aber verschieden viel davon wird umgelegt (`allocate = \
                false`)",
            "the cost is the same, but different parts of it are shared (`allocate = false`)",
        ),
        (_, true) => {
            Text::new("ein Szenario ändert Kostenzeilen", "a scenario changes rows of cost")
        }
        (_, false) => Text::new(
            "Zuschläge, Gutschriften, Fortschreibung, Zeiträume oder Datendateien sind verschieden",
            "surcharges, credits, indexation, periods or data files differ",
        ),
    };
    Some(located(Diagnostic::new(Fault::UnequalCost { sums: sums(&sides), why }), &sides))
}

/// States the sum of each side.
fn sums(sides: &[Footing<'_>; 2]) -> Text {
    let line = |lang: Lang| {
        let sum = |side: &Footing<'_>| {
            let amount = side.shared().map_or_else(|| "?".to_owned(), |sum| lang.amount(sum));
            format!("`{}` {amount} {}", side.name, side.project.currency)
        };
        sides.iter().map(sum).collect::<Vec<_>>().join(", ")
    };
    Text::new(line(Lang::De), line(Lang::En))
}

/// Adds the place of the scenario of the second side.
fn located(diagnostic: Diagnostic, sides: &[Footing<'_>; 2]) -> Diagnostic {
    match sides[1].project.scenarios.last() {
        Some(scenario) => diagnostic.and(scenario.loc),
        None => diagnostic,
    }
}
