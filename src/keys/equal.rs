//! The same for each (zu gleichen Teilen).
//!
//! Rules: rules.md#equal.

use super::{KeyMethod, Question, Weight, Workshop, present};
use crate::diag::Checked;
use crate::model::{Key, Method};
use crate::money::Ratio;
use crate::trace::{Operation, Subject};

/// `method = "equal"`.
pub(super) struct Equal;

impl KeyMethod for Equal {
    fn name(&self) -> &'static str {
        "equal"
    }

    fn weights(
        &self,
        key: &Key,
        question: &Question<'_>,
        shop: &mut Workshop<'_>,
    ) -> Option<Checked<Vec<Weight>>> {
        let Method::Equal = key.method else { return None };
        let ones: Vec<Weight> = question
            .receivers
            .iter()
            .map(|party| shop.add(Operation::Constant, Subject::Weight, Ratio::ONE, [], *party))
            .collect();
        Some(Ok(present(&ones, question, shop)))
    }
}
