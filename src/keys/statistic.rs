//! A statistic in a named edition: Königsteiner Schlüssel, population, or the project's own.

use super::{KeyMethod, Question, Weight, Workshop, fixed, present};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{Key, Method};

/// `method = "statistic"`.
pub(super) struct Statistic;

impl KeyMethod for Statistic {
    fn name(&self) -> &'static str {
        "statistic"
    }

    fn weights(
        &self,
        key: &Key,
        question: &Question<'_>,
        shop: &mut Workshop<'_>,
    ) -> Option<Checked<Vec<Weight>>> {
        let Method::Statistic { statistic, edition } = &key.method else { return None };
        let project = shop.project;
        let editions = project.statistics.get(statistic);
        let Some(found) = editions.and_then(|editions| editions.get(edition)) else {
            let known = editions.into_iter().flat_map(|editions| editions.keys().cloned());
            let known = known.collect::<Vec<_>>().join(", ");
            let fault =
                Fault::MissingEdition { statistic: statistic.clone(), edition: edition.clone(), known };
            return Some(Err(Box::new(Diagnostic::at(fault, key.loc))));
        };
        Some(fixed::read(key, &found.values, question, shop).map(|weights| present(&weights, question, shop)))
    }
}
