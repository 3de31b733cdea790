//! The figures of later years (Fortschreibung).
//!
//! Rules: rules.md#indexation.

use std::collections::BTreeSet;

use super::making::Making;
use crate::allocation::collect::{Made, Source};
use crate::allocation::selection::name;
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{DateRange, Grain, Indexation};
use crate::money::Ratio;
use crate::source::Sourced;
use crate::trace::{Exact, Money, Scope, Subject};

impl Making<'_> {
    /// The figures of the years after that of the sources.
    pub(super) fn index(
        &mut self,
        indexation: &Indexation,
        sources: &[Source<'_>],
    ) -> Checked<Vec<Made>> {
        let mut years = BTreeSet::new();
        let mut made = Vec::new();
        for source in sources {
            let entry = source.entry;
            let year = entry.period.from.year();
            if Grain::Year.around(entry.period.from) != entry.period {
                let fault = Fault::NotAWholeYear {
                    entry: name(entry, self.project),
                    id: self.derivation.id.clone(),
                };
                return Err(Box::new(Diagnostic::at(fault, entry.loc()).and(self.derivation.loc)));
            }
            years.insert(year);
            made.extend(self.grow(indexation, source)?);
        }
        if years.len() > 1 {
            let years = years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let fault = Fault::SeveralBaseYears { id: self.derivation.id.clone(), years };
            return Err(Box::new(Diagnostic::at(fault, self.derivation.loc)));
        }
        Ok(made)
    }

    fn grow(&mut self, indexation: &Indexation, source: &Source<'_>) -> Checked<Vec<Made>> {
        let mut made = Vec::new();
        let mut value = source.amount.exact();
        for year in source.entry.period.from.year().saturating_add(1)..=indexation.until {
            let Some((_, rate)) = indexation.rates.range(..=year).next_back() else {
                let fault =
                    Fault::NoRateFor { id: self.derivation.id.clone(), year: year.to_string() };
                return Err(Box::new(Diagnostic::at(fault, self.derivation.loc)));
            };
            let Some(period) = whole_year(year) else { break };
            let scope = Scope { range: Some(period), ..Scope::default() };
            let factor = self.factor(rate, scope);
            value = self.at(scope).product(Subject::Made, &[&value, &factor]);
            let amount = self.round(&value, scope)?;
            if indexation.rounded {
                value = amount.exact();
            }
            made.push(self.made_in(period, source, amount));
        }
        Ok(made)
    }

    /// One and the growth of the year.
    fn factor(&mut self, rate: &Sourced<Ratio>, scope: Scope) -> Exact {
        let mut at = self.at(scope);
        let one = at.constant(Subject::Growth, Money::Number(Ratio::ONE));
        let rate = at.read(Subject::Quota, Money::Number(rate.value.clone()), rate.loc);
        at.sum(Subject::Growth, &[one, rate])
    }
}

/// The range of a year.
fn whole_year(year: i16) -> Option<DateRange> {
    let first = jiff::civil::Date::new(year, 1, 1).ok()?;
    Some(Grain::Year.around(first))
}
