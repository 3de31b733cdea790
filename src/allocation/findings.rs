//! What a run noticed without being stopped: use that no key counted, and sums below the minimum that is billed.

use std::collections::BTreeMap;

use super::{AllocationRun, NotBilled};
use crate::diag::{Diagnostic, Fault};
use crate::model::{Below, PartyIx, Project, ServiceIx, UsageRow};
use crate::money::Cents;
use crate::text::{Lang, Text};

impl AllocationRun {
    /// Lists the rows of usage in the run's periods that no key counted, one finding for each service, measure and
    /// party, and the sums below the minimum of their rule.
    pub fn findings(&self, project: &Project) -> Vec<Diagnostic> {
        let mut uncounted: BTreeMap<(ServiceIx, &str, PartyIx), Vec<&UsageRow>> = BTreeMap::new();
        for (row, counted) in project.usage.iter().zip(&self.usage_counted) {
            let asked = self.periods.iter().any(|period| period.intersect(&row.period).is_some());
            if asked && !counted {
                uncounted.entry((row.service, &row.measure, row.party)).or_default().push(row);
            }
        }
        let tell = |((service, measure, party), rows): ((ServiceIx, &str, PartyIx), Vec<&UsageRow>)| {
            let count: usize = rows.iter().map(|row| row.places.len()).sum();
            let fault = Fault::UsageNotCounted {
                rows: rows_of(count),
                service: project.service(service).id.clone(),
                measure: measure.to_owned(),
                party: project.party(party).id.clone(),
            };
            let first = rows.iter().flat_map(|row| &row.places).min();
            first.map_or(Diagnostic::new(fault.clone()), |loc| Diagnostic::at(fault.clone(), *loc))
        };
        let small = self.not_billed.iter().map(|small| not_billed(small, project));
        uncounted.into_iter().map(tell).chain(small).collect()
    }
}

fn not_billed(small: &NotBilled, project: &Project) -> Diagnostic {
    let rule = project.rule(small.rule);
    let amount = |amount: Cents| {
        let written = |lang: Lang| format!("{} {}", lang.amount(amount), project.currency);
        Text::new(written(Lang::De), written(Lang::En))
    };
    let minimum = rule.minimum_billed.as_ref().map(|minimum| &minimum.amount);
    let (party, period) = (project.party(small.party).id.clone(), small.period.to_string());
    let (rule, loc) = (rule.id.clone(), minimum.map_or(rule.loc, |minimum| minimum.loc));
    let minimum = amount(minimum.map_or(Cents::ZERO, |minimum| minimum.value));
    let amount = amount(small.amount);
    let fault = match small.below {
        Below::List => Fault::BelowMinimum { party, rule, period, amount, minimum },
        Below::Rest => Fault::BorneByOthers { party, rule, period, amount, minimum },
    };
    Diagnostic::at(fault, loc)
}

/// Counts rows of usage in words.
fn rows_of(count: usize) -> Text {
    match count {
        1 => Text::new("1 Nutzungszeile", "1 usage row"),
        _ => Text::new(format!("{count} Nutzungszeilen"), format!("{count} usage rows")),
    }
}
