//! Several keys at once: each normalised over the receivers, then weighted (gemischter Schlüssel).

use super::{KeyMethod, Question, Weight, Workshop, all_zero, normalised, weights};
use crate::diag::Checked;
use crate::model::{Key, Method, MixPart};
use crate::money::Ratio;
use crate::trace::{Input, Operation, StepId, Subject};

/// `method = "mix"`.
pub(super) struct Mix;

impl KeyMethod for Mix {
    fn name(&self) -> &'static str {
        "mix"
    }

    fn weights(
        &self,
        key: &Key,
        question: &Question<'_>,
        shop: &mut Workshop<'_>,
    ) -> Option<Checked<Vec<Weight>>> {
        let Method::Mix { parts } = &key.method else { return None };
        Some(mix(parts, question, shop))
    }
}

fn mix(parts: &[MixPart], question: &Question<'_>, shop: &mut Workshop<'_>) -> Checked<Vec<Weight>> {
    let mut weighted: Vec<Vec<(Ratio, StepId)>> = vec![Vec::new(); question.receivers.len()];
    for part in parts.iter().filter(|part| !part.weight.value.is_zero()) {
        let raw = weights(part.key, question, shop)?;
        let Some(normal) = normalised(question.receivers, &raw, shop) else {
            return Err(Box::new(all_zero(shop.project.key(part.key), question.window)));
        };
        let quota = read_part(part, shop);
        for ((party, weight), sums) in question.receivers.iter().zip(normal).zip(&mut weighted) {
            let value = &weight.value * &part.weight.value;
            let inputs = [Input::Step(weight.step), Input::Step(quota)];
            let product = shop.add(Operation::Product, Subject::NormalWeight, value, inputs, *party);
            sums.push((product.value, product.step));
        }
    }
    let mixed = question.receivers.iter().zip(weighted).map(|(party, products)| {
        let value = Ratio::sum(products.iter().map(|(value, _)| value));
        let inputs: Vec<Input> = products.iter().map(|(_, step)| Input::Step(*step)).collect();
        shop.add(Operation::Sum, Subject::Weight, value, inputs, *party)
    });
    Ok(mixed.collect())
}

/// Adds the step that reads the weight of a part.
fn read_part(part: &MixPart, shop: &mut Workshop<'_>) -> StepId {
    let value = crate::trace::Money::Number(part.weight.value.clone());
    shop.trace.add(Operation::Read, Subject::Quota, value, [Input::Place(part.weight.loc)], shop.scope)
}
