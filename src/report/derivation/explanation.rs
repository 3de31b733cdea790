//! Why shares are what they are: the report of `umlage explain`.

use super::matching::{Matching, Wanted};
use super::{json, sentences};
use crate::allocation::{Dimension, Share};
use crate::report::commands::scenario_show::facts;
use crate::report::tables::amounts::sum;
use crate::report::{DataPart, Document, Material, Report};

/// The derivation of the sum of some shares.
#[derive(Clone, Copy, Debug)]
pub struct Explanation<'a> {
    /// Which shares.
    pub wanted: &'a Wanted,
}

impl Explanation<'static> {
    /// Everything.
    pub const DEFAULT: Explanation<'static> =
        Explanation { wanted: &Wanted { party: None, service: None, rule: None, step: None } };
}

impl<'a> Explanation<'a> {
    /// Tells whether any share matches.
    pub fn is_empty(&self, material: &Material<'a>) -> bool {
        self.matching(material).shares.is_empty()
    }

    pub(super) fn matches(&self, share: &Share, material: &Material<'_>) -> bool {
        let pool = &material.run.pools[share.pool as usize];
        let step = &material.project.rule(pool.rule).steps[usize::from(share.step)].id;
        let wanted = self.wanted;
        wanted.party.is_none_or(|party| party == share.party)
            && wanted.service.is_none_or(|service| pool.service == Dimension::Is(service))
            && wanted.rule.is_none_or(|rule| rule == pool.rule)
            && wanted.step.as_ref().is_none_or(|wanted| wanted == step)
    }

    /// Finds the shares; where there are none, the small sums that others bear.
    pub(super) fn matching(&self, material: &Material<'a>) -> Matching<'a> {
        let found = |shares: &'a [Share]| -> Vec<&'a Share> {
            shares.iter().filter(|share| self.matches(share, material)).collect()
        };
        let (paid, moved) = (found(&material.run.shares), found(&material.run.moved));
        let none = paid.is_empty() && !moved.is_empty();
        let shares = if none { moved } else { paid };
        let total = sum(shares.iter().map(|share| share.amount.amount()));
        Matching { wanted: self.wanted, shares, total, moved: none }
    }
}

impl Report for Explanation<'_> {
    fn document<'a>(&'a self, material: Material<'a>) -> Document<'a> {
        Document::new(
            "umlage/trace/1",
            material.lang,
            move || {
                let matching = self.matching(&material);
                let ends = matching.shares.iter().map(|share| share.amount.step()).collect();
                let steps = DataPart::records("steps", json::records(matching, ends, material));
                facts(material.project).into_iter().chain([steps]).collect()
            },
            move || sentences::page(&self.matching(&material), &material),
        )
    }
}
