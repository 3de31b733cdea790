//! Several keys at once: each normalised over the receivers, then weighted (gemischter Schlüssel);
//! and from one key to another over the years (gleitender Übergang).
//!
//! Rules: rules.md#mix, rules.md#glide.

use std::collections::BTreeMap;

use super::{Evaluation, Question, Weight, all_zero, normalised, weights};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{DateRange, Key, KeyIx, MixPart};
use crate::money::Ratio;
use crate::source::Sourced;
use crate::trace::{Input, Money, Operation, StepId, Subject};

/// A key with the weight it has in a mix, and the step of that weight.
type Part = (KeyIx, Ratio, StepId);

/// `method = "mix"`: keys with their weights in it.
pub(super) fn weigh(
    key: &Key,
    parts: &[MixPart],
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let used = parts.iter().filter(|part| !part.weight.value.is_zero());
    let parts: Vec<Part> = used
        .map(|part| (part.key, part.weight.value.clone(), read_quota(&part.weight, evaluation)))
        .collect();
    mix(key, &parts, question, evaluation)
}

/// `method = "glide"`: a mix of the key that ends and the key that begins, by the part of the
/// latter in the year.
pub(super) fn glide(
    key: &Key,
    (from, to): (KeyIx, KeyIx),
    path: &BTreeMap<i16, Sourced<Ratio>>,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let part = part_of_target(key, path, question.window)?;
    let target = read_quota(part, evaluation);
    let one = constant(Ratio::ONE, evaluation);
    let rest = &Ratio::ONE - &part.value;
    let value = Money::Number(rest.clone());
    let inputs = [Input::Step(one), Input::Step(target)];
    let start = evaluation.trace.add(
        Operation::Difference,
        Subject::Quota,
        value,
        inputs,
        evaluation.scope,
    );
    let parts = [(from, rest, start), (to, part.value.clone(), target)];
    let used: Vec<Part> = parts.into_iter().filter(|(_, weight, _)| !weight.is_zero()).collect();
    mix(key, &used, question, evaluation)
}

/// Finds the part of the target key in the year of a window. Before a path that begins with
/// nothing, and behind one that ends with all, its end counts.
fn part_of_target<'a>(
    key: &Key,
    path: &'a BTreeMap<i16, Sourced<Ratio>>,
    window: DateRange,
) -> Checked<&'a Sourced<Ratio>> {
    if window.from.year() != window.to.year() {
        return Err(Box::new(Diagnostic::at(Fault::PeriodNeeded { key: key.id.clone() }, key.loc)));
    }
    let year = window.from.year();
    let before =
        path.first_key_value().filter(|(first, part)| year < **first && part.value.is_zero());
    let behind =
        path.last_key_value().filter(|(last, part)| year > **last && part.value == Ratio::ONE);
    let found = path.get(&year).or(before.or(behind).map(|(_, part)| part));
    found.ok_or_else(|| {
        let years = path.keys().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let fault = Fault::NotOnPath { key: key.id.clone(), year: year.to_string(), years };
        Box::new(Diagnostic::at(fault, key.loc))
    })
}

fn mix(
    about: &Key,
    parts: &[Part],
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let mut weighted: Vec<Vec<(Ratio, StepId)>> = vec![Vec::new(); question.receivers.len()];
    for (key, share, quota) in parts {
        let raw = weights(*key, question, evaluation)?;
        let Some(normal) = normalised(question.receivers, &raw, evaluation) else {
            return Err(Box::new(all_zero(evaluation.project.key(*key), question.window)));
        };
        for ((party, weight), sums) in question.receivers.iter().zip(normal).zip(&mut weighted) {
            let value = &weight.value * share;
            let inputs = [Input::Step(weight.step), Input::Step(*quota)];
            let product =
                evaluation.add(Operation::Product, Subject::NormalWeight, value, inputs, *party);
            sums.push((product.value, product.step));
        }
    }
    let mut mixed = Vec::with_capacity(question.receivers.len());
    for (party, products) in question.receivers.iter().zip(weighted) {
        let mut value = Ratio::ZERO;
        for (product, _) in &products {
            value = &value + product;
            evaluation.fits(about, *party, &value)?;
        }
        let inputs: Vec<Input> = products.iter().map(|(_, step)| Input::Step(*step)).collect();
        mixed.push(evaluation.add(Operation::Sum, Subject::Weight, value, inputs, *party));
    }
    Ok(mixed)
}

/// Adds the step that reads the weight of a part.
fn read_quota(weight: &Sourced<Ratio>, evaluation: &mut Evaluation<'_>) -> StepId {
    let value = Money::Number(weight.value.clone());
    evaluation.trace.add(
        Operation::Read,
        Subject::Quota,
        value,
        [Input::Place(weight.loc)],
        evaluation.scope,
    )
}

fn constant(value: Ratio, evaluation: &mut Evaluation<'_>) -> StepId {
    evaluation.trace.add(
        Operation::Constant,
        Subject::Quota,
        Money::Number(value),
        [],
        evaluation.scope,
    )
}
