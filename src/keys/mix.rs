//! Several keys at once: each normalised over the receivers, then weighted (gemischter Schlüssel);
//! and from one key to another over the years (gleitender Übergang).
//!
//! Rules: rules.md#mix, rules.md#glide.

use std::collections::BTreeMap;

use super::normal::normalised;
use super::{Evaluation, Question, Weight, all_zero};
use crate::diag::{Checked, Diagnostic, Fault};
use crate::model::{DateRange, Key, KeyIx, MixPart};
use crate::money::Ratio;
use crate::source::Sourced;
use crate::trace::{Money, Subject};

/// A key that is mixed in, and the part that it has.
type Part = (KeyIx, Weight);

/// `method = "mix"`: keys with their weights in it.
pub(super) fn weigh(
    key: &Key,
    parts: &[MixPart],
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let used = parts.iter().filter(|part| !part.weight.value.is_zero());
    let parts: Vec<Part> =
        used.map(|part| (part.key, read_quota(&part.weight, evaluation))).collect();
    mix(key, &parts, question, evaluation)
}

/// `method = "glide"`: a mix of the key that ends and the key that begins, by the part of the
/// latter in the year.
pub(super) fn glide(
    key: &Key,
    from: KeyIx,
    to: KeyIx,
    path: &BTreeMap<i16, Sourced<Ratio>>,
    question: &Question<'_>,
    evaluation: &mut Evaluation<'_>,
) -> Checked<Vec<Weight>> {
    let part = part_of_target(key, path, question.window)?;
    let target = read_quota(part, evaluation);
    let one = evaluation.of_all().constant(Subject::Quota, Money::Number(Ratio::ONE));
    let start = evaluation.of_all().difference(Subject::Quota, &one, std::slice::from_ref(&target));
    let parts = [(from, start), (to, target)];
    let used: Vec<Part> = parts.into_iter().filter(|(_, part)| !part.value().is_zero()).collect();
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
    let mut weighted: Vec<Vec<Weight>> = vec![Vec::new(); question.receivers.len()];
    for (key, quota) in parts {
        let raw = evaluation.weights(*key, question)?;
        let Some(normal) = normalised(question.receivers, &raw, evaluation) else {
            return Err(Box::new(all_zero(evaluation.project.key(*key), question.window)));
        };
        for ((party, weight), sums) in question.receivers.iter().zip(normal).zip(&mut weighted) {
            sums.push(evaluation.of(*party).product(Subject::NormalWeight, &[&weight, quota]));
        }
    }
    let mut mixed = Vec::with_capacity(question.receivers.len());
    for (party, products) in question.receivers.iter().zip(weighted) {
        let mut value = Ratio::ZERO;
        for product in &products {
            value = &value + product.value();
            evaluation.fits(about, *party, &value)?;
        }
        mixed.push(evaluation.of(*party).sum(Subject::Weight, &products));
    }
    Ok(mixed)
}

/// Reads the weight of a part.
fn read_quota(weight: &Sourced<Ratio>, evaluation: &mut Evaluation<'_>) -> Weight {
    evaluation.of_all().read(Subject::Quota, Money::Number(weight.value.clone()), weight.loc)
}
