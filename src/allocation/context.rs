//! What the work on a pool, and on a step of it, sees.

use std::collections::BTreeSet;
use std::ops::Deref;

use super::part::Part;
use super::run::{Dimension, Pool};
use crate::model::{CentreIx, CostEntry, PartyIx, ProRata, Project, Rule, ServiceIx, Step};
use crate::money::{Cents, Mode, Ratio};
use crate::text::Text;
use crate::trace::Scope;

/// What the work on one pool sees.
#[derive(Clone, Copy)]
pub(super) struct PoolContext<'a> {
    pub(super) project: &'a Project,
    pub(super) costs: &'a [CostEntry],
    pub(super) pool: &'a Pool,
    pub(super) number: u32,
    pub(super) rule: &'a Rule,
    pub(super) parts: &'a [Part],
    pub(super) pro_rata: Option<ProRata>,
    /// Who does not receive, as if it stood in `except`: the others bear its small sum.
    pub(super) left_out: &'a BTreeSet<PartyIx>,
}

impl<'a> PoolContext<'a> {
    /// The scope of a step about this pool.
    pub(super) fn scope(&self, step: u16, party: Option<PartyIx>) -> Scope {
        Scope {
            pool: Some(self.number),
            rule: Some(self.pool.rule),
            step: Some(step),
            party,
            ..Scope::default()
        }
    }

    /// Writes an exact number of cents for a message, half-up to the cent; in full where it is too
    /// large for an amount.
    pub(super) fn exact_amount(&self, exact: &Ratio) -> Text {
        match Cents::round(exact, Cents::ONE, Mode::HalfUp) {
            Some(amount) => self.amount(amount),
            None => {
                let written = format!(
                    "{} {}",
                    (exact * &Ratio::new(1, 100)).decimal(2).0,
                    self.project.currency
                );
                Text::new(written.replace('.', ","), written)
            }
        }
    }

    /// Writes an amount of the project's currency for a message.
    pub(super) fn amount(&self, amount: Cents) -> Text {
        Text::money(amount, &self.project.currency)
    }
}

/// What the work on one step of a pool sees: the pool, and the step.
#[derive(Clone, Copy)]
pub(super) struct StepContext<'a> {
    pub(super) of_pool: PoolContext<'a>,
    /// The number of the step in its rule.
    pub(super) index: u16,
    pub(super) step: &'a Step,
}

impl<'a> Deref for StepContext<'a> {
    type Target = PoolContext<'a>;

    fn deref(&self) -> &PoolContext<'a> {
        &self.of_pool
    }
}

impl StepContext<'_> {
    /// The scope of what is recorded about this step, and about one receiver of it.
    pub(super) fn scope(&self, party: Option<PartyIx>) -> Scope {
        self.of_pool.scope(self.index, party)
    }
}

/// Names a pool for a message: its period or window, service, centre and kind.
pub(super) fn describe(project: &Project, pool: &Pool) -> String {
    let mut words = vec![pool.window.to_string()];
    let service = |service: &ServiceIx| project.service(*service).id.clone();
    let centre = |centre: &CentreIx| project.centre(*centre).id.clone();
    words.extend(if let Dimension::Is(it) = &pool.service { Some(service(it)) } else { None });
    words.extend(if let Dimension::Is(it) = &pool.centre { Some(centre(it)) } else { None });
    words.extend(if let Dimension::Is(it) = &pool.kind { Some(it.clone()) } else { None });
    words.join(", ")
}
