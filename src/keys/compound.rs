//! Weights of keys multiplied, or divided by each other: tax per inhabitant, area times a factor.
//!
//! Rules: rules.md#product.

use super::{Evaluation, Question, Weight, present, weights};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{Key, KeyIx};
use crate::money::Ratio as Fraction;
use crate::trace::{Input, Operation, Subject};

/// The part present counts once, for the whole, so that the parts are asked without it.
fn without_presence<'a>(question: &Question<'a>) -> Question<'a> {
    Question { presence: &[], ..*question }
}

/// `method = "product"`: the weights of several keys multiplied.
pub(super) fn product(
    key: &Key,
    factors: &[KeyIx],
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let all: Vec<Vec<Weight>> = factors
        .iter()
        .map(|key| weights(*key, &without_presence(question), evaluation))
        .collect::<Checked<_>>()?;
    let mut multiplied = Vec::with_capacity(question.receivers.len());
    for (index, party) in question.receivers.iter().enumerate() {
        let own = || all.iter().map(|factor| &factor[index]);
        let mut value = Fraction::ONE;
        for weight in own() {
            value = &value * &weight.value;
            evaluation.fits(key, *party, &value)?;
        }
        let inputs: Vec<Input> = own().map(|weight| Input::Step(weight.step)).collect();
        multiplied.push(evaluation.add(Operation::Product, Subject::Weight, value, inputs, *party));
    }
    Ok(present(&multiplied, question, evaluation))
}

/// `method = "ratio"`: the weights of one key divided by those of another.
pub(super) fn ratio(
    key: &Key,
    numerator: KeyIx,
    denominator: KeyIx,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let above = weights(numerator, &without_presence(question), evaluation)?;
    let below = weights(denominator, &without_presence(question), evaluation)?;
    let divide = |((above, below), party): ((&Weight, &Weight), &crate::model::PartyIx)| {
        let Some(value) = above.value.checked_div(&below.value) else {
            let fault = Fault::RatioByZero {
                key: key.id.clone(),
                denominator: evaluation.project.key(denominator).id.clone(),
                party: evaluation.project.party(*party).id.clone(),
            };
            return Err(Box::new(Diagnostic::at(fault, key.loc)));
        };
        let inputs = [Input::Step(above.step), Input::Step(below.step)];
        Ok(evaluation.add(Operation::Quotient, Subject::Weight, value, inputs, *party))
    };
    let pairs = above.iter().zip(&below).zip(question.receivers);
    let divided = pairs.map(divide).collect::<Checked<Vec<Weight>>>()?;
    Ok(present(&divided, question, evaluation))
}
