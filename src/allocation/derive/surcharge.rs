//! A percentage on top of cost, and a credit for whoever paid it.
//!
//! Rules: rules.md#surcharge, rules.md#credit.

use std::sync::Arc;

use super::making::Making;
use crate::allocation::collect::{Made, Source};
use crate::allocation::selection::name;
use crate::diag::{Checked, Diagnostic, Fault};
use crate::money::Ratio;
use crate::source::Sourced;
use crate::trace::{Money, Scope, Subject};

impl Making<'_> {
    /// A percentage on top, half-up to the cent.
    pub(super) fn surcharge(
        &mut self,
        rate: &Sourced<Ratio>,
        source: &Source<'_>,
    ) -> Checked<Made> {
        let scope = Scope { range: Some(source.entry.period), ..Scope::default() };
        let mut at = self.at(scope);
        let rate = at.read(Subject::Quota, Money::Number(rate.value.clone()), rate.loc);
        let product = at.product(Subject::Made, &[&source.amount.exact(), &rate]);
        let rounded = self.round(&product, scope)?;
        Ok(self.made(source, rounded, |_| rate, scope))
    }

    /// The negative amount, for whoever paid.
    pub(super) fn credit(&mut self, source: &Source<'_>) -> Checked<Made> {
        let entry = source.entry;
        let Some(party) = entry.paid_by else {
            let (entry_name, id) = (name(entry, self.project), self.derivation.id.clone());
            let fault = Diagnostic::at(Fault::NobodyPaid { entry: entry_name, id }, entry.loc());
            return Err(Box::new(fault.and(self.derivation.loc)));
        };
        let scope = Scope { range: Some(entry.period), party: Some(party), ..Scope::default() };
        let negative = self.negative(source.amount, scope)?;
        let kind = self.derivation.kind.as_deref().unwrap_or("credit");
        let minus_one = |making: &mut Self| {
            making.at(scope).constant(Subject::Quota, Money::Number(Ratio::from(-1)))
        };
        let mut made = self.made(source, negative, minus_one, scope);
        (made.entry.party, made.entry.kind) = (Some(party), Some(Arc::from(kind)));
        Ok(made)
    }
}
