//! What a run noticed without being stopped: use that no key counted.

use std::collections::BTreeMap;

use super::AllocationRun;
use crate::diag::{Diagnostic, Fault};
use crate::model::{PartyIx, Project, ServiceIx, UsageRow};
use crate::text::Text;

impl AllocationRun {
    /// Lists the rows of usage in the run's periods that no key counted, one finding for each service, measure and
    /// party.
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
        uncounted.into_iter().map(tell).collect()
    }
}

/// Counts rows of usage in words.
fn rows_of(count: usize) -> Text {
    match count {
        1 => Text::new("1 Nutzungszeile", "1 usage row"),
        _ => Text::new(format!("{count} Nutzungszeilen"), format!("{count} usage rows")),
    }
}
