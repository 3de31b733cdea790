//! What a run noticed without being stopped: use that no key counted, cost that may stand there
//! twice, sums below the minimum that is billed.
//!
//! Rules: rules.md#entered-twice, rules.md#usage-counts.

use std::collections::BTreeMap;

use super::selection::name;
use super::{AllocationRun, EntryFate, NotBilled};
use crate::diag::{Diagnostic, Fault};
use crate::model::{Below, CostEntry, CostObject, PartyIx, Project, ServiceIx, UsageRow};
use crate::money::Cents;
use crate::text::Text;

impl AllocationRun {
    /// Lists the rows of usage in the run's periods that no key counted, one finding for each
    /// service, measure and party; platform fees that may stand there twice; and the sums below the
    /// minimum of their rule.
    pub fn findings(&self, project: &Project) -> Vec<Diagnostic> {
        let mut uncounted: BTreeMap<(ServiceIx, &str, PartyIx), Vec<&UsageRow>> = BTreeMap::new();
        for (number, row) in project.usage.iter().enumerate() {
            let asked = self.periods.iter().any(|period| period.intersect(&row.period).is_some());
            if asked && !self.noticed.counted.contains(&number) {
                uncounted.entry((row.service, &row.measure, row.party)).or_default().push(row);
            }
        }
        let tell =
            |((service, measure, party), rows): ((ServiceIx, &str, PartyIx), Vec<&UsageRow>)| {
                let count: usize = rows
                    .iter()
                    .flat_map(|row| &row.places)
                    .map(|loc| usize::try_from(loc.rows()).unwrap_or(usize::MAX))
                    .sum();
                let fault = Fault::UsageNotCounted {
                    rows: rows_of(count),
                    service: project.service(service).id.clone(),
                    measure: measure.to_owned(),
                    party: project.party(party).id.clone(),
                };
                let first = rows.iter().flat_map(|row| &row.places).min();
                first.map_or(Diagnostic::new(fault.clone()), |loc| {
                    Diagnostic::at(fault.clone(), *loc)
                })
            };
        let small = self.not_billed.iter().map(|small| not_billed(small, project));
        uncounted.into_iter().map(tell).chain(self.counted_twice(project)).chain(small).collect()
    }

    /// Lists platform fees (kind c) that look as if they were in the cost of operation (kind a) as
    /// well: the same service or centre, periods that overlap, the same amount, and the same
    /// document or supplier. Beschluss 2021/24, no. 1 c, lets them count only as far as they are
    /// not in a.
    fn counted_twice(&self, project: &Project) -> Vec<Diagnostic> {
        let shared = project.entries.iter().zip(&self.entries);
        let shared = shared.filter(|(_, fate)| matches!(fate, EntryFate::Shared(_)));
        let mut operation: BTreeMap<Mark<'_>, Vec<&CostEntry>> = BTreeMap::new();
        let mut fees = Vec::new();
        for (entry, _) in shared {
            match entry.kind.as_deref() {
                Some("a") => {
                    marks(entry).for_each(|mark| operation.entry(mark).or_default().push(entry));
                }
                Some("c") => fees.push(entry),
                _ => {}
            }
        }
        let told = fees.into_iter().filter_map(|fee| Some((fee, twin_of(fee, &operation)?)));
        told.map(|(fee, ((.., alike), other))| {
            let (entry, twin) = (name(fee, project), name(other, project));
            let fault = Fault::CountedTwice { entry, other: twin, same: alike.words() };
            Diagnostic::at(fault, fee.loc()).and_here(other.loc(), "Kostenart a", "kind a")
        })
        .collect()
    }
}

/// By what two entries look alike: what they are for, how much, and a document or supplier.
type Mark<'a> = (CostObject, Cents, Alike<'a>);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Alike<'a> {
    Document(&'a str),
    Supplier(&'a str),
}

impl Alike<'_> {
    fn words(self) -> Text {
        match self {
            Alike::Document(document) => Text::new(
                format!("derselbe Betrag mit dem Beleg `{document}`"),
                format!("the same amount under the document `{document}`"),
            ),
            Alike::Supplier(supplier) => Text::new(
                format!("derselbe Betrag von `{supplier}`"),
                format!("the same amount from `{supplier}`"),
            ),
        }
    }
}

/// Finds an entry that a fee looks like, in a period that overlaps.
fn twin_of<'a>(
    fee: &'a CostEntry,
    operation: &BTreeMap<Mark<'a>, Vec<&'a CostEntry>>,
) -> Option<(Mark<'a>, &'a CostEntry)> {
    marks(fee).find_map(|mark| {
        let overlaps = |other: &&&CostEntry| other.period.intersect(&fee.period).is_some();
        Some((mark, *operation.get(&mark)?.iter().find(overlaps)?))
    })
}

fn marks(entry: &CostEntry) -> impl Iterator<Item = Mark<'_>> {
    let document = entry.document.as_deref().map(Alike::Document);
    let supplier = entry.supplier.as_deref().map(Alike::Supplier);
    document.into_iter().chain(supplier).map(|alike| (entry.object, entry.amount, alike))
}

fn not_billed(small: &NotBilled, project: &Project) -> Diagnostic {
    let rule = project.rule(small.rule);
    let amount = |amount: Cents| Text::money(amount, &project.currency);
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
