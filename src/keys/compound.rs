//! Weights of keys multiplied, or divided by each other: tax per inhabitant, area times a factor.
//!
//! Rules: rules.md#product.

use super::normal::present;
use super::{Evaluation, Question, Weight};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{Key, KeyIx};
use crate::money::Ratio as Fraction;
use crate::trace::Subject;

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
        .map(|key| evaluation.weights(*key, &without_presence(question)))
        .collect::<Checked<_>>()?;
    let mut multiplied = Vec::with_capacity(question.receivers.len());
    for (index, party) in question.receivers.iter().enumerate() {
        let own: Vec<&Weight> = all.iter().map(|factor| &factor[index]).collect();
        let mut value = Fraction::ONE;
        for weight in &own {
            value = &value * weight.value();
            evaluation.fits(key, *party, &value)?;
        }
        multiplied.push(evaluation.of(*party).product(Subject::Weight, &own));
    }
    Ok(present(multiplied, question, evaluation))
}

/// `method = "ratio"`: the weights of one key divided by those of another.
pub(super) fn ratio(
    key: &Key,
    numerator: KeyIx,
    denominator: KeyIx,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let above = evaluation.weights(numerator, &without_presence(question))?;
    let below = evaluation.weights(denominator, &without_presence(question))?;
    let divide = |((above, below), party): ((&Weight, &Weight), &crate::model::PartyIx)| {
        evaluation.of(*party).quotient(Subject::Weight, above, below).ok_or_else(|| {
            let fault = Fault::RatioByZero {
                key: key.id.clone(),
                denominator: evaluation.project.key(denominator).id.clone(),
                party: evaluation.project.party(*party).id.clone(),
            };
            Box::new(Diagnostic::at(fault, key.loc))
        })
    };
    let pairs = above.iter().zip(&below).zip(question.receivers);
    let divided = pairs.map(divide).collect::<Checked<Vec<Weight>>>()?;
    Ok(present(divided, question, evaluation))
}
