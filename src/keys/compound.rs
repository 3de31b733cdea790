//! Weights of keys multiplied, or divided by each other: tax per inhabitant, area times a factor.
//!
//! Rules: rules.md#product.

use super::{KeyMethod, Question, Weight, Workshop, present, weights};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{Key, KeyIx, Method};
use crate::money::Ratio as Fraction;
use crate::trace::{Input, Operation, Subject};

/// `method = "product"`.
pub(super) struct Product;

/// `method = "ratio"`.
pub(super) struct Ratio;

impl KeyMethod for Product {
    fn name(&self) -> &'static str {
        "product"
    }

    fn weights(
        &self,
        key: &Key,
        question: &Question<'_>,
        shop: &mut Workshop<'_>,
    ) -> Option<Checked<Vec<Weight>>> {
        let Method::Product { factors } = &key.method else { return None };
        Some(product(key, factors, question, shop).map(|found| present(&found, question, shop)))
    }
}

impl KeyMethod for Ratio {
    fn name(&self) -> &'static str {
        "ratio"
    }

    fn weights(
        &self,
        key: &Key,
        question: &Question<'_>,
        shop: &mut Workshop<'_>,
    ) -> Option<Checked<Vec<Weight>>> {
        let Method::Ratio { numerator, denominator } = key.method else { return None };
        Some(
            ratio(key, (numerator, denominator), question, shop).map(|found| present(&found, question, shop)),
        )
    }
}

/// The part present counts once, for the whole, so that the parts are asked without it.
fn without_presence<'a>(question: &Question<'a>) -> Question<'a> {
    Question { presence: &[], ..*question }
}

fn product(
    key: &Key,
    factors: &[KeyIx],
    question: &Question<'_>,
    shop: &mut Workshop<'_>,
) -> Checked<Vec<Weight>> {
    let all: Vec<Vec<Weight>> =
        factors.iter().map(|key| weights(*key, &without_presence(question), shop)).collect::<Checked<_>>()?;
    let mut multiplied = Vec::with_capacity(question.receivers.len());
    for (index, party) in question.receivers.iter().enumerate() {
        let own = || all.iter().map(|factor| &factor[index]);
        let mut value = Fraction::ONE;
        for weight in own() {
            value = &value * &weight.value;
            shop.fits(key, *party, &value)?;
        }
        let inputs: Vec<Input> = own().map(|weight| Input::Step(weight.step)).collect();
        multiplied.push(shop.add(Operation::Product, Subject::Weight, value, inputs, *party));
    }
    Ok(multiplied)
}

fn ratio(
    key: &Key,
    (numerator, denominator): (KeyIx, KeyIx),
    question: &Question<'_>,
    shop: &mut Workshop<'_>,
) -> Checked<Vec<Weight>> {
    let above = weights(numerator, &without_presence(question), shop)?;
    let below = weights(denominator, &without_presence(question), shop)?;
    let divide = |((above, below), party): ((&Weight, &Weight), &crate::model::PartyIx)| {
        let Some(value) = above.value.checked_div(&below.value) else {
            let fault = Fault::RatioByZero {
                key: key.id.clone(),
                denominator: shop.project.key(denominator).id.clone(),
                party: shop.project.party(*party).id.clone(),
            };
            return Err(Box::new(Diagnostic::at(fault, key.loc)));
        };
        let inputs = [Input::Step(above.step), Input::Step(below.step)];
        Ok(shop.add(Operation::Quotient, Subject::Weight, value, inputs, *party))
    };
    above.iter().zip(&below).zip(question.receivers).map(divide).collect()
}
