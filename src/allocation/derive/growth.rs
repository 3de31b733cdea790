//! The figures of later years (Fortschreibung).
//!
//! Rules: rules.md#indexation.

use std::collections::BTreeSet;

use super::Shop;
use crate::allocation::collect::{Made, Source};
use crate::allocation::selection::name;
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{DateRange, Grain, Indexation};
use crate::money::Ratio;
use crate::source::Sourced;
use crate::trace::{Input, Money, Operation, Scope, StepId, Subject};

impl Shop<'_> {
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
        let (mut value, mut last) = (source.entry.amount.ratio(), source.step);
        for year in source.entry.period.from.year().saturating_add(1)..=indexation.until {
            let Some((_, rate)) = indexation.rates.range(..=year).next_back() else {
                let fault =
                    Fault::NoRateFor { id: self.derivation.id.clone(), year: year.to_string() };
                return Err(Box::new(Diagnostic::at(fault, self.derivation.loc)));
            };
            let Some(period) = whole_year(year) else { break };
            let scope = Scope { range: Some(period), ..Scope::default() };
            let factor = self.factor(rate, scope);
            value = &value * &factor.0;
            let inputs = [Input::Step(last), Input::Step(factor.1)];
            last = self.add(
                Operation::Product,
                Subject::Made,
                Money::Cents(value.clone()),
                &inputs,
                scope,
            );
            let (amount, figure) = self.round(&value, last, scope)?;
            if indexation.rounded {
                (value, last) = (amount.ratio(), figure);
            }
            made.push(self.made_in(period, source, amount, figure));
        }
        Ok(made)
    }

    /// One and the growth of the year.
    fn factor(&mut self, rate: &Sourced<Ratio>, scope: Scope) -> (Ratio, StepId) {
        let one =
            self.add(Operation::Constant, Subject::Growth, Money::Number(Ratio::ONE), &[], scope);
        let value = Money::Number(rate.value.clone());
        let read =
            self.add(Operation::Read, Subject::Quota, value, &[Input::Place(rate.loc)], scope);
        let factor = &Ratio::ONE + &rate.value;
        let inputs = [Input::Step(one), Input::Step(read)];
        let step = self.add(
            Operation::Sum,
            Subject::Growth,
            Money::Number(factor.clone()),
            &inputs,
            scope,
        );
        (factor, step)
    }
}

/// The range of a year.
fn whole_year(year: i16) -> Option<DateRange> {
    let first = jiff::civil::Date::new(year, 1, 1).ok()?;
    Some(Grain::Year.around(first))
}
